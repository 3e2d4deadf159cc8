//! Writes seeded lists: `generate PROFILE N SEED FOLDER` gives left.csv, right.csv and gold.csv.

use linkage::generate::{Profile, generate};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [profile, n, seed, folder] = args.as_slice() else {
        return Err("generate PROFILE N SEED FOLDER".into());
    };
    let profile = Profile::named(profile).ok_or("no such profile")?;
    let lists = generate(profile, n.parse()?, seed.parse()?);
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("left.csv"), lists.left)?;
    if let Some(right) = lists.right {
        std::fs::write(folder.join("right.csv"), right)?;
    }
    std::fs::write(folder.join("gold.csv"), lists.gold)?;
    Ok(())
}

//! Makes sure that the folder of built styles and scripts exists, so that the other crates'
//! engineers can compile without Node.js; a hall built like that has no look and says so.
use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=assets/dist");
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=templates");
    let dist = Path::new("assets/dist");
    if !dist.join("manifest.json").exists() {
        println!(
            "cargo::warning=web/assets/dist is empty: pages will have no style. \
             Run `npm ci && npm run build` in web/ and compile again."
        );
        fs::create_dir_all(dist)?;
    }
    Ok(())
}

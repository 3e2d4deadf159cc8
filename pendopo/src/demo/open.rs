//! `pendopo demo open`: a hall filled with a Kendal that does not exist, ready to walk through.
//!
//! The census comes in by the real import, accounts by the real use cases; nothing is written
//! behind the hall's back, so that what the demo shows is what an office gets.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use center::people::accounts::{self, NewAccount};
use center::people::{codes, sessions::Origin};
use center::registry::find::{self, Query};
use center::registry::import::{self, Brought};
use center::{Actor, Hall, Role};
use clap::Args;
use vocab::id::BusinessId;
use vocab::{Lang, PhoneNumber};

use super::generate::generate;
use super::{GenerateArgs, Layout, licensing};
use crate::config::Config;
use crate::failure::Failure;
use crate::{open, serve};

/// Everybody in the demonstration signs in with this; a hall for work never has it.
const PASSWORD: &str = "pendopo-terbuka";

/// The officer who handles the demonstration's licence cases.
const OFFICER: &str = "petugas";

/// The demonstration's owners sign in with numbers of a range that no operator has.
const OWNER_PHONES: [&str; 3] = ["084100000001", "084100000002", "084100000003"];

/// Words by which one owner each of a snack, a coffee stall and a tailor is found.
const OWNER_SEARCHES: [&str; 3] = ["snack", "kopi", "tailor"];

/// What to open.
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// Folder of the demonstration; a second start uses what is there.
    #[arg(long, value_name = "DIR", default_value = ".cache/demo")]
    data: PathBuf,
    /// How many businesses to generate the first time.
    #[arg(long, default_value_t = 39_394)]
    businesses: u32,
    /// Seed of the generator.
    #[arg(long, default_value_t = 3324)]
    seed: u64,
    /// Fill the hall and end, without opening it.
    #[arg(long)]
    fill_only: bool,
}

/// Fills the hall if it is empty, prints the accounts, and serves.
pub(crate) async fn run(
    args: &OpenArgs,
    config: &Config,
    out: &mut impl Write,
) -> Result<ExitCode, Failure> {
    let mut config = config.clone();
    config.data.folder = args
        .data
        .join(format!("hall-{}-{}", args.businesses, args.seed));
    config.security.admin_totp = false;
    let hall = open::hall(&config).await?;
    let actor = Actor::system(config.regency.code());
    if import::list(&hall, &actor, 1).await?.is_empty() {
        fill(args, &hall, &actor, out).await?;
    }
    import::resume(&hall, &actor).await?;
    let owners = people(&hall, &actor).await?;
    licensing::cases(&hall, OFFICER, &config.data.folder).await?;
    center::project::example::fill(&hall).await?;
    super::mentoring::fill(&hall, &actor).await?;
    tell(&config, &owners, out)?;
    if !args.fill_only {
        serve::run(&config, hall).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Generates the census (once for each size and seed) and takes its files in.
async fn fill(
    args: &OpenArgs,
    hall: &Hall,
    actor: &Actor,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let folder = args
        .data
        .join(format!("census-{}-{}", args.businesses, args.seed));
    let started = Instant::now();
    let manifest = generate(&GenerateArgs {
        businesses: args.businesses,
        seed: args.seed,
        out: folder.clone(),
        // A workbook has an end; so many come in one file of the field form.
        layout: if args.businesses > 100_000 {
            Layout::Kobo
        } else {
            Layout::All
        },
    })?;
    writeln!(
        out,
        "Sensus contoh dibuat / sample census made: {:.1?}",
        started.elapsed()
    )?;
    for file in &manifest.files {
        let started = Instant::now();
        let id = import::create(hall, actor, &brought(&folder, &file.file)).await?;
        let done = import::run(hall, actor, id, None).await?;
        let counts = done.counts;
        writeln!(
            out,
            "{}: {} baru / new, {} diperbarui / updated, {} ditolak / rejected ({:.1?})",
            file.file,
            counts.new,
            counts.updated,
            counts.rejected,
            started.elapsed()
        )?;
        out.flush()?;
    }
    Ok(())
}

fn brought(folder: &Path, file: &str) -> Brought {
    Brought {
        path: folder.join(file),
        file_name: file.to_owned(),
        source: file.split('.').next().unwrap_or(file).to_owned(),
        mapping: None,
        stated_on: None,
        forgiven: Vec::new(),
    }
}

/// An account of every role, and owners. Those that are there already stay.
async fn people(hall: &Hall, actor: &Actor) -> Result<Vec<(PhoneNumber, String)>, Failure> {
    for (role, login, name) in STAFF {
        let new = NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            scope: None,
            language: Lang::Id,
        };
        match accounts::create(hall, actor, &new).await {
            Ok(made) => choose_password(hall, login, &made.code).await?,
            Err(error) if is_taken(&error) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut owners = Vec::new();
    for (phone, search) in OWNER_PHONES.into_iter().zip(OWNER_SEARCHES) {
        let Ok(phone) = phone.parse::<PhoneNumber>() else {
            continue;
        };
        if let Some(name) = owner(hall, actor, &phone, search).await? {
            owners.push((phone, name));
        }
    }
    Ok(owners)
}

const STAFF: [(Role, &str, &str); 6] = [
    (Role::Admin, "admin", "Admin Hall Contoh"),
    (Role::Officer, OFFICER, "Petugas Contoh"),
    (Role::Mentor, "pendamping", "Pendamping Contoh"),
    (Role::Enumerator, "pencacah", "Pencacah Contoh"),
    (Role::Gallery, "galeri", "Galeri Contoh"),
    (Role::Head, "kepala", "Kepala Dinas Contoh"),
];

/// Gives the first owner found who has no account one; the business' name if there is such an owner.
async fn owner(
    hall: &Hall,
    actor: &Actor,
    phone: &PhoneNumber,
    search: &str,
) -> Result<Option<String>, Failure> {
    let query = Query {
        text: search.to_owned(),
        ..Query::default()
    };
    let found = find::find(hall, actor, &query, None, 30).await?;
    let candidates: Vec<(BusinessId, String)> = found
        .rows
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    for (business, name) in candidates {
        match accounts::create_for_owner(hall, actor, business, phone).await {
            Ok(made) => {
                choose_password(hall, &phone.to_string(), &made.code).await?;
                return Ok(Some(name));
            }
            // The number has its account from an earlier start.
            Err(error) if is_taken(&error) => return Ok(Some(name)),
            // A business without a known owner, or one who has an account: the next one.
            Err(center::Error::NotFound(_) | center::Error::People(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

pub(super) fn is_taken(error: &center::Error) -> bool {
    matches!(
        error,
        center::Error::People(center::people::PeopleError::LoginTaken { .. })
    )
}

pub(super) async fn choose_password(hall: &Hall, login: &str, code: &str) -> Result<(), Failure> {
    let origin = Origin {
        address: "127.0.0.1".to_owned(),
        device: "demo".to_owned(),
    };
    codes::redeem(hall, login, code, PASSWORD, &origin).await?;
    Ok(())
}

fn tell(
    config: &Config,
    owners: &[(PhoneNumber, String)],
    out: &mut impl Write,
) -> std::io::Result<()> {
    writeln!(
        out,
        "\nPendopo contoh / demonstration: {}",
        config.server.base_url
    )?;
    writeln!(
        out,
        "Kata sandi semua akun / password of every account: {PASSWORD}\n"
    )?;
    for (role, login, _) in STAFF {
        writeln!(
            out,
            "  {login:<14} {} / {}",
            role.label(Lang::Id),
            role.label(Lang::En)
        )?;
    }
    for (phone, business) in owners {
        let login = phone.to_string().replacen("+62", "0", 1);
        writeln!(
            out,
            "  {login:<14} {}: {business}",
            Role::Owner.label(Lang::Id)
        )?;
    }
    writeln!(out)?;
    out.flush()
}

//! How fast is a list taken in? `cargo run --release -p center --example import_speed -- FILE DATABASE`
//!
//! The whole way: looked through, kept, drafted, planned, stored with search index, counters and audit trail.

use std::process::ExitCode;
use std::time::Instant;

use center::registry::import::{self, Brought};
use center::{Actor, Clock, Error, Hall, Keys, MasterKey, Settings};
use rulebook::Rulebook;
use store::Db;
use tokio::sync::watch;
use vocab::{DomainError, Gazetteer};

// As the program itself has it: a load hands memory from thread to thread all the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, address] = arguments.as_slice() else {
        eprintln!("name a file and a database");
        return ExitCode::FAILURE;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(file, address)),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} {error:?}", error.en());
            ExitCode::FAILURE
        }
    }
}

async fn run(file: &str, address: &str) -> Result<(), Error> {
    let Ok(rules) = Rulebook::builtin() else {
        eprintln!("the rulebook does not load");
        return Ok(());
    };
    let files = std::env::temp_dir().join("pendopo-import-speed");
    let settings = Settings {
        files,
        ..Settings::default()
    };
    let (db, keys) = (
        Db::connect(address).await?,
        Keys::new(&MasterKey::parse(&"07".repeat(32))?),
    );
    let hall = Hall::open(
        db,
        rules,
        Gazetteer::kendal(),
        keys,
        Clock::system(),
        settings,
    )
    .await?;
    let actor = Actor::system("33.24");
    let brought = Brought {
        path: file.into(),
        file_name: file.to_owned(),
        source: "speed".to_owned(),
        mapping: None,
        stated_on: None,
        forgiven: Vec::new(),
    };
    let began = Instant::now();
    let id = import::create(&hall, &actor, &brought).await?;
    println!("looked through and kept in {:?}", began.elapsed());
    let (sender, mut receiver) = watch::channel(import::Progress::of(
        &import::find(&hall, &actor, id).await?.import,
    ));
    let telling = tokio::spawn(async move {
        let began = Instant::now();
        while receiver.changed().await.is_ok() {
            let done = receiver.borrow_and_update().counts.done;
            if done % 100_000 == 0 {
                println!("{done} after {:?}", began.elapsed());
            }
        }
    });
    let import = import::run(&hall, &actor, id, Some(&sender)).await?;
    drop(sender);
    telling.await?;
    let spent = began.elapsed();
    println!("{:?}", import.counts);
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let rate = import.counts.done as f64 / spent.as_secs_f64();
    println!("{spent:?}: {rate:.0} rows a second");
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM"))
            .for_each(|line| println!("{line}"));
    }
    Ok(())
}

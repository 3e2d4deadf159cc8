//! How fast are rows read and turned into facts? `cargo run --release -p intake --example speed FILE`

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Instant;

use intake::{Drafter, IntakeError, Layout, Limits, Policy, Verdict, open};
use vocab::{DomainError, Gazetteer};

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("name a spreadsheet");
        return ExitCode::FAILURE;
    };
    match run(path.as_ref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.en());
            ExitCode::FAILURE
        }
    }
}

fn run(path: &std::path::Path) -> Result<(), IntakeError> {
    let gazetteer = Gazetteer::kendal();
    let began = Instant::now();
    let book = open(path, &Limits::default())?;
    println!("looked through in {:?}", began.elapsed());
    let layout = Layout::guess(&book, None, &gazetteer)?;
    layout.check()?;
    for sheet in &layout.sheets {
        let mut drafter = Drafter::new(sheet, &gazetteer, Policy::builtin());
        let (mut taken, mut rejected) = (0_u32, 0_u32);
        let began = Instant::now();
        book.rows(&sheet.name, &mut |row| {
            match drafter.draft(row).map(|draft| draft.verdict) {
                Some(Verdict::Take) => taken += 1,
                Some(Verdict::Reject) => rejected += 1,
                Some(Verdict::Skip) | None => {}
            }
            ControlFlow::Continue(())
        })?;
        let spent = began.elapsed();
        let each = spent / (taken + rejected).max(1);
        println!(
            "{:?}: {taken} taken, {rejected} rejected in {spent:?}, {each:?} each",
            sheet.name
        );
    }
    Ok(())
}

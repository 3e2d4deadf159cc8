//! `pendopo import`: lists into the registry, and back out of it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use center::registry::import::{self, Brought, Import, ImportError, Progress};
use center::{Actor, Hall};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use intake::{Mapping, Target};
use rulebook::Fact;
use serde_json::json;
use tokio::sync::watch;
use vocab::id::ImportId;

/// Take a list of businesses into the registry.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ImportArgs {
    /// The list: CSV, XLSX, XLS or ODS.
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// Where it comes from, such as "Sensus 2026". Its column mapping is kept for the next file.
    #[arg(long, required = true, value_name = "NAME")]
    source: Option<String>,
    /// What the columns are (TOML or JSON), instead of what is guessed or was decided before.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The day for which its facts hold; today if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    stated_on: Option<NaiveDate>,
    /// A fact whose bad cells are left out instead of refusing their row (may be repeated).
    #[arg(long, value_name = "FACT")]
    forgive: Vec<Fact>,
    /// Write the refused rows here, to be mended and imported again.
    #[arg(long, value_name = "FILE.xlsx")]
    report: Option<PathBuf>,
    /// Go through the whole file and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object and no progress bar.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    deed: Option<Deed>,
}

/// What else can be done about imports.
#[derive(Debug, Subcommand)]
enum Deed {
    /// Take a whole import back.
    Undo {
        /// Its id, as `import list` shows it.
        id: ImportId,
    },
    /// Go on with what was cut off when the program last stopped.
    Resume,
    /// The newest imports.
    List,
    /// Print what the columns of a file are taken for, as a mapping file to be edited.
    Columns {
        /// The list.
        file: PathBuf,
        /// Where it comes from.
        #[arg(long, value_name = "NAME")]
        source: String,
    },
}

/// Runs the command.
pub(crate) async fn run<E>(
    args: &ImportArgs,
    hall: &Hall,
    actor: &Actor,
    out: &mut impl Write,
) -> Result<ExitCode, E>
where
    E: From<center::Error> + From<io::Error>,
{
    match (&args.deed, &args.file, &args.source) {
        (Some(Deed::Undo { id }), ..) => {
            let import = import::undo(hall, actor, *id).await?;
            writeln!(out, "{} {}", import.id, import.state.as_str())?;
        }
        (Some(Deed::Resume), ..) => {
            for id in import::resume(hall, actor).await? {
                writeln!(out, "{id}")?;
            }
        }
        (Some(Deed::List), ..) => list::<E>(hall, actor, out).await?,
        (Some(Deed::Columns { file, source }), ..) => {
            let brought = brought(args, file, source, None);
            columns::<E>(hall, actor, &brought, out).await?;
        }
        (None, Some(file), Some(source)) => {
            let mapping = args.mapping.as_deref().map(read_mapping::<E>).transpose()?;
            let brought = brought(args, file, source, mapping);
            if args.dry_run {
                try_out::<E>(args, hall, actor, &brought, out).await?;
            } else {
                take_in::<E>(args, hall, actor, &brought, out).await?;
            }
        }
        // clap asks for both unless there is a subcommand.
        (None, ..) => return Ok(ExitCode::FAILURE),
    }
    Ok(ExitCode::SUCCESS)
}

fn brought(args: &ImportArgs, file: &Path, source: &str, mapping: Option<Mapping>) -> Brought {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    Brought {
        path: file.to_path_buf(),
        file_name: name.unwrap_or_default(),
        source: source.to_owned(),
        mapping,
        stated_on: args.stated_on,
        forgiven: args.forgive.clone(),
    }
}

fn read_mapping<E>(path: &Path) -> Result<Mapping, E>
where
    E: From<center::Error> + From<io::Error>,
{
    let text = std::fs::read_to_string(path)?;
    Mapping::parse(&text).map_err(|error| center::Error::from(ImportError::File(error)).into())
}

async fn take_in<E>(
    args: &ImportArgs,
    hall: &Hall,
    actor: &Actor,
    brought: &Brought,
    out: &mut impl Write,
) -> Result<(), E>
where
    E: From<center::Error> + From<io::Error>,
{
    let id = import::create(hall, actor, brought).await?;
    let begun = Progress::of(&import::find(hall, actor, id).await?.import);
    let (sender, receiver) = watch::channel(begun);
    let telling = (!args.json).then(|| tokio::spawn(tell(receiver)));
    let outcome = import::run(hall, actor, id, Some(&sender)).await;
    drop(sender);
    if let Some(telling) = telling {
        telling.await.map_err(center::Error::from)?;
    }
    let import = outcome?;
    if let Some(path) = &args.report {
        let file = std::fs::File::create(path)?;
        import::report(hall, actor, id, file).await?;
    }
    if args.json {
        writeln!(
            out,
            "{}",
            json!({ "id": id, "progress": Progress::of(&import) })
        )?;
    } else {
        summary(&import, out)?;
    }
    Ok(())
}

/// The bar moves with every transaction; it is not drawn where nobody sees it.
async fn tell(mut progress: watch::Receiver<Progress>) {
    let rows = |count: i64| u64::try_from(count).unwrap_or(0);
    let bar = ProgressBar::new(rows(progress.borrow().rows));
    if let Ok(style) = ProgressStyle::with_template(
        "{wide_bar} {human_pos}/{human_len} baris/rows, {per_sec}, {eta} lagi/left",
    ) {
        bar.set_style(style);
    }
    while progress.changed().await.is_ok() {
        bar.set_position(rows(progress.borrow_and_update().counts.done));
    }
    bar.finish_and_clear();
}

fn summary(import: &Import, out: &mut impl Write) -> io::Result<()> {
    let counts = &import.counts;
    writeln!(out, "impor/import  {}", import.id)?;
    for (id, en, count) in [
        ("baru", "new", counts.new),
        ("diperbarui", "updated", counts.updated),
        ("tetap", "unchanged", counts.unchanged),
        ("ditolak", "refused", counts.rejected),
        ("dengan catatan", "with a note", counts.noted),
        ("bukan data", "no data", counts.skipped),
    ] {
        writeln!(out, "{count:>9}  {id} / {en}")?;
    }
    Ok(())
}

async fn try_out<E>(
    args: &ImportArgs,
    hall: &Hall,
    actor: &Actor,
    brought: &Brought,
    out: &mut impl Write,
) -> Result<(), E>
where
    E: From<center::Error> + From<io::Error>,
{
    let trial = import::try_out(hall, actor, brought).await?;
    if args.json {
        writeln!(out, "{}", json!({ "dry_run": true, "outcome": trial }))?;
        return Ok(());
    }
    for (id, en, count) in [
        ("akan baru", "would be new", trial.new),
        ("sudah dikenal", "known already", trial.known),
        ("akan ditolak", "would be refused", trial.rejected),
        ("dengan catatan", "with a note", trial.noted),
        ("bukan data", "no data", trial.skipped),
    ] {
        writeln!(out, "{count:>9}  {id} / {en}")?;
    }
    Ok(())
}

async fn list<E>(hall: &Hall, actor: &Actor, out: &mut impl Write) -> Result<(), E>
where
    E: From<center::Error> + From<io::Error>,
{
    for shown in import::list(hall, actor, 50).await? {
        let import = &shown.import;
        writeln!(
            out,
            "{}  {}  {:<8} {:>9}/{:<9} {}  {}",
            import.id,
            import.started_at.format("%Y-%m-%d %H:%MZ"),
            import.state.as_str(),
            import.counts.done,
            import.rows_at_most,
            shown.source,
            import.file_name
        )?;
    }
    Ok(())
}

/// The guess as a mapping file, with how sure each column is.
async fn columns<E>(
    hall: &Hall,
    actor: &Actor,
    brought: &Brought,
    out: &mut impl Write,
) -> Result<(), E>
where
    E: From<center::Error> + From<io::Error>,
{
    let preview = import::preview(hall, actor, brought).await?;
    if let Some(obstacle) = &preview.obstacle {
        writeln!(out, "# {}\n# {}", obstacle.id, obstacle.en)?;
    }
    for sheet in &preview.layout.sheets {
        for column in sheet
            .columns
            .iter()
            .filter(|column| !column.header.is_empty())
        {
            let kept = if column.target == Target::Ignore {
                "# "
            } else {
                ""
            };
            let example = column
                .examples
                .first()
                .map_or("", String::as_str)
                .replace('\n', " ");
            writeln!(out, "\n# {} %: {example}", column.score)?;
            writeln!(out, "{kept}[[columns]]")?;
            writeln!(out, "{kept}header = {}", json!(column.header))?;
            writeln!(out, "{kept}target = \"{}\"", column.target)?;
            if !column.hint.is_none() {
                let hint = json!(column.hint).to_string().replace("\":", "\" = ");
                writeln!(out, "{kept}hint = {hint}")?;
            }
        }
    }
    Ok(())
}

//! Shares the businesses out to the files and writes them.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use super::business::{Business, Maker};
use super::dice::Dice;
use super::dinas::Dinas;
use super::dirt::Tally;
use super::error::DemoError;
use super::kecamatan::Kecamatan;
use super::kobo::Kobo;
use super::manifest::{FileReport, Manifest, NOTE};
use super::{GenerateArgs, Layout};

/// A sheet holds 1,048,576 rows and a workbook is built in memory.
const MOST_IN_WORKBOOK: u32 = 400_000;

/// Per mille of the businesses which stand in a second file …
const REPEATED_ELSEWHERE: u32 = 30;
/// … and of those which stand in one file twice.
const REPEATED_WITHIN: u32 = 4;

/// Most businesses of one file of the field form: with so many columns a million are more than a file may weigh that is
/// to be imported.
const MOST_IN_FORM_EXPORT: u32 = 500_000;

/// Writes the files and the manifest.
pub(super) fn generate(args: &GenerateArgs) -> Result<Manifest, DemoError> {
    if args.layout == Layout::Kecamatan && args.businesses > MOST_IN_WORKBOOK {
        return Err(DemoError::TooManyForWorkbook {
            most: MOST_IN_WORKBOOK,
        });
    }
    fs::create_dir_all(&args.out)?;
    let maker = Maker::new(args.seed);
    // The other layouts are never so many.
    let most = match args.layout {
        Layout::Kobo => MOST_IN_FORM_EXPORT,
        _ => args.businesses.max(1),
    };
    let mut reports = Vec::new();
    for (part, first) in
        (1..).zip((0..args.businesses).step_by(usize::try_from(most).unwrap_or(usize::MAX)))
    {
        let mut files = Files::open(args.layout, &args.out, &maker, part)?;
        for number in first..args.businesses.min(first.saturating_add(most)) {
            let Some(business) = maker.business(number) else {
                continue;
            };
            let mut dice = maker.dice(number);
            files.share_out(&business, &maker, &mut dice)?;
        }
        reports.extend(files.finish(&args.out)?);
    }
    let manifest = Manifest {
        note: NOTE,
        seed: args.seed,
        businesses: args.businesses,
        files: reports,
    };
    let file = BufWriter::new(File::create(args.out.join("manifest.json"))?);
    serde_json::to_writer_pretty(file, &manifest)?;
    Ok(manifest)
}

enum Writer {
    Kecamatan(Box<Kecamatan>),
    Dinas(Dinas<BufWriter<File>>),
    Kobo(Kobo<BufWriter<File>>),
}

struct Output {
    writer: Writer,
    report: FileReport,
}

struct Files(Vec<Output>);

impl Files {
    fn open(layout: Layout, out: &Path, maker: &Maker, part: u32) -> Result<Self, DemoError> {
        let create = |name: &str| File::create(out.join(name)).map(BufWriter::new);
        let mut files = Vec::new();
        if matches!(layout, Layout::All | Layout::Kecamatan) {
            let book = Kecamatan::new(maker.villages())?;
            let sheets = book.sheets();
            let report = report("pendataan-kecamatan.xlsx", "kecamatan", "xlsx", sheets);
            files.push(Output {
                writer: Writer::Kecamatan(Box::new(book)),
                report,
            });
        }
        if matches!(layout, Layout::All | Layout::Dinas) {
            let report = report("daftar-umkm-dinas.csv", "dinas", "windows-1252", 1);
            let writer = Writer::Dinas(Dinas::new(create(&report.file)?)?);
            files.push(Output { writer, report });
        }
        if matches!(layout, Layout::All | Layout::Kobo) {
            let name = match part {
                1 => "sensus-kobo.csv".to_owned(),
                part => format!("sensus-kobo-{part}.csv"),
            };
            let report = report(&name, "kobo", "utf-8", 1);
            let writer = Writer::Kobo(Kobo::new(create(&report.file)?)?);
            files.push(Output { writer, report });
        }
        Ok(Self(files))
    }

    fn share_out(
        &mut self,
        business: &Business,
        maker: &Maker,
        dice: &mut Dice,
    ) -> Result<(), DemoError> {
        let count = self.0.len();
        // Of ten businesses the offices of the districts list four, the Dinas two or three.
        let first = match dice.below(100) {
            0..=39 => 0,
            40..=64 => 1,
            _ => 2,
        } % count.max(1);
        self.add(first, business, maker, dice)?;
        if count > 1 && dice.chance(REPEATED_ELSEWHERE) {
            let second = (first + 1) % count;
            self.add(second, business, maker, dice)?;
            self.count(second, |report| report.repeated_from_another_file += 1);
        }
        if dice.chance(REPEATED_WITHIN) {
            self.add(first, business, maker, dice)?;
            self.count(first, |report| report.repeated_within += 1);
        }
        Ok(())
    }

    fn add(
        &mut self,
        at: usize,
        business: &Business,
        maker: &Maker,
        dice: &mut Dice,
    ) -> Result<(), DemoError> {
        let Some(Output { writer, report }) = self.0.get_mut(at) else {
            return Ok(());
        };
        let (villages, tally) = (maker.villages(), &mut report.dirt);
        let good = match writer {
            Writer::Kecamatan(book) => book.add(business, villages, dice, tally),
            Writer::Dinas(list) => list.add(business, villages, dice, tally),
            Writer::Kobo(form) => form.add(business, villages, dice, tally),
        }?;
        report.rows += 1;
        report.must_reject += u64::from(!good);
        Ok(())
    }

    fn count(&mut self, at: usize, change: impl FnOnce(&mut FileReport)) {
        if let Some(output) = self.0.get_mut(at) {
            change(&mut output.report);
        }
    }

    fn finish(self, out: &Path) -> Result<Vec<FileReport>, DemoError> {
        self.0
            .into_iter()
            .map(|Output { writer, report }| {
                match writer {
                    Writer::Kecamatan(book) => book.save(&out.join(&report.file))?,
                    Writer::Dinas(list) => list.finish()?,
                    Writer::Kobo(form) => form.finish()?,
                }
                Ok(report)
            })
            .collect()
    }
}

fn report(file: &str, layout: &'static str, encoding: &'static str, sheets: usize) -> FileReport {
    FileReport {
        file: file.to_owned(),
        layout,
        encoding,
        sheets,
        rows: 0,
        repeated_from_another_file: 0,
        repeated_within: 0,
        must_reject: 0,
        dirt: Tally::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(out: &Path, seed: u64, layout: Layout) -> GenerateArgs {
        GenerateArgs {
            businesses: 1500,
            seed,
            out: out.to_owned(),
            layout,
        }
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    #[test]
    fn a_seed_gives_the_same_tables_again() {
        let (a, b, c) = (folder(), folder(), folder());
        for (folder, seed) in [(&a, 1), (&b, 1), (&c, 2)] {
            generate(&args(folder.path(), seed, Layout::All)).expect("files");
        }
        for name in ["daftar-umkm-dinas.csv", "sensus-kobo.csv", "manifest.json"] {
            let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(name)).expect(name);
            assert_eq!(read(&a), read(&b), "{name}");
            assert_ne!(read(&a), read(&c), "{name}");
        }
    }

    #[test]
    fn the_manifest_counts_what_is_there() {
        let folder = folder();
        let manifest = generate(&args(folder.path(), 1, Layout::All)).expect("files");
        assert_eq!(manifest.files.len(), 3);
        let rows: u64 = manifest.files.iter().map(|f| f.rows).sum();
        let repeated: u64 = manifest
            .files
            .iter()
            .map(|f| f.repeated_within + f.repeated_from_another_file)
            .sum();
        assert_eq!(rows - repeated, 1500);
        assert!(repeated > 20);
        assert!(
            manifest
                .files
                .iter()
                .all(|f| f.must_reject > 0 && f.must_reject * 10 < f.rows)
        );
        let kobo = fs::read_to_string(folder.path().join("sensus-kobo.csv")).expect("a file");
        let lines = u64::try_from(kobo.lines().count()).expect("a count");
        assert_eq!(manifest.files.last().map(|f| f.rows + 1), Some(lines));
    }

    /// Reads a file as an import does and counts what it takes and what it rejects.
    fn taken_and_rejected(path: &Path) -> (u64, u64) {
        let gazetteer = vocab::Gazetteer::kendal();
        let book = intake::open(path.to_owned(), &intake::Limits::default()).expect("a table");
        let layout = intake::Layout::guess(&book, None, &gazetteer).expect("a layout");
        let (mut taken, mut rejected) = (0, 0);
        for sheet in &layout.sheets {
            let mut drafter = intake::Drafter::new(sheet, &gazetteer, intake::Policy::builtin());
            book.rows(&sheet.name, &mut |row| {
                match drafter.draft(row).map(|draft| draft.verdict) {
                    Some(intake::Verdict::Take) => taken += 1,
                    Some(intake::Verdict::Reject) => rejected += 1,
                    Some(intake::Verdict::Skip) | None => {}
                }
                std::ops::ControlFlow::Continue(())
            })
            .expect("rows");
        }
        (taken, rejected)
    }

    #[test]
    fn an_import_rejects_what_the_manifest_says_and_takes_the_rest() {
        let folder = folder();
        let manifest = generate(&args(folder.path(), 4, Layout::All)).expect("files");
        for file in &manifest.files {
            let expected = (file.rows - file.must_reject, file.must_reject);
            assert_eq!(
                taken_and_rejected(&folder.path().join(&file.file)),
                expected,
                "{}",
                file.file
            );
        }
    }

    #[test]
    fn the_list_of_the_dinas_is_not_unicode() {
        let folder = folder();
        generate(&args(folder.path(), 1, Layout::Dinas)).expect("files");
        let bytes = fs::read(folder.path().join("daftar-umkm-dinas.csv")).expect("a file");
        assert!(std::str::from_utf8(&bytes).is_err());
        assert!(bytes.contains(&0x96), "a dash of Windows-1252");
    }

    #[test]
    fn one_layout_takes_all_businesses() {
        let folder = folder();
        let manifest = generate(&args(folder.path(), 1, Layout::Kobo)).expect("files");
        assert_eq!(manifest.files.len(), 1);
        assert_eq!(
            manifest
                .files
                .iter()
                .map(|f| f.rows - f.repeated_within)
                .sum::<u64>(),
            1500
        );
        assert!(!folder.path().join("pendataan-kecamatan.xlsx").exists());
    }
}

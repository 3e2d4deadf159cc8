//! `pendopo check KIND VALUE...`: one JSON object per value, exit 1 if any value is bad.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use vocab::check::{Kind, check};

/// Check identifiers, telephone numbers and amounts, and print what can be read from them.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// nik, nib, npwp, pirt, bpom, halal, kbli, phone or rupiah.
    kind: Kind,
    /// Values to check; `-` reads one value per line from standard input.
    #[arg(required = true, allow_hyphen_values = true, value_name = "VALUE")]
    values: Vec<String>,
}

/// Checks the values; the exit code is 1 if any is bad. `this_year` decides the century of a birth
/// date within a NIK.
pub(crate) fn run(args: &CheckArgs, this_year: i32, out: &mut impl Write) -> io::Result<ExitCode> {
    let checker = Checker {
        kind: args.kind,
        this_year,
    };
    let good = checker.all(&args.values, io::stdin().lock(), out)?;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

struct Checker {
    kind: Kind,
    this_year: i32,
}

impl Checker {
    /// Prints a line for each value; true if all were good.
    fn all(&self, values: &[String], stdin: impl BufRead, out: impl Write) -> io::Result<bool> {
        let mut out = BufWriter::new(out);
        let mut stdin = Some(stdin);
        let mut good = true;
        for value in values {
            if value != "-" {
                good &= self.one(value, &mut out)?;
            } else if let Some(lines) = stdin.take() {
                good &= self.stream(lines, &mut out)?;
            }
        }
        out.flush()?;
        Ok(good)
    }

    fn stream(&self, mut lines: impl BufRead, out: &mut impl Write) -> io::Result<bool> {
        let mut good = true;
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            while line
                .last()
                .is_some_and(|byte| matches!(byte, b'\n' | b'\r'))
            {
                line.pop();
            }
            // A line in another encoding is a bad value and no reason to stop.
            good &= self.one(&String::from_utf8_lossy(&line), out)?;
            line.clear();
        }
        Ok(good)
    }

    fn one(&self, value: &str, out: &mut impl Write) -> io::Result<bool> {
        let result = check(self.kind, value, self.this_year);
        serde_json::to_writer(&mut *out, &result)?;
        out.write_all(b"\n")?;
        Ok(result.is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(values: &[&str], stdin: &[u8]) -> (bool, Vec<String>) {
        let values: Vec<String> = values.iter().map(|v| (*v).to_owned()).collect();
        let mut out = Vec::new();
        let checker = Checker {
            kind: Kind::Nib,
            this_year: 2026,
        };
        let good = checker.all(&values, stdin, &mut out).expect("no I/O error");
        (
            good,
            String::from_utf8(out)
                .expect("UTF-8")
                .lines()
                .map(str::to_owned)
                .collect(),
        )
    }

    #[test]
    fn prints_one_object_per_value() {
        let (good, lines) = lines(&["8123456789012", "8123456789013"], b"");
        assert!(good);
        assert_eq!(
            lines.first().map(String::as_str),
            Some(
                r#"{"input":"8123456789012","ok":true,"value":"8123456789012","parts":{"digits":13}}"#
            )
        );
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn one_bad_value_makes_the_whole_bad() {
        assert!(!lines(&["8123456789012", "12"], b"").0);
    }

    #[test]
    fn a_dash_reads_lines_of_any_ending_and_encoding() {
        let (good, lines) = lines(&["-"], b"8123456789012\r\n\xff\xfe\n8123456789013");
        assert!(!good);
        assert_eq!(lines.len(), 3);
        assert!(
            lines
                .iter()
                .filter(|line| line.contains("\"ok\":true"))
                .count()
                == 2
        );
    }

    #[test]
    fn an_empty_line_is_a_bad_value() {
        let (good, lines) = lines(&["-"], b"\n");
        assert!(!good);
        assert!(lines.first().is_some_and(|line| line.contains("nib.empty")));
    }
}

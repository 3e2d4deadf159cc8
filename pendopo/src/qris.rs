//! `pendopo qris`: read a merchant's QRIS, or make the one for an amount.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Subcommand;
use qris::{Amount, Qris, Reference};
use serde::Serialize;
use vocab::{DomainError, Message};

/// What to do with a QRIS.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell everything a QRIS says and everything wrong with it.
    Decode {
        /// The text within the QR code.
        string: String,
    },
    /// Make the dynamic QRIS for an amount from a merchant's static one.
    Amount {
        /// The text within the printed, static QR code.
        string: String,
        /// Amount in whole rupiah, for example 25000.
        #[arg(allow_negative_numbers = true)]
        rupiah: String,
        /// Text by which the seller recognises the payment, at most 25 characters.
        #[arg(long = "ref", value_name = "TEXT")]
        reference: Option<String>,
    },
}

/// A dynamic code that was made.
#[derive(Serialize)]
struct Made {
    qris: String,
    amount: String,
    reference: Option<String>,
}

#[derive(Serialize)]
struct Refused {
    error: Message,
}

/// Writes one JSON object; the exit code is 1 if the code is not valid or none could be made.
pub(crate) fn run(command: &Command, out: &mut impl Write) -> io::Result<ExitCode> {
    match command {
        Command::Decode { string } => {
            let report = qris::report(string);
            print(out, &report)?;
            Ok(if report.valid {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Command::Amount {
            string,
            rupiah,
            reference,
        } => match make(string, rupiah, reference.as_deref()) {
            Ok(made) => print(out, &made).map(|()| ExitCode::SUCCESS),
            Err(error) => print(out, &Refused { error }).map(|()| ExitCode::FAILURE),
        },
    }
}

fn print(out: &mut impl Write, answer: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    writeln!(out)
}

fn make(string: &str, rupiah: &str, reference: Option<&str>) -> Result<Made, Message> {
    let printed = Qris::parse(string).map_err(|error| error.message())?;
    let amount = whole_amount(rupiah)?;
    let reference = reference.map(str::parse::<Reference>).transpose();
    let reference = reference.map_err(|error| error.message())?;
    let made = printed
        .dynamic(amount, reference.as_ref())
        .map_err(|error| error.message())?;
    Ok(Made {
        qris: made.text().to_owned(),
        amount: amount.to_string(),
        reference: reference.map(|reference| reference.to_string()),
    })
}

/// A shop's prices are whole rupiah. Refusing `25.000` and `25000,50` is safer than guessing which
/// separator was meant.
fn whole_amount(text: &str) -> Result<Amount, Message> {
    let rupiah: i64 = text
        .trim()
        .parse()
        .map_err(|_| qris::AmountError::Form.message())?;
    Amount::whole(rupiah).map_err(|error| error.message())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const STATIC: &str = "00020101021126610014COM.GO-JEK.WWW01189360091401234567890210G1234567890303UMI\
        51440014ID.CO.QRIS.WWW0215ID10200123456780303UMI5204549953033605802ID\
        5920KERIPIK TEMPE KENDAL6006KENDAL61055131163047A86";

    fn answer(command: &Command) -> (Value, bool) {
        let mut out = Vec::new();
        let code = run(command, &mut out).unwrap();
        (
            serde_json::from_slice(&out).unwrap(),
            code == ExitCode::SUCCESS,
        )
    }

    fn amount(rupiah: &str, reference: Option<&str>) -> (Value, bool) {
        answer(&Command::Amount {
            string: STATIC.into(),
            rupiah: rupiah.into(),
            reference: reference.map(str::to_owned),
        })
    }

    #[test]
    fn decodes_a_sound_code() {
        let (told, ok) = answer(&Command::Decode {
            string: STATIC.into(),
        });
        assert!(ok);
        assert_eq!(told["valid"], true);
        assert_eq!(told["merchant"]["nmid"], "ID1020012345678");
        assert_eq!(told["problems"], serde_json::json!([]));
    }

    #[test]
    fn a_wrong_crc_fails_with_the_reason() {
        let (told, ok) = answer(&Command::Decode {
            string: STATIC.replace("7A86", "0000"),
        });
        assert!(!ok);
        assert_eq!(told["problems"][0]["code"], "qris.crc");
        let text = told["problems"][0]["en"].as_str().unwrap();
        assert!(text.contains("7A86"), "{text}");
    }

    #[test]
    fn makes_the_code_for_an_order() {
        let (told, ok) = amount("25000", Some("INV-2026-001"));
        assert!(ok);
        let made = told["qris"].as_str().unwrap();
        assert!(made.ends_with("62160512INV-2026-0016304F3CC"), "{made}");
    }

    #[test]
    fn refuses_what_is_no_amount_or_reference() {
        for (rupiah, reference, code) in [
            ("0", None, "qris.amount_not_positive"),
            ("-5", None, "qris.amount_not_positive"),
            ("25.000", None, "qris.amount"),
            ("99999999999999", None, "qris.amount_too_large"),
            ("1", Some("éé"), "qris.reference_ascii"),
            (
                "1",
                Some("12345678901234567890123456"),
                "qris.reference_too_long",
            ),
        ] {
            let (told, ok) = amount(rupiah, reference);
            assert!(!ok, "{rupiah}");
            assert_eq!(told["error"]["code"], code);
        }
    }
}

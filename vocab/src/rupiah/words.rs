//! Amounts in words: `dua juta lima ratus ribu`, `satu setengah juta`.

use super::RupiahError;
use super::read::short;

const SCALE: i128 = 1_000_000;

/// Reads an amount in millionths of a rupiah.
pub(super) fn read(body: &str) -> Result<i128, RupiahError> {
    let mut total = 0_i128; // finished thousands, millions …
    let mut group = 0_i128; // the group below the next thousand
    let mut last = 0_i128; // the last digit, waiting for belas, puluh or ratus
    for word in body.split([' ', '-']).filter(|word| !word.is_empty()) {
        match meaning(word) {
            Some(Word::Digit(value)) => {
                group += last;
                last = value * SCALE;
            }
            Some(Word::Ten(value)) => {
                group += last;
                last = 0;
                group += value * SCALE;
            }
            Some(Word::Belas) => {
                group += last + 10 * SCALE;
                last = 0;
            }
            Some(Word::Times(factor)) => {
                group += last.max(if last == 0 { SCALE } else { 0 }) * factor;
                last = 0;
            }
            Some(Word::Half) => {
                group += last + SCALE / 2;
                last = 0;
            }
            Some(Word::Unit(factor)) => {
                let count = group + last;
                total = total.saturating_add(if count == 0 { SCALE } else { count } * factor);
                (group, last) = (0, 0);
            }
            Some(Word::Nothing) => {}
            None => return Err(RupiahError::Foreign { found: short(word) }),
        }
    }
    Ok(total.saturating_add(group + last))
}

enum Word {
    Digit(i128),
    Ten(i128),
    Belas,
    Times(i128),
    Half,
    Unit(i128),
    Nothing,
}

fn meaning(word: &str) -> Option<Word> {
    Some(match word.trim_matches(['.', ',']) {
        "nol" => Word::Digit(0),
        "satu" => Word::Digit(1),
        "dua" => Word::Digit(2),
        "tiga" => Word::Digit(3),
        "empat" => Word::Digit(4),
        "lima" => Word::Digit(5),
        "enam" => Word::Digit(6),
        "tujuh" => Word::Digit(7),
        "delapan" => Word::Digit(8),
        "sembilan" => Word::Digit(9),
        "sepuluh" => Word::Ten(10),
        "sebelas" => Word::Ten(11),
        "seratus" => Word::Ten(100),
        "belas" => Word::Belas,
        "puluh" => Word::Times(10),
        "ratus" => Word::Times(100),
        "setengah" => Word::Half,
        "ribu" | "rb" | "seribu" => Word::Unit(1_000),
        "juta" | "jt" | "sejuta" => Word::Unit(1_000_000),
        "miliar" | "milyar" | "semiliar" | "semilyar" => Word::Unit(1_000_000_000),
        "triliun" | "setriliun" => Word::Unit(1_000_000_000_000),
        "rupiah" | "" => Word::Nothing,
        _ => return None,
    })
}

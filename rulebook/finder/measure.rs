// Shared by the test that holds the floor and the example that prints the figures: how often the
// right code of `phrases.csv` is found.

use rulebook::Rulebook;
use vocab::KbliVersion;

/// What an owner says, and the codes that are right.
pub(crate) struct Phrase {
    pub(crate) text: String,
    pub(crate) kbli_2020: Vec<String>,
    pub(crate) kbli_2025: Vec<String>,
}

/// Which phrases are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    /// Those that words may be improved by.
    Seen,
    /// Those that nobody may look at while improving.
    HeldOut,
}

/// How many of the phrases are found.
pub(crate) struct Shares {
    /// The share whose first answer is right.
    pub(crate) first: f64,
    /// The share with a right answer among the first five.
    pub(crate) five: f64,
    /// How many phrases there are.
    pub(crate) count: u32,
}

impl Phrase {
    /// FNV-1a over the bytes; odd: held out.
    pub(crate) fn half(&self) -> Half {
        let hash = self.text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        // The lowest bit of the product only mixes lowest bits, so a higher one decides.
        if (hash >> 15) & 1 == 1 {
            Half::HeldOut
        } else {
            Half::Seen
        }
    }

    /// The codes of one edition.
    pub(crate) fn right(&self, version: KbliVersion) -> &[String] {
        match version {
            KbliVersion::V2020 => &self.kbli_2020,
            KbliVersion::V2025 => &self.kbli_2025,
        }
    }
}

/// All phrases of the file.
pub(crate) fn phrases() -> Vec<Phrase> {
    let codes = |cell: &str| -> Vec<String> {
        cell.split('/')
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect()
    };
    include_str!("phrases.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            let mut cell = || cells.next().unwrap_or_default();
            Phrase {
                text: cell().to_owned(),
                kbli_2020: codes(cell()),
                kbli_2025: codes(cell()),
            }
        })
        .collect()
}

/// Where the first right answer stands among the first five, from 0.
pub(crate) fn place(book: &Rulebook, phrase: &Phrase, version: KbliVersion) -> Option<usize> {
    let found = book.find_activity(&phrase.text, Some(version), 5);
    let right = phrase.right(version);
    found
        .iter()
        .position(|it| right.iter().any(|code| code == it.code.code()))
}

/// The shares over one half, for the phrases whose code of this edition is known.
pub(crate) fn shares(
    book: &Rulebook,
    phrases: &[Phrase],
    version: KbliVersion,
    half: Half,
) -> Shares {
    let asked = phrases
        .iter()
        .filter(|it| it.half() == half && !it.right(version).is_empty());
    let places: Vec<_> = asked.map(|it| place(book, it, version)).collect();
    let share = |good: usize| {
        let part = u32::try_from(good).unwrap_or(u32::MAX);
        f64::from(part) / f64::from(u32::try_from(places.len()).unwrap_or(u32::MAX).max(1))
    };
    Shares {
        first: share(places.iter().filter(|it| **it == Some(0)).count()),
        five: share(places.iter().flatten().count()),
        count: u32::try_from(places.len()).unwrap_or(u32::MAX),
    }
}

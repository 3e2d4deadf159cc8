//! Names of persons and businesses: what was written, and a normal form for comparing.

mod business;
mod person;

pub use business::BusinessName;
pub use person::PersonName;

crate::domain_error! {
    /// Why a text is no name.
    NameError {
        /// Nothing to read.
        Empty => "name.empty", "Nama kosong.", "The name is empty.";
        /// No letter in it.
        NoLetters { found: String } => "name.no_letters",
            "\"{found}\" tidak memuat huruf; isi nama.",
            "\"{found}\" has no letter; give a name.";
        /// Longer than any name.
        TooLong { found: usize } => "name.too_long",
            "Nama ini {found} huruf; paling banyak 150. Mungkin alamat ikut tertulis.",
            "This name has {found} characters; 150 at most. Perhaps the address was put in too.";
    }
}

const LONGEST: usize = 150;

fn check(display: &str) -> Result<(), NameError> {
    if display.is_empty() {
        return Err(NameError::Empty);
    }
    if !display.chars().any(char::is_alphabetic) {
        return Err(NameError::NoLetters {
            found: display.chars().take(40).collect(),
        });
    }
    let found = display.chars().count();
    if found > LONGEST {
        Err(NameError::TooLong { found })
    } else {
        Ok(())
    }
}

/// Pushes `word` in lower case with the spelling before 1972 folded: `oe` → `u`, `dj` → `j`,
/// `tj` → `c`. Only for comparing; the display keeps what was written.
pub(crate) fn push_folded(out: &mut String, word: &str) {
    for c in word.chars().flat_map(char::to_lowercase) {
        let mut letter = plain(c);
        // In a loop, because folding `dj` within `tdj` makes `tj`.
        while let Some(folded) = fold(out, letter) {
            out.pop();
            letter = folded;
        }
        out.push(letter);
    }
}

/// What `letter` and the one before it are in the spelling since 1972, if that is one letter.
fn fold(before: &str, letter: char) -> Option<char> {
    match (before.as_bytes().last()?, letter) {
        (b'o', 'e') => Some('u'),
        (b'd', 'j') => Some('j'),
        (b't', 'j') => Some('c'),
        _ => None,
    }
}

/// The letter without its accent, for the accents that occur in names here.
const fn plain(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'á' | 'à' | 'â' | 'ä' => 'a',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        c => c,
    }
}

/// The words of a text: letters and digits, with the apostrophes within them (`Ma'ruf`).
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || is_within_word(c)))
        .filter(|word| word.contains(char::is_alphanumeric))
}

const fn is_within_word(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{2018}' | '\u{2019}')
}

/// Appends the folded `word` to a normal form, parted by one space and without its apostrophes;
/// returns where it begins.
fn append(out: &mut String, word: &str) -> usize {
    if !out.is_empty() {
        out.push(' ');
    }
    let start = out.len();
    if word.contains(is_within_word) {
        push_folded(out, &word.replace(is_within_word, ""));
    } else {
        push_folded(out, word);
    }
    start
}

/// Takes the word which begins at `start` back, together with the space before it.
fn take_back(out: &mut String, start: usize) {
    out.truncate(start.saturating_sub(1));
}

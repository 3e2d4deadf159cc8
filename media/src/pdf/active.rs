//! What a PDF does by itself when it is opened.

use std::collections::BTreeSet;

use memchr::memchr_iter;

/// A sort of content that acts instead of being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Active {
    /// JavaScript.
    Script,
    /// Starts a program or opens another file.
    Launch,
    /// Another file inside.
    Attachment,
    /// Sends or fetches what was filled in.
    Submit,
    /// Sound, film or a three-dimensional model.
    Media,
    /// A form of the XFA kind, which has scripts of its own.
    Form,
    /// Something happens on opening. Mostly "show page one", hence told and not refused; a script
    /// there is found as [`Active::Script`].
    OnOpen,
}

impl Active {
    /// Its name in the PDF standard.
    pub fn name(self) -> &'static str {
        match self {
            Self::Script => "JavaScript",
            Self::Launch => "Launch",
            Self::Attachment => "EmbeddedFile",
            Self::Submit => "SubmitForm",
            Self::Media => "RichMedia",
            Self::Form => "XFA",
            Self::OnOpen => "OpenAction",
        }
    }

    /// Names that mark it, as written after the slash (ISO 32000-1, 12.6.4, 7.11.4, 12.5.6, 12.7).
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"JavaScript" => Self::Script,
            b"Launch" | b"GoToE" => Self::Launch,
            b"EmbeddedFile" | b"EmbeddedFiles" | b"FileAttachment" => Self::Attachment,
            b"SubmitForm" | b"ImportData" => Self::Submit,
            b"RichMedia" | b"RichMediaExecute" | b"Rendition" => Self::Media,
            b"XFA" => Self::Form,
            b"OpenAction" => Self::OnOpen,
            _ => return None,
        })
    }
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) active: BTreeSet<Active>,
    pub(super) encrypted: bool,
}

impl Found {
    /// Looks at every name in the bytes, wherever it stands: in a dictionary, behind a comment, in
    /// the middle of a stream into which a forged table points.
    pub(super) fn search(&mut self, bytes: &[u8]) {
        for slash in memchr_iter(b'/', bytes) {
            let name = name(&bytes[slash + 1..]);
            if name.bytes() == b"Encrypt" {
                self.encrypted = true;
            } else if let Some(active) = Active::of(name.bytes()) {
                self.active.insert(active);
            }
        }
    }
}

/// The beginning of a name, with its `#41` escapes resolved (ISO 32000-1, 7.3.5).
pub(super) struct Name {
    /// Longer than any name that is asked for; a longer name matches none.
    letters: [u8; 20],
    length: usize,
    /// How many bytes it takes in the file.
    pub(super) taken: usize,
}

impl Name {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.letters[..self.length]
    }
}

pub(super) fn name(bytes: &[u8]) -> Name {
    let mut name = Name {
        letters: [0; 20],
        length: 0,
        taken: 0,
    };
    while let Some(&byte) = bytes.get(name.taken) {
        if !is_regular(byte) || name.length == name.letters.len() {
            break;
        }
        let escaped = (byte == b'#').then(|| hex(bytes.get(name.taken + 1..name.taken + 3)?));
        let (letter, step) = match escaped.flatten() {
            Some(letter) => (letter, 3),
            None => (byte, 1),
        };
        name.letters[name.length] = letter;
        name.length += 1;
        name.taken += step;
    }
    name
}

fn hex(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Neither white space nor a delimiter (ISO 32000-1, 7.2.2).
pub(super) fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t'
            | b'\n'
            | 0x0c
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

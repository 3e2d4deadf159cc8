//! Reading TOML with every complaint tied to its file and line.
//!
//! Deriving `Deserialize` would stop at the first mistake and lose the place inside nested
//! conditions; a person who writes rules wants all mistakes at once, each with its line.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::Text;
use vocab::Problem;

/// Collects the problems of one file.
#[derive(Debug)]
pub(crate) struct Reader {
    file: String,
    /// Where each line begins.
    lines: Vec<usize>,
    problems: Vec<Problem>,
}

impl Reader {
    pub(crate) fn new(file: &str, source: &str) -> Reader {
        let breaks = source
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        Reader {
            file: file.to_owned(),
            lines,
            problems: Vec::new(),
        }
    }

    pub(crate) fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    pub(crate) fn complain(&mut self, offset: usize, id: String, en: String) {
        let line = self.line(offset);
        self.problems.push(Problem {
            file: self.file.clone(),
            line,
            id,
            en,
        });
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

/// A value in the file, with its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    value: &'a DeValue<'a>,
    offset: usize,
}

/// A parsed file, from which nodes borrow.
pub(crate) struct Document<'a>(DeValue<'a>);

impl<'a> Document<'a> {
    /// Parses the text; grammar mistakes become problems, and what could be read is still given,
    /// so that one missing quote does not hide all other mistakes.
    pub(crate) fn parse(reader: &mut Reader, source: &'a str) -> Document<'a> {
        let (table, errors) = DeTable::parse_recoverable(source);
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            let why = error.message().trim();
            reader.complain(
                offset,
                format!("Tulisan TOML tidak dapat dibaca: {why}."),
                format!("The TOML cannot be read: {why}."),
            );
        }
        Document(DeValue::Table(table.into_inner()))
    }

    pub(crate) fn root(&self) -> Node<'_> {
        Node {
            value: &self.0,
            offset: 0,
        }
    }
}

impl<'a> Node<'a> {
    fn of(spanned: &'a Spanned<DeValue<'a>>) -> Node<'a> {
        Node {
            value: spanned.get_ref(),
            offset: spanned.span().start,
        }
    }

    pub(crate) fn line(self, reader: &Reader) -> usize {
        reader.line(self.offset)
    }

    pub(crate) fn complain(self, reader: &mut Reader, id: String, en: String) {
        reader.complain(self.offset, id, en);
    }

    /// The member with this key; silent if it is missing.
    pub(crate) fn get(self, key: &str) -> Option<Node<'a>> {
        let table = self.value.as_table()?;
        let member = table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == key);
        member.map(|(_, value)| Node::of(value))
    }

    /// The member with this key; a complaint if it is missing.
    pub(crate) fn need(self, reader: &mut Reader, key: &str) -> Option<Node<'a>> {
        let member = self.get(key);
        if member.is_none() {
            self.complain(
                reader,
                format!("\"{key}\" belum ditulis di sini."),
                format!("\"{key}\" is missing here."),
            );
        }
        member
    }

    /// Every member with its key.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let table = self.value.as_table();
        table
            .into_iter()
            .flat_map(|table| table.iter())
            .map(|(name, value)| (name.get_ref().as_ref(), Node::of(value)))
    }

    /// Complains about every key that is not among these.
    pub(crate) fn deny_unknown(self, reader: &mut Reader, known: &[&str]) {
        let Some(table) = self.value.as_table() else {
            return;
        };
        for name in table
            .keys()
            .filter(|name| !known.contains(&name.get_ref().as_ref()))
        {
            let key = name.get_ref();
            reader.complain(
                name.span().start,
                format!(
                    "\"{key}\" tidak dikenal di sini; yang ada: {}.",
                    known.join(", ")
                ),
                format!(
                    "\"{key}\" is not known here; there are: {}.",
                    known.join(", ")
                ),
            );
        }
    }

    pub(crate) fn is_table(self) -> bool {
        self.value.is_table()
    }

    pub(crate) fn is_array(self) -> bool {
        self.value.is_array()
    }

    pub(crate) fn str(self) -> Option<&'a str> {
        self.value.as_str()
    }

    pub(crate) fn bool(self) -> Option<bool> {
        self.value.as_bool()
    }

    pub(crate) fn integer(self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
    }

    pub(crate) fn float(self) -> Option<f32> {
        self.value
            .as_float()?
            .as_str()
            .replace('_', "")
            .parse()
            .ok()
    }

    pub(crate) fn date(self) -> Option<NaiveDate> {
        let date = self.value.as_datetime()?;
        if date.time.is_some() || date.offset.is_some() {
            return None;
        }
        let date = date.date?;
        NaiveDate::from_ymd_opt(
            i32::from(date.year),
            u32::from(date.month),
            u32::from(date.day),
        )
    }

    /// The items of a list; a complaint if it is none.
    pub(crate) fn items(self, reader: &mut Reader) -> Vec<Node<'a>> {
        if let Some(array) = self.value.as_array() {
            return array.iter().map(Node::of).collect();
        }
        self.wrong_type(reader, "daftar [ ]", "a list [ ]");
        Vec::new()
    }

    /// The text; a complaint if it is something else or empty.
    pub(crate) fn need_str(self, reader: &mut Reader) -> Option<&'a str> {
        let text = self.str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.wrong_type(reader, "teks yang tidak kosong", "a text that is not empty");
        }
        text
    }

    pub(crate) fn wrong_type(self, reader: &mut Reader, id: &str, en: &str) {
        self.complain(
            reader,
            format!("Di sini harus ada {id}."),
            format!("Here must be {en}."),
        );
    }

    /// The table with this key; a complaint if it is missing or none.
    pub(crate) fn table(self, reader: &mut Reader, key: &str) -> Option<Node<'a>> {
        let node = self.need(reader, key)?;
        if !node.is_table() {
            node.wrong_type(reader, "tabel", "a table");
            return None;
        }
        Some(node)
    }

    /// A text in both languages; complaints if one is missing.
    pub(crate) fn bilingual(self, reader: &mut Reader, key: &str) -> Text {
        self.need(reader, key)
            .map_or_else(Text::default, |node| node.as_bilingual(reader))
    }

    /// A text in both languages, if the key is there at all.
    pub(crate) fn optional_bilingual(self, reader: &mut Reader, key: &str) -> Option<Text> {
        self.get(key).map(|node| node.as_bilingual(reader))
    }

    pub(crate) fn as_bilingual(self, reader: &mut Reader) -> Text {
        if !self.is_table() {
            self.wrong_type(
                reader,
                "teks dua bahasa { id = \"...\", en = \"...\" }",
                "a text in two languages { id = \"...\", en = \"...\" }",
            );
            return Text::default();
        }
        self.deny_unknown(reader, &["id", "en"]);
        let mut language = |key| {
            let text = self
                .need(reader, key)
                .and_then(|node| node.need_str(reader));
            text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        Text {
            id: language("id").unwrap_or_default(),
            en: language("en").unwrap_or_default(),
        }
    }

    /// A list of texts, if the key is there.
    pub(crate) fn optional_strings(self, reader: &mut Reader, key: &str) -> Vec<String> {
        let Some(node) = self.get(key) else {
            return Vec::new();
        };
        let items = node.items(reader);
        items
            .into_iter()
            .filter_map(|item| item.need_str(reader))
            .map(str::to_owned)
            .collect()
    }
}

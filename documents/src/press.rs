//! Templates and fonts, made once; a paper, made in some milliseconds.

use std::collections::HashMap;

use crate::paper::{Order, PressError, Printer, Sheet};
use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Label, Selector, Smart, Value};
use typst::introspection::MetadataElem;
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

/// Fonts that are part of the program: Noto Sans, Latin letters (fonts/README.md).
const FONTS: [&[u8]; 3] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSans-Italic.ttf"),
];

const TEMPLATES: [(&str, &str); 7] = [
    ("house.typ", include_str!("../templates/house.typ")),
    (
        "mark_letter.typ",
        include_str!("../templates/mark_letter.typ"),
    ),
    (
        "halal_declaration.typ",
        include_str!("../templates/halal_declaration.typ"),
    ),
    ("sppl.typ", include_str!("../templates/sppl.typ")),
    ("pirt.typ", include_str!("../templates/pirt.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("label.typ", include_str!("../templates/label.typ")),
];

/// Rounds for which what the typesetter computed is remembered; bounds memory.
const REMEMBER: usize = 8;

/// Makes papers. Costs some milliseconds to make and is shared by all threads.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    /// Reads fonts and templates.
    pub fn new() -> Self {
        let fonts: Vec<Font> = FONTS
            .iter()
            .filter_map(|bytes| Font::new(Bytes::new(*bytes), 0))
            .collect();
        let sources = TEMPLATES
            .iter()
            .filter_map(|(name, text)| {
                let id = file_id(name)?;
                Some((id, Source::new(id, (*text).to_owned())))
            })
            .collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources,
        }
    }
}

impl Printer for Press {
    fn print(&self, order: Order, today: NaiveDate) -> Result<Sheet, PressError> {
        let job = Job::new(self, order, today)?;
        let document = typst::compile::<PagedDocument>(&job)
            .output
            .map_err(wrong)?;
        let options = PdfOptions {
            creator: Smart::Custom(Some("Pendopo".to_owned())),
            timestamp: datetime(today).map(Timestamp::new_utc),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(wrong)?;
        let svg = document
            .pages()
            .first()
            .map(|page| typst_svg::svg(page, &typst_svg::SvgOptions::default()))
            .unwrap_or_default();
        let sheet = Sheet {
            pdf,
            svg,
            pages: document.pages().len(),
            text: text(&document),
            reported: reported(&document),
        };
        typst::comemo::evict(REMEMBER);
        Ok(sheet)
    }
}

fn text(document: &PagedDocument) -> String {
    let mut runs = Vec::new();
    for page in document.pages() {
        gather(&page.frame, &mut runs);
    }
    runs.join("\n")
}

fn gather(frame: &Frame, runs: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => gather(&group.frame, runs),
            FrameItem::Text(text) => runs.push(text.text.to_string()),
            _ => {}
        }
    }
}

/// What a template left under the label `<report>`: a dictionary of whole numbers.
fn reported(document: &PagedDocument) -> Vec<(String, i64)> {
    let Some(label) = Label::new(PicoStr::intern("report")) else {
        return Vec::new();
    };
    let found = typst::introspection::Introspector::query_first(
        document.introspector().as_ref(),
        &Selector::Label(label),
    );
    let Some(Value::Dict(report)) = found
        .as_ref()
        .and_then(|content| content.to_packed::<MetadataElem>())
        .map(|metadata| metadata.value.clone())
    else {
        return Vec::new();
    };
    report
        .iter()
        .filter_map(|(name, value)| match value {
            Value::Int(number) => Some((name.to_string(), *number)),
            _ => None,
        })
        .collect()
}

fn wrong(diagnostics: impl IntoIterator<Item = typst::diag::SourceDiagnostic>) -> PressError {
    let reason = diagnostics
        .into_iter()
        .map(|diagnostic| diagnostic.message.to_string())
        .collect::<Vec<_>>()
        .join("; ");
    PressError::Template { reason }
}

fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn datetime(day: NaiveDate) -> Option<Datetime> {
    Datetime::from_ymd_hms(
        day.year(),
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
        0,
        0,
        0,
    )
}

/// One paper on the press: the world as its template sees it.
struct Job<'a> {
    press: &'a Press,
    main: FileId,
    files: HashMap<FileId, Bytes>,
    today: NaiveDate,
}

impl<'a> Job<'a> {
    fn new(press: &'a Press, order: Order, today: NaiveDate) -> Result<Self, PressError> {
        let no_name = || PressError::Template {
            reason: order.template.to_owned(),
        };
        let mut files = HashMap::new();
        let data = serde_json::to_vec(&order.data).map_err(|_| no_name())?;
        files.insert(file_id("data.json").ok_or_else(no_name)?, Bytes::new(data));
        for (name, picture) in order.pictures {
            files.insert(
                file_id(name).ok_or_else(no_name)?,
                Bytes::from_string(picture),
            );
        }
        Ok(Self {
            press,
            main: file_id(order.template).ok_or_else(no_name)?,
            files,
            today,
        })
    }
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press
            .sources
            .get(&id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        datetime(self.today)
    }
}

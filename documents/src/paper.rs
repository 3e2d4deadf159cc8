//! What a paper is to the press, and what comes back. The press itself is in `press.rs`, which is
//! only compiled where papers are really made.

use chrono::NaiveDate;
use serde_json::Value;

vocab::domain_error! {
    /// Why a paper could not be made.
    PressError {
        /// A template of this program is wrong.
        Template { reason: String } => "documents.template",
            "Dokumen tidak dapat dibuat karena kesalahan program: {reason}. Laporkan kepada pengelola.",
            "The document cannot be made because of a mistake in the program: {reason}. Tell the operator.";
        /// This program was built without a press.
        NoPress => "documents.no_press",
            "Dokumen tidak dapat dibuat di sini: program ini dibangun tanpa mesin cetak.",
            "Documents cannot be made here: this program was built without its press.";
        /// More text than the sheet holds at the smallest allowed letter.
        Overfull { needed: u32, width: u32, height: u32 } => "documents.overfull",
            "Isi label tidak muat di {width} x {height} mm: perlu tinggi kira-kira {needed} mm. Perbesar labelnya atau pendekkan tulisannya.",
            "The label's text does not fit {width} x {height} mm: about {needed} mm of height are needed. Make the label larger or the text shorter.";
        /// A word is wider than the sheet at the smallest allowed letter.
        TooWide { width: u32 } => "documents.too_wide",
            "Ada kata pada label yang lebih lebar dari {width} mm. Lebarkan labelnya atau pendekkan merek, nama produk, atau berat bersihnya.",
            "A word on the label is wider than {width} mm. Make the label wider, or shorten the brand, the product or the net content.";
    }
}

/// What can be put on paper.
pub trait Paper {
    /// File name of the template.
    const TEMPLATE: &'static str;
    /// What the template is told: read there with `json("data.json")`.
    fn data(&self) -> Value;
    /// Pictures the template places, by file name; SVG.
    fn pictures(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// A finished paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its first page as SVG, for the screen.
    pub svg: String,
    /// How many pages it has.
    pub pages: usize,
    /// What stands on it, one run of letters a line, in the order it was drawn.
    pub text: String,
    /// What the template reported, by name, in hundredths.
    pub reported: Vec<(String, i64)>,
}

/// A paper on its way to the press.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// File name of the template.
    pub template: &'static str,
    /// What the template is told.
    pub data: Value,
    /// Pictures it places.
    pub pictures: Vec<(&'static str, String)>,
}

impl Order {
    /// Orders a paper.
    pub fn of<P: Paper>(paper: &P) -> Self {
        Self {
            template: P::TEMPLATE,
            data: paper.data(),
            pictures: paper.pictures(),
        }
    }
}

/// Whoever puts papers on pages: the press, or a test's stand-in for it.
pub trait Printer: Send + Sync {
    /// Puts a paper on as many pages as it needs. `today` is written into the PDF as its date.
    ///
    /// # Errors
    /// [`PressError::Template`]: a mistake of this program; [`PressError::NoPress`].
    fn print(&self, order: Order, today: NaiveDate) -> Result<Sheet, PressError>;
}

/// Where there is no press.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPress;

impl Printer for NoPress {
    fn print(&self, _: Order, _: NaiveDate) -> Result<Sheet, PressError> {
        Err(PressError::NoPress)
    }
}

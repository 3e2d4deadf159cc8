//! The pages of papers.

use askama::Template;

use crate::{frame::Frame, plan::view::Choice};

/// The label designer: the form, what the label lacks, and how it looks.
#[derive(Template)]
#[template(path = "papers/label.html")]
pub(crate) struct LabelPage<'a> {
    pub(crate) f: &'a Frame,
    /// Whose labels, where they are kept; nothing for who only tries.
    pub(crate) business: Option<Whose>,
    pub(crate) groups: Vec<Group>,
    /// What must be mended before printing.
    pub(crate) required: Vec<String>,
    /// What deserves a look.
    pub(crate) hints: Vec<String>,
    pub(crate) preview: Option<Preview>,
    /// Which food was taken for which ingredient.
    pub(crate) taken: Vec<(String, String)>,
}

/// A business whose labels are kept.
pub(crate) struct Whose {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) may_save: bool,
    /// Labels that are kept: product and address.
    pub(crate) labels: Vec<(String, String)>,
}

/// Fields that belong together.
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) fields: Vec<Field>,
}

/// One field.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
    pub(crate) kind: FieldKind,
}

/// How a field is filled in.
pub(crate) enum FieldKind {
    /// A line; the word is its input mode.
    Line(&'static str),
    /// Several lines.
    Lines,
    /// One of some.
    Choices(Vec<Choice>),
    /// Yes or nothing.
    Tick,
}

/// The label as a picture at its size.
pub(crate) struct Preview {
    pub(crate) picture: String,
    pub(crate) caption: String,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let draft = documents::label::Draft {
        product: "Keripik tempe".to_owned(),
        ..Default::default()
    };
    let tables = documents::label::Tables::built_in().unwrap();
    let groups = super::label::groups(f, &draft, tables.exempt());
    let page = LabelPage {
        f,
        business: Some(Whose {
            id: "0".to_owned(),
            name: "Keripik Barokah".to_owned(),
            may_save: true,
            labels: vec![("Keripik tempe".to_owned(), "/licensing/labels/0".to_owned())],
        }),
        groups,
        required: vec!["Berat bersih belum ada.".to_owned()],
        hints: vec!["Cap tanggalnya.".to_owned()],
        preview: Some(Preview {
            picture: "data:image/svg+xml;base64,PHN2Zy8+".to_owned(),
            caption: "100 x 70 mm".to_owned(),
        }),
        taken: vec![("Tempe".to_owned(), "tempe".to_owned())],
    };
    vec![("papers-label", page.render().unwrap())]
}

//! The label designer: fill in, see what is missing and how it looks, take the PDF; kept by product.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use center::{ErrorKind, Permission, registry::label as kept};
use documents::{
    Desk,
    label::{Draft, Exempt},
};
use serde::Deserialize;
use vocab::{BusinessId, DomainError};

use super::pages::{Field, FieldKind, Group, LabelPage, Preview, Whose};
use super::press::{self, Printed, desk, file};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
};

/// The fields of a form, in the order sent.
type Given = Vec<(String, String)>;

/// Which of the labels that are kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    product: String,
}

/// A field: its name, the texts of its label and its hint, and how it is filled in.
type Asked = (&'static str, &'static str, &'static str, Kind);

/// The fields of the form, group by group; the names are those of [`Draft`].
const GROUPS: &[(&str, &[Asked])] = &[
    (
        "label-group-product",
        &[
            ("brand", "label-brand", "label-brand-hint", Kind::Line),
            ("product", "label-product", "label-product-hint", Kind::Line),
            ("net", "label-net", "label-net-hint", Kind::Line),
        ],
    ),
    (
        "label-group-ingredients",
        &[
            (
                "ingredients",
                "label-ingredients",
                "label-ingredients-hint",
                Kind::Lines,
            ),
            (
                "near_pork",
                "label-near-pork",
                "label-near-pork-hint",
                Kind::Tick,
            ),
            ("exempt", "label-exempt", "label-exempt-hint", Kind::Exempt),
            ("result", "label-result", "label-result-hint", Kind::Number),
            (
                "serving",
                "label-serving",
                "label-serving-hint",
                Kind::Number,
            ),
        ],
    ),
    (
        "label-group-maker",
        &[
            (
                "producer",
                "label-producer",
                "label-producer-hint",
                Kind::Line,
            ),
            ("address", "label-address", "label-address-hint", Kind::Line),
            ("pirt", "label-pirt", "label-pirt-hint", Kind::Number),
            ("bpom", "label-bpom", "label-bpom-hint", Kind::Line),
            ("halal", "label-halal", "label-halal-hint", Kind::Line),
            (
                "not_halal",
                "label-not-halal",
                "label-not-halal-hint",
                Kind::Tick,
            ),
        ],
    ),
    (
        "label-group-dates",
        &[
            (
                "produced",
                "label-produced",
                "label-produced-hint",
                Kind::Line,
            ),
            (
                "best_before",
                "label-best-before",
                "label-best-before-hint",
                Kind::Line,
            ),
            ("code", "label-code", "label-code-hint", Kind::Line),
            ("storage", "label-storage", "label-storage-hint", Kind::Line),
        ],
    ),
    (
        "label-group-size",
        &[
            ("width", "label-width", "label-width-hint", Kind::Number),
            ("height", "label-height", "label-height-hint", Kind::Number),
            (
                "barcode",
                "label-barcode",
                "label-barcode-hint",
                Kind::Number,
            ),
            ("link", "label-link", "label-link-hint", Kind::Line),
        ],
    ),
];

#[derive(Debug, Clone, Copy)]
enum Kind {
    Line,
    Lines,
    Number,
    Tick,
    Exempt,
}

fn draft(given: &Given) -> Draft {
    Draft::of_fields(
        given
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// The form, filled in with a draft.
pub(crate) fn groups(frame: &Frame, draft: &Draft, exempt: &[Exempt]) -> Vec<Group> {
    let field = |(name, label, hint, kind): &Asked| {
        let value = draft.field(name);
        Field {
            name,
            label: frame.t(label),
            hint: frame.t(hint),
            kind: match kind {
                Kind::Line => FieldKind::Line("text"),
                Kind::Number => FieldKind::Line("decimal"),
                Kind::Lines => FieldKind::Lines,
                Kind::Tick => FieldKind::Tick,
                Kind::Exempt => FieldKind::Choices(
                    exempt
                        .iter()
                        .map(|kind| Choice {
                            chosen: kind.code == value,
                            ..Choice::new(kind.code.clone(), kind.name.clone())
                        })
                        .collect(),
                ),
            },
            value,
        }
    };
    GROUPS
        .iter()
        .map(|(title, fields)| Group {
            title: frame.t(title),
            fields: fields.iter().map(field).collect(),
        })
        .collect()
}

/// The form alone.
fn form<'a>(
    frame: &'a Frame,
    desk: &Desk,
    draft: &Draft,
    business: Option<Whose>,
) -> LabelPage<'a> {
    LabelPage {
        f: frame,
        business,
        groups: groups(frame, draft, desk.tables.exempt()),
        required: Vec::new(),
        hints: Vec::new(),
        preview: None,
        taken: Vec::new(),
    }
}

/// The form with what came of it.
fn shown<'a>(mut page: LabelPage<'a>, frame: &Frame, seen: &Printed) -> LabelPage<'a> {
    for problem in &seen.problems {
        let text = say(frame.lang, &problem.message());
        if problem.is_required() {
            page.required.push(text);
        } else {
            page.hints.push(text);
        }
    }
    let (width, height) = seen.label.size();
    match &seen.sheet {
        Ok(sheet) => {
            page.preview = Some(Preview {
                picture: format!("data:image/svg+xml;base64,{}", STANDARD.encode(&sheet.svg)),
                caption: format!("{width} x {height} mm"),
            });
        }
        Err(error) => page.required.push(say(frame.lang, &error.message())),
    }
    page.taken = seen
        .label
        .nutrition()
        .map(|table| table.taken.clone())
        .unwrap_or_default();
    page
}

/// `GET /licensing/label`: for anybody; nothing is kept.
pub(crate) async fn blank(State(app): State<App>, frame: Frame) -> Answer {
    let desk = desk(&app)?;
    page(&form(&frame, desk, &Draft::default(), None))
}

/// `POST /licensing/label`
pub(crate) async fn look(
    State(app): State<App>,
    frame: Frame,
    Query(of): Query<Of>,
    Form(given): Form<Given>,
) -> Answer {
    let draft = draft(&given);
    let whose = match of.business() {
        Some(id) => Some(whose(&app, &frame, id).await?.0),
        None => None,
    };
    let seen = press::label(&app, draft.clone()).await?;
    let blank = form(&frame, desk(&app)?, &draft, whose);
    page(&shown(blank, &frame, &seen))
}

/// Whose label is looked at, if anybody's.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Of {
    business: String,
}

impl Of {
    fn business(&self) -> Option<BusinessId> {
        self.business.parse().ok()
    }
}

/// `POST /licensing/label/pdf`
pub(crate) async fn pdf(State(app): State<App>, frame: Frame, Form(given): Form<Given>) -> Answer {
    let draft = draft(&given);
    let seen = press::label(&app, draft.clone()).await?;
    if let Ok(sheet) = &seen.sheet {
        return Ok(file(sheet, "label"));
    }
    let blank = form(&frame, desk(&app)?, &draft, None);
    wrong(&shown(blank, &frame, &seen))
}

/// A business with its labels, and the draft of a new one.
async fn whose(app: &App, frame: &Frame, id: BusinessId) -> Result<(Whose, kept::Labels), Refusal> {
    let labels = kept::labels(&app.hall, &frame.actor, id).await?;
    let address = |product: &str| {
        let product: String = form_urlencoded::byte_serialize(product.as_bytes()).collect();
        format!("/licensing/labels/{id}?product={product}")
    };
    let whose = Whose {
        id: id.to_string(),
        name: labels.business.name.clone(),
        may_save: frame.may(Permission::StateOwnFacts) || frame.may(Permission::StateFacts),
        labels: labels
            .labels
            .iter()
            .map(|(product, _)| (product.clone(), address(product)))
            .collect(),
    };
    Ok((whose, labels))
}

/// `GET /licensing/labels/{business}`
pub(crate) async fn of_business(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let (whose, labels) = whose(&app, &frame, id).await?;
    let kept = labels
        .labels
        .into_iter()
        .find(|(product, _)| *product == wanted.product);
    let desk = desk(&app)?;
    match kept {
        Some((_, draft)) => {
            let seen = press::label(&app, draft.clone()).await?;
            page(&shown(
                form(&frame, desk, &draft, Some(whose)),
                &frame,
                &seen,
            ))
        }
        None => page(&form(&frame, desk, &labels.new, Some(whose))),
    }
}

/// `POST /licensing/labels/{business}`
pub(crate) async fn save(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    let draft = draft(&given);
    match kept::save(&app.hall, &frame.actor, id, &draft).await {
        Ok(()) => {
            let product: String =
                form_urlencoded::byte_serialize(draft.product.trim().as_bytes()).collect();
            go_noting(
                &format!("/licensing/labels/{id}?product={product}"),
                "note-label-saved",
            )
        }
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let (whose, _) = whose(&app, &frame, id).await?;
            let mut blank = form(&frame, desk(&app)?, &draft, Some(whose));
            blank.required.push(say(frame.lang, &error.message()));
            wrong(&blank)
        }
        Err(error) => Err(error.into()),
    }
}

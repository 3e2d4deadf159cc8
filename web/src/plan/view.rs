//! The plan as the pages show it. What is done, next or later is the rulebook's word; this module
//! only sorts it into the parts of the page.

/// A choice in a select or on a button.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

impl Choice {
    pub(crate) fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            chosen: false,
        }
    }

    pub(crate) fn chosen_if(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// The whole plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlanView {
    pub(crate) stages: Vec<StageMark>,
    pub(crate) next: Option<StepView>,
    pub(crate) asks: Vec<AskView>,
    /// Further steps that could be begun today.
    pub(crate) open: Vec<StepView>,
    pub(crate) later: Vec<StepView>,
    pub(crate) done: Vec<StepView>,
    /// Shown to staff, who answer for the owner.
    pub(crate) for_staff: bool,
    /// Where answers are sent.
    pub(crate) answers_to: String,
    /// Where a fact is stated that needs more than a tap, such as a permit's number.
    pub(crate) form_at: String,
    /// Whether answers travel in the address (the public finder), so that nothing is stored.
    pub(crate) by_query: bool,
    /// With `by_query`: what the visitor has told so far.
    pub(crate) known: Vec<(String, String)>,
    /// The business for which cases are opened from here; empty where none are.
    pub(crate) business: String,
}

impl PlanView {
    /// What comes later, under the names of the stages, in their order.
    pub(crate) fn later_by_stage(&self) -> Vec<(&str, Vec<&StepView>)> {
        let mut groups: Vec<(&str, Vec<&StepView>)> = Vec::new();
        for step in &self.later {
            match groups.last_mut().filter(|(stage, _)| *stage == step.stage) {
                Some((_, steps)) => steps.push(step),
                None => groups.push((&step.stage, vec![step])),
            }
        }
        groups
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.next.is_none()
            && self.asks.is_empty()
            && self.later.is_empty()
            && !self.done.is_empty()
    }
}

/// One stage in the strip above the plan.
#[derive(Debug, Clone)]
pub(crate) struct StageMark {
    pub(crate) label: String,
    /// `done`, `now` or nothing.
    pub(crate) state: &'static str,
}

/// One step.
#[derive(Debug, Clone, Default)]
pub(crate) struct StepView {
    /// Id of the rule.
    pub(crate) rule: String,
    /// The case that carries it out, or the door to open one.
    pub(crate) case: Option<CaseDoor>,
    /// The page that tells why, where there is one.
    pub(crate) why_at: String,
    pub(crate) title: String,
    pub(crate) stage: String,
    pub(crate) why: String,
    pub(crate) how: Vec<String>,
    pub(crate) who_helps: String,
    pub(crate) documents: Vec<String>,
    pub(crate) cost: String,
    pub(crate) time: String,
    /// Law or standard with its article.
    pub(crate) source: String,
    /// Whether the law demands it, in words.
    pub(crate) duty: String,
    pub(crate) required: bool,
    /// How sure the rulebook is of its source.
    pub(crate) certainty: String,
    /// An unconfirmed row of the risk table decided: the page says "probably".
    pub(crate) likely: bool,
    /// Whether it applies hangs on answers not given yet.
    pub(crate) unsure: bool,
    /// What its owner may say to finish it.
    pub(crate) done_with: Option<DoneWith>,
    /// The facts which led to it.
    pub(crate) facts: Vec<Known>,
    /// Titles of the steps which must come before.
    pub(crate) after: Vec<String>,
}

impl StepView {
    pub(crate) fn after_text(&self) -> String {
        self.after.join(", ")
    }
}

/// The way to the case of a step; without an address, the way to open one.
#[derive(Debug, Clone, Default)]
pub(crate) struct CaseDoor {
    pub(crate) href: String,
    pub(crate) state: String,
    /// Whether the permit is given product by product, so that the case says for which.
    pub(crate) per_product: bool,
    /// The main product, if it is known.
    pub(crate) product: String,
}

/// The fact which finishes a step.
#[derive(Debug, Clone)]
pub(crate) struct DoneWith {
    pub(crate) fact: String,
    /// A permit's number is wanted too, so a tap is not enough.
    pub(crate) number: bool,
}

/// A fact and its value in words.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// A question which the plan needs answered.
#[derive(Debug, Clone)]
pub(crate) struct AskView {
    pub(crate) fact: String,
    pub(crate) question: String,
    pub(crate) help: String,
    pub(crate) kind: AskKind,
    pub(crate) for_step: String,
}

impl AskView {
    /// The name of the input: with answers in the address it is the fact itself.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates hand over references"
    )]
    pub(crate) fn field(&self, by_query: &bool) -> &str {
        if *by_query { &self.fact } else { "value" }
    }
}

impl AskView {
    /// The buttons, if one tap answers.
    pub(crate) fn buttons(&self) -> Option<&[Choice]> {
        match &self.kind {
            AskKind::Buttons(choices) | AskKind::Permit(choices) => Some(choices),
            _ => None,
        }
    }
}

/// How a question is answered.
#[derive(Debug, Clone)]
pub(crate) enum AskKind {
    /// One tap.
    Buttons(Vec<Choice>),
    /// A permit: held or not by one tap; its number can be given on the fact's own page.
    Permit(Vec<Choice>),
    /// Too many choices for buttons.
    Select(Vec<Choice>),
    Figure,
    Day,
    Words,
}

#[cfg(test)]
pub(crate) fn sample() -> PlanView {
    let step = |title: &str, stage: &str, why: &str| StepView {
        title: title.to_owned(),
        stage: stage.to_owned(),
        why: why.to_owned(),
        how: vec![
            "Buka oss.go.id di HP, daftar dengan NIK, lalu isi data usaha.".to_owned(),
            "Pilih KBLI 10794. Petugas dinas bisa mendampingi di kantor setiap hari kerja."
                .to_owned(),
        ],
        who_helps: "Petugas DPMPTSP atau pendamping desa".to_owned(),
        documents: vec!["KTP".to_owned(), "Nomor HP yang aktif".to_owned()],
        cost: "Gratis".to_owned(),
        time: "Sekitar 30 menit".to_owned(),
        source: "PP 28/2025 Pasal 234".to_owned(),
        duty: "Wajib".to_owned(),
        required: true,
        certainty: "Sesuai sumber resmi".to_owned(),
        done_with: Some(DoneWith {
            fact: "nib".to_owned(),
            number: true,
        }),
        facts: vec![Known {
            label: "Skala usaha".to_owned(),
            value: "Mikro".to_owned(),
        }],
        ..StepView::default()
    };
    let stages = [
        "Legalitas usaha",
        "Izin dan standar produk",
        "Mutu",
        "Kemasan dan label",
        "Pemasaran",
        "Naik kelas",
    ];
    PlanView {
        stages: stages
            .iter()
            .enumerate()
            .map(|(place, label)| StageMark {
                label: (*label).to_owned(),
                state: if place == 0 {
                    "done"
                } else if place == 1 {
                    "now"
                } else {
                    ""
                },
            })
            .collect(),
        next: Some(step(
            "Daftarkan P-IRT",
            "Izin dan standar produk",
            "Keripik Anda dijual dalam kemasan dan tahan lebih dari tujuh hari. Dengan P-IRT, toko dan pembeli percaya.",
        )),
        asks: vec![
            AskView {
                fact: "milk_product".to_owned(),
                question: "Apakah produk Anda memakai susu?".to_owned(),
                help: "Termasuk susu bubuk dan keju.".to_owned(),
                kind: AskKind::Buttons(vec![
                    Choice::new("ya", "Ya"),
                    Choice::new("tidak", "Tidak"),
                ]),
                for_step: "Daftarkan P-IRT".to_owned(),
            },
            AskView {
                fact: "sales".to_owned(),
                question: "Berapa penjualan dalam setahun?".to_owned(),
                help: "Kira-kira saja.".to_owned(),
                kind: AskKind::Figure,
                for_step: "Sertifikat halal".to_owned(),
            },
        ],
        open: vec![step(
            "Foto produk yang terang",
            "Pemasaran",
            "Pembeli online hanya melihat foto.",
        )],
        later: vec![StepView {
            after: vec!["Daftarkan P-IRT".to_owned()],
            ..step(
                "Label lengkap",
                "Kemasan dan label",
                "Label memberi tahu isi, berat, dan izin.",
            )
        }],
        done: vec![step(
            "Punya NIB",
            "Legalitas usaha",
            "Usaha Anda diakui negara.",
        )],
        answers_to: "/plan/x/answer".to_owned(),
        form_at: "/registry/x/facts".to_owned(),
        ..PlanView::default()
    }
}

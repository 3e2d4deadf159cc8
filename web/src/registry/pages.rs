//! The pages of the registry.

use askama::Template;

use crate::{
    frame::Frame,
    plan::view::{AskKind, Choice, Known, PlanView},
};

/// The list of businesses.
#[derive(Template)]
#[template(path = "registry/list.html")]
pub(crate) struct ListPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) heading: String,
    pub(crate) summary: String,
    /// How words that occur nowhere were read.
    pub(crate) read_as: Vec<String>,
    pub(crate) problems: Vec<String>,
    pub(crate) add_href: Option<String>,
    pub(crate) may_import: bool,
    pub(crate) may_export: bool,
    pub(crate) export_query: String,
    pub(crate) query: String,
    pub(crate) filtered: bool,
    pub(crate) chosen: i64,
    pub(crate) chips: Vec<Chip>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<Row>,
    pub(crate) first_href: Option<String>,
    pub(crate) more_href: Option<String>,
}

/// A list that is asked for every day, by one press.
pub(crate) struct Chip {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// One select above the list.
pub(crate) struct Filter {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
}

/// The head of one column.
pub(crate) struct Head {
    pub(crate) label: String,
    pub(crate) href: String,
    /// `ascending`, `descending` or nothing.
    pub(crate) sort: &'static str,
}

/// One business in the list.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
    pub(crate) activity: String,
    pub(crate) size: String,
    pub(crate) step: String,
    pub(crate) online: String,
    pub(crate) online_tone: &'static str,
}

/// One business.
#[derive(Template)]
#[template(path = "registry/business.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing the page may offer"
)]
pub(crate) struct BusinessPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) staff: bool,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
    pub(crate) tags: Vec<Tag>,
    pub(crate) whatsapp: Option<String>,
    pub(crate) plan: PlanView,
    /// Every place to sell online.
    pub(crate) channels: Vec<Channel>,
    /// Registers and lists of aid it was found in.
    pub(crate) registers: Vec<Channel>,
    pub(crate) may_merge: bool,
    /// What was merged into it.
    pub(crate) merges: Vec<Merged>,
    pub(crate) groups: Vec<Group>,
    pub(crate) missing: Vec<Choice>,
    pub(crate) may_state: bool,
    pub(crate) may_unmask: bool,
    pub(crate) may_withdraw: bool,
    pub(crate) personal_hidden: bool,
    pub(crate) account_href: Option<String>,
    pub(crate) may_make_account: bool,
    pub(crate) phone: String,
    pub(crate) history: Vec<Entry>,
}

/// A short mark beside the name.
pub(crate) struct Tag {
    pub(crate) tone: &'static str,
    pub(crate) text: String,
}

/// A place to sell online, or a register.
pub(crate) struct Channel {
    pub(crate) label: &'static str,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    /// Who says so; empty if nobody said anything.
    pub(crate) from: String,
    pub(crate) evidence: Vec<Evidence>,
}

/// A row of a list that is this business.
pub(crate) struct Evidence {
    /// What it is called there.
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) days: String,
    pub(crate) gone: bool,
}

/// Another business that is found under this one.
pub(crate) struct Merged {
    pub(crate) id: String,
    pub(crate) when: String,
}

/// Facts which belong together.
pub(crate) struct Group {
    pub(crate) label: String,
    pub(crate) facts: Vec<FactLine>,
}

/// One fact with where it came from.
pub(crate) struct FactLine {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) from: String,
    pub(crate) sealed: bool,
    pub(crate) contested: Vec<Contested>,
}

/// What somebody else says about the same fact.
pub(crate) struct Contested {
    pub(crate) value: String,
    pub(crate) from: String,
}

/// One statement in the history.
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) from: String,
    pub(crate) withdrawn: bool,
    pub(crate) facts: Vec<Known>,
}

/// A new business.
#[derive(Template)]
#[template(path = "registry/add.html")]
pub(crate) struct AddPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) fields: Vec<AddField>,
}

/// One field of the form.
pub(crate) struct AddField {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) required: bool,
    /// Without choices it is a line to write on.
    pub(crate) choices: Vec<Choice>,
    pub(crate) value: String,
}

/// Stating one fact.
#[derive(Template)]
#[template(path = "registry/state.html")]
pub(crate) struct StatePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) business: String,
    pub(crate) back: String,
    pub(crate) action: String,
    pub(crate) label: String,
    pub(crate) question: String,
    pub(crate) help: String,
    pub(crate) kind: AskKind,
    pub(crate) given: String,
    pub(crate) current: String,
    pub(crate) from: String,
    pub(crate) today: String,
    pub(crate) problems: Vec<String>,
}

/// Revealing a locked number.
#[derive(Template)]
#[template(path = "registry/unmask.html")]
pub(crate) struct UnmaskPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) business: String,
    pub(crate) back: String,
    pub(crate) action: String,
    pub(crate) label: String,
    pub(crate) purpose: String,
    pub(crate) shown: Option<String>,
    pub(crate) problems: Vec<String>,
}

#[cfg(test)]
#[expect(clippy::too_many_lines, reason = "one list of sample pages")]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let channel = |label, known: bool| Channel {
        label,
        state: f.t(if known {
            "presence-there"
        } else {
            "presence-unknown"
        }),
        tone: if known { "good" } else { "" },
        from: if known {
            "Sensus, 3 Maret 2026".to_owned()
        } else {
            String::new()
        },
        evidence: if known {
            vec![Evidence {
                name: "Official <b>Store".to_owned(),
                source: "Merchant".to_owned(),
                days: "24 November 2026".to_owned(),
                gone: true,
            }]
        } else {
            Vec::new()
        },
    };
    let row = |name: &str, online: &str, tone| Row {
        id: "0197".to_owned(),
        name: name.to_owned(),
        owner: "Siti Aminah".to_owned(),
        place: "Sukorejo, Sukorejo".to_owned(),
        activity: "Keripik tempe".to_owned(),
        size: "Mikro".to_owned(),
        step: "Daftarkan P-IRT".to_owned(),
        online: f.t(online),
        online_tone: tone,
    };
    let list = |rows: Vec<Row>, query: &str| ListPage {
        f,
        heading: f.t("registry-title"),
        summary: f.count("registry-found", 39_394),
        read_as: vec!["kripik: keripik".to_owned()],
        problems: Vec::new(),
        add_href: Some("/registry/new".to_owned()),
        may_import: true,
        may_export: true,
        export_query: "online=no".to_owned(),
        query: query.to_owned(),
        filtered: !query.is_empty(),
        chosen: 1,
        chips: vec![Chip {
            label: "Semua".to_owned(),
            href: "/registry".to_owned(),
            current: true,
        }],
        filters: vec![Filter {
            name: "district",
            label: f.t("filter-district"),
            choices: vec![
                Choice::new("", f.t("registry-any")),
                Choice::new("33.24.01", "Plantungan").chosen_if(true),
            ],
        }],
        heads: [
            ("registry-name", "ascending"),
            ("registry-owner", ""),
            ("registry-place", ""),
            ("registry-activity", ""),
            ("registry-size", ""),
            ("registry-next", ""),
            ("registry-online", ""),
        ]
        .map(|(key, sort)| Head {
            label: f.t(key),
            href: if sort.is_empty() {
                String::new()
            } else {
                "/registry?sort=name".to_owned()
            },
            sort,
        })
        .into(),
        rows,
        first_href: None,
        more_href: Some("/registry?after=xyz".to_owned()),
    };
    let rows = vec![
        row("Keripik Tempe <b>Bu Siti</b>", "online-no", "mind"),
        row("Batik Tulis Kaliwungu", "online-yes", "good"),
        row("Warung Soto", "online-unknown", ""),
    ];
    let line = |id, label: &str, value: &str, sealed| FactLine {
        id,
        label: label.to_owned(),
        value: value.to_owned(),
        from: "pendataan, 3 Maret 2026 (Sensus UMKM)".to_owned(),
        sealed,
        contested: if sealed {
            Vec::new()
        } else {
            vec![Contested {
                value: "12".to_owned(),
                from: "pemilik, 4 Mei 2026".to_owned(),
            }]
        },
    };
    let business = BusinessPage {
        f,
        id: "0197".to_owned(),
        staff: true,
        name: "Keripik Tempe Bu Siti".to_owned(),
        owner: "Siti Aminah".to_owned(),
        place: "Sukorejo, Sukorejo".to_owned(),
        tags: vec![
            Tag {
                tone: "",
                text: "Mikro".to_owned(),
            },
            Tag {
                tone: "mind",
                text: f.t("online-no"),
            },
        ],
        whatsapp: Some("https://wa.me/628123".to_owned()),
        plan: crate::plan::view::sample(),
        channels: vec![channel("Shopee", true), channel("GoFood", false)],
        registers: vec![channel("NIB (OSS)", true)],
        may_merge: true,
        merges: vec![Merged {
            id: "1".to_owned(),
            when: "24 November 2026".to_owned(),
        }],
        groups: vec![Group {
            label: f.t("business-owner"),
            facts: vec![
                line("owner_nik", "NIK", "33240***********1", true),
                line("workers_male", "Pekerja laki-laki", "2", false),
            ],
        }],
        missing: vec![Choice::new("nib", "NIB")],
        may_state: true,
        may_unmask: true,
        may_withdraw: true,
        personal_hidden: true,
        account_href: None,
        may_make_account: true,
        phone: "0812".to_owned(),
        history: vec![Entry {
            id: "1".to_owned(),
            when: "3 Maret 2026".to_owned(),
            from: "pendataan".to_owned(),
            withdrawn: true,
            facts: vec![Known {
                label: "NIB".to_owned(),
                value: "belum".to_owned(),
            }],
        }],
    };
    let state = |kind, problems| StatePage {
        f,
        business: "Keripik Tempe".to_owned(),
        back: "/registry/0197".to_owned(),
        action: "/registry/0197/facts/sales".to_owned(),
        label: "Penjualan setahun".to_owned(),
        question: "Berapa penjualan dalam setahun?".to_owned(),
        help: "Kira-kira saja.".to_owned(),
        kind,
        given: "seratus".to_owned(),
        current: "Rp24.000.000".to_owned(),
        from: "pendataan".to_owned(),
        today: "2026-11-24".to_owned(),
        problems,
    };
    let unmask = |shown| UnmaskPage {
        f,
        business: "Keripik Tempe".to_owned(),
        back: "/registry/0197".to_owned(),
        action: "/registry/0197/unmask/owner_nik".to_owned(),
        label: "NIK".to_owned(),
        purpose: String::new(),
        shown,
        problems: Vec::new(),
    };
    vec![
        (
            "registry-add",
            AddPage {
                f,
                problems: Vec::new(),
                fields: vec![AddField {
                    name: "business_name",
                    label: "Nama usaha".to_owned(),
                    help: String::new(),
                    required: true,
                    choices: Vec::new(),
                    value: String::new(),
                }],
            }
            .render()
            .unwrap(),
        ),
        ("registry-list", list(rows, "").render().unwrap()),
        ("registry-empty", list(Vec::new(), "zzz").render().unwrap()),
        ("registry-business", business.render().unwrap()),
        (
            "registry-state",
            state(AskKind::Figure, vec!["Bukan angka.".to_owned()])
                .render()
                .unwrap(),
        ),
        (
            "registry-state-choice",
            state(AskKind::Select(vec![Choice::new("a", "A")]), Vec::new())
                .render()
                .unwrap(),
        ),
        ("registry-unmask", unmask(None).render().unwrap()),
        (
            "registry-unmasked",
            unmask(Some("3324094101900001".to_owned()))
                .render()
                .unwrap(),
        ),
    ]
}

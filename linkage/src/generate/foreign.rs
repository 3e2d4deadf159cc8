//! Lists from elsewhere: organisations with addresses, bibliographic records, and persons seen many times.

use super::noise::typo;
use super::pools::foreign::{ENGLISH_FAMILY, ENGLISH_GIVEN, TOPICS, TOWNS, TRADES};
use super::random::Chance;
use super::{Lists, csv_text};

/// Two lists of `n` organisations, half in both; legal forms, punctuation and street types differ.
pub(super) fn organisations(n: usize, seed: u64) -> Lists {
    let mut chance = Chance::new(seed);
    let common = n / 2;
    let all: Vec<[String; 5]> = (0..2 * n - common)
        .map(|_| organisation(&mut chance))
        .collect();
    let header = ["id", "company", "street", "city", "zip", "country"].map(str::to_owned);
    let other_header = [
        "ref_id",
        "org_name",
        "addr",
        "town",
        "postal_code",
        "nation",
    ]
    .map(str::to_owned);
    let mut left = vec![header];
    let mut right = vec![other_header];
    let mut gold = vec![["left_id".to_owned(), "right_id".to_owned()]];
    for (i, organisation) in all.iter().enumerate() {
        if i < n {
            left.push(with_id(format!("A{i}"), organisation.clone()));
        }
        if i >= n - common {
            right.push(with_id(
                format!("B{i}"),
                rewritten(organisation, &mut chance),
            ));
        }
        if (n - common..n).contains(&i) {
            gold.push([format!("A{i}"), format!("B{i}")]);
        }
    }
    chance.shuffle(&mut right[1..]);
    Lists {
        left: csv_text(&left),
        right: Some(csv_text(&right)),
        gold: csv_text(&gold),
    }
}

fn with_id(id: String, [name, street, town, zip, country]: [String; 5]) -> [String; 6] {
    [id, name, street, town, zip, country]
}

const FORMS: [(&str, &str); 6] = [
    ("Ltd", "Limited"),
    ("Inc.", "Incorporated"),
    ("GmbH", "G.m.b.H."),
    ("Corp", "Corporation"),
    ("S.A.", "SA"),
    ("& Co", "and Company"),
];

const TYPES: [(&str, &str); 5] = [
    ("Street", "St."),
    ("Road", "Rd"),
    ("Avenue", "Ave"),
    ("Lane", "Ln"),
    ("Drive", "Dr"),
];

fn organisation(chance: &mut Chance) -> [String; 5] {
    let family = ENGLISH_FAMILY[chance.zipf(ENGLISH_FAMILY.len())];
    let trade = TRADES[chance.zipf(TRADES.len())];
    let second = if chance.happens(0.5) {
        ENGLISH_FAMILY[chance.below(ENGLISH_FAMILY.len())]
    } else {
        TRADES[chance.below(TRADES.len())]
    };
    let form = FORMS[chance.below(FORMS.len())].0;
    let street = ENGLISH_FAMILY[chance.below(ENGLISH_FAMILY.len())];
    let kind = TYPES[chance.below(TYPES.len())].0;
    let town = chance.zipf(TOWNS.len());
    [
        format!("{family} {second} {trade} {form}"),
        format!("{} {street} {kind}", chance.below(300) + 1),
        TOWNS[town].to_owned(),
        format!("{:05}", 10_000 + town * 700 + chance.below(60)),
        ["UK", "US", "DE", "FR", "NL"][town % 5].to_owned(),
    ]
}

fn rewritten([name, street, town, zip, country]: &[String; 5], chance: &mut Chance) -> [String; 5] {
    let mut name = name.clone();
    for (short, long) in FORMS {
        if name.ends_with(short) {
            let form = [long, "", short][chance.below(3)];
            let stem = name.trim_end_matches(short).trim_end();
            name = if form.is_empty() {
                stem.to_owned()
            } else {
                format!("{stem} {form}")
            };
            break;
        }
    }
    let mut words: Vec<String> = name
        .split(' ')
        .map(|w| {
            if chance.happens(0.06) {
                typo(w, chance)
            } else {
                w.to_owned()
            }
        })
        .collect();
    if words.len() > 3 && chance.happens(0.08) {
        words.remove(2);
    }
    let mut street = street.clone();
    for (long, short) in TYPES {
        if chance.happens(0.5) {
            street = street.replace(long, short);
        }
    }
    if chance.happens(0.1) {
        street = typo(&street, chance);
    }
    if chance.happens(0.12) {
        street = String::new();
    }
    let zip = if chance.happens(0.1) {
        String::new()
    } else {
        zip.clone()
    };
    [
        words.join(" ").to_uppercase(),
        street,
        town.to_uppercase(),
        zip,
        country.clone(),
    ]
}

/// Two lists of `n` papers, half in both: titles with slips, authors with initials, venues by other names.
pub(super) fn papers(n: usize, seed: u64) -> Lists {
    let mut chance = Chance::new(seed);
    let common = n / 2;
    let mut left = vec![["id", "title", "authors", "venue", "year"].map(str::to_owned)];
    let mut right = left.clone();
    let mut gold = vec![["left_id".to_owned(), "right_id".to_owned()]];
    for i in 0..2 * n - common {
        let paper = paper(&mut chance);
        if i < n {
            let [title, authors, venue, year] = paper.clone();
            left.push([format!("a/{i}"), title, authors, venue, year]);
        }
        if i >= n - common {
            let [title, authors, venue, year] = cited(&paper, &mut chance);
            right.push([format!("b/{i}"), title, authors, venue, year]);
        }
        if (n - common..n).contains(&i) {
            gold.push([format!("a/{i}"), format!("b/{i}")]);
        }
    }
    chance.shuffle(&mut right[1..]);
    Lists {
        left: csv_text(&left),
        right: Some(csv_text(&right)),
        gold: csv_text(&gold),
    }
}

const VENUES: [(&str, &str); 5] = [
    (
        "International Conference on Management of Data",
        "SIGMOD Conference",
    ),
    ("Very Large Data Bases", "VLDB"),
    (
        "ACM Transactions on Database Systems",
        "ACM Trans. Database Syst.",
    ),
    ("The VLDB Journal", "VLDB J."),
    ("SIGMOD Record", "SIGMOD Rec."),
];

fn paper(chance: &mut Chance) -> [String; 4] {
    let words: Vec<&str> = (0..4 + chance.below(5))
        .map(|_| TOPICS[chance.zipf(TOPICS.len())])
        .collect();
    let people: Vec<String> = (0..=chance.below(4))
        .map(|_| {
            let given = ENGLISH_GIVEN[chance.zipf(ENGLISH_GIVEN.len())];
            format!(
                "{given} {}",
                ENGLISH_FAMILY[chance.zipf(ENGLISH_FAMILY.len())]
            )
        })
        .collect();
    let venue = VENUES[chance.below(VENUES.len())].0;
    [
        words.join(" "),
        people.join(", "),
        venue.to_owned(),
        (1994 + chance.below(12)).to_string(),
    ]
}

fn cited([title, authors, venue, year]: &[String; 4], chance: &mut Chance) -> [String; 4] {
    let title: Vec<String> = title
        .split(' ')
        .map(|w| {
            if chance.happens(0.05) {
                typo(w, chance)
            } else {
                w.to_owned()
            }
        })
        .collect();
    let initials = chance.happens(0.6);
    let mut people: Vec<String> = authors
        .split(", ")
        .map(|person| match person.split_once(' ') {
            Some((given, family)) if initials => {
                format!("{}. {family}", &given[..1].to_uppercase())
            }
            _ => person.to_owned(),
        })
        .collect();
    if people.len() > 1 && chance.happens(0.1) {
        people.pop();
    }
    let short = VENUES
        .iter()
        .find(|(long, _)| long == venue)
        .map_or("", |(_, short)| *short);
    let year = if chance.happens(0.15) {
        String::new()
    } else {
        year.clone()
    };
    [title.join(" "), people.join(", "), short.to_owned(), year]
}

/// One list of about `n` records in which persons come one to fifteen times, moving house as they go.
pub(super) fn visits(n: usize, seed: u64) -> Lists {
    let mut chance = Chance::new(seed);
    let mut rows: Vec<([String; 8], usize)> = Vec::new();
    let mut person = 0;
    while rows.len() < n {
        let given = ENGLISH_GIVEN[chance.zipf(ENGLISH_GIVEN.len())];
        let family = ENGLISH_FAMILY[chance.zipf(ENGLISH_FAMILY.len())];
        let birth = (
            1930 + chance.below(75),
            chance.below(12) + 1,
            chance.below(28) + 1,
        );
        let mut home = home(&mut chance);
        for _ in 0..=chance.zipf(15) {
            if chance.happens(0.15) {
                home = self::home(&mut chance);
            }
            rows.push((visit(given, family, birth, &home, &mut chance), person));
        }
        person += 1;
    }
    chance.shuffle(&mut rows);
    let header = [
        "record_id",
        "first_name",
        "last_name",
        "dob",
        "street",
        "city",
        "zip",
        "phone",
    ]
    .map(str::to_owned);
    let mut list = vec![header];
    let mut gold = vec![["id".to_owned(), "cluster".to_owned()]];
    for (i, (mut row, person)) in rows.into_iter().enumerate() {
        row[0] = format!("r{i}");
        gold.push([row[0].clone(), person.to_string()]);
        list.push(row);
    }
    Lists {
        left: csv_text(&list),
        right: None,
        gold: csv_text(&gold),
    }
}

fn home(chance: &mut Chance) -> [String; 4] {
    let town = chance.zipf(TOWNS.len());
    let street = ENGLISH_FAMILY[chance.below(ENGLISH_FAMILY.len())];
    [
        format!(
            "{} {street} {}",
            chance.below(250) + 1,
            TYPES[chance.below(TYPES.len())].0
        ),
        TOWNS[town].to_owned(),
        format!("{:05}", 10_000 + town * 700 + chance.below(60)),
        format!("555{}", chance.digits(7)),
    ]
}

fn visit(
    given: &str,
    family: &str,
    birth: (usize, usize, usize),
    home: &[String; 4],
    chance: &mut Chance,
) -> [String; 8] {
    let slip = |text: &str, rate: f64, chance: &mut Chance| {
        if chance.happens(rate) {
            typo(text, chance)
        } else {
            text.to_owned()
        }
    };
    let keep = |text: String, gone: f64, chance: &mut Chance| {
        if chance.happens(gone) {
            String::new()
        } else {
            text
        }
    };
    let given = if chance.happens(0.05) {
        given[..1].to_owned()
    } else {
        slip(given, 0.07, chance)
    };
    let family = slip(family, 0.06, chance);
    let (year, month, mut day) = birth;
    if chance.happens(0.04) {
        day = chance.below(28) + 1;
    }
    let dob = if chance.happens(0.5) {
        format!("{month:02}/{day:02}/{year}")
    } else {
        format!("{year}-{month:02}-{day:02}")
    };
    let dob = if day <= 12 {
        format!("{year}-{month:02}-{day:02}")
    } else {
        dob
    };
    [
        String::new(),
        given,
        family,
        keep(dob, 0.05, chance),
        slip(&home[0], 0.1, chance),
        slip(&home[1], 0.05, chance),
        keep(home[2].clone(), 0.1, chance),
        keep(home[3].clone(), 0.3, chance),
    ]
}

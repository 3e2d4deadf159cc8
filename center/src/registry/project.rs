//! From what is believed to what lists show: one pure function, used by every door and by the bulk load.

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDate;
use rulebook::{Fact, Facts, Plan, Stage, Value};
use store::registry::business::Business;
use store::registry::marks::{MarkBook, MarkSet};
use store::{StoreResult, Tx};
use vocab::{BusinessName, PersonName, RegionCode, RegionLevel, Rupiah, SizeClass};

use super::content::Texts;
use super::palette::{Online, Palette, Standing, key};
use crate::hall::{Hall, Rules};

/// The facts that are sales channels.
pub const CHANNELS: [Fact; 7] = [
    Fact::OnlineShopee,
    Fact::OnlineShopeefood,
    Fact::OnlineTokopedia,
    Fact::OnlineTiktok,
    Fact::OnlineGrabfood,
    Fact::OnlineGofood,
    Fact::OnlineOther,
];

/// Most words of one business in the search index, and letters of a word.
const MOST_WORDS: usize = 40;
const LONGEST_WORD: usize = 32;

/// What lists show of a business.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// The deepest region known.
    pub region: String,
    /// Name as written; the owner's, if the business has none of its own.
    pub name: String,
    /// Normal form of the name, by which lists are sorted.
    pub name_key: String,
    /// The owner's name as written.
    pub owner_name: Option<String>,
    /// Code of activity with its edition.
    pub kbli: Option<String>,
    /// The facts that are not personal, as JSON.
    pub facts: String,
    /// Words of the search index, one space between.
    pub words: String,
    marks: Vec<u32>,
    new_marks: Vec<String>,
}

impl Projection {
    /// Gives numbers to marks that never occurred before (a KBLI code, a region of elsewhere).
    pub async fn number_marks(&mut self, tx: &mut Tx, book: &MarkBook) -> StoreResult<()> {
        for key in std::mem::take(&mut self.new_marks) {
            self.marks.push(book.intern(tx, &key).await?);
        }
        Ok(())
    }

    /// The marks that have a number; see [`Projection::number_marks`].
    pub fn marks(&self) -> MarkSet {
        self.marks.iter().copied().collect()
    }
}

/// Names as whoever read the facts has them; one that is not there is read from the facts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Names<'a> {
    pub(crate) business: Option<&'a BusinessName>,
    pub(crate) owner: Option<&'a PersonName>,
}

/// Makes projections. Pure, and free to be sent to another thread: a bulk load makes them beside the writer.
#[derive(Debug, Clone)]
pub struct Projector {
    hall: Hall,
    rules: std::sync::Arc<Rules>,
    regency: String,
    on: NaiveDate,
}

impl Projector {
    /// For plans of the present rulebook and today.
    pub fn new(hall: &Hall, regency: &str) -> Self {
        Self::on(hall, regency, hall.clock().today())
    }

    /// For plans of the present rulebook and another day.
    pub fn on(hall: &Hall, regency: &str, on: NaiveDate) -> Self {
        Self {
            hall: hall.clone(),
            rules: hall.rules(),
            regency: regency.to_owned(),
            on,
        }
    }

    /// The day of the plans.
    pub fn day(&self) -> NaiveDate {
        self.on
    }

    /// The plan of a business.
    pub fn plan(&self, facts: &Facts) -> Plan {
        self.rules.rulebook.plan(facts, self.on)
    }

    /// Projects facts.
    pub fn project(&self, facts: &Facts) -> Projection {
        self.project_named(facts, Names::default(), open_facts(facts))
    }

    /// Projects facts whose names may have been read already, and whose facts that are not personal are JSON already:
    /// a bulk load has both.
    pub(crate) fn project_named(
        &self,
        facts: &Facts,
        read: Names<'_>,
        public: String,
    ) -> Projection {
        let region = region_of(facts);
        let owner = text(facts, Fact::OwnerName);
        let (name, normal) = names(facts, owner, read.business);
        let kbli = match facts.get(Fact::Kbli) {
            Some(Value::Kbli(code)) => Some(code.to_string()),
            _ => None,
        };
        let mut projection = Projection {
            region: region.map_or_else(|| self.regency.clone(), |code| code.to_string()),
            name_key: normal.chars().take(48).collect(),
            owner_name: owner.map(str::to_owned),
            facts: public,
            words: String::new(),
            marks: Vec::with_capacity(64),
            new_marks: Vec::new(),
            name,
            kbli,
        };
        projection.words = self.words(
            &projection.name,
            &normal,
            (owner, read.owner),
            region,
            projection.kbli.as_deref(),
            [Fact::Activity, Fact::MainProduct].map(|fact| text(facts, fact)),
        );
        self.mark(&mut projection, facts, region);
        projection
    }

    fn mark(&self, projection: &mut Projection, facts: &Facts, region: Option<RegionCode>) {
        let palette = &self.rules.palette;
        let plan = self.plan(facts);
        let marks = &mut projection.marks;
        marks.push(palette.all);
        marks.push(palette.size(size_of(facts)));
        marks.push(palette.stage(plan.stage()));
        marks.push(palette.online(online_of(facts)));
        if let Some(Value::Choice(choice)) = facts.get(Fact::Status) {
            marks.extend(palette.status(*choice));
        }
        if let Some(Value::Choice(choice)) = facts.get(Fact::ProductKind) {
            marks.extend(palette.kind(*choice));
        }
        mark_steps(marks, palette, &plan);
        for level in [RegionLevel::District, RegionLevel::Village] {
            let Some(code) = region.and_then(|code| code.at(level)) else {
                continue;
            };
            match palette.region(&code) {
                Some(number) => marks.push(number),
                None => projection.new_marks.push(key::region(code.as_str())),
            }
        }
        if let Some(code) = &projection.kbli {
            let key = key::kbli(code);
            match self.hall.marks().number(&key) {
                Some(number) => marks.push(number),
                None => projection.new_marks.push(key),
            }
        }
    }

    /// The words of a business that is kept already.
    pub(crate) fn words_of_row(&self, row: &Business) -> String {
        let normal = row
            .name
            .parse::<BusinessName>()
            .map(|name| name.normal().to_owned());
        let normal = normal.unwrap_or_else(|_| row.name.to_lowercase());
        let region = row.region.parse().ok();
        // Facts that cannot be read have no words; nothing else hangs on them here.
        let made: Made = serde_json::from_str(&row.facts).unwrap_or_default();
        self.words(
            &row.name,
            &normal,
            (row.owner_name.as_deref(), None),
            region,
            row.kbli.as_deref(),
            [made.activity.as_deref(), made.main_product.as_deref()],
        )
    }

    fn words(
        &self,
        name: &str,
        normal: &str,
        (owner, read): (Option<&str>, Option<&PersonName>),
        region: Option<RegionCode>,
        kbli: Option<&str>,
        made: [Option<&str>; 2],
    ) -> String {
        let mut words = Words::default();
        words.add(name);
        words.add(normal);
        if let Some(owner) = owner {
            words.add(owner);
            match read.filter(|read| read.as_str() == owner) {
                Some(read) => words.add(read.normal()),
                None => {
                    if let Ok(name) = owner.parse::<PersonName>() {
                        words.add(name.normal());
                    }
                }
            }
        }
        for level in [RegionLevel::District, RegionLevel::Village] {
            let place = region.and_then(|code| code.at(level));
            if let Some(name) = place.and_then(|code| self.hall.gazetteer().name(&code)) {
                words.add(name);
            }
        }
        if let Some(code) = kbli.and_then(|code| code.rsplit(':').next()) {
            words.add(code);
        }
        for text in made.into_iter().flatten() {
            words.add(text);
        }
        words.text()
    }
}

/// What a business says that it does and makes, as it stands among its facts.
#[derive(Default, serde::Deserialize)]
struct Made<'a> {
    #[serde(borrow)]
    activity: Option<Cow<'a, str>>,
    #[serde(borrow)]
    main_product: Option<Cow<'a, str>>,
}

fn mark_steps(marks: &mut Vec<u32>, palette: &Palette, plan: &Plan) {
    for step in &plan.steps {
        marks.extend(palette.step(step.rule, Standing::of(&step.state)));
    }
    for stage in Stage::ALL {
        if let Some(step) = plan.current(*stage) {
            marks.extend(palette.step(step.rule, Standing::Now));
        }
    }
}

/// The words of a text as the search index has them: lower case, letters and digits only.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    raw_words(text).map(|word| letters(word).collect())
}

fn raw_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars()
        .flat_map(char::to_lowercase)
        .filter(|sign| sign.is_alphanumeric())
        .take(LONGEST_WORD)
}

/// Words being gathered: one text with all of them, and where each is in it.
#[derive(Default)]
struct Words {
    letters: String,
    places: Vec<Range<usize>>,
}

impl Words {
    fn add(&mut self, text: &str) {
        for word in raw_words(text) {
            let start = self.letters.len();
            if word.is_ascii() {
                // Nearly all are, and a bulk load makes twenty million of them.
                self.letters
                    .push_str(word.get(..LONGEST_WORD).unwrap_or(word));
                if let Some(word) = self.letters.get_mut(start..) {
                    word.make_ascii_lowercase();
                }
            } else {
                self.letters.extend(letters(word));
            }
            self.places.push(start..self.letters.len());
        }
    }

    /// Each once, in order, one space between.
    fn text(&self) -> String {
        let word = |place: &Range<usize>| self.letters.get(place.clone()).unwrap_or_default();
        let mut words: Vec<&str> = self.places.iter().map(word).collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(MOST_WORDS);
        words.join(" ")
    }
}

fn text(facts: &Facts, fact: Fact) -> Option<&str> {
    facts.get(fact).and_then(Value::as_text)
}

fn region_of(facts: &Facts) -> Option<RegionCode> {
    match facts.get(Fact::Village) {
        Some(Value::Region(code)) => Some(*code),
        _ => None,
    }
}

/// The name shown, and its normal form. A business without a name is called by its owner, as everybody does.
fn names(facts: &Facts, owner: Option<&str>, read: Option<&BusinessName>) -> (String, String) {
    let name = text(facts, Fact::BusinessName);
    if let (Some(name), Some(read)) = (name, read)
        && read.as_str() == name
    {
        return (name.to_owned(), read.normal().to_owned());
    }
    let parsed = name.and_then(|name| name.parse::<BusinessName>().ok());
    match (name, parsed) {
        (Some(name), Some(parsed)) => (name.to_owned(), parsed.normal().to_owned()),
        (Some(name), None) => (name.to_owned(), name.to_lowercase()),
        (None, _) => {
            let name = format!("Usaha {}", owner.unwrap_or("tanpa nama"));
            let normal = name.to_lowercase();
            (name, normal)
        }
    }
}

/// The size class, by what PP 7/2021 art. 35 looks at.
pub fn size_of(facts: &Facts) -> Option<SizeClass> {
    let rupiah = |fact| match facts.get(fact) {
        Some(Value::Rupiah(amount)) => Some(Rupiah(*amount)),
        _ => None,
    };
    let founded = match (facts.get(Fact::StartDate), facts.get(Fact::StartYear)) {
        (Some(Value::Date(day)), _) => Some(*day),
        (_, Some(Value::Year(year))) => vocab::date::middle_of_year(*year),
        _ => None,
    };
    vocab::size::classify(rupiah(Fact::Capital), rupiah(Fact::Sales), founded)
        .map(|sizing| sizing.class)
}

/// Whether it sells online: one yes is a yes; without one, a no is a no; else nobody asked.
pub fn online_of(facts: &Facts) -> Online {
    let mut online = Online::Unknown;
    for channel in CHANNELS {
        match facts.get(channel) {
            Some(Value::Bool(true)) => return Online::Yes,
            Some(Value::Bool(false)) => online = Online::No,
            _ => {}
        }
    }
    online
}

/// The facts that are not personal, as flat JSON: what the views for reports read.
fn open_facts(facts: &Facts) -> String {
    Texts::of(facts).public
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(json: &serde_json::Value) -> Facts {
        Facts::from_json(json).unwrap()
    }

    #[test]
    fn selling_online_has_three_answers() {
        for (json, expected) in [
            (serde_json::json!({}), Online::Unknown),
            (serde_json::json!({ "online_shopee": false }), Online::No),
            (
                serde_json::json!({ "online_shopee": false, "online_gofood": true }),
                Online::Yes,
            ),
        ] {
            assert_eq!(online_of(&facts(&json)), expected);
        }
    }

    #[test]
    fn size_comes_from_sales_for_old_businesses_and_capital_for_new_ones() {
        let size = |json: serde_json::Value| size_of(&facts(&json)).map(SizeClass::as_str);
        let json = |year: i32| serde_json::json!({ "sales": 3_000_000_000_i64, "capital": 1_000_000, "start_year": year });
        assert_eq!(size(json(2010)), Some("kecil"));
        assert_eq!(size(json(2024)), Some("mikro"));
        assert_eq!(size(serde_json::json!({})), None);
    }

    #[test]
    fn words_are_lower_case_letters_and_digits() {
        let mut gathered = Words::default();
        gathered.add("SITI Kripik \"Bu Siti\", RT.3 – Çelik");
        gathered.add(&"A".repeat(40));
        let longest = "a".repeat(LONGEST_WORD);
        assert_eq!(
            gathered.text(),
            format!("3 {longest} bu kripik rt siti çelik")
        );
        let words: Vec<String> = words_of("Kripik \"Bu SITI\", RT.3 – Çelik").collect();
        assert_eq!(words, ["kripik", "bu", "siti", "rt", "3", "çelik"]);
    }

    #[test]
    fn personal_facts_stay_out_of_the_projection() {
        let json = open_facts(&facts(&serde_json::json!({
            "owner_name": "Siti", "owner_phone": "081234567890", "qris": true, "sales": 5
        })));
        assert_eq!(json, "{\"sales\":5,\"qris\":true}");
    }
}

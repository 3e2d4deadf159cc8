//! What clerks and spreadsheets do to a value, each kind of dirt counted.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use vocab::{Lang, Resolution, Rupiah};

use super::dice::Dice;
use super::villages::{Village, Villages};

/// How often each kind of dirt was put in.
pub(super) type Tally = BTreeMap<&'static str, u64>;

/// Dirties the cells of one row.
pub(super) struct Clerk<'a> {
    pub(super) dice: &'a mut Dice,
    pub(super) tally: &'a mut Tally,
    /// How careless, in percent of the rates below.
    pub(super) careless: u32,
    /// Whether a cell was made which no reader can put right and which decides who or where.
    pub(super) hopeless: bool,
}

impl Clerk<'_> {
    /// True at this rate of ten thousand, times the carelessness; counts the dirt if so.
    fn slips(&mut self, rate: u32, dirt: &'static str) -> bool {
        let slips = self.dice.below(1_000_000) < rate * self.careless;
        if slips {
            self.count(dirt);
        }
        slips
    }

    fn count(&mut self, dirt: &'static str) {
        *self.tally.entry(dirt).or_default() += 1;
    }

    fn ruin(&mut self) {
        self.hopeless = true;
    }

    pub(super) fn nik(&mut self, nik: &str) -> String {
        if self.slips(700, "nik_apostrophe") {
            format!("'{nik}")
        } else if self.slips(500, "nik_spaces") {
            spaced(nik, ' ')
        } else if self.slips(150, "nik_dots") {
            spaced(nik, '.')
        } else if self.slips(100, "nik_nbsp") {
            format!("\u{a0}{nik}\u{a0}")
        } else if self.slips(300, "nik_missing") {
            self.dice.word(&["", "", "-", "belum ada"]).to_owned()
        } else if self.slips(90, "nik_scientific") {
            self.ruin();
            let number: f64 = nik.parse().unwrap_or_default();
            format!("{number:.5E}").replace('E', "E+")
        } else if self.slips(60, "nik_digit_missing") {
            self.ruin();
            nik.get(..15).unwrap_or_default().to_owned()
        } else if self.slips(40, "nik_impossible_date") {
            self.ruin();
            let (head, tail) = nik.split_at(8);
            format!("{head}13{}", tail.get(2..).unwrap_or_default())
        } else if self.slips(30, "nik_letter") {
            self.ruin();
            nik.replacen('0', "O", 1)
        } else {
            nik.to_owned()
        }
    }

    pub(super) fn phone(&mut self, phone: &str) -> String {
        let bare = phone.trim_start_matches('0');
        if self.slips(900, "phone_plus62") {
            format!("+62{bare}")
        } else if self.slips(600, "phone_62") {
            format!("62{bare}")
        } else if self.slips(1500, "phone_zero_lost") {
            bare.to_owned()
        } else if self.slips(1200, "phone_dashes") {
            grouped(phone, "-")
        } else if self.slips(900, "phone_spaces") {
            grouped(phone, " ")
        } else if self.slips(200, "phone_plus62_spaced") {
            format!("+62 {}", grouped(bare, " "))
        } else if self.slips(900, "phone_missing") {
            self.dice.word(&["", "", "-", "tidak punya"]).to_owned()
        } else if self.slips(60, "phone_scientific") {
            let number: f64 = bare.parse().unwrap_or_default();
            format!("{number:.5E}").replace('E', "E+")
        } else if self.slips(80, "phone_too_short") {
            phone.get(..7).unwrap_or_default().to_owned()
        } else {
            phone.to_owned()
        }
    }

    /// A village name as a clerk writes it, `district_given` if another cell says the district.
    pub(super) fn village(
        &mut self,
        village: &Village,
        district_given: bool,
        villages: &Villages,
    ) -> String {
        let name = &*village.name;
        let written = if self.slips(900, "village_prefix") {
            let prefix = if village.is_ward { "Kel." } else { "Ds." };
            format!("{prefix} {name}")
        } else if self.slips(300, "village_prefix_long") {
            format!(
                "{} {name}",
                if village.is_ward { "Kelurahan" } else { "Desa" }
            )
        } else if self.slips(1200, "village_upper") {
            name.to_uppercase()
        } else if self.slips(400, "village_lower") {
            name.to_lowercase()
        } else if self.slips(300, "village_misspelt") {
            misspelt(name, self.dice)
        } else if self.slips(150, "village_split") {
            split_word(name)
        } else if self.slips(80, "village_code") {
            village.code.digits()
        } else if self.slips(25, "village_elsewhere") {
            self.dice
                .word(&["Mijen", "Gringsing Lor", "Ngaliyan", "Tidak tahu"])
                .to_owned()
        } else if self.slips(60, "village_missing") {
            String::new()
        } else {
            name.to_owned()
        };
        self.judge_village(&written, village, district_given, villages);
        written
    }

    /// Counts the rows whose village nobody can be sure of, and those where a slip has made another
    /// village of it.
    fn judge_village(
        &mut self,
        written: &str,
        village: &Village,
        district_given: bool,
        villages: &Villages,
    ) {
        if written.is_empty() {
            self.ruin();
            return;
        }
        let district = district_given.then_some(&*village.district_name);
        match villages.gazetteer().resolve(written, district) {
            Resolution::One(code) if code == village.code => {}
            Resolution::One(_) => self.count("village_taken_for_another"),
            Resolution::Many(_) => {
                self.count("village_ambiguous");
                self.ruin();
            }
            Resolution::None { .. } => {
                self.count("village_not_found");
                self.ruin();
            }
        }
    }

    pub(super) fn name(&mut self, name: &str) -> String {
        if self.slips(1800, "name_upper") {
            name.to_uppercase()
        } else if self.slips(500, "name_lower") {
            name.to_lowercase()
        } else if self.slips(200, "name_double_space") {
            name.replace(' ', "  ")
        } else if self.slips(80, "name_nbsp") {
            name.replace(' ', "\u{a0}")
        } else if self.slips(60, "name_trailing_space") {
            format!("{name} ")
        } else {
            name.to_owned()
        }
    }

    /// An amount in one of the ways people write it.
    pub(super) fn rupiah(&mut self, amount: i64) -> String {
        let plain = Rupiah(amount).to_string();
        let dotted = plain.trim_start_matches("Rp");
        if self.slips(1500, "rupiah_dots") {
            dotted.to_owned()
        } else if self.slips(900, "rupiah_prefix") {
            format!("Rp {dotted}")
        } else if self.slips(400, "rupiah_decimals") {
            format!("Rp {dotted},00")
        } else if self.slips(200, "rupiah_dash") {
            format!("Rp. {dotted},-")
        } else if self.slips(700, "rupiah_short") {
            short_amount(amount)
        } else if self.slips(150, "rupiah_words") {
            words(amount)
        } else if self.slips(700, "rupiah_missing") {
            String::new()
        } else if self.slips(50, "rupiah_range") {
            format!("{}-{} juta", amount / 1_000_000, amount / 1_000_000 + 2)
        } else if self.slips(40, "rupiah_ambiguous") {
            format!("{:.1}M", millions(amount))
        } else if self.slips(40, "rupiah_vague") {
            self.dice
                .word(&["tidak tentu", "lumayan", "pas-pasan"])
                .to_owned()
        } else {
            amount.to_string()
        }
    }

    pub(super) fn date(&mut self, day: NaiveDate) -> String {
        if self.slips(1200, "date_in_words") {
            vocab::date::long_form(day, Lang::Id)
        } else if self.slips(500, "date_serial") {
            serial(day).to_string()
        } else if self.slips(900, "date_dashes") {
            day.format("%d-%m-%Y").to_string()
        } else if self.slips(150, "date_short_year") {
            day.format("%d/%m/%y").to_string()
        } else if self.slips(100, "date_month_first") {
            day.format("%m/%d/%Y").to_string()
        } else if self.slips(500, "date_missing") {
            String::new()
        } else {
            day.format("%d/%m/%Y").to_string()
        }
    }

    /// Yes or no, and sometimes nothing.
    pub(super) fn yes(&mut self, yes: bool) -> &'static str {
        if self.slips(400, "answer_missing") {
            ""
        } else if yes {
            self.dice.word(&["Ya", "Ya", "ada", "v", "YA", "sudah"])
        } else {
            self.dice
                .word(&["Tidak", "Tidak", "belum", "-", "TIDAK", "blm"])
        }
    }

    /// The number of a permit, or what clerks write when there is none or they have not seen it.
    pub(super) fn permit(&mut self, number: Option<&str>) -> String {
        match number {
            None => self
                .dice
                .word(&["", "", "-", "belum", "Tidak ada"])
                .to_owned(),
            Some(_) if self.slips(1200, "permit_without_number") => {
                self.dice.word(&["ada", "Ya", "v", "punya"]).to_owned()
            }
            Some(number) if self.slips(100, "permit_digit_missing") => number
                .get(..number.len().saturating_sub(1))
                .unwrap_or_default()
                .to_owned(),
            Some(number) if self.slips(300, "permit_spaces") => spaced(number, ' '),
            Some(number) => number.to_owned(),
        }
    }
}

/// Groups of four.
fn spaced(text: &str, mark: char) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(mark);
        }
        out.push(c);
    }
    out
}

fn grouped(phone: &str, mark: &str) -> String {
    let (head, rest) = phone.split_at(phone.len().min(4));
    let (middle, tail) = rest.split_at(rest.len().min(4));
    [head, middle, tail].join(mark)
}

/// One slip of the pen: a letter left out, doubled, or two swapped.
fn misspelt(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let last = u32::try_from(letters.len())
        .unwrap_or_default()
        .saturating_sub(2);
    // The first letter is seldom wrong.
    let at = usize::try_from(dice.between(1, last.max(1))).unwrap_or_default();
    match dice.below(3) {
        0 if at < letters.len() => {
            letters.remove(at);
        }
        1 => {
            if let Some(letter) = letters.get(at).copied() {
                letters.insert(at, letter);
            }
        }
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => {}
    }
    letters.into_iter().collect()
}

/// `Karangsari` as `Karang Sari`.
fn split_word(name: &str) -> String {
    let at = name.len() / 2;
    match (name.get(..at), name.get(at..)) {
        (Some(head), Some(tail)) if name.len() > 7 => format!("{head} {tail}"),
        _ => name.to_owned(),
    }
}

fn serial(day: NaiveDate) -> i64 {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    day.signed_duration_since(start).num_days()
}

#[expect(clippy::cast_precision_loss, reason = "at most some billion rupiah")]
fn millions(amount: i64) -> f64 {
    amount as f64 / 1e6
}

/// `1,25 jt`, `500rb`.
fn short_amount(amount: i64) -> String {
    if amount >= 1_000_000 {
        let text = format!("{:.2}", millions(amount)).replace('.', ",");
        format!("{} jt", text.trim_end_matches('0').trim_end_matches(','))
    } else {
        format!("{}rb", amount / 1000)
    }
}

/// `dua juta lima ratus ribu rupiah`, to the thousand.
fn words(amount: i64) -> String {
    let mut out = String::new();
    for (unit, name) in [
        (1_000_000_000, "miliar"),
        (1_000_000, "juta"),
        (1_000, "ribu"),
    ] {
        let count = amount / unit % 1000;
        if count == 1 && unit == 1000 {
            out.push_str("seribu ");
        } else if count > 0 {
            below_thousand(count, &mut out);
            out.push_str(name);
            out.push(' ');
        }
    }
    out.push_str("rupiah");
    out
}

fn below_thousand(number: i64, out: &mut String) {
    const DIGITS: [&str; 12] = [
        "",
        "satu ",
        "dua ",
        "tiga ",
        "empat ",
        "lima ",
        "enam ",
        "tujuh ",
        "delapan ",
        "sembilan ",
        "sepuluh ",
        "sebelas ",
    ];
    let digit = |n: i64| {
        usize::try_from(n)
            .ok()
            .and_then(|n| DIGITS.get(n))
            .unwrap_or(&"")
    };
    match number {
        ..=11 => out.push_str(digit(number)),
        12..=19 => out.extend([digit(number - 10), "belas "]),
        20..=99 => {
            out.extend([digit(number / 10), "puluh "]);
            below_thousand(number % 10, out);
        }
        100..=199 => {
            out.push_str("seratus ");
            below_thousand(number - 100, out);
        }
        _ => {
            out.extend([digit(number / 100), "ratus "]);
            below_thousand(number % 100, out);
        }
    }
}

/// A day within a year.
pub(super) fn day_of(year: i32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1)
        .and_then(|first| first.checked_add_signed(TimeDelta::days(i64::from(day))))
        .filter(|date| date.year() == year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 12, 31))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_is_read_as_it_was_meant() {
        let maker = super::super::business::Maker::new(3);
        for number in 0..3000 {
            let business = maker.business(number).expect("a business");
            let (mut dice, mut tally) = (maker.dice(number), Tally::new());
            let mut clerk = Clerk {
                dice: &mut dice,
                tally: &mut tally,
                careless: 100,
                hopeless: false,
            };
            let nik = clerk.nik(&business.owner.nik);
            match nik.parse::<vocab::Nik>() {
                Ok(read) => assert_eq!(read.as_str(), business.owner.nik, "{nik}"),
                Err(_) => assert!(
                    clerk.hopeless || clerk.tally.contains_key("nik_missing"),
                    "{nik}"
                ),
            }
            let amount = clerk.rupiah(business.month_sales);
            if let Ok(read) = amount.parse::<Rupiah>() {
                assert_eq!(read.0, business.month_sales, "{amount}");
            }
            let phone = clerk.phone(&business.owner.phone);
            if let Ok(read) = phone.parse::<vocab::PhoneNumber>() {
                assert_eq!(read.national(), business.owner.phone, "{phone}");
            }
        }
    }

    #[test]
    fn amounts_in_words_read_back() {
        for amount in [
            1_000,
            15_000,
            250_000,
            1_100_000,
            12_000_000,
            119_500_000,
            2_000_000_000,
        ] {
            assert_eq!(
                words(amount).parse(),
                Ok(Rupiah(amount)),
                "{}",
                words(amount)
            );
        }
    }
}

//! One business of the demonstration, before any clerk has written it down.

use vocab::GeoPoint;

use super::dice::{Dice, running_sums, weighted};
use super::people::{Owner, owner};
use super::trades::{self, BRANDS, Channel, Trade};
use super::villages::{Village, Villages};

/// Everything that is true of a business.
#[derive(Debug, Clone)]
pub(super) struct Business {
    pub(super) number: u32,
    pub(super) owner: Owner,
    pub(super) name: String,
    pub(super) trade: &'static Trade,
    pub(super) product: &'static str,
    pub(super) village: Village,
    pub(super) address: String,
    pub(super) rt: u32,
    pub(super) rw: u32,
    pub(super) point: Option<GeoPoint>,
    pub(super) legal_form: &'static str,
    pub(super) start_year: i32,
    pub(super) start_day: u32,
    pub(super) closed: bool,
    /// Sales of an average month in rupiah, round as people say it.
    pub(super) month_sales: i64,
    pub(super) capital: i64,
    pub(super) men: u32,
    pub(super) women: u32,
    pub(super) permits: Permits,
    pub(super) pack: Pack,
    pub(super) selling: Selling,
    pub(super) growth: Growth,
}

/// Permits and marks held; numbers are made up and marked by runs of nines.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of the form"
)]
pub(super) struct Permits {
    pub(super) nib: Option<String>,
    pub(super) npwp: bool,
    pub(super) pirt: Option<String>,
    pub(super) pirt_year: i32,
    pub(super) halal: Option<String>,
    pub(super) merek: Option<String>,
    pub(super) slhs: bool,
    pub(super) pkp: bool,
    pub(super) sppl: bool,
    pub(super) sni: bool,
    pub(super) standard: bool,
}

/// The pack and what its label says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pack {
    /// 0 none, 1 plain, 2 labelled, 3 designed.
    pub(super) level: u8,
    pub(super) label: [bool; 8],
    pub(super) nutrition: bool,
}

/// How it sells.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of the form"
)]
pub(super) struct Selling {
    pub(super) photos: bool,
    pub(super) price_list: bool,
    pub(super) whatsapp_business: bool,
    pub(super) shopee: bool,
    pub(super) shopeefood: bool,
    pub(super) tokopedia: bool,
    pub(super) tiktok: bool,
    pub(super) grabfood: bool,
    pub(super) gofood: bool,
    pub(super) other: bool,
    pub(super) qris: bool,
}

/// How it is run.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of the form"
)]
pub(super) struct Growth {
    /// 0 none, 1 simple, 2 digital.
    pub(super) bookkeeping: u8,
    pub(super) bank: bool,
    pub(super) loan: bool,
    pub(super) training: bool,
    pub(super) curated: bool,
}

/// Makes businesses by number.
pub(super) struct Maker {
    seed: u64,
    villages: Villages,
    trades: Vec<&'static Trade>,
    trade_sums: Vec<u32>,
}

impl Maker {
    pub(super) fn new(seed: u64) -> Self {
        let trades: Vec<&'static Trade> = trades::all().collect();
        let trade_sums = running_sums(trades.iter().map(|trade| trade.weight));
        Self {
            seed,
            villages: Villages::kendal(),
            trades,
            trade_sums,
        }
    }

    pub(super) fn villages(&self) -> &Villages {
        &self.villages
    }

    /// Chance for whatever is done to the business of this number later.
    pub(super) fn dice(&self, number: u32) -> Dice {
        Dice::new(self.seed ^ 0x5EED_D127, u64::from(number))
    }

    /// The business of this number; the same for the same seed. `None` only for an empty table.
    pub(super) fn business(&self, number: u32) -> Option<Business> {
        let dice = &mut Dice::new(self.seed, u64::from(number));
        let trade = *self.trades.get(weighted(dice, &self.trade_sums))?;
        let village = self.villages.pick(trade.home, dice)?.clone();
        // One in fifty owners has a second business, numbered next to the first.
        let owner_number = if number % 50 == 49 {
            number - 1
        } else {
            number
        };
        let owner = owner(
            owner_number,
            &mut Dice::new(self.seed ^ 0x0DDE, u64::from(owner_number)),
        );
        // How far the business has come; most have not come far.
        let maturity = dice.fraction() * dice.fraction();
        let month_sales = round_as_said(month_sales(trade, maturity, dice));
        let men_and_women = dice.between(0, scaled(trade.workers, maturity + 0.2));
        let men = dice.between(0, men_and_women);
        // The census is of 2024.
        let start_year = 2023 - i32::try_from(dice.between(0, 6) * dice.between(0, 5)).unwrap_or(0);
        Some(Business {
            number,
            name: name(trade, &owner, dice),
            product: dice.word(trade.products),
            address: address(dice),
            rt: dice.between(1, 9),
            rw: dice.between(1, 8),
            point: point(&village, dice),
            legal_form: legal_form(maturity, dice),
            start_year,
            start_day: dice.between(0, 364),
            closed: dice.chance(25),
            capital: round_as_said(capital(month_sales, dice)),
            month_sales,
            men,
            women: men_and_women - men,
            permits: permits(trade, number, start_year, maturity, dice),
            pack: pack(trade, maturity, dice),
            selling: selling(trade, maturity, dice),
            growth: growth(maturity, dice),
            owner,
            trade,
            village,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few workers times a small factor"
)]
fn scaled(most: u32, factor: f64) -> u32 {
    (f64::from(most) * factor.min(1.0)).round() as u32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "at most some billion rupiah"
)]
fn month_sales(trade: &Trade, maturity: f64, dice: &mut Dice) -> i64 {
    let (low, high) = (f64::from(trade.sales.0), f64::from(trade.sales.1));
    // Even on a logarithmic scale, pulled up by maturity.
    let at = dice.fraction().mul_add(0.7, maturity * 0.3);
    let year = low * (high / low).powf(at) * 1e6;
    (year / 12.0) as i64
}

fn capital(month_sales: i64, dice: &mut Dice) -> i64 {
    month_sales * i64::from(dice.between(5, 60)) / 10
}

/// Two leading digits, as people say amounts.
fn round_as_said(amount: i64) -> i64 {
    let mut unit = 1;
    while amount / unit >= 100 {
        unit *= 10;
    }
    (amount / unit).max(1) * unit
}

fn name(trade: &Trade, owner: &Owner, dice: &mut Dice) -> String {
    if dice.chance(70) {
        return String::new();
    }
    dice.word(trade.names)
        .replace("{n}", owner.short)
        .replace("{b}", dice.word(&BRANDS))
}

fn address(dice: &mut Dice) -> String {
    if dice.chance(600) {
        let hamlet = dice.word(&[
            "Krajan",
            "Krajan Kulon",
            "Krajan Wetan",
            "Kauman",
            "Sidomulyo",
            "Kebonan",
            "Ngemplak",
            "Jetis",
            "Gebangan",
            "Karangmalang",
            "Tegalrejo",
            "Sekopek",
        ]);
        format!("Dsn. {hamlet}")
    } else {
        let street = dice.word(&[
            "Raya",
            "Pemuda",
            "Soekarno-Hatta",
            "Pahlawan",
            "Masjid",
            "Pasar",
            "Stasiun",
            "Pantura",
            "Laut",
            "Kartini",
            "Sunan Abinawa",
        ]);
        format!("Jl. {street} No. {}", dice.between(1, 250))
    }
}

fn point(village: &Village, dice: &mut Dice) -> Option<GeoPoint> {
    let centre = village.centre?;
    // Within some five hundred metres of the centre.
    let spread = |dice: &mut Dice| (dice.fraction() - 0.5) * 0.009;
    GeoPoint::new(centre.lat() + spread(dice), centre.lng() + spread(dice)).ok()
}

fn legal_form(maturity: f64, dice: &mut Dice) -> &'static str {
    if maturity < 0.45 || dice.chance(500) {
        "Perorangan"
    } else {
        dice.word(&["CV", "PT Perorangan", "UD", "CV", "PT"])
    }
}

/// True with a chance which grows from `low` to `high` per mille with maturity.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "per mille, between two small numbers"
)]
fn grows(dice: &mut Dice, low: u32, high: u32, maturity: f64) -> bool {
    let chance = f64::from(high.saturating_sub(low)).mul_add(maturity.sqrt(), f64::from(low));
    dice.chance(chance as u32)
}

fn permits(trade: &Trade, number: u32, start_year: i32, maturity: f64, dice: &mut Dice) -> Permits {
    let has_nib = grows(dice, 180, 850, maturity);
    let mut permits = Permits {
        nib: has_nib.then(|| format!("999{:010}", u64::from(number) * 7919 % 10_000_000_000)),
        npwp: grows(dice, 150, 800, maturity),
        merek: grows(dice, 0, 160, maturity).then(|| format!("IDM9999{:05}", number % 100_000)),
        sppl: has_nib && dice.chance(150),
        sni: has_nib && dice.chance(20),
        standard: has_nib && dice.chance(200),
        ..Permits::default()
    };
    let Some(food) = trade.food else {
        return permits;
    };
    if has_nib && !food.pirt_type.is_empty() && grows(dice, 100, 750, maturity) {
        permits.pirt_year = (start_year + 5).max(2024 + i32::try_from(dice.below(6)).unwrap_or(0));
        permits.pirt = Some(format!(
            "{}{}332401{:04}-{:02}",
            dice.between(1, 8),
            food.pirt_type,
            9000 + number % 1000,
            permits.pirt_year % 100
        ));
        permits.pkp = dice.chance(900);
    }
    if has_nib && grows(dice, 60, 500, maturity) {
        let (month, year) = (dice.between(1, 12), dice.between(22, 26));
        permits.halal = Some(format!("ID3399{number:09}{month:02}{year:02}"));
    }
    permits.slhs = food.pirt_type.is_empty() && grows(dice, 10, 200, maturity);
    permits
}

fn pack(trade: &Trade, maturity: f64, dice: &mut Dice) -> Pack {
    let Some(food) = trade.food.filter(|food| food.shelf.1 > 3) else {
        return Pack::default();
    };
    let level = if grows(dice, 50, 600, maturity) {
        3
    } else if grows(dice, 250, 800, maturity) {
        2
    } else {
        u8::from(!food.material.is_empty())
    };
    let mut label = [false; 8];
    if level >= 2 {
        for mark in &mut label {
            *mark = grows(dice, 300, 950, maturity);
        }
    }
    Pack {
        level,
        label,
        nutrition: level == 3 && grows(dice, 20, 400, maturity),
    }
}

fn selling(trade: &Trade, maturity: f64, dice: &mut Dice) -> Selling {
    let mut selling = Selling {
        photos: grows(dice, 100, 800, maturity),
        price_list: grows(dice, 200, 800, maturity),
        whatsapp_business: grows(dice, 80, 600, maturity),
        other: grows(dice, 60, 400, maturity),
        qris: grows(dice, 80, 700, maturity),
        ..Selling::default()
    };
    match trade.channel {
        Channel::Food => {
            selling.shopeefood = grows(dice, 30, 350, maturity);
            selling.grabfood = grows(dice, 30, 300, maturity);
            selling.gofood = grows(dice, 20, 300, maturity);
        }
        Channel::Goods => {
            selling.shopee = grows(dice, 50, 450, maturity);
            selling.tokopedia = grows(dice, 10, 200, maturity);
            selling.tiktok = grows(dice, 20, 250, maturity);
        }
        Channel::Rare => selling.shopee = grows(dice, 5, 60, maturity),
    }
    selling
}

fn growth(maturity: f64, dice: &mut Dice) -> Growth {
    let bookkeeping = if grows(dice, 10, 300, maturity) {
        2
    } else {
        u8::from(grows(dice, 200, 800, maturity))
    };
    Growth {
        bookkeeping,
        bank: grows(dice, 300, 950, maturity),
        loan: grows(dice, 100, 450, maturity),
        training: grows(dice, 50, 550, maturity),
        curated: grows(dice, 0, 200, maturity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocab::{HalalNumber, MerekNumber, Nib, PirtNumber, Rupiah, SizeClass};

    #[test]
    fn a_number_makes_the_same_business_again() {
        let (a, b) = (Maker::new(5), Maker::new(5));
        for number in 0..200 {
            let (a, b) = (a.business(number), b.business(number));
            assert_eq!(format!("{a:?}"), format!("{b:?}"));
        }
        assert_ne!(
            format!("{:?}", Maker::new(6).business(1)),
            format!("{:?}", Maker::new(5).business(1))
        );
    }

    #[test]
    fn made_up_numbers_are_well_formed() {
        let maker = Maker::new(1);
        let mut seen = [0; 4];
        for number in 0..4000 {
            let permits = maker.business(number).expect("a business").permits;
            let mut good = |at: usize, ok: Option<bool>| {
                assert_ne!(ok, Some(false), "{permits:?}");
                if let Some(count) = seen.get_mut(at) {
                    *count += i32::from(ok.is_some());
                }
            };
            good(0, permits.nib.as_ref().map(|n| n.parse::<Nib>().is_ok()));
            good(
                1,
                permits
                    .pirt
                    .as_ref()
                    .map(|n| n.parse::<PirtNumber>().is_ok()),
            );
            good(
                2,
                permits
                    .halal
                    .as_ref()
                    .map(|n| n.parse::<HalalNumber>().is_ok()),
            );
            good(
                3,
                permits
                    .merek
                    .as_ref()
                    .map(|n| n.parse::<MerekNumber>().is_ok()),
            );
        }
        assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
    }

    #[test]
    fn nearly_all_are_micro() {
        let maker = Maker::new(1);
        let micro = (0..4000)
            .filter_map(|number| maker.business(number))
            .filter(|b| SizeClass::by_sales(Rupiah(b.month_sales * 12)) == SizeClass::Mikro)
            .count();
        assert!((3800..4000).contains(&micro), "{micro}");
    }

    #[test]
    fn charcoal_comes_from_weleri() {
        let maker = Maker::new(1);
        let charcoal: Vec<Business> = (0..8000)
            .filter_map(|number| maker.business(number))
            .filter(|b| b.trade.kbli == "16295")
            .collect();
        let weleri = charcoal.iter().filter(|b| b.village.district == 12).count();
        assert!(charcoal.len() > 10 && weleri * 10 > charcoal.len() * 7);
    }
}

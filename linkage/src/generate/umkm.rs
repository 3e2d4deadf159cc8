//! Census and marketplace lists of small businesses, half of them in both, with the neighbours that mislead:
//! an owner's second business, a family on one phone, shops of the same name.

use super::noise::{self, Noise};
use super::pools::indonesian::{CORES, FAMILY, GIVEN, KINDS, PLACE_HEADS, PLACE_TAILS, STREETS};
use super::random::Chance;
use super::{Lists, csv_text};

const VILLAGES: usize = 286;
const DISTRICTS: usize = 20;
const SECOND_BUSINESS: f64 = 0.08;
const FAMILY_MEMBER: f64 = 0.06;

#[derive(Clone)]
struct Business {
    owner: String,
    name: String,
    village: usize,
    address: String,
    phone: String,
    nik: String,
}

/// Two lists of `n` businesses of which half stand in both.
pub(super) fn lists(n: usize, seed: u64, census: &Noise, market: &Noise) -> Lists {
    let mut chance = Chance::new(seed);
    let common = n / 2;
    let mut businesses = population(2 * n - common, &mut chance);
    chance.shuffle(&mut businesses);
    let mut left: Vec<(usize, &Business)> = businesses.iter().enumerate().take(n).collect();
    let mut right: Vec<(usize, &Business)> =
        businesses.iter().enumerate().skip(n - common).collect();
    chance.shuffle(&mut left);
    chance.shuffle(&mut right);
    let villages = villages();
    let mut rows = vec![
        [
            "id",
            "nama_pemilik",
            "nama_usaha",
            "desa",
            "kecamatan",
            "alamat",
            "no_hp",
            "nik",
        ]
        .map(str::to_owned),
    ];
    rows.extend(
        left.iter()
            .map(|(number, b)| row("C", *number, b, &villages, census, &mut chance)),
    );
    let mut other = vec![
        [
            "id", "owner", "shop", "village", "district", "address", "phone", "nik",
        ]
        .map(str::to_owned),
    ];
    other.extend(
        right
            .iter()
            .map(|(number, b)| row("M", *number, b, &villages, market, &mut chance)),
    );
    let mut gold = vec![["left_id".to_owned(), "right_id".to_owned()]];
    gold.extend((n - common..n).map(|number| [id("C", number), id("M", number)]));
    Lists {
        left: csv_text(&rows),
        right: Some(csv_text(&other)),
        gold: csv_text(&gold),
    }
}

fn id(list: &str, number: usize) -> String {
    format!(
        "{list}{:07}",
        crate::hash::finish(number as u64 ^ list.len() as u64) % 9_999_991
            + number as u64 * 10_000_000
    )
}

fn population(n: usize, chance: &mut Chance) -> Vec<Business> {
    let mut all: Vec<Business> = Vec::with_capacity(n);
    while all.len() < n {
        let kin =
            (!all.is_empty() && chance.happens(FAMILY_MEMBER)).then(|| all[all.len() - 1].clone());
        let business = match kin {
            Some(kin) => relative(&kin, chance),
            None => stranger(chance),
        };
        let second = chance
            .happens(SECOND_BUSINESS)
            .then(|| second_business(&business, chance));
        all.push(business);
        all.extend(second);
    }
    all.truncate(n);
    all
}

fn stranger(chance: &mut Chance) -> Business {
    let village = chance.below(VILLAGES);
    let owner = person(chance);
    Business {
        name: shop_name(&owner, chance),
        address: address(chance),
        phone: phone(chance),
        nik: nik(village, chance),
        village,
        owner,
    }
}

/// Lives in the same house, has the same family name and mostly the same phone.
fn relative(kin: &Business, chance: &mut Chance) -> Business {
    let family = kin.owner.rsplit(' ').next().unwrap_or_default();
    let owner = format!("{} {family}", GIVEN[chance.zipf(GIVEN.len())]);
    let phone = if chance.happens(0.8) {
        kin.phone.clone()
    } else {
        phone(chance)
    };
    Business {
        name: shop_name(&owner, chance),
        nik: nik(kin.village, chance),
        owner,
        phone,
        ..kin.clone()
    }
}

fn second_business(first: &Business, chance: &mut Chance) -> Business {
    let address = if chance.happens(0.5) {
        first.address.clone()
    } else {
        address(chance)
    };
    let phone = if chance.happens(0.7) {
        first.phone.clone()
    } else {
        phone(chance)
    };
    Business {
        name: shop_name(&first.owner, chance),
        address,
        phone,
        ..first.clone()
    }
}

fn person(chance: &mut Chance) -> String {
    let mut words = vec![GIVEN[chance.zipf(GIVEN.len())]];
    let more = chance.share();
    if more > 0.15 {
        let pool: &[&str] = if chance.happens(0.6) { &FAMILY } else { &GIVEN };
        words.push(pool[chance.zipf(pool.len())]);
    }
    if more > 0.75 {
        words.push(FAMILY[chance.zipf(FAMILY.len())]);
    }
    words.join(" ")
}

fn shop_name(owner: &str, chance: &mut Chance) -> String {
    let kind = KINDS[chance.zipf(KINDS.len())];
    if chance.happens(0.25) {
        let first = owner.split(' ').next().unwrap_or(owner);
        let call = chance.pick(&["bu", "pak", "mbak", "mas", "mbah"]);
        return format!("{kind} {call} {first}");
    }
    let core = CORES[chance.zipf(CORES.len())];
    if chance.happens(0.3) {
        format!("{kind} {core}")
    } else {
        format!("{kind} {core} {}", CORES[chance.zipf(CORES.len())])
    }
}

fn address(chance: &mut Chance) -> String {
    let (rt, rw) = (chance.below(9) + 1, chance.below(7) + 1);
    if chance.happens(0.5) {
        format!(
            "jalan {} no {}",
            chance.pick(&STREETS),
            chance.below(180) + 1
        )
    } else {
        let dusun = format!("{}{}", chance.pick(&PLACE_HEADS), chance.pick(&PLACE_TAILS));
        format!("dusun {dusun} rt {rt:02} rw {rw:02}")
    }
}

fn phone(chance: &mut Chance) -> String {
    let prefix = chance.pick(&[
        "0812", "0813", "0821", "0822", "0852", "0857", "0858", "0877", "0878", "0895", "0896",
        "0881",
    ]);
    let length = if chance.happens(0.8) { 8 } else { 7 };
    format!("{prefix}{}", chance.digits(length))
}

fn nik(village: usize, chance: &mut Chance) -> String {
    let day = chance.below(28) + 1 + if chance.happens(0.5) { 40 } else { 0 };
    let (month, year, number) = (
        chance.below(12) + 1,
        50 + chance.below(53),
        chance.zipf(60) + 1,
    );
    format!(
        "3324{:02}{day:02}{month:02}{:02}{number:04}",
        village % DISTRICTS + 1,
        year % 100
    )
}

fn villages() -> Vec<(String, String)> {
    let name = |i: usize| {
        format!(
            "{}{}",
            PLACE_HEADS[i % PLACE_HEADS.len()],
            PLACE_TAILS[i / PLACE_HEADS.len() % PLACE_TAILS.len()]
        )
    };
    (0..VILLAGES)
        .map(|i| (name(i), name(i % DISTRICTS * 7)))
        .collect()
}

fn row(
    list: &str,
    number: usize,
    b: &Business,
    villages: &[(String, String)],
    noise: &Noise,
    chance: &mut Chance,
) -> [String; 8] {
    let village = if chance.happens(noise.moved) {
        chance.below(VILLAGES)
    } else {
        b.village
    };
    let (village, district) = &villages[village];
    let mut owner = noise::words(&b.owner, noise, chance);
    if chance.happens(noise.title) {
        owner = format!(
            "{} {owner}",
            chance.pick(&["h.", "hj.", "bpk", "ibu", "drs."])
        );
    }
    let village_text = noise::word(village, noise, chance);
    let address = if chance.happens(noise.no_address) {
        String::new()
    } else {
        noise::words(&b.address, noise, chance)
    };
    [
        id(list, number),
        noise::capitals(&owner, chance),
        noise::capitals(&shop(b, village, noise, chance), chance),
        noise::capitals(&village_text, chance),
        noise::capitals(district, chance),
        noise::capitals(&address, chance),
        written_phone(&b.phone, noise, chance),
        written_nik(&b.nik, noise, chance),
    ]
}

fn shop(b: &Business, village: &str, noise: &Noise, chance: &mut Chance) -> String {
    let name = if chance.happens(noise.renamed) {
        shop_name(&b.owner, chance)
    } else {
        b.name.clone()
    };
    let name = noise::words(&name, noise, chance);
    if !chance.happens(noise.suffix) {
        return name;
    }
    if chance.happens(0.5) {
        format!("{name} {village}")
    } else {
        format!("{name} official store")
    }
}

fn written_phone(number: &str, noise: &Noise, chance: &mut Chance) -> String {
    if chance.happens(noise.no_phone) {
        return String::new();
    }
    let number = if chance.happens(noise.wrong_phone) {
        if chance.happens(0.35) {
            noise::wrong_digit(number, chance)
        } else {
            phone(chance)
        }
    } else {
        number.to_owned()
    };
    noise::phone_dress(&number, chance)
}

fn written_nik(number: &str, noise: &Noise, chance: &mut Chance) -> String {
    if chance.happens(noise.no_nik) {
        String::new()
    } else if chance.happens(noise.wrong_nik) {
        noise::wrong_digit(number, chance)
    } else {
        number.to_owned()
    }
}

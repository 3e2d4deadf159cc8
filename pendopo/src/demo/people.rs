//! Owners who do not exist.
//!
//! Names are put together from common Javanese and Indonesian names. Every NIK has the serial 0000,
//! which Dukcapil never issues (serials start at 0001), and every telephone number begins with
//! 0841, which no operator is known to use.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use vocab::Sex;

use super::dice::Dice;

/// An owner.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) name: String,
    /// What neighbours say: `Siti`, `Slamet`.
    pub(super) short: &'static str,
    pub(super) sex: Sex,
    pub(super) born: NaiveDate,
    pub(super) nik: String,
    pub(super) phone: String,
    pub(super) email: Option<String>,
}

const WOMEN: [&str; 72] = [
    "Siti",
    "Sri",
    "Endang",
    "Sumiati",
    "Suparti",
    "Kasmini",
    "Ngatini",
    "Tumini",
    "Rukmini",
    "Sulastri",
    "Wahyuni",
    "Nurul",
    "Umi",
    "Khotimah",
    "Muslimah",
    "Rohmah",
    "Zulaikha",
    "Fatimah",
    "Aminah",
    "Maesaroh",
    "Nur",
    "Dewi",
    "Ratna",
    "Rini",
    "Yuni",
    "Tri",
    "Dwi",
    "Eka",
    "Ani",
    "Sari",
    "Wati",
    "Lestari",
    "Kartini",
    "Supriyati",
    "Sutinah",
    "Jumiati",
    "Munawaroh",
    "Istiqomah",
    "Mutmainah",
    "Nafisah",
    "Faizah",
    "Laila",
    "Lilis",
    "Titik",
    "Tutik",
    "Ning",
    "Warsini",
    "Painem",
    "Sumarni",
    "Sukarti",
    "Mariyam",
    "Alfiyah",
    "Khoiriyah",
    "Zumrotun",
    "Anisah",
    "Hidayah",
    "Indah",
    "Puji",
    "Retno",
    "Susanti",
    "Novita",
    "Fitri",
    "Ika",
    "Erna",
    "Nita",
    "Dian",
    "Ayu",
    "Mega",
    "Putri",
    "Nanik",
    "Sunarti",
    "Kusmiyati",
];
const MEN: [&str; 70] = [
    "Slamet",
    "Suparman",
    "Sutrisno",
    "Supriyadi",
    "Sugeng",
    "Joko",
    "Agus",
    "Budi",
    "Bambang",
    "Ahmad",
    "Muhammad",
    "Abdul",
    "Nur",
    "Khoirul",
    "Saiful",
    "Zaenal",
    "Mustofa",
    "Rohmat",
    "Sukardi",
    "Suwarno",
    "Ngadiman",
    "Paijo",
    "Wagiman",
    "Tukiman",
    "Sarjono",
    "Mulyono",
    "Haryanto",
    "Purwanto",
    "Widodo",
    "Triyono",
    "Dwi",
    "Eko",
    "Tri",
    "Edi",
    "Heri",
    "Yanto",
    "Teguh",
    "Imam",
    "Ali",
    "Fauzi",
    "Arifin",
    "Syaifudin",
    "Nasikhin",
    "Kholil",
    "Munir",
    "Rifai",
    "Sholikin",
    "Sodikin",
    "Tarmuji",
    "Kusnadi",
    "Darmanto",
    "Wahyu",
    "Rudi",
    "Andi",
    "Dedi",
    "Hendra",
    "Irfan",
    "Fajar",
    "Bayu",
    "Rizki",
    "Didik",
    "Sigit",
    "Totok",
    "Untung",
    "Wiyono",
    "Sumarno",
    "Jumadi",
    "Kasmuri",
    "Rochmad",
    "Soekardi",
];
const SECOND_WOMEN: [&str; 44] = [
    "Aminah",
    "Lestari",
    "Wahyuni",
    "Rahayu",
    "Handayani",
    "Astuti",
    "Ningsih",
    "Purwanti",
    "Susilowati",
    "Setyowati",
    "Kusumawati",
    "Indrawati",
    "Mulyani",
    "Suryani",
    "Fatimah",
    "Khasanah",
    "Rohmah",
    "Hidayah",
    "Maulida",
    "Utami",
    "Pertiwi",
    "Puspitasari",
    "Wulandari",
    "Anggraini",
    "Fitriyani",
    "Mariana",
    "Hartati",
    "Sulistyowati",
    "Winarsih",
    "Nurjanah",
    "Zahro",
    "Solikhah",
    "Fadhilah",
    "Ulfa",
    "Kurniawati",
    "Rahmawati",
    "Permatasari",
    "Safitri",
    "Yuliana",
    "Asiyah",
    "Nurhayati",
    "Marfuah",
    "Umayah",
    "Chasanah",
];
const SECOND_MEN: [&str; 46] = [
    "Riyadi",
    "Santoso",
    "Wibowo",
    "Prasetyo",
    "Setiawan",
    "Kurniawan",
    "Nugroho",
    "Hidayat",
    "Rohman",
    "Rozaq",
    "Anwar",
    "Hakim",
    "Mustofa",
    "Susanto",
    "Hartono",
    "Raharjo",
    "Utomo",
    "Purnomo",
    "Pranoto",
    "Cahyono",
    "Wahyudi",
    "Maulana",
    "Ridwan",
    "Fadholi",
    "Ghofur",
    "Latif",
    "Basori",
    "Asrori",
    "Syafii",
    "Zuhri",
    "Mubarok",
    "Ikhsan",
    "Saputra",
    "Firmansyah",
    "Ramadhan",
    "Adi",
    "Suryanto",
    "Budiman",
    "Yulianto",
    "Irawan",
    "Subekti",
    "Jatmiko",
    "Supriyanto",
    "Winarno",
    "Soetopo",
    "Djunaedi",
];

/// Districts of first registration: Kendal's twenty and three neighbours, so that about one owner
/// in eight was registered elsewhere …
const NEAR: [&str; 23] = [
    "332401", "332402", "332403", "332404", "332405", "332406", "332407", "332408", "332409",
    "332410", "332411", "332412", "332413", "332414", "332415", "332416", "332417", "332418",
    "332419", "332420", "337403", "332505", "332301",
];
/// … and regencies (with districts 01 to 12) which are used up only by very large files.
const FAR: [&str; 8] = [
    "3374", "3325", "3323", "3322", "3321", "3375", "3326", "3404",
];

/// Births from 1946 to 2005.
const DAYS: u32 = 21_900;

/// The owner number `index`; two different numbers never share a NIK.
pub(super) fn owner(index: u32, dice: &mut Dice) -> Owner {
    let sex = if dice.chance(560) {
        Sex::Female
    } else {
        Sex::Male
    };
    let (firsts, seconds): (&[_], &[_]) = if sex == Sex::Female {
        (&WOMEN, &SECOND_WOMEN)
    } else {
        (&MEN, &SECOND_MEN)
    };
    let short = dice.word(firsts);
    let name = full_name(short, seconds, sex, dice);
    // 7919 is prime to the number of days, so this walks over all of them before any returns.
    let day = u32::try_from(u64::from(index) * 7919 % u64::from(DAYS)).unwrap_or_default();
    let born = NaiveDate::from_ymd_opt(1946, 1, 1)
        .and_then(|first| first.checked_add_signed(TimeDelta::days(i64::from(day))))
        .unwrap_or_default();
    let email = dice.chance(80).then(|| {
        format!(
            "{}{}@example.id",
            short.to_lowercase(),
            dice.between(10, 9999)
        )
    });
    Owner {
        nik: nik(day, index / DAYS, sex, born),
        phone: phone(index),
        name,
        short,
        sex,
        born,
        email,
    }
}

fn full_name(short: &'static str, seconds: &[&'static str], sex: Sex, dice: &mut Dice) -> String {
    let mut name = String::with_capacity(32);
    if dice.chance(60) {
        name.push_str(if sex == Sex::Female { "Hj. " } else { "H. " });
    }
    name.push_str(short);
    if !dice.chance(190) {
        name.push(' ');
        name.push_str(dice.word(seconds));
        if dice.chance(70) {
            name.push(' ');
            name.push_str(dice.word(seconds));
        }
    }
    if dice.chance(30) {
        name.push_str(dice.word(&[", S.Pd", ", S.E.", ", S.Ag.", ", A.Md.", ", S.Kom"]));
    }
    name
}

/// `round` counts how often the day was used before; each round takes another district.
fn nik(day: u32, round: u32, sex: Sex, born: NaiveDate) -> String {
    let near = u32::try_from(NEAR.len()).unwrap_or(1);
    let district = if round < near {
        let at = (day.wrapping_mul(2_654_435_761) / 65_536 + round) % near;
        NEAR.get(usize::try_from(at).unwrap_or_default())
            .map_or_else(String::new, |d| (*d).to_owned())
    } else {
        let far = round - near;
        let regency = FAR
            .get(usize::try_from(far / 12).unwrap_or_default())
            .unwrap_or(&"3374");
        format!("{regency}{:02}", far % 12 + 1)
    };
    let day_of_month = if sex == Sex::Female {
        born.day() + 40
    } else {
        born.day()
    };
    format!(
        "{district}{day_of_month:02}{:02}{:02}0000",
        born.month(),
        born.year() % 100
    )
}

fn phone(index: u32) -> String {
    // 48,271 is prime to 10^8: no two owners share a number.
    format!(
        "0841{:08}",
        (u64::from(index) * 48_271 + 1_234_567) % 100_000_000
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use vocab::{Nik, PhoneNumber};

    #[test]
    fn every_owner_has_a_specimen_nik_of_their_own() {
        let mut niks = HashSet::new();
        for index in (0..60_000).chain(1_000_000..1_010_000) {
            let owner = owner(index, &mut Dice::new(1, u64::from(index)));
            let nik: Nik = owner.nik.parse().expect("a NIK");
            assert!(nik.is_specimen());
            assert_eq!(nik.sex(), owner.sex);
            assert_eq!(nik.birth_date(2026), Some(owner.born));
            assert!(niks.insert(owner.nik), "{index}");
        }
    }

    #[test]
    fn telephone_numbers_are_valid_and_of_an_unused_range() {
        let owner = owner(77, &mut Dice::new(1, 77));
        let phone: PhoneNumber = owner.phone.parse().expect("a number");
        assert!(phone.as_str().starts_with("+62841"));
    }
}

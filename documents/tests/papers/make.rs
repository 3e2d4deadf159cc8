//! What the tests are made of.

use std::sync::LazyLock;

use chrono::NaiveDate;
use documents::label::{Around, Draft, Label, Problem, Tables, read};
use documents::office::{Business, Office, Owner, Signer};
use documents::{Press, Sheet};

pub(crate) static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

/// Keeps a paper to be looked at, in the folder that PENDOPO_PAPERS names.
pub(crate) fn keep(name: &str, sheet: &Sheet) {
    if let Some(folder) = std::env::var_os("PENDOPO_PAPERS") {
        let file = std::path::Path::new(&folder).join(name);
        std::fs::write(file.with_extension("pdf"), &sheet.pdf).unwrap();
        std::fs::write(file.with_extension("svg"), &sheet.svg).unwrap();
    }
}

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

pub(crate) fn tempe() -> Draft {
    serde_json::from_str(include_str!("tempe.json")).unwrap()
}

pub(crate) fn read_on(draft: &Draft, today: NaiveDate) -> (Label, Vec<Problem>) {
    let tables = Tables::built_in().unwrap();
    let around = Around {
        today,
        regency: Some("33.24".parse().unwrap()),
        tables: &tables,
    };
    read(draft, &around)
}

pub(crate) fn problems(draft: &Draft) -> Vec<Problem> {
    read_on(draft, today()).1
}

pub(crate) fn office() -> Office {
    Office {
        government: "Pemerintah Kabupaten Kendal".to_owned(),
        name: "Dinas Perdagangan, Koperasi, Usaha Kecil dan Menengah".to_owned(),
        address: "Jalan Contoh Nomor 1, Kendal 51313".to_owned(),
        contact: "Telepon (0294) 000000".to_owned(),
        place: "Kendal".to_owned(),
        signer: Signer {
            post: "Kepala Dinas".to_owned(),
            name: "Drs. Contoh Prasetyo, M.M.".to_owned(),
            rank: "Pembina Utama Muda".to_owned(),
            nip: "19700101 199503 1 001".to_owned(),
        },
    }
}

pub(crate) fn owner() -> Owner {
    Owner {
        name: "Raden Ayu Sri Widyaningrum Kusumaningtyas".to_owned(),
        nik: "3324996001800001".to_owned(),
        address: "Dusun Krajan RT 02/RW 04, Desa Cepiring, Kecamatan Cepiring".to_owned(),
        phone: "0841 0000 0001".to_owned(),
    }
}

pub(crate) fn business() -> Business {
    Business {
        name: "Keripik Bu Sri".to_owned(),
        nib: "1234567890123".to_owned(),
        activity: "10794 Industri kerupuk, keripik, peyek (KBLI 2020)".to_owned(),
        address: "Desa Cepiring, Kecamatan Cepiring, Kabupaten Kendal".to_owned(),
    }
}

//! Cooks and sellers of ready food.

use super::{FRESH, READY, Trade};

pub(super) const ALL: &[Trade] = &[
    Trade {
        weight: 560,
        activity: "Warung makan",
        products: &[
            "nasi rames",
            "soto ayam",
            "nasi goreng",
            "pecel lele",
            "nasi ayam",
        ],
        ..READY
    },
    Trade {
        weight: 330,
        kbli: "56104",
        activity: "Jualan makanan keliling",
        products: &[
            "bakso", "mie ayam", "siomay", "cilok", "gorengan", "martabak",
        ],
        names: &["Bakso {n}", "Mie Ayam {n}", "Gorengan {n}", "", "Pak {n}"],
        premise: "gerobak",
        ..READY
    },
    Trade {
        weight: 150,
        kbli: "56210",
        activity: "Katering",
        products: &["nasi kotak", "katering hajatan", "snack box"],
        names: &["Katering {n}", "{b} Catering", "Dapur {n}"],
        premise: "rumah",
        sales: (36, 900),
        workers: 8,
        ..READY
    },
    Trade {
        weight: 130,
        kbli: "56303",
        activity: "Kafe",
        products: &["kopi susu", "kopi dan camilan"],
        names: &["Kopi {b}", "Café {b}", "Kedai Kopi {n}"],
        sales: (48, 700),
        food: Some(FRESH),
        ..READY
    },
    Trade {
        weight: 120,
        kbli: "56103",
        activity: "Angkringan",
        products: &["angkringan", "wedangan dan gorengan"],
        names: &["Angkringan {n}", "Angkringan {b}"],
        premise: "tenda",
        food: Some(FRESH),
        ..READY
    },
];

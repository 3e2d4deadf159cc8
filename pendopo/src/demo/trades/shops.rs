//! Trade: KBLI 45 to 47.

use super::{COAST, Channel, TRADE, Trade, UPLAND};

pub(super) const ALL: &[Trade] = &[
    Trade {
        weight: 1450,
        activity: "Toko kelontong",
        products: &["sembako", "kelontong", "sembako dan jajan"],
        names: &[
            "Toko {n}",
            "Toko {b}",
            "Tk. {b}",
            "Warung {n}",
            "Toko Kelontong {n}",
        ],
        ..TRADE
    },
    Trade {
        weight: 520,
        kbli: "47213",
        activity: "Dagang sayur",
        products: &["sayur mayur", "sayuran", "bumbu dapur"],
        names: &["Sayur {n}", "Bu {n}", ""],
        premise: "pasar",
        ..TRADE
    },
    Trade {
        weight: 360,
        kbli: "47711",
        activity: "Jual pakaian",
        products: &["pakaian", "baju muslim", "kerudung", "pakaian anak"],
        names: &[
            "{b} Fashion",
            "Toko Baju {n}",
            "{n} Hijab",
            "{b} Collection",
        ],
        channel: Channel::Goods,
        ..TRADE
    },
    Trade {
        weight: 330,
        kbli: "47826",
        activity: "Jual minuman",
        products: &["es teh", "aneka es", "jus buah", "kopi sachet"],
        names: &["Es Teh {n}", "Kedai {b}", "Es {n}"],
        premise: "lapak",
        channel: Channel::Food,
        ..TRADE
    },
    Trade {
        weight: 300,
        kbli: "47414",
        activity: "Konter pulsa",
        products: &["pulsa dan kartu", "aksesoris HP"],
        names: &["{n} Cell", "{b} Cell", "Konter {n}"],
        premise: "kios",
        ..TRADE
    },
    Trade {
        weight: 260,
        kbli: "47815",
        activity: "Dagang ikan",
        products: &["ikan segar", "ikan laut", "bandeng segar"],
        names: &["Ikan {n}", "", "UD {b}"],
        premise: "pasar",
        home: COAST,
        ..TRADE
    },
    Trade {
        weight: 250,
        kbli: "47212",
        activity: "Dagang buah",
        products: &["jambu biji getas merah", "buah-buahan", "durian", "pisang"],
        names: &["Kios Buah {n}", "UD {b} Buah", ""],
        premise: "lapak",
        home: UPLAND,
        ..TRADE
    },
    Trade {
        weight: 230,
        kbli: "47772",
        activity: "Pangkalan gas",
        products: &["gas elpiji 3 kg", "gas dan air galon"],
        names: &["Pangkalan {n}", "Toko Gas {b}"],
        sales: (60, 900),
        ..TRADE
    },
    Trade {
        weight: 200,
        kbli: "47763",
        activity: "Kios pupuk",
        products: &["pupuk", "pupuk dan obat tanaman", "bibit"],
        names: &["Kios Tani {b}", "UD Tani {b}"],
        sales: (60, 1500),
        ..TRADE
    },
    Trade {
        weight: 200,
        kbli: "47524",
        activity: "Toko bangunan",
        products: &["semen dan pasir", "bahan bangunan", "besi dan cat"],
        names: &["TB {b}", "Toko Bangunan {b}", "UD {b}"],
        sales: (120, 6000),
        workers: 8,
        ..TRADE
    },
    Trade {
        weight: 180,
        kbli: "47592",
        activity: "Toko alat rumah tangga",
        products: &["perabot rumah tangga", "alat listrik"],
        names: &["Toko {b}", "{b} Elektronik"],
        ..TRADE
    },
    Trade {
        weight: 160,
        kbli: "47611",
        activity: "Toko alat tulis",
        products: &["ATK dan fotokopi", "buku tulis"],
        names: &["Toko {b}", "{n} Stationery"],
        ..TRADE
    },
    Trade {
        weight: 130,
        kbli: "47724",
        activity: "Jual kosmetik",
        products: &["kosmetik", "skincare"],
        names: &["{n} Beauty", "{b} Kosmetik"],
        channel: Channel::Goods,
        ..TRADE
    },
    Trade {
        weight: 130,
        kbli: "47241",
        activity: "Dagang beras",
        products: &["beras", "beras dan gabah"],
        names: &["UD {b}", "Beras {n}"],
        sales: (120, 4000),
        workers: 6,
        ..TRADE
    },
];

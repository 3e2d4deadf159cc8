//! Makers of food which is processed and packed.

use super::{COAST, Channel, DRY, FISH, FOOD, FRESH, FROZEN, Food, Trade, UPLAND};

pub(super) const ALL: &[Trade] = &[
    Trade {
        weight: 380,
        kbli: "10794",
        activity: "Produksi keripik dan kerupuk",
        products: &[
            "kerupuk daun kelor",
            "keripik singkong",
            "keripik tempe",
            "peyek kacang",
            "rengginang",
            "keripik pisang",
        ],
        ..FOOD
    },
    Trade {
        weight: 300,
        kbli: "10710",
        activity: "Produksi roti dan kue kering",
        products: &["kue kering", "roti manis", "nastar", "bolu"],
        names: &["{n} Bakery", "{b} Cake", "Dapur {n}", "{n} Cookies"],
        food: Some(Food {
            pirt_type: "06",
            shelf: (7, 90),
            ..DRY
        }),
        channel: Channel::Food,
        ..FOOD
    },
    Trade {
        weight: 260,
        kbli: "10792",
        activity: "Produksi kue basah dan jajanan",
        products: &["kue basah", "jajan pasar", "lemper", "onde-onde"],
        food: Some(FRESH),
        channel: Channel::Food,
        ..FOOD
    },
    Trade {
        weight: 180,
        kbli: "10391",
        activity: "Produksi tempe",
        products: &["tempe", "tempe daun"],
        names: &["Tempe {n}", "Tempe {b}", ""],
        food: Some(FRESH),
        channel: Channel::Rare,
        ..FOOD
    },
    Trade {
        weight: 110,
        kbli: "10392",
        activity: "Produksi tahu",
        products: &["tahu putih", "tahu kuning"],
        names: &["Tahu {n}", "Pabrik Tahu {b}"],
        premise: "rumah produksi",
        food: Some(FRESH),
        channel: Channel::Rare,
        ..FOOD
    },
    Trade {
        weight: 150,
        kbli: "10219",
        activity: "Olahan ikan",
        products: &[
            "bandeng tanpa duri",
            "bandeng presto",
            "otak-otak bandeng",
            "abon ikan",
        ],
        names: &["Bandeng {n}", "{b} Presto", "Bandeng {b}"],
        food: Some(Food {
            preservation: "dingin",
            shelf: (5, 30),
            pirt_type: "",
            ..FISH
        }),
        home: COAST,
        ..FOOD
    },
    Trade {
        weight: 90,
        kbli: "10211",
        activity: "Pengeringan ikan",
        products: &["ikan asin", "ikan teri kering", "terasi"],
        names: &["{b}", "UD {b}", ""],
        food: Some(FISH),
        home: COAST,
        ..FOOD
    },
    Trade {
        weight: 130,
        kbli: "10722",
        activity: "Produksi gula aren",
        products: &["gula aren", "gula semut aren", "gula merah"],
        names: &["Gula Aren {n}", "{b} Aren", ""],
        food: Some(Food {
            pirt_type: "09",
            shelf: (90, 365),
            ..DRY
        }),
        home: UPLAND,
        ..FOOD
    },
    Trade {
        weight: 110,
        kbli: "10399",
        activity: "Olahan buah",
        products: &[
            "dodol jambu getas",
            "sirup jambu biji",
            "selai jambu",
            "manisan",
        ],
        names: &["{b}", "{n} Jambu", "Getas {b}"],
        food: Some(Food {
            pirt_type: "08",
            ..DRY
        }),
        home: UPLAND,
        ..FOOD
    },
    Trade {
        weight: 120,
        kbli: "10761",
        activity: "Produksi kopi bubuk",
        products: &["kopi bubuk robusta", "kopi arabika"],
        names: &["Kopi {b}", "Kopi {n}", "{b} Coffee"],
        food: Some(Food {
            pirt_type: "10",
            shelf: (180, 365),
            ..DRY
        }),
        home: UPLAND,
        ..FOOD
    },
    Trade {
        weight: 100,
        kbli: "10772",
        activity: "Produksi bumbu dan sambal",
        products: &["sambal botol", "bumbu pecel", "bumbu instan"],
        names: &["Sambal {n}", "Bumbu {b}"],
        food: Some(Food {
            pirt_type: "11",
            material: "kaca",
            ..DRY
        }),
        ..FOOD
    },
    Trade {
        weight: 110,
        kbli: "10750",
        activity: "Makanan beku",
        products: &["frozen food", "nugget ayam", "dimsum beku", "bakso beku"],
        names: &["{n} Frozen", "{b} Frozen Food"],
        food: Some(FROZEN),
        ..FOOD
    },
    Trade {
        weight: 70,
        kbli: "11090",
        kind: "minuman",
        activity: "Produksi minuman",
        products: &["jahe instan", "minuman serbuk", "sari kedelai"],
        names: &["Jahe {b}", "{n} Herbal", "{b}"],
        food: Some(Food {
            pirt_type: "13",
            ..DRY
        }),
        ..FOOD
    },
    Trade {
        weight: 40,
        kbli: "21022",
        kind: "jamu",
        activity: "Jamu gendong",
        products: &["jamu gendong", "beras kencur", "kunyit asam"],
        names: &["Jamu Bu {n}", ""],
        food: Some(FRESH),
        channel: Channel::Rare,
        ..FOOD
    },
    Trade {
        weight: 30,
        kbli: "10520",
        kind: "minuman",
        activity: "Minuman susu",
        products: &["yoghurt", "susu pasteurisasi"],
        names: &["{b} Milk", "Susu {n}"],
        food: Some(Food {
            preservation: "pasteurisasi",
            shelf: (5, 14),
            animal: true,
            milk: true,
            pirt_type: "",
            ..DRY
        }),
        channel: Channel::Food,
        ..FOOD
    },
    Trade {
        weight: 30,
        kbli: "10299",
        activity: "Madu",
        products: &["madu hutan", "madu klanceng"],
        names: &["Madu {b}", "Madu {n}"],
        food: Some(Food {
            animal: true,
            pirt_type: "09",
            shelf: (365, 730),
            material: "kaca",
            ..DRY
        }),
        home: UPLAND,
        ..FOOD
    },
];

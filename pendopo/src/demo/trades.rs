//! What the businesses of the demonstration do: some fifty trades, weighted so that trade is 47 % of
//! all, as in Kendal's own census, with the products the regency is known for.

/// How it sells online, if it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    /// Delivery of ready food.
    Food,
    /// Marketplaces of goods.
    Goods,
    /// Hardly ever.
    Rare,
}

/// What matters for a food's permits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Food {
    /// Word for the way of preserving.
    pub(super) preservation: &'static str,
    /// Shelf life in days, from and to.
    pub(super) shelf: (u32, u32),
    pub(super) animal: bool,
    pub(super) milk: bool,
    pub(super) slaughtered: bool,
    /// Digits of the food type in a P-IRT number; empty if none can be had.
    pub(super) pirt_type: &'static str,
    pub(super) material: &'static str,
}

/// A trade.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trade {
    /// Its share, in ten-thousandths.
    pub(super) weight: u32,
    /// KBLI 2020.
    pub(super) kbli: &'static str,
    /// Word for the kind of product, as offices write it.
    pub(super) kind: &'static str,
    pub(super) activity: &'static str,
    pub(super) products: &'static [&'static str],
    /// Patterns of names: `{n}` the owner's short name, `{b}` a brand.
    pub(super) names: &'static [&'static str],
    pub(super) premise: &'static str,
    /// Sales of a year in million rupiah, from and to.
    pub(super) sales: (u32, u32),
    /// Most workers beside the owner.
    pub(super) workers: u32,
    pub(super) food: Option<Food>,
    pub(super) channel: Channel,
    /// Last digits of the districts where it is at home; empty: everywhere.
    pub(super) home: &'static [u32],
}

const DRY: Food = Food {
    preservation: "kering",
    shelf: (30, 180),
    animal: false,
    milk: false,
    slaughtered: false,
    pirt_type: "15",
    material: "plastik",
};
const FRESH: Food = Food {
    preservation: "tidak diawetkan",
    shelf: (1, 3),
    pirt_type: "",
    ..DRY
};
const MEAT: Food = Food {
    animal: true,
    slaughtered: true,
    ..FRESH
};
const FISH: Food = Food {
    animal: true,
    shelf: (20, 120),
    pirt_type: "02",
    ..DRY
};
const FROZEN: Food = Food {
    preservation: "beku",
    shelf: (60, 180),
    pirt_type: "",
    ..MEAT
};

const UPLAND: &[u32] = &[1, 2, 3, 4, 5, 6];
const COAST: &[u32] = &[8, 9, 13, 14, 15, 16, 17];
const EVERYWHERE: &[u32] = &[];

const TRADE: Trade = Trade {
    weight: 0,
    kbli: "47112",
    kind: "perdagangan",
    activity: "Perdagangan eceran",
    products: &["sembako"],
    names: &["Toko {n}", "Toko {b}", "Tk. {b}", "Kios {n}"],
    premise: "toko",
    sales: (18, 480),
    workers: 2,
    food: None,
    channel: Channel::Rare,
    home: EVERYWHERE,
};
const FOOD: Trade = Trade {
    kind: "makanan olahan",
    premise: "rumah",
    sales: (12, 300),
    workers: 5,
    names: &[
        "{b}",
        "{n} Snack",
        "Dapur {n}",
        "{b} Snack",
        "Bu {n}",
        "UD {b}",
    ],
    food: Some(DRY),
    channel: Channel::Goods,
    ..TRADE
};
const READY: Trade = Trade {
    kbli: "56102",
    kind: "makanan siap saji",
    names: &[
        "Warung Makan {n}",
        "Wr. {n}",
        "WM {b}",
        "Warung Bu {n}",
        "Warung {b}",
    ],
    premise: "warung",
    sales: (20, 420),
    workers: 4,
    food: Some(MEAT),
    channel: Channel::Food,
    ..TRADE
};
const MAKER: Trade = Trade {
    kind: "kerajinan",
    premise: "bengkel",
    sales: (15, 360),
    workers: 6,
    names: &["{n} Craft", "{b}", "UD {b}", "{b} Collection"],
    channel: Channel::Goods,
    ..TRADE
};
const SERVICE: Trade = Trade {
    kind: "jasa",
    names: &["{n}", "{b}", "Jasa {n}"],
    premise: "kios",
    sales: (12, 240),
    workers: 3,
    ..TRADE
};

/// All trades; the weights add up to 10,000, those of trade (KBLI 45-47) to 4,700.
pub(super) const TRADES: &[Trade] = &[
    // Trade.
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
    // Food that is processed and packed.
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
    // Ready food.
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
    // Crafts and workshops.
    Trade {
        weight: 220,
        kbli: "14120",
        kind: "pakaian",
        activity: "Penjahit",
        products: &["jahit pakaian", "seragam", "permak"],
        names: &["Penjahit {n}", "{n} Tailor", "Modiste {n}"],
        channel: Channel::Rare,
        ..MAKER
    },
    Trade {
        weight: 100,
        kbli: "14111",
        kind: "pakaian",
        activity: "Konveksi",
        products: &["kaos", "gamis", "seragam sekolah"],
        names: &["Konveksi {b}", "{b} Konveksi"],
        sales: (60, 3000),
        workers: 18,
        ..MAKER
    },
    Trade {
        weight: 80,
        kbli: "14302",
        kind: "pakaian",
        activity: "Bordir",
        products: &["bordir", "mukena bordir", "kerudung bordir"],
        names: &["Bordir {n}", "{b} Bordir"],
        ..MAKER
    },
    Trade {
        weight: 50,
        kbli: "13134",
        kind: "batik",
        activity: "Batik",
        products: &["batik tulis", "batik cap", "ecoprint"],
        names: &["Batik {n}", "Batik {b}"],
        workers: 10,
        ..MAKER
    },
    Trade {
        weight: 110,
        kbli: "15121",
        kind: "tas",
        activity: "Produksi tas",
        products: &["tas wanita", "tas ransel", "dompet"],
        names: &["{b} Bag", "Tas {n}", "{n} Collection"],
        sales: (36, 1500),
        workers: 15,
        ..MAKER
    },
    Trade {
        weight: 90,
        kbli: "16291",
        activity: "Anyaman bambu",
        products: &["besek", "keranjang bambu", "caping"],
        names: &["{n} Bambu", "", "{b}"],
        home: UPLAND,
        ..MAKER
    },
    Trade {
        weight: 130,
        kbli: "31001",
        kind: "mebel",
        activity: "Mebel",
        products: &["lemari", "kusen pintu", "kursi tamu"],
        names: &["Mebel {n}", "{b} Furniture", "UD {b} Jati"],
        sales: (36, 2500),
        workers: 9,
        ..MAKER
    },
    Trade {
        weight: 40,
        kbli: "16295",
        kind: "arang",
        activity: "Arang tempurung kelapa",
        products: &["arang batok kelapa", "briket arang kelapa"],
        names: &["Arang {n}", "CV {b} Charcoal", "UD {b}"],
        premise: "pabrik",
        sales: (60, 9000),
        workers: 30,
        home: &[12],
        ..MAKER
    },
    Trade {
        weight: 60,
        kbli: "23921",
        kind: "kerajinan",
        activity: "Batu bata dan genteng",
        products: &["batu bata", "genteng press"],
        names: &["Bata {n}", "Genteng {b}", ""],
        channel: Channel::Rare,
        ..MAKER
    },
    Trade {
        weight: 50,
        kbli: "20231",
        kind: "sabun",
        activity: "Sabun dan pembersih",
        products: &["sabun cuci piring", "sabun herbal"],
        names: &["{b} Clean", "{n} Soap"],
        ..MAKER
    },
    // Services.
    Trade {
        weight: 230,
        kbli: "95299",
        activity: "Bengkel dan servis",
        products: &["servis elektronik", "servis kipas dan mesin cuci"],
        names: &["Servis {n}", "{b} Servis"],
        ..SERVICE
    },
    Trade {
        weight: 190,
        kbli: "96112",
        activity: "Salon",
        products: &["potong rambut", "rias pengantin", "perawatan wajah"],
        names: &["Salon {n}", "{n} Salon", "Rias {n}"],
        ..SERVICE
    },
    Trade {
        weight: 120,
        kbli: "96200",
        activity: "Laundry",
        products: &["cuci setrika kiloan"],
        names: &["Laundry {n}", "{b} Laundry", "{n} Londri"],
        ..SERVICE
    },
    Trade {
        weight: 70,
        kbli: "82190",
        activity: "Fotokopi",
        products: &["fotokopi dan jilid", "cetak undangan"],
        names: &["Fotokopi {b}", "{b} Printing"],
        ..SERVICE
    },
    Trade {
        weight: 60,
        kbli: "49424",
        kind: "angkutan",
        activity: "Ojek",
        products: &["ojek", "antar barang"],
        names: &["", "Ojek {n}"],
        premise: "keliling",
        workers: 0,
        ..SERVICE
    },
    Trade {
        weight: 60,
        kbli: "74201",
        activity: "Fotografi",
        products: &["foto pernikahan", "foto studio"],
        names: &["{n} Foto", "{b} Studio"],
        ..SERVICE
    },
    // Farming and fishing.
    Trade {
        weight: 80,
        kbli: "03251",
        kind: "perikanan",
        activity: "Tambak",
        products: &["bandeng", "udang vaname"],
        names: &["Tambak {n}", "", "{b}"],
        premise: "tambak",
        home: COAST,
        ..SERVICE
    },
    Trade {
        weight: 60,
        kbli: "01461",
        kind: "peternakan",
        activity: "Ternak ayam",
        products: &["ayam potong", "telur"],
        names: &["Ternak {n}", "{b} Farm"],
        premise: "kebun",
        sales: (60, 2400),
        ..SERVICE
    },
];

/// Brands which people like to choose.
pub(super) const BRANDS: [&str; 40] = [
    "Barokah",
    "Berkah",
    "Sumber Rejeki",
    "Sumber Rezeki",
    "Maju Jaya",
    "Mekar Sari",
    "Sari Rasa",
    "Rizki Abadi",
    "Putra Kendal",
    "Mandiri",
    "Jaya Makmur",
    "Lestari",
    "Cahaya",
    "Al Barokah",
    "Subur Makmur",
    "Tunas Muda",
    "Karya Mandiri",
    "Sido Makmur",
    "Sinar Jaya",
    "Bintang",
    "Sekar Wangi",
    "Melati",
    "Mawar",
    "Anugerah",
    "Amanah",
    "Hidayah",
    "Setia Kawan",
    "Ngudi Luhur",
    "Ngudi Rejeki",
    "Bahari",
    "Rasa Asli",
    "Dua Putri",
    "Tiga Saudara",
    "Empat Lima",
    "Kencana",
    "Sri Rejeki",
    "Soember Redjeki",
    "Laris Manis",
    "Murah Meriah",
    "Griya Kita",
];

#[cfg(test)]
mod tests {
    use super::*;
    use vocab::KbliCode;

    #[test]
    fn trade_is_forty_seven_of_a_hundred() {
        let sum = |trades: &[Trade]| trades.iter().map(|t| t.weight).sum::<u32>();
        let trade: Vec<Trade> = TRADES
            .iter()
            .copied()
            .filter(|t| t.kbli.starts_with("47"))
            .collect();
        assert_eq!((sum(&trade), sum(TRADES)), (4700, 10_000));
    }

    #[test]
    fn every_code_is_one_of_2020() {
        for trade in TRADES {
            assert!(trade.kbli.parse::<KbliCode>().is_ok(), "{}", trade.activity);
        }
    }
}

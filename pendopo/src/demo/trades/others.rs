//! Crafts, services, farming and fishing.

use super::{COAST, Channel, MAKER, SERVICE, Trade, UPLAND};

pub(super) const ALL: &[Trade] = &[
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

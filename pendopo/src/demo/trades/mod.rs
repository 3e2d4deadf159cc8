//! What the businesses of the demonstration do: some fifty trades, weighted so that trade is 47 % of
//! all, as in Kendal's own census, with the products the regency is known for.

mod others;
mod packed_food;
mod ready_food;
mod shops;

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
pub(super) fn all() -> impl Iterator<Item = &'static Trade> {
    [shops::ALL, packed_food::ALL, ready_food::ALL, others::ALL]
        .into_iter()
        .flatten()
}

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
        let trade = all()
            .filter(|t| t.kbli.starts_with("47"))
            .map(|t| t.weight)
            .sum::<u32>();
        assert_eq!(
            (trade, all().map(|t| t.weight).sum::<u32>()),
            (4700, 10_000)
        );
    }

    #[test]
    fn every_code_is_one_of_2020() {
        for trade in all() {
            assert!(trade.kbli.parse::<KbliCode>().is_ok(), "{}", trade.activity);
        }
    }
}

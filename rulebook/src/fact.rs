//! Which facts a business can have: one table for the whole project.
//!
//! A fact's id is what spreadsheets are mapped to, what statements keep as JSON keys and what
//! rules name in their conditions. What people read about a fact (label, question, help, names of
//! its choices) is in `rulebook/facts.toml`, checked against this table when the rulebook loads.

use std::fmt;
use std::str::FromStr;

use crate::fact_error::UnknownFact;

/// What a fact's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number of things or people, never negative.
    Count,
    /// A length of time in days; cells may say "3 bulan".
    Days,
    /// An amount of whole rupiah, never negative.
    Rupiah,
    /// A calendar year.
    Year,
    /// A calendar date.
    Date,
    /// Free text.
    Text,
    /// An official or contact number, kept as text in its canonical form.
    Number(Number),
    /// A permit: its number, or yes/no when only that is known (many lists have just a tick).
    Permit(Number),
    /// One of the named choices.
    Choice(&'static [&'static str]),
    /// A code of business activity with its edition.
    Kbli,
    /// An administrative region.
    Region,
    /// A point on the map.
    Point,
}

/// Which number a `Kind::Number` or `Kind::Permit` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Citizen's number on the identity card.
    Nik,
    /// Family card number.
    Kk,
    /// Tax number.
    Npwp,
    /// Business identification number from OSS.
    Nib,
    /// Household food permit.
    Pirt,
    /// Food permit of BPOM (MD or ML).
    Bpom,
    /// Halal certificate number of BPJPH.
    Halal,
    /// Trade mark application or registration.
    Merek,
    /// Telephone.
    Phone,
    /// E-mail address.
    Email,
}

/// How carefully a fact must be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Privacy {
    Open,
    Personal,
    Sealed,
}

/// The place of a choice in its fact's list of choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChoiceId(pub u8);

struct Entry {
    id: &'static str,
    kind: Kind,
    privacy: Privacy,
}

macro_rules! facts {
    ($( $variant:ident = $id:literal, $kind:expr, $privacy:ident; )*) => {
        /// Everything that may be known about a business, its owner and its product.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Fact {
            $(
                #[doc = concat!("`", $id, "`")]
                $variant,
            )*
        }

        impl Fact {
            /// Every fact, in the order of the table.
            pub const ALL: &'static [Fact] = &[ $( Fact::$variant, )* ];

            /// The fact with this id, if there is one.
            pub fn from_id(id: &str) -> Option<Fact> {
                match id {
                    $( $id => Some(Fact::$variant), )*
                    _ => None,
                }
            }

            const fn entry(self) -> &'static Entry {
                match self {
                    $( Fact::$variant => &const {
                        Entry { id: $id, kind: $kind, privacy: Privacy::$privacy }
                    }, )*
                }
            }
        }
    };
}

use Kind::{Bool, Choice, Count, Date, Days, Kbli, Permit, Point, Region, Rupiah, Text, Year};

facts! {
    // The owner.
    OwnerName = "owner_name", Text, Personal;
    OwnerNik = "owner_nik", Kind::Number(Number::Nik), Sealed;
    OwnerKk = "owner_kk", Kind::Number(Number::Kk), Sealed;
    OwnerSex = "owner_sex", Choice(&["male", "female"]), Personal;
    OwnerBirthDate = "owner_birth_date", Date, Personal;
    OwnerPhone = "owner_phone", Kind::Number(Number::Phone), Personal;
    OwnerEmail = "owner_email", Kind::Number(Number::Email), Personal;
    OwnerNpwp = "owner_npwp", Kind::Number(Number::Npwp), Sealed;
    OwnerAddress = "owner_address", Text, Personal;
    // The business.
    BusinessName = "business_name", Text, Open;
    Status = "status", Choice(&["active", "closed", "moved", "not_found"]), Open;
    LegalForm = "legal_form",
        Choice(&["perorangan", "pt_perorangan", "cv", "firma", "pt", "koperasi", "other"]), Open;
    StartYear = "start_year", Year, Open;
    StartDate = "start_date", Date, Open;
    Kbli = "kbli", Kbli, Open;
    Activity = "activity", Text, Open;
    MainProduct = "main_product", Text, Open;
    Village = "village", Region, Open;
    Address = "address", Text, Open;
    Rt = "rt", Text, Open;
    Rw = "rw", Text, Open;
    Location = "location", Point, Open;
    Premise = "premise",
        Choice(&["home", "shop", "stall", "market", "mobile", "online", "workshop"]), Open;
    // Figures of a year.
    Capital = "capital", Rupiah, Open;
    Sales = "sales", Rupiah, Open;
    WorkersMale = "workers_male", Count, Open;
    WorkersFemale = "workers_female", Count, Open;
    // What is made or done.
    ProductKind = "product_kind", Choice(&[
        "processed_food", "ready_food", "fresh_food", "beverage", "herbal", "cosmetic", "craft",
        "clothing", "furniture", "household_goods", "agriculture", "fishery", "trade", "service",
        "transport", "construction", "other",
    ]), Open;
    Preservation = "preservation", Choice(&[
        "dry", "frozen", "chilled", "sterilised", "pasteurised", "fresh", "none",
    ]), Open;
    ShelfLifeDays = "shelf_life_days", Days, Open;
    AnimalProduct = "animal_product", Bool, Open;
    MilkProduct = "milk_product", Bool, Open;
    ContainsAlcohol = "contains_alcohol", Bool, Open;
    BabyOrDietFood = "baby_or_diet_food", Bool, Open;
    BottledWater = "bottled_water", Bool, Open;
    SlaughteredIngredients = "slaughtered_ingredients", Bool, Open;
    SlaughterCertified = "slaughter_certified", Bool, Open;
    HalalRiskMaterials = "halal_risk_materials", Bool, Open;
    DangerousMaterials = "dangerous_materials", Bool, Open;
    ProductionMethod = "production_method",
        Choice(&["manual", "semi_automatic", "automatic"]), Open;
    PreservationSteps = "preservation_steps", Count, Open;
    SeparateSite = "separate_site", Bool, Open;
    ArtificialSweetener = "artificial_sweetener", Bool, Open;
    PorkContact = "pork_contact", Bool, Open;
    NutritionFood = "nutrition_food", Choice(&[
        "coffee", "tea", "water", "herb", "spice", "seasoning", "vinegar", "yeast", "other",
    ]), Open;
    PirtFoodType = "pirt_food_type", Choice(&[
        "dried_meat", "dried_fish", "dried_poultry", "vegetables", "coconut", "flour", "oil_fat",
        "jam", "sugar_candy_honey", "coffee_tea_cocoa", "seasoning", "spices", "drinks", "fruit",
        "grains_tubers", "not_listed",
    ]), Open;
    PackagingMaterial = "packaging_material", Choice(&[
        "glass", "plastic", "paper", "can", "foil", "other", "composite", "double",
    ]), Open;
    // Permits and marks held.
    Nib = "nib", Permit(Number::Nib), Open;
    NibRisk = "nib_risk",
        Choice(&["rendah", "menengah_rendah", "menengah_tinggi", "tinggi"]), Open;
    StandardCertificate = "standard_certificate",
        Choice(&["none", "declared", "verified"]), Open;
    Izin = "izin", Bool, Open;
    NpwpHeld = "npwp_held", Bool, Open;
    Pirt = "pirt", Permit(Number::Pirt), Open;
    PirtExpiry = "pirt_expiry", Date, Open;
    PkpCertificate = "pkp_certificate", Bool, Open;
    CppbInspected = "cppb_inspected", Bool, Open;
    Bpom = "bpom", Permit(Number::Bpom), Open;
    Slhs = "slhs", Bool, Open;
    Skp = "skp", Bool, Open;
    Halal = "halal", Permit(Number::Halal), Open;
    HalalStatement = "halal_statement", Bool, Open;
    MerekLetter = "merek_letter", Bool, Open;
    Merek = "merek", Permit(Number::Merek), Open;
    SniBinaUmk = "sni_bina_umk", Bool, Open;
    Sppl = "sppl", Bool, Open;
    Kkpr = "kkpr", Bool, Open;
    Pbg = "pbg", Bool, Open;
    // How it is made, and the pack.
    HygienePractice = "hygiene_practice", Bool, Open;
    WrittenRecipe = "written_recipe", Bool, Open;
    QualityCheck = "quality_check", Bool, Open;
    Packaging = "packaging", Choice(&["none", "plain", "labelled", "designed"]), Open;
    LabelName = "label_name", Bool, Open;
    LabelIngredients = "label_ingredients", Bool, Open;
    LabelNet = "label_net", Bool, Open;
    LabelProducer = "label_producer", Bool, Open;
    LabelCode = "label_code", Bool, Open;
    LabelExpiry = "label_expiry", Bool, Open;
    LabelPermit = "label_permit", Bool, Open;
    LabelHalal = "label_halal", Bool, Open;
    LabelAllergen = "label_allergen", Bool, Open;
    LabelWarning = "label_warning", Bool, Open;
    NutritionLabel = "nutrition_label", Bool, Open;
    // Selling.
    Photos = "photos", Bool, Open;
    PriceList = "price_list", Bool, Open;
    WhatsappBusiness = "whatsapp_business", Bool, Open;
    OnlineShopee = "online_shopee", Bool, Open;
    OnlineShopeefood = "online_shopeefood", Bool, Open;
    OnlineTokopedia = "online_tokopedia", Bool, Open;
    OnlineTiktok = "online_tiktok", Bool, Open;
    OnlineGrabfood = "online_grabfood", Bool, Open;
    OnlineGofood = "online_gofood", Bool, Open;
    OnlineOther = "online_other", Bool, Open;
    Qris = "qris", Bool, Open;
    // Growing.
    Bookkeeping = "bookkeeping", Choice(&["none", "simple", "digital"]), Open;
    BankAccount = "bank_account", Bool, Open;
    Loan = "loan", Bool, Open;
    Training = "training", Bool, Open;
    Curated = "curated", Bool, Open;
}

// `FactSet` keeps one bit for each fact in a u128.
const _: () = assert!(Fact::ALL.len() <= 128);

impl Fact {
    /// The id used in files, JSON and rules.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// What its value may be.
    pub fn kind(self) -> Kind {
        self.entry().kind
    }

    /// Whether it is about a person (UU PDP 27/2022) and not just about the business.
    pub fn is_personal(self) -> bool {
        self.entry().privacy != Privacy::Open
    }

    /// Whether it may be stored only encrypted (UU 23/2006 Art. 84 protects NIK and KK numbers).
    pub fn is_sealed(self) -> bool {
        self.entry().privacy == Privacy::Sealed
    }

    /// The place in [`Fact::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The ids of its choices; empty for facts of another kind.
    pub fn choices(self) -> &'static [&'static str] {
        match self.kind() {
            Kind::Choice(ids) => ids,
            _ => &[],
        }
    }

    /// The choice with this id.
    pub fn choice(self, id: &str) -> Option<ChoiceId> {
        let at = self.choices().iter().position(|choice| *choice == id)?;
        u8::try_from(at).ok().map(ChoiceId)
    }

    /// The id of one of its choices; `None` for a choice of another fact.
    pub fn choice_id(self, choice: ChoiceId) -> Option<&'static str> {
        self.choices().get(usize::from(choice.0)).copied()
    }

    pub(crate) const fn bit(self) -> u128 {
        1 << (self as u8)
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Fact {
    type Err = UnknownFact;

    fn from_str(text: &str) -> Result<Fact, UnknownFact> {
        Fact::from_id(text).ok_or_else(|| UnknownFact {
            id: text.to_owned(),
        })
    }
}

impl serde::Serialize for Fact {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> serde::Deserialize<'de> for Fact {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Fact, D::Error> {
        let id = std::borrow::Cow::<str>::deserialize(deserializer)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_is_found_by_its_id_and_place() {
        for (index, fact) in Fact::ALL.iter().enumerate() {
            assert_eq!(fact.index(), index);
            assert_eq!(Fact::from_id(fact.id()), Some(*fact));
        }
    }

    #[test]
    fn choices_are_found_by_id_and_back() {
        let closed = Fact::Status.choice("closed").expect("a choice of status");
        assert_eq!(Fact::Status.choice_id(closed), Some("closed"));
        assert_eq!(Fact::Nib.choice("closed"), None);
        assert_eq!(Fact::OwnerSex.choice_id(ChoiceId(9)), None);
    }

    #[test]
    fn numbers_of_persons_are_sealed() {
        let sealed: Vec<_> = Fact::ALL.iter().filter(|fact| fact.is_sealed()).collect();
        assert_eq!(sealed, [&Fact::OwnerNik, &Fact::OwnerKk, &Fact::OwnerNpwp]);
        assert!(Fact::OwnerPhone.is_personal());
        assert!(!Fact::Sales.is_personal());
    }
}

//! The stages of the way up, and how binding and how certain a rule is.

use vocab::words;

/// Ids are how rule files and JSON write them.
macro_rules! written_as_id {
    ($($name:ident),*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.id())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let id = std::borrow::Cow::<str>::deserialize(deserializer)?;
                $name::from_id(&id).ok_or_else(|| serde::de::Error::custom(format!("no such id: {id}")))
            }
        }
    )*};
}

written_as_id!(Stage, Duty, Certainty, Risk);

words! {
    /// A stage of the way from a first sale to a grown business.
    Stage {
        /// The business exists before the law.
        Legality = "legality", "Legalitas usaha", "Legal standing";
        /// The product has the permits it needs.
        ProductStandard = "product_standard", "Izin dan standar produk", "Product permits and standards";
        /// The product is made well and the same each time.
        Quality = "quality", "Mutu", "Quality";
        /// The pack protects and says what must be said.
        Packaging = "packaging", "Kemasan dan label", "Packaging and label";
        /// Buyers find it and can pay.
        Marketing = "marketing", "Pemasaran", "Selling";
        /// The business grows.
        Growth = "growth", "Naik kelas", "Growing";
    }
}

words! {
    /// Whether the law demands a step.
    Duty {
        /// The law demands it.
        Required = "required", "Wajib", "Required";
        /// It helps, and nobody is punished for leaving it.
        Recommended = "recommended", "Disarankan", "Recommended";
    }
}

words! {
    /// How sure we are of what a rule or a row says.
    Certainty {
        /// Read in the law or at its office.
        Confirmed = "confirmed", "Sesuai sumber resmi", "Read at its source";
        /// Read in news or a law firm's page.
        Secondary = "secondary", "Dari sumber kedua", "From a secondary source";
        /// Common knowledge that nobody has confirmed; ask the office.
        Unconfirmed = "unconfirmed", "Belum dipastikan, tanyakan ke dinas", "Not confirmed, ask the office";
    }
}

words! {
    /// Risk level of an activity under PP 28/2025.
    Risk {
        /// NIB is enough.
        Rendah = "rendah", "Rendah", "Low";
        /// NIB and a self-declared standard certificate.
        MenengahRendah = "menengah_rendah", "Menengah rendah", "Medium-low";
        /// NIB and a verified standard certificate.
        MenengahTinggi = "menengah_tinggi", "Menengah tinggi", "Medium-high";
        /// NIB and an Izin.
        Tinggi = "tinggi", "Tinggi", "High";
    }
}

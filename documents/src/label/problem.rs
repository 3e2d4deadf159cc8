//! What a label lacks, and what deserves a second look.

vocab::domain_error! {
    /// Something about a label that its owner should mend or check.
    Problem {
        /// The size is not one that can be printed.
        Size { least: u32, most: u32 } => "label.size",
            "Ukuran label harus antara {least} dan {most} mm. Ukur kemasannya lalu isi lagi.",
            "A label measures between {least} and {most} mm. Measure the package and fill in again.";
        /// No kind of product.
        NoProduct => "label.product",
            "Nama jenis produk belum ada, misalnya \"Keripik Tempe\".",
            "The kind of product is missing, such as \"Tempe Crisps\".";
        /// No brand.
        NoBrand => "label.brand",
            "Nama dagang (merek) belum ada.",
            "The brand is missing.";
        /// No net content.
        NoNet => "label.net",
            "Berat atau isi bersih belum ada, misalnya \"200 g\" atau \"250 ml\".",
            "The net content is missing, such as \"200 g\" or \"250 ml\".";
        /// No ingredients.
        NoIngredients => "label.ingredients",
            "Daftar bahan belum ada. Tulis satu bahan per baris.",
            "The list of ingredients is missing. Write one on each line.";
        /// The share of the main ingredient cannot be computed.
        NoShare => "label.share",
            "Tulis berat setiap bahan (misalnya \"Kedelai 500 g\") supaya urutan dan persen bahan utama benar.",
            "Write the weight of each ingredient (such as \"Soybeans 500 g\") so that their order and the main one's percentage are right.";
        /// Nobody answers for it.
        NoProducer => "label.producer",
            "Nama pembuat belum ada.",
            "The producer's name is missing.";
        /// Nobody can be reached.
        NoAddress => "label.address",
            "Alamat pembuat belum ada.",
            "The producer's address is missing.";
        /// No permit number.
        NoPermit => "label.permit",
            "Nomor izin edar belum ada. Isi nomor P-IRT atau BPOM; kalau belum punya, urus dulu izinnya.",
            "The permit number is missing. Fill in the P-IRT or BPOM number; if there is none, apply for it first.";
        /// The permit has run out.
        PermitExpired { year: i32 } => "label.permit_expired",
            "Nomor P-IRT ini habis masa berlakunya tahun {year}. Perpanjang dulu.",
            "This P-IRT number ran out in {year}. Renew it first.";
        /// The permit was given by another regency.
        PermitElsewhere { region: String } => "label.permit_elsewhere",
            "Nomor P-IRT ini dari daerah lain ({region}). Periksa lagi nomornya.",
            "This P-IRT number is from another regency ({region}). Check the number again.";
        /// The duty to be certified halal has begun.
        NoHalal => "label.halal",
            "Nomor halal belum ada. Sejak 17 Oktober 2026 makanan dan minuman wajib bersertifikat halal, atau ditandai tidak halal.",
            "The halal number is missing. Since 17 October 2026 food and drink must be certified halal or be marked as not halal.";
        /// Halal and pork contradict each other.
        HalalContradicted => "label.halal_contradicted",
            "Label ini menyebut halal tetapi juga babi. Perbaiki salah satunya.",
            "This label says halal and also pork. Mend one of them.";
        /// Best before lies in the past.
        ExpiryPast => "label.expiry_past",
            "Tanggal kedaluwarsa sudah lewat.",
            "The best-before date has passed.";
        /// Best before lies before production.
        ExpiryBeforeProduction => "label.expiry_order",
            "Tanggal kedaluwarsa lebih awal dari tanggal produksi.",
            "The best-before date is earlier than the production date.";
        /// To be stamped by hand.
        Stamp => "label.stamp",
            "Tanggal atau kode produksi dikosongkan: cap dengan tinta yang tidak luntur pada setiap kemasan.",
            "A date or the production code is left open: stamp it on every package with ink that does not fade.";
        /// Where does it come from?
        NoOrigin { ingredient: String } => "label.origin",
            "Sebutkan asal \"{ingredient}\", misalnya sapi, ikan, atau nabati.",
            "Say where \"{ingredient}\" comes from, such as cattle, fish or plants.";
        /// The nutrition table cannot be computed without weights.
        NoAmounts => "label.nutrition",
            "Tabel gizi belum dapat dihitung: tulis berat setiap bahan, atau pilih jenis yang dikecualikan.",
            "The nutrition table cannot be computed yet: write the weight of each ingredient, or choose an exempt kind.";
        /// A serving is needed.
        NoServing => "label.serving",
            "Takaran saji belum ada: berapa gram atau ml sekali makan atau minum?",
            "The serving size is missing: how many grams or ml are eaten or drunk at once?";
        /// An ingredient is in no food table.
        UnknownFood { ingredient: String } => "label.unknown_food",
            "\"{ingredient}\" tidak ada di tabel bahan makanan, jadi tabel gizi belum dapat dihitung. Pakai nama yang lebih umum, atau minta petugas menambah tabelnya.",
            "\"{ingredient}\" is not in the food table, so the nutrition table cannot be computed. Use a more common name, or ask the office to add it.";
        /// A field that cannot be read.
        Unreadable { field: &'static str, field_en: &'static str, why: String, why_en: String } => "label.unreadable",
            "{field}: {why}",
            "{field_en}: {why_en}";
        /// The bars are too wide for it.
        NoRoomForBars => "label.bars",
            "Label terlalu sempit untuk barcode (perlu lebar 34 mm). Barcode tidak dicetak.",
            "The label is too narrow for a barcode (34 mm wide). The barcode is left out.";
    }
}

impl Problem {
    /// A field whose content another type refused.
    pub(crate) fn unreadable(
        field: &'static str,
        field_en: &'static str,
        error: &impl vocab::DomainError,
    ) -> Self {
        Self::Unreadable {
            field,
            field_en,
            why: error.id(),
            why_en: error.en(),
        }
    }

    /// Whether the label must not be printed as it is. The others are to be looked at.
    pub fn is_required(&self) -> bool {
        !matches!(
            self,
            Self::Stamp | Self::NoShare | Self::NoOrigin { .. } | Self::NoRoomForBars
        )
    }
}

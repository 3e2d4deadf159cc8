//! What may become of a business of a campaign.

vocab::words! {
    /// What became of a business in a month.
    Outcome {
        /// Nobody was met.
        NotMet = "not_met", "Belum bertemu", "Not met";
        /// Met; thinks about it.
        Met = "met", "Sudah bertemu", "Met";
        /// Getting ready: photos, permits, packaging.
        Preparing = "preparing", "Sedang bersiap", "Getting ready";
        /// Has opened a shop.
        Opened = "opened", "Sudah buka toko daring", "Opened an online shop";
        /// Sells online.
        Selling = "selling", "Sudah ada penjualan daring", "Sells online";
        /// Does not want to.
        Declined = "declined", "Tidak berminat", "Not interested";
        /// Closed, moved or not to be found.
        Gone = "gone", "Tutup, pindah, atau tidak ditemukan", "Closed, moved or not found";
    }
}

//! The phases a project goes through.

vocab::words! {
    /// A phase of the project.
    Phase {
        /// Choosing the site.
        Site = "site", "Lokasi", "Site";
        /// Land and title.
        Land = "land", "Lahan", "Land";
        /// Design.
        Design = "design", "Perencanaan", "Design";
        /// Procurement.
        Procurement = "procurement", "Pengadaan", "Procurement";
        /// Building.
        Building = "building", "Pembangunan", "Building";
        /// Fitting out.
        FittingOut = "fitting_out", "Perlengkapan", "Fitting out";
        /// Staffing.
        Staffing = "staffing", "Petugas", "Staffing";
        /// Opening.
        Opening = "opening", "Pembukaan", "Opening";
    }
}

//! What can be wrong with a location question, said so that the asker can mend it.

vocab::domain_error! {
    /// Why a location question has no answer.
    LocateError {
        /// A node which the network does not have.
        NotOnNetwork { file: String, name: String, more: usize } => "siting.not_on_network",
            "Titik \"{name}\" di {file} tidak ada pada jaringan jalan (dan {more} titik lain). Periksa nama simpul di berkas ruas jalan.",
            "Node \"{name}\" of {file} is not on the road network ({more} more likewise). Check the node names in the edges file.";
        /// Rows speak of nodes, but no network was given.
        NeedsNetwork { file: String } => "siting.needs_network",
            "{file} memakai nama simpul tanpa lintang/bujur; berikan jaringan jalan (--network) atau isi kolom lat dan lon.",
            "{file} names nodes without lat/lon; give a road network (--network) or fill columns lat and lon.";
        /// A road map in longitude/latitude needs places in longitude/latitude.
        NeedsPlaces { file: String } => "siting.needs_places",
            "Jaringan GeoJSON memerlukan kolom lat dan lon di {file}.",
            "A GeoJSON network needs columns lat and lon in {file}.";
        /// A GeoJSON file without usable lines.
        NoLines { file: String, reason: String } => "siting.no_lines",
            "{file} bukan GeoJSON yang berisi garis jalan (LineString): {reason}.",
            "{file} is no GeoJSON with road lines (LineString): {reason}.";
        /// OpenStreetMap's binary form without roads, or broken.
        Osm { file: String, reason: String } => "siting.osm",
            "{file} bukan kutipan OpenStreetMap (PBF) yang memuat jalan: {reason}.",
            "{file} is no OpenStreetMap extract (PBF) with roads: {reason}.";
        /// A centre among service points is a p-median question.
        CentreNeedsMedian => "siting.centre_needs_median",
            "--centre-share hanya berlaku untuk tujuan p-median.",
            "--centre-share goes with objective p-median only.";
        /// More to open than candidates.
        TooMany { p: usize, candidates: usize } => "siting.too_many",
            "Diminta membuka {p} lokasi, padahal calon yang belum dibuka hanya {candidates}. Kurangi p atau tambah calon.",
            "{p} sites are to be opened but only {candidates} candidates are not open yet. Lower p or add candidates.";
        /// Nothing to open.
        Zero => "siting.zero",
            "Jumlah lokasi (p) harus paling sedikit 1.",
            "The number of sites (p) must be at least 1.";
        /// Nobody to serve.
        NoDemand => "siting.no_demand",
            "Semua bobot permintaan nol; tidak ada yang dilayani.",
            "All demand weights are zero; there is nobody to serve.";
        /// A covering question without its radius.
        NoRadius => "siting.no_radius",
            "Tujuan mclp memerlukan --radius-km lebih dari nol.",
            "Objective mclp needs --radius-km above zero.";
        /// A detour factor or share outside its range.
        OutOfRange { what: String, found: String, range: String } => "siting.out_of_range",
            "{what} = {found} di luar batas {range}.",
            "{what} = {found} is outside {range}.";
        /// Some demand is cut off from every candidate.
        CutOff { name: String, more: usize } => "siting.cut_off",
            "\"{name}\" (dan {more} titik lain) tidak terhubung dengan calon mana pun. Lengkapi jaringan jalan atau tambah calon di sana.",
            "\"{name}\" ({more} more likewise) is not connected with any candidate. Complete the road network or add a candidate there.";
        /// More separate parts than sites.
        Disconnected { parts: usize, p: usize, smallest: String } => "siting.disconnected",
            "Jaringan jalan terpecah: {parts} bagian memerlukan lokasi masing-masing, padahal p = {p}. Bagian terkecil memuat \"{smallest}\"; periksa apakah ada ruas yang hilang.",
            "The road network is in pieces: {parts} parts need a site each, but p = {p}. The smallest part holds \"{smallest}\"; check whether an edge is missing.";
        /// The distance table would not fit.
        TooBig { rows: usize, columns: usize, mebibytes: usize, limit: usize } => "siting.too_big",
            "Tabel jarak {rows} × {columns} memerlukan {mebibytes} MiB, batasnya {limit} MiB. Kurangi calon atau gabungkan titik permintaan.",
            "The distance table of {rows} × {columns} needs {mebibytes} MiB, the limit is {limit} MiB. Use fewer candidates or merge demand points.";
        /// A distance which is none.
        NotDistance { row: usize, found: String } => "siting.not_distance",
            "Baris {row} tabel jarak: {found} bukan jarak.",
            "Row {row} of the distance table: {found} is no distance.";
        /// A weight which is none.
        NotWeight { row: usize, found: String } => "siting.not_weight",
            "Permintaan ke-{row}: {found} bukan bobot; bobot harus terhingga dan tidak negatif.",
            "Demand {row}: {found} is no weight; weights must be finite and not negative.";
        /// Weights, candidates and distances do not fit together.
        Shape { demands: usize, candidates: usize, rows: usize, columns: usize } => "siting.shape",
            "{demands} bobot dan {candidates} calon tidak cocok dengan tabel jarak {rows} × {columns}.",
            "{demands} weights and {candidates} candidates do not fit a distance table of {rows} × {columns}.";
        /// Time was over before any plan.
        NoPlan => "siting.no_plan",
            "Belum ada rencana yang menjangkau semua permintaan sampai waktu habis; beri waktu lebih lama atau p lebih besar.",
            "No plan which reaches all demand was found before time ran out; allow more time or a larger p.";
    }
}

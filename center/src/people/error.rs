//! What can be wrong with signing in and accounts.

use crate::error::ErrorKind;

vocab::domain_error! {
    /// Why signing in, or something about an account, did not work.
    PeopleError {
        /// Login or password wrong; which one is not said.
        WrongPassword => "people.wrong_password",
            "Nama masuk atau kata sandi salah. Lupa kata sandi? Mintalah kode kepada petugas.",
            "Login or password is wrong. Forgot it? Ask an officer for a code.";
        /// Too many failures.
        TooManyTries { seconds: i64 } => "people.too_many_tries",
            "Terlalu banyak percobaan yang gagal; coba lagi setelah {seconds} detik.",
            "Too many failed tries; try again after {seconds} seconds.";
        /// The account was shut.
        Disabled => "people.disabled",
            "Akun ini ditutup; hubungi dinas.",
            "This account is closed; contact the office.";
        /// Code of the second factor wrong.
        WrongCode => "people.wrong_code",
            "Kode salah atau sudah terpakai; lihat kode terbaru di aplikasi Anda.",
            "The code is wrong or was used; look at the newest one in your app.";
        /// One-time code wrong or expired.
        WrongResetCode => "people.wrong_reset_code",
            "Kode dari petugas salah, sudah terpakai, atau lewat waktu; mintalah kode baru.",
            "The officer's code is wrong, used or expired; ask for a new one.";
        /// No enrolment was begun.
        NotEnrolling => "people.not_enrolling",
            "Mulai dulu pemasangan kode kedua di halaman akun.",
            "Begin the second factor's enrolment on the account page first.";
        /// A second factor is demanded by the installation.
        SecondFactorNeeded => "people.second_factor_needed",
            "Peran Anda wajib memakai kode kedua; tidak dapat dimatikan.",
            "Your role must have a second factor; it cannot be switched off.";
        /// Password too short.
        PasswordShort { least: usize } => "people.password_short",
            "Kata sandi paling sedikit {least} huruf; beberapa kata yang mudah diingat lebih baik.",
            "The password needs at least {least} characters; a few words are easy to remember.";
        /// Password too long.
        PasswordLong => "people.password_long",
            "Kata sandi terlalu panjang; paling banyak 200 huruf.",
            "The password is too long; at most 200 characters.";
        /// Password guessed first.
        PasswordCommon => "people.password_common",
            "Kata sandi itu terlalu mudah ditebak; pilih yang lain.",
            "That password is guessed first; choose another.";
        /// Login empty or with signs.
        LoginMalformed => "people.login_malformed",
            "Nama masuk berupa nomor HP, alamat surel, atau 3-60 huruf/angka tanpa spasi.",
            "A login is a phone number, an e-mail address, or 3-60 letters or digits without spaces.";
        /// Login taken.
        LoginTaken { login: String } => "people.login_taken",
            "Nama masuk {login} sudah dipakai akun lain.",
            "Login {login} is taken by another account.";
        /// A place for a role that works everywhere.
        ScopeOfRole => "people.scope_of_role",
            "Hanya pencacah, pendamping, dan petugas yang dapat dibatasi pada satu kecamatan atau desa.",
            "Only enumerators, mentors and officers can be bound to a district or village.";
        /// A place that is no district or village of this regency.
        ScopeElsewhere { region: String } => "people.scope_elsewhere",
            "Wilayah {region} bukan kecamatan atau desa di kabupaten ini.",
            "Region {region} is no district or village of this regency.";
        /// Name empty.
        NameEmpty => "people.name_empty",
            "Isi nama pemegang akun.",
            "Enter the holder's name.";
        /// There is an admin already.
        AdminExists => "people.admin_exists",
            "Admin pertama sudah ada; buat akun lain lewat halaman akun.",
            "There is an admin already; make further accounts on the accounts page.";
        /// The role has no account.
        RoleWithoutAccount => "people.role_without_account",
            "Peran itu tidak memiliki akun.",
            "That role has no account.";
        /// An owner's account belongs to a person.
        OwnerWithoutPerson => "people.owner_without_person",
            "Akun pemilik dibuat dari halaman usahanya.",
            "An owner's account is made on the page of the business.";
        /// The last admin.
        LastAdmin => "people.last_admin",
            "Ini admin terakhir; buat admin lain dulu.",
            "This is the last admin; make another one first.";
        /// The person has an account.
        HasAccount => "people.has_account",
            "Pemilik ini sudah punya akun; terbitkan kode untuknya.",
            "This owner has an account already; issue a code for it.";
        /// Unknown language word.
        ConsentEmpty => "people.consent_empty",
            "Tuliskan kalimat persetujuan yang dibacakan.",
            "Write down the sentence that was read out.";
    }
}

impl PeopleError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::TooManyTries { .. } => ErrorKind::TooMany,
            Self::LoginTaken { .. } | Self::AdminExists | Self::HasAccount | Self::LastAdmin => {
                ErrorKind::Conflict
            }
            _ => ErrorKind::Invalid,
        }
    }
}

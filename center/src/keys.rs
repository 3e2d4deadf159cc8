//! Keys: one master key outside the database; everything else is derived from it or wrapped by it.
//!
//! - Each person has a data key of their own. It seals the person's NIK, KK and NPWP, and is kept wrapped by the
//!   master key. Erasing it makes the numbers unreadable wherever they were copied (UU 27/2022).
//! - A number is found again by a keyed hash, never by its text.
//! - The hashes of sessions, codes, links and audit entries are keyed too, so that who can write to the database
//!   cannot make them up.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};

vocab::domain_error! {
    /// What can be wrong with a key.
    KeyError {
        /// The key file is not there.
        FileMissing { path: String } => "key.file_missing",
            "Berkas kunci {path} tidak ada; buat dengan `pendopo key generate` atau salin dari server lama.",
            "Key file {path} is missing; make one with `pendopo key generate` or copy it from the old server.";
        /// The key file cannot be read.
        FileUnreadable { path: String, reason: String } => "key.file_unreadable",
            "Berkas kunci {path} tidak dapat dibaca: {reason}.",
            "Key file {path} cannot be read: {reason}.";
        /// The key file exists and would be overwritten.
        FileExists { path: String } => "key.file_exists",
            "Berkas kunci {path} sudah ada dan tidak akan ditimpa: data lama akan terkunci selamanya.",
            "Key file {path} exists and will not be overwritten: old data would be locked for ever.";
        /// Not 64 hexadecimal digits.
        Malformed => "key.malformed",
            "Kunci harus 64 angka heksadesimal.",
            "The key must be 64 hexadecimal digits.";
        /// The database was made with another key.
        Other => "key.other",
            "Kunci ini bukan kunci basis data tersebut; pasang berkas kunci yang benar.",
            "This key does not belong to the database; install the right key file.";
        /// A sealed value does not open.
        Sealed => "key.sealed",
            "Nomor tersegel tidak dapat dibuka: data pribadi sudah dihapus atau kuncinya lain.",
            "A sealed number cannot be opened: the person was erased or the key is another.";
    }
}

/// Random bytes for keys, tokens and ids, from the operating system's generator.
pub fn random<const N: usize>() -> [u8; N] {
    rand::random()
}

/// The master key.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// A new one.
    pub fn generate() -> Self {
        Self(random())
    }

    /// From 64 hexadecimal digits, as kept in the file or the environment.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        blake3::Hash::from_hex(text.trim())
            .map(|hash| Self(*hash.as_bytes()))
            .map_err(|_| KeyError::Malformed)
    }

    /// As 64 hexadecimal digits.
    pub fn to_text(&self) -> String {
        blake3::Hash::from_bytes(self.0)
            .to_hex()
            .as_str()
            .to_owned()
    }

    /// Reads the key file.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(KeyError::FileMissing { path: name })
            }
            Err(error) => Err(KeyError::FileUnreadable {
                path: name,
                reason: error.to_string(),
            }),
        }
    }

    /// Writes the key file, readable by its owner only; never over another one.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        use std::io::Write as _;

        let name = || path.display().to_string();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => KeyError::FileExists { path: name() },
            _ => KeyError::FileUnreadable {
                path: name(),
                reason: error.to_string(),
            },
        })?;
        writeln!(file, "{}", self.to_text())
            .and_then(|()| file.sync_all())
            .map_err(|error| KeyError::FileUnreadable {
                path: name(),
                reason: error.to_string(),
            })
    }
}

/// What a keyed hash is for; each purpose has a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To find a person by NIK.
    Nik,
    /// To recognise a row of a list as a business already known.
    Identity,
    /// To tell whether two sealed numbers are the same.
    Sealed,
    /// Session tokens.
    Session,
    /// Tokens against forged forms.
    Csrf,
    /// Share links.
    Share,
    /// One-time codes.
    Code,
    /// Keys of the login throttle.
    Throttle,
    /// The audit chain.
    Audit,
    /// To seal a kept file.
    File,
    /// The key by which a phone tells whether a NIK is on its list.
    NikCheck,
    /// To see that two items or two sets of answers say the same.
    Item,
    /// To recognise the master key itself.
    Fingerprint,
}

const PURPOSES: [(Purpose, &str); 13] = [
    (Purpose::Nik, "pendopo 2026 nik hash"),
    (Purpose::Identity, "pendopo 2026 identity hash"),
    (Purpose::Sealed, "pendopo 2026 sealed hash"),
    (Purpose::Session, "pendopo 2026 session hash"),
    (Purpose::Csrf, "pendopo 2026 form hash"),
    (Purpose::Share, "pendopo 2026 share hash"),
    (Purpose::Code, "pendopo 2026 code hash"),
    (Purpose::Throttle, "pendopo 2026 throttle hash"),
    (Purpose::Audit, "pendopo 2026 audit hash"),
    (Purpose::File, "pendopo 2026 kept file"),
    (Purpose::NikCheck, "pendopo 2026 nik check on phones"),
    (Purpose::Item, "pendopo 2026 item hash"),
    (Purpose::Fingerprint, "pendopo 2026 key fingerprint"),
];

/// All keys of an installation.
#[derive(Clone)]
pub struct Keys {
    wrap: XChaCha20Poly1305,
    hashes: [[u8; 32]; PURPOSES.len()],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Derives all keys.
    pub fn new(master: &MasterKey) -> Self {
        let wrap = blake3::derive_key("pendopo 2026 data key wrap", &master.0);
        Self {
            wrap: XChaCha20Poly1305::new(&wrap.into()),
            hashes: PURPOSES.map(|(_, context)| blake3::derive_key(context, &master.0)),
        }
    }

    fn key(&self, purpose: Purpose) -> [u8; 32] {
        let place = PURPOSES.iter().position(|(other, _)| *other == purpose);
        place
            .and_then(|place| self.hashes.get(place).copied())
            .unwrap_or_default()
    }

    /// A keyed hash of 32 bytes.
    pub fn hash(&self, purpose: Purpose, data: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.key(purpose), data).as_bytes()
    }

    /// A keyed hash of 16 bytes, for indexes.
    pub fn short_hash(&self, purpose: Purpose, data: &[u8]) -> [u8; 16] {
        let mut short = [0; 16];
        blake3::Hasher::new_keyed(&self.key(purpose))
            .update(data)
            .finalize_xof()
            .fill(&mut short);
        short
    }

    /// Tells one master key from another without giving it away.
    pub fn fingerprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.short_hash(Purpose::Fingerprint, b""))
    }

    /// A new data key, and the same wrapped for the database. `owner` names whose it is, and is bound to it.
    pub fn new_data_key(&self, owner: uuid::Uuid) -> (DataKey, Vec<u8>) {
        let key: [u8; 32] = random();
        let wrapped = seal(&self.wrap, owner.as_bytes(), &key);
        (DataKey(XChaCha20Poly1305::new(&key.into())), wrapped)
    }

    /// Unwraps a data key.
    pub fn data_key(&self, owner: uuid::Uuid, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        let key = open(&self.wrap, owner.as_bytes(), wrapped)?;
        let key: [u8; 32] = key.try_into().map_err(|_| KeyError::Sealed)?;
        Ok(DataKey(XChaCha20Poly1305::new(&key.into())))
    }

    /// A new key for one file, and the same wrapped for the database. `file` names the file, and is bound to it.
    pub(crate) fn new_file_key(&self, file: uuid::Uuid) -> (FileKey, Vec<u8>) {
        let key: [u8; 32] = random();
        (FileKey(key), seal(&self.wrap, file.as_bytes(), &key))
    }

    /// Unwraps a file's key.
    pub(crate) fn file_key(&self, file: uuid::Uuid, wrapped: &[u8]) -> Result<FileKey, KeyError> {
        let key = open(&self.wrap, file.as_bytes(), wrapped)?;
        key.try_into().map(FileKey).map_err(|_| KeyError::Sealed)
    }

    /// Seals something of an account (the secret of its second factor) with the master key itself.
    pub fn seal_for(&self, owner: uuid::Uuid, text: &[u8]) -> Vec<u8> {
        seal(&self.wrap, owner.as_bytes(), text)
    }

    /// Opens [`Keys::seal_for`].
    pub fn open_for(&self, owner: uuid::Uuid, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        open(&self.wrap, owner.as_bytes(), sealed)
    }

    /// Seals a number: `1.<hash to compare by>.<sealed>`.
    pub fn seal_number(&self, key: &DataKey, fact: &str, number: &str) -> String {
        let compare = URL_SAFE_NO_PAD
            .encode(self.short_hash(Purpose::Sealed, format!("{fact}:{number}").as_bytes()));
        let sealed = URL_SAFE_NO_PAD.encode(seal(&key.0, fact.as_bytes(), number.as_bytes()));
        format!("1.{compare}.{sealed}")
    }

    /// Opens [`Keys::seal_number`].
    pub fn open_number(key: &DataKey, fact: &str, sealed: &str) -> Result<String, KeyError> {
        let bytes = sealed
            .rsplit('.')
            .next()
            .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let opened = open(&key.0, fact.as_bytes(), &bytes.ok_or(KeyError::Sealed)?)?;
        String::from_utf8(opened).map_err(|_| KeyError::Sealed)
    }
}

/// Whether two sealed numbers are the same number.
pub fn same_number(a: &str, b: &str) -> bool {
    let compare = |text: &str| text.split('.').nth(1).map(str::to_owned);
    compare(a) == compare(b)
}

/// The data key of one person.
#[derive(Clone)]
pub struct DataKey(XChaCha20Poly1305);

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// The key of one file, from which one is derived for each thing that is sealed with it.
#[derive(Clone)]
pub(crate) struct FileKey([u8; 32]);

impl FileKey {
    pub(crate) fn derive(&self, salt: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.0, salt).as_bytes()
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

/// Nonce and ciphertext. The nonce is random: 24 bytes are long enough never to meet twice.
fn seal(cipher: &XChaCha20Poly1305, aad: &[u8], msg: &[u8]) -> Vec<u8> {
    let nonce: [u8; 24] = random();
    // Sealing in memory fails only for texts of many gigabytes.
    let sealed = cipher
        .encrypt(&nonce.into(), Payload { msg, aad })
        .unwrap_or_default();
    [nonce.as_slice(), &sealed].concat()
}

fn open(cipher: &XChaCha20Poly1305, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
    let (nonce, msg) = sealed.split_at_checked(24).ok_or(KeyError::Sealed)?;
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| KeyError::Sealed)?;
    cipher
        .decrypt(&nonce.into(), Payload { msg, aad })
        .map_err(|_| KeyError::Sealed)
}

/// A secret to be put into a link or a cookie: 32 random bytes as text.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(&MasterKey([3; 32]))
    }

    #[test]
    fn a_sealed_number_opens_with_its_own_key_only() {
        let keys = keys();
        let (anna, budi) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let (key, wrapped) = keys.new_data_key(anna);
        let sealed = keys.seal_number(&key, "owner_nik", "3324096505800001");
        assert!(!sealed.contains("3324096505800001"));
        let again = keys.data_key(anna, &wrapped).unwrap();
        assert_eq!(
            Keys::open_number(&again, "owner_nik", &sealed).unwrap(),
            "3324096505800001"
        );
        assert_eq!(
            Keys::open_number(&again, "owner_kk", &sealed),
            Err(KeyError::Sealed)
        );
        assert!(
            keys.data_key(budi, &wrapped).is_err(),
            "a key moved to another person opens nothing"
        );
        let (other, _) = keys.new_data_key(budi);
        assert!(Keys::open_number(&other, "owner_nik", &sealed).is_err());
        assert!(
            Keys::new(&MasterKey([4; 32]))
                .data_key(anna, &wrapped)
                .is_err()
        );
    }

    #[test]
    fn the_same_number_is_recognised_though_sealed_twice() {
        let keys = keys();
        let (key, _) = keys.new_data_key(uuid::Uuid::from_u128(1));
        let one = keys.seal_number(&key, "owner_nik", "3324096505800001");
        let two = keys.seal_number(&key, "owner_nik", "3324096505800001");
        assert_ne!(one, two);
        assert!(same_number(&one, &two));
        assert!(!same_number(
            &one,
            &keys.seal_number(&key, "owner_nik", "3324096505800002")
        ));
    }

    #[test]
    fn a_master_key_survives_its_file_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        assert!(matches!(
            MasterKey::read(&path),
            Err(KeyError::FileMissing { .. })
        ));
        let key = MasterKey::generate();
        key.write(&path).unwrap();
        assert_eq!(MasterKey::read(&path).unwrap().to_text(), key.to_text());
        assert!(matches!(
            MasterKey::generate().write(&path),
            Err(KeyError::FileExists { .. })
        ));
        assert_eq!(MasterKey::parse("zz").unwrap_err(), KeyError::Malformed);
        assert_eq!(format!("{key:?}"), "MasterKey(…)");
    }

    #[test]
    fn each_purpose_hashes_differently() {
        let keys = keys();
        assert_ne!(
            keys.hash(Purpose::Session, b"x"),
            keys.hash(Purpose::Share, b"x")
        );
        assert_ne!(
            keys.short_hash(Purpose::Nik, b"x"),
            keys.short_hash(Purpose::Nik, b"y")
        );
    }
}

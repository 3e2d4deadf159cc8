//! Passwords: Argon2id, never on the runtime's own threads, and only so many at once.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::PeopleError;
use crate::error::Result;
use crate::hall::{Hall, Settings};
use crate::keys::random;
use crate::permission::Role;

/// What is guessed first. A short list suffices beside the length; more comes from the throttle.
const COMMON: &[&str] = &[
    "password",
    "12345678",
    "123456789",
    "1234567890",
    "qwertyuiop",
    "kendal123",
    "kendal2024",
    "kendal2025",
    "kendal2026",
    "indonesia",
    "indonesia123",
    "bismillah",
    "bismillah123",
    "admin123",
    "admin12345",
    "rahasia123",
    "umkm12345",
    "sayangku",
    "password123",
    "katasandi",
    "11111111",
    "00000000",
];

/// Whether a password may be chosen. Length counts, not mixtures of signs (NIST SP 800-63B).
pub fn check_strength(
    password: &str,
    login: &str,
    role: Role,
) -> std::result::Result<(), PeopleError> {
    let least = if role.is_staff() { 10 } else { 8 };
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let login = login.to_lowercase();
    let only_one_sign = password.chars().all(|sign| password.starts_with(sign));
    if length < least {
        Err(PeopleError::PasswordShort { least })
    } else if length > 200 {
        Err(PeopleError::PasswordLong)
    } else if only_one_sign
        || COMMON.contains(&lower.as_str())
        || lower.trim_start_matches('+') == login.trim_start_matches('+')
    {
        Err(PeopleError::PasswordCommon)
    } else {
        Ok(())
    }
}

fn hasher(settings: &Settings) -> Argon2<'static> {
    let params = Params::new(
        settings.password_memory_kib,
        settings.password_passes,
        1,
        None,
    )
    .unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password.
pub(crate) async fn hash(hall: &Hall, password: &str) -> Result<String> {
    let (hasher, password) = (hasher(hall.settings()), password.to_owned());
    run(hall, move || {
        let salt: [u8; 16] = random();
        hasher
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .unwrap_or_default()
    })
    .await
}

/// Whether a password fits a hash. Without a hash (no such login, or none chosen yet) the same work is done for
/// nothing, so that the time taken tells nobody which logins exist.
pub(crate) async fn verify(hall: &Hall, password: &str, hash: Option<&str>) -> Result<bool> {
    let (hasher, password, hash) = (
        hasher(hall.settings()),
        password.to_owned(),
        hash.map(str::to_owned),
    );
    run(hall, move || {
        if let Some(hash) = hash {
            return hasher
                .verify_password(password.as_bytes(), hash.as_str())
                .is_ok();
        }
        let wasted: std::result::Result<argon2::PasswordHash, _> =
            hasher.hash_password_with_salt(password.as_bytes(), &[0; 16]);
        drop(wasted);
        false
    })
    .await
}

async fn run<T: Send + 'static>(
    hall: &Hall,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    // The semaphore lives as long as the hall and is never closed, so waiting for it cannot fail.
    let _permit = hall.hashing().acquire().await.ok();
    Ok(tokio::task::spawn_blocking(work).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_the_obvious_is_refused() {
        let check = |password: &str| check_strength(password, "+6281234567890", Role::Owner);
        assert_eq!(
            check("pendek"),
            Err(PeopleError::PasswordShort { least: 8 })
        );
        assert_eq!(check("bismillah"), Err(PeopleError::PasswordCommon));
        assert_eq!(check("aaaaaaaaaa"), Err(PeopleError::PasswordCommon));
        assert_eq!(check("6281234567890"), Err(PeopleError::PasswordCommon));
        assert_eq!(check(&"a b".repeat(100)), Err(PeopleError::PasswordLong));
        assert_eq!(check("jambu getas merah"), Ok(()));
        assert_eq!(
            check_strength("sembilan9", "x", Role::Officer),
            Err(PeopleError::PasswordShort { least: 10 })
        );
    }
}

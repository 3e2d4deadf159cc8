//! People: accounts, signing in, second factor, one-time codes, consent.

pub mod accounts;
pub mod codes;
pub mod consent;
mod error;
mod password;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
mod throttle;
mod totp;

pub use error::PeopleError;
pub use password::check_strength;

use vocab::PhoneNumber;

/// What was typed to sign in, in the form accounts are kept under: a phone number in E.164, or lower case.
pub fn normal_login(typed: &str) -> String {
    let typed = typed.trim();
    match typed.parse::<PhoneNumber>() {
        Ok(phone) => phone.to_string(),
        Err(_) => typed.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::normal_login;

    #[test]
    fn a_phone_number_is_the_same_login_however_it_is_typed() {
        for typed in [
            "0812-3456-7890",
            "+62 812 3456 7890",
            "6281234567890",
            " 081234567890 ",
        ] {
            assert_eq!(normal_login(typed), "+6281234567890", "{typed}");
        }
        assert_eq!(normal_login(" Admin@Kendal.go.id"), "admin@kendal.go.id");
    }
}

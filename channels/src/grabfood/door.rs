//! The door at which Grab asks for a token before it calls us: OAuth client credentials, partner side.
//!
//! A token carries its end and our signature, so none has to be stored and any worker can check it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::GrabFoodConfig;
use crate::secret::Secret;
use crate::sign::{hmac_hex, hmac_matches};

/// What Grab sends, as JSON.
#[derive(Clone, Debug, Deserialize)]
pub struct DoorRequest {
    /// Client id that we gave to Grab.
    pub client_id: String,
    /// Client secret that we gave to Grab.
    pub client_secret: Secret,
    /// `client_credentials`.
    pub grant_type: String,
    /// Not used.
    #[serde(default)]
    pub scope: Option<String>,
}

/// What we answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DoorAnswer {
    /// Token.
    pub access_token: Secret,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: u32,
}

vocab::domain_error! {
    /// Why the door stays shut.
    #[derive(Copy)]
    DoorError {
        /// Another kind of grant.
        Grant => "unsupported_grant_type",
            "Hanya client_credentials yang dilayani.",
            "Only client_credentials is served.";
        /// Wrong id or secret.
        Client => "invalid_client",
            "Identitas atau rahasia klien salah.",
            "The client id or secret is wrong.";
    }
}

/// The door.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    pub(super) config: &'a GrabFoodConfig,
}

impl Door<'_> {
    /// Gives a token to the one who knows id and secret. The error's code is OAuth's own word for it
    /// (RFC 6749 section 5.2): answer 400 for the grant, 401 for the client.
    pub fn open(self, request: &DoorRequest, now: DateTime<Utc>) -> Result<DoorAnswer, DoorError> {
        if request.grant_type != "client_credentials" {
            return Err(DoorError::Grant);
        }
        // Compared by their keyed hashes, so that the time taken tells nothing of either.
        let known = [
            self.config.partner_client_id.as_bytes(),
            b"\0",
            self.config.partner_client_secret.expose().as_bytes(),
        ];
        let given = [
            request.client_id.as_bytes(),
            b"\0",
            request.client_secret.expose().as_bytes(),
        ];
        if !hmac_matches(
            &self.config.door_key,
            &given,
            &hmac_hex(&self.config.door_key, &known),
        ) {
            return Err(DoorError::Client);
        }
        let until = (now.timestamp() + i64::from(self.config.door_seconds)).to_string();
        let signature = self.signature(&until);
        Ok(DoorAnswer {
            access_token: Secret::new(URL_SAFE_NO_PAD.encode(format!("{until}.{signature}"))),
            token_type: "Bearer",
            expires_in: self.config.door_seconds,
        })
    }

    /// Whether a header `Authorization: Bearer …` carries a token of ours that is still alive.
    pub fn admits(self, authorization: &str, now: DateTime<Utc>) -> bool {
        let token = authorization
            .trim()
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let plain = token.and_then(|(_, token)| URL_SAFE_NO_PAD.decode(token.trim()).ok());
        let plain = plain.and_then(|bytes| String::from_utf8(bytes).ok());
        let Some((until, signature)) = plain.as_deref().and_then(|text| text.split_once('.'))
        else {
            return false;
        };
        let genuine = hmac_matches(
            &self.config.door_key,
            &[b"grab-door.", until.as_bytes()],
            signature,
        );
        genuine
            && until
                .parse::<i64>()
                .is_ok_and(|until| until > now.timestamp())
    }

    fn signature(self, until: &str) -> String {
        hmac_hex(&self.config.door_key, &[b"grab-door.", until.as_bytes()])
    }
}

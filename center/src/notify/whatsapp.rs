//! WhatsApp, by Meta's Cloud API.
//!
//! A business may write first only with a template that Meta has approved; ours has one place, {{1}}, for the text.
//! Facts about the API are from general knowledge of its public documentation and not confirmed against a live account:
//! the address, the version and the template are settings.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use channels::http::{Method, Request, Transport};
use serde::Deserialize;
use serde_json::json;
use vocab::id::DeliveryId;

use super::text::Letter;
use super::way::{Address, Sending, Sent, Stuck, Way};

/// Longest text of a template's place, in letters.
const LONGEST: usize = 900;

/// WhatsApp by the Cloud API.
pub struct WhatsApp {
    /// Such as `https://graph.facebook.com/v23.0`.
    pub base_url: String,
    /// The id of the sending number.
    pub phone_id: String,
    /// The access token. Never shown.
    pub token: String,
    /// The approved template's name.
    pub template: String,
    /// The door through which requests travel.
    pub transport: Arc<dyn Transport>,
}

impl fmt::Debug for WhatsApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhatsApp")
            .field("base_url", &self.base_url)
            .field("template", &self.template)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Deserialize)]
struct Taken {
    messages: Vec<Message>,
}

#[derive(Debug, Deserialize)]
struct Message {
    id: String,
}

impl WhatsApp {
    async fn deliver(&self, id: DeliveryId, to: &Address, letter: &Letter) -> Result<Sent, Stuck> {
        let Address::Phone(phone) = to else {
            return Err(Stuck::ForGood("no phone number".to_owned()));
        };
        let body = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": phone.as_str().trim_start_matches('+'),
            "type": "template",
            "biz_opaque_callback_data": id.to_string(),
            "template": {
                "name": self.template,
                "language": { "code": letter.lang.to_string() },
                "components": [{
                    "type": "body",
                    "parameters": [{ "type": "text", "text": one_line(&letter.body()) }],
                }],
            },
        });
        let url = format!("{}/{}/messages", self.base_url, self.phone_id);
        let request = Request::new(Method::Post, url)
            .header("authorization", format!("Bearer {}", self.token))
            .json(body.to_string().into_bytes());
        let answer = self.transport.send(&request).await;
        let answer = answer.map_err(|_| Stuck::ForNow("WhatsApp cannot be reached".to_owned()))?;
        match answer.status {
            200..=299 => {
                let taken: Option<Taken> = serde_json::from_slice(&answer.body).ok();
                let first = taken.and_then(|taken| taken.messages.into_iter().next());
                Ok(Sent {
                    outside_id: first.map(|message| message.id),
                    by_hand: None,
                })
            }
            // A token that has run out is the operator's to mend, and a full pipe empties: both may work later.
            status @ (401 | 403 | 408 | 429 | 500..=599) => {
                Err(Stuck::ForNow(format!("WhatsApp said {status}")))
            }
            status => Err(Stuck::ForGood(format!("WhatsApp said {status}"))),
        }
    }
}

/// A template's place takes no line breaks and no long runs of blanks.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}

impl Way for WhatsApp {
    fn send<'a>(&'a self, id: DeliveryId, to: &'a Address, letter: &'a Letter) -> Sending<'a> {
        Box::pin(self.deliver(id, to, letter))
    }

    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + '_>> {
        Box::pin(async {
            let url = format!("{}/{}", self.base_url, self.phone_id);
            let request = Request::new(Method::Get, url)
                .header("authorization", format!("Bearer {}", self.token));
            match self.transport.send(&request).await {
                Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
                Ok(answer) => Err(format!("WhatsApp said {}", answer.status)),
                Err(_) => Err("WhatsApp cannot be reached".to_owned()),
            }
        })
    }
}

//! E-mail, by SMTP.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use vocab::id::DeliveryId;

use super::text::Letter;
use super::way::{Address, Sending, Sent, Stuck, Way};

/// How the line to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS after the greeting, or not at all (port 587).
    StartTls,
    /// In the clear: only to a server on this machine.
    None,
}

/// E-mail by one server.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

impl fmt::Debug for Mail {
    /// The transport holds a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

impl Mail {
    /// Sets the way up; the error says what in the settings cannot be.
    pub fn new(
        host: &str,
        port: u16,
        security: Security,
        login: Option<(String, String)>,
        from: &str,
    ) -> Result<Self, String> {
        let from: Mailbox = from
            .parse()
            .map_err(|_| format!("mail.from: \"{from}\" is no address"))?;
        if security == Security::None && !matches!(host, "localhost" | "127.0.0.1" | "::1") {
            return Err("mail.security = \"none\" only to this machine".to_owned());
        }
        let builder = match security {
            Security::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host),
            Security::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host),
            Security::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(
                host,
            )),
        };
        let mut builder = builder.map_err(|error| format!("mail.host: {error}"))?;
        builder = builder.port(port).timeout(Some(PATIENCE));
        if let Some((user, password)) = login {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self {
            transport: builder.build(),
            from,
            host: host.to_owned(),
        })
    }

    async fn deliver(&self, id: DeliveryId, to: &Address, letter: &Letter) -> Result<Sent, Stuck> {
        let Address::Email(to) = to else {
            return Err(Stuck::ForGood("no e-mail address".to_owned()));
        };
        let to: Mailbox = to
            .parse()
            .map_err(|_| Stuck::ForGood("the address is malformed".to_owned()))?;
        let number = format!("<{id}@{}>", self.from.email.domain());
        let mail = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .message_id(Some(number.clone()))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body())
            .map_err(|_| Stuck::ForGood("the mail cannot be built".to_owned()))?;
        match self.transport.send(mail).await {
            Ok(_) => Ok(Sent {
                outside_id: Some(number),
                by_hand: None,
            }),
            // The server's own words may repeat the address, so only its code is kept.
            Err(error) if error.is_permanent() => Err(Stuck::ForGood(code(&error))),
            Err(error) => Err(Stuck::ForNow(code(&error))),
        }
    }
}

fn code(error: &lettre::transport::smtp::Error) -> String {
    error.status().map_or_else(
        || "the mail server cannot be reached".to_owned(),
        |code| format!("the mail server said {code}"),
    )
}

impl Way for Mail {
    fn send<'a>(&'a self, id: DeliveryId, to: &'a Address, letter: &'a Letter) -> Sending<'a> {
        Box::pin(self.deliver(id, to, letter))
    }

    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + '_>> {
        Box::pin(async {
            match self.transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(format!("{} does not answer", self.host)),
                Err(error) => Err(code(&error)),
            }
        })
    }
}

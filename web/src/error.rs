//! How a request is refused: one enum, turned into a page (or JSON) by the guard, which knows the
//! visitor's language. Handlers only say why.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use center::ErrorKind;
use vocab::{DomainError, Message};

/// Why a request is not answered as asked.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// The address or body cannot be read.
    Unreadable,
    /// Only for people who are logged in; a page leads to the login and back.
    LoginNeeded,
    /// Logged in, but not for this role.
    Forbidden,
    /// The form's token is missing or not this visitor's.
    StaleForm,
    /// There is no such thing, or not for this visitor: the two are not told apart.
    NotFound,
    /// The address exists, the method does not.
    WrongMethod,
    /// The body is over the route's limit.
    TooLarge,
    /// The body is of a kind this route does not take.
    UnknownKind,
    /// What was sent is understood and wrong.
    Invalid(Vec<Message>),
    /// Knocked too often from one address.
    TooOften(u64),
    /// Failed too often at one account; the message says how long to wait.
    Throttled(Message),
    /// Took longer than a request may.
    TooSlow,
    /// Our own fault; what happened is in the log.
    Internal,
    /// Our own, and it will pass.
    Busy,
}

impl Refusal {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::LoginNeeded => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnknownKind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooOften(_) | Self::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What a bare status means, for answers made by the framework rather than by a handler.
    pub(crate) fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::LoginNeeded,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::WrongMethod,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnknownKind,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Invalid(Vec::new()),
            StatusCode::TOO_MANY_REQUESTS => Self::TooOften(10),
            StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            status if status.is_client_error() => Self::Unreadable,
            _ => Self::Internal,
        }
    }

    /// The key of its heading in the translation files; its text is `{key}-text`.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Self::Unreadable => "error-400",
            Self::LoginNeeded => "error-401",
            Self::Forbidden => "error-403",
            Self::StaleForm => "error-form",
            Self::NotFound => "error-404",
            Self::WrongMethod => "error-405",
            Self::TooLarge => "error-413",
            Self::UnknownKind => "error-415",
            Self::Invalid(_) => "error-422",
            Self::TooOften(_) | Self::Throttled(_) => "error-429",
            Self::TooSlow => "error-408",
            Self::Internal => "error-500",
            Self::Busy => "error-503",
        }
    }

    /// One wrong entry, said by the domain itself.
    pub(crate) fn invalid(error: &dyn DomainError) -> Self {
        Self::Invalid(vec![error.message()])
    }

    /// A fault of ours: the reason goes to the log, never to the page.
    pub(crate) fn internal(reason: &dyn std::fmt::Display) -> Self {
        tracing::error!(%reason, "request failed");
        Self::Internal
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<center::Error> for Refusal {
    fn from(error: center::Error) -> Self {
        match error.kind() {
            ErrorKind::Invalid | ErrorKind::Conflict => Self::invalid(&error),
            ErrorKind::SignIn => Self::LoginNeeded,
            ErrorKind::Forbidden => Self::Forbidden,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::TooMany => Self::Throttled(error.message()),
            ErrorKind::Fault => {
                tracing::error!(%error, source = ?std::error::Error::source(&error), "use case failed");
                Self::Internal
            }
        }
    }
}

impl From<askama::Error> for Refusal {
    fn from(error: askama::Error) -> Self {
        Self::internal(&error)
    }
}

//! Turning a template into an answer, and going elsewhere with a note.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use vocab::{Lang, Message};

use crate::error::Refusal;

/// What every handler gives.
pub(crate) type Answer = Result<Response, Refusal>;

/// The page with status 200.
pub(crate) fn page(template: &impl Template) -> Answer {
    Ok(Html(template.render()?).into_response())
}

/// The page again, with what is wrong on it. 422 tells programs that nothing was done.
pub(crate) fn wrong(template: &impl Template) -> Answer {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(template.render()?)).into_response())
}

/// To another address by GET, as after every form, so that reloading repeats nothing.
pub(crate) fn go(address: &str) -> Answer {
    let location = HeaderValue::from_str(address).map_err(|_| Refusal::Unreadable)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// To another address, where the note of that key is shown.
pub(crate) fn go_noting(address: &str, note: &'static str) -> Answer {
    let mut response = go(address)?;
    response.extensions_mut().insert(NoteToGive(note));
    Ok(response)
}

/// The key of a note which the guard puts into a cookie for the next page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoteToGive(pub(crate) &'static str);

/// A message in the visitor's language.
pub(crate) fn say(lang: Lang, message: &Message) -> String {
    match lang {
        Lang::Id => message.id.clone(),
        Lang::En => message.en.clone(),
    }
}

/// An address on this hall given in a form or query: a path of ours, never another site.
pub(crate) fn own_path(path: &str) -> Option<&str> {
    let inside = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.chars().all(|c| !c.is_control());
    inside.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_own_paths_are_followed() {
        assert_eq!(own_path("/plan?x=1"), Some("/plan?x=1"));
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "plan",
            "",
            "/a\nb",
        ] {
            assert_eq!(own_path(bad), None, "{bad}");
        }
    }
}

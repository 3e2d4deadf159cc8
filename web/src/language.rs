//! The two tongues of the hall: which one a visitor gets, and every text by its key.
//!
//! Indonesian is what a visitor gets until they choose otherwise. `Accept-Language` is not asked:
//! many cheap phones in the villages are set to English by their seller, and their owners would be
//! answered in a language they did not ask for.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, static_loader};
use vocab::Lang;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "id",
        // The marks which isolate text direction show as boxes on old phones, and both tongues
        // run from left to right.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static INDONESIAN: LazyLock<Option<LanguageIdentifier>> = LazyLock::new(|| "id".parse().ok());
static ENGLISH: LazyLock<Option<LanguageIdentifier>> = LazyLock::new(|| "en".parse().ok());

/// The arguments of one text.
pub(crate) type Arguments<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

/// The text of `key`. A key which is in no file shows itself; a test makes sure there is none.
pub(crate) fn text(lang: Lang, key: &str) -> String {
    look_up(lang, key, None)
}

/// The text of `key` with its arguments filled in.
pub(crate) fn text_with(lang: Lang, key: &str, arguments: &Arguments<'_>) -> String {
    look_up(lang, key, Some(arguments))
}

fn look_up(lang: Lang, key: &str, arguments: Option<&Arguments<'_>>) -> String {
    let identifier = match lang {
        Lang::Id => &INDONESIAN,
        Lang::En => &ENGLISH,
    };
    identifier
        .as_ref()
        .and_then(|language| {
            LOCALES
                .lookup_single_language(language, key, arguments)
                .ok()
        })
        .unwrap_or_else(|| key.to_owned())
}

/// The code used in the address, the cookie and the `lang` attribute.
pub(crate) fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "id",
        Lang::En => "en",
    }
}

/// The language of a code; anything else is no choice.
pub(crate) fn from_code(code: &str) -> Option<Lang> {
    match code {
        "id" => Some(Lang::Id),
        "en" => Some(Lang::En),
        _ => None,
    }
}

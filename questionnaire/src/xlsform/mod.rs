//! Questionnaires for Kobo and ODK.

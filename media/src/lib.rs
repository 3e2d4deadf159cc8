//! Uploaded files, looked at by content.

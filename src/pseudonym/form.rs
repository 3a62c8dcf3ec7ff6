//! A text of an export, taken for what it names.

use super::kind::{Facet, Form, Kind};
use super::spot;
use super::words::is_of_the_service;

/// The forms of one thing.
pub(super) type Forms = Vec<Form>;

/// A form, unless nothing stands there or what the service names so itself.
pub(super) fn form(kind: Kind, facet: Facet, text: &str) -> Option<Form> {
    let text = text.trim();
    if !text.chars().any(char::is_alphanumeric) || is_of_the_service(text) {
        return None;
    }
    // The same column holds users and service accounts, or names and ids.
    match spot::spotted(text).into_iter().find(|(place, form)| place.len() == text.len() && form.facet == Facet::Id) {
        Some((_, form)) if form.kind != Kind::Object => Some(form),
        Some((_, form)) => Some(Form { kind, ..form }),
        None => Some(Form::new(kind, facet, text)),
    }
}

//! Who made a key, for every check that asks: whom its record names, else whom the event that made it names.

#[cfg(test)]
mod tests;

use super::is_claude_code;
use crate::analyze::Context;
use crate::analyze::wording::some_of;
use crate::facts::{Key, KeyMaker, is_service_account};
use crate::model::{Confidence, Evidence, counted};

/// Who made a key.
pub(super) enum Creator<'a> {
    /// A user.
    User(Maker<'a>),
    /// A service account or a key: no list of members has them.
    NoUser,
    /// Somebody whom the record, or its list, names in no words that say whom it means, or does not name at all.
    Unclear,
    /// Nobody is on record.
    Nobody,
}

/// A user who made a key.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    /// The id, or an address in its place.
    pub(super) id: &'a str,
    /// The event that names them, where the record names nobody.
    by_event: Option<&'a KeyMaker>,
}

impl Maker<'_> {
    /// What a message adds where an event alone names them.
    pub(super) const fn how(&self) -> &'static str {
        if self.by_event.is_some() { ". Its record names nobody: the event that made it does" } else { "" }
    }

    /// How sure it is who that is: people change their addresses, and keep their ids.
    pub(super) fn confidence(&self) -> Confidence {
        if self.id.contains('@') { Confidence::Medium } else { Confidence::High }
    }

    /// The event, where it alone names them.
    pub(super) fn evidence(&self, cx: &Context) -> Option<Evidence> {
        self.by_event.map(|by| by.source.evidence(cx.data, format!("{} by {}", by.event, by.label)))
    }
}

impl<'a> Creator<'a> {
    pub(super) fn of(cx: &Context<'a>, key: &'a Key) -> Self {
        let by_record = key.creator_type.as_deref().is_none_or(|kind| kind == "user");
        match (key.creator_id.as_deref(), key.is_creator_unclear) {
            (Some(_), true) => Self::Unclear,
            (Some(id), false) if by_record && !is_service_account(id) => Self::User(Maker { id, by_event: None }),
            (Some(_), false) => Self::NoUser,
            (None, is_unclear) => {
                let by_event = cx.facts.keys.makers.of_key(&key.id);
                match by_event.and_then(|by| Some((by, by.id.as_deref()?))) {
                    Some((by, id)) if by.is_user => Self::User(Maker { id, by_event: Some(by) }),
                    Some(_) => Self::NoUser,
                    None if is_unclear => Self::Unclear,
                    None => Self::Nobody,
                }
            }
        }
    }

    /// The user who made it.
    pub(super) const fn user(self) -> Option<Maker<'a>> {
        if let Self::User(maker) = self { Some(maker) } else { None }
    }
}

/// Whether nothing says who made a key, or not in words that say whom it means. A key that stops with its account needs no creator.
pub(super) fn is_open(cx: &Context, key: &Key) -> bool {
    match Creator::of(cx, key) {
        Creator::Unclear => true,
        Creator::Nobody => key.principal_id.is_none() && key.principal_type.is_none() && !is_claude_code(cx, key),
        Creator::User(_) | Creator::NoUser => false,
    }
}

/// What to say of the keys among these of which nothing says who made them, or not in words that say whom it means.
pub(super) fn unnamed<'a>(cx: &Context<'a>, keys: impl Iterator<Item = &'a Key>) -> Option<String> {
    let (mut unclear, mut unstated, mut nobody) = (Vec::new(), 0, 0);
    for key in keys.filter(|key| is_open(cx, key)) {
        match key.creator_id.as_deref() {
            Some(creator) => unclear.push(format!("«{}» (created by «{creator}»)", key.name)),
            None if key.is_creator_unclear => unstated += 1,
            None => nobody += 1,
        }
    }
    let nobody = (nobody > 0)
        .then(|| format!("not judged: {} without a creator, in the record or in an event", counted(nobody, "key")));
    let unclear = (!unclear.is_empty()).then(|| {
        let named = some_of(unclear, 5);
        format!("not judged, because the list names their creators in no words that say whom it means: {named}")
    });
    let all: Vec<String> = unsaid(unstated).into_iter().chain(nobody).chain(unclear).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// What to say of so many keys whose list does not say who created them.
pub(super) fn unsaid(keys: usize) -> Option<String> {
    (keys > 0)
        .then(|| format!("not judged: {}, because their list does not say who created them", counted(keys, "key")))
}

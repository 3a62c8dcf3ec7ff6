//! Which forms stand for one thing.

use std::collections::{BTreeMap, BTreeSet};

use super::form::Forms;
use super::kind::{Facet, Form, Kind};

/// A form with the thing that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grouped {
    /// The form.
    pub(super) form: Form,
    /// What all forms of the thing have in common: one of its ids or addresses, else its name. Lower case.
    pub(super) thing: String,
}

/// Every text once, by itself in lower case. Things with a common id or address are one; a name that several things have stands for
/// none of them, but for all that have it.
pub(super) fn grouped(all: &BTreeSet<Forms>) -> BTreeMap<String, Grouped> {
    let mut things = Things::default();
    let identities = |forms: &Forms| -> Vec<(Kind, String)> {
        forms.iter().filter(|form| form.facet.identifies(form.kind)).map(|form| (form.kind, lower(form))).collect()
    };
    for forms in all {
        for pair in identities(forms).windows(2) {
            things.join(&pair[0], &pair[1]);
        }
    }
    // By kind and text, the things that it stands for.
    let mut of: BTreeMap<String, BTreeSet<(Kind, Facet, String)>> = BTreeMap::new();
    let mut written: BTreeMap<String, Form> = BTreeMap::new();
    let mut nameless: Vec<&Form> = Vec::new();
    for forms in all {
        let thing = identities(forms).first().map(|identity| things.of(identity));
        for form in forms {
            written
                .entry(lower(form))
                .and_modify(|old| *old = old.clone().min(form.clone()))
                .or_insert_with(|| form.clone());
            match &thing {
                Some((kind, thing)) if *kind == form.kind => {
                    of.entry(lower(form)).or_default().insert((form.kind, form.facet, thing.clone()));
                }
                _ => nameless.push(form),
            }
        }
    }
    for form in nameless {
        of.entry(lower(form)).or_insert_with(|| [(form.kind, form.facet, lower(form))].into());
    }
    of.into_iter()
        .filter_map(|(text, things)| {
            let (kind, facet, thing) = things.first()?.clone();
            let is_one = things.iter().all(|(_, _, other)| *other == thing);
            let thing = if is_one { thing } else { format!("name {text}") };
            let mut form = written.get(&text)?.clone();
            (form.kind, form.facet) = (kind, facet);
            Some((text, Grouped { form, thing }))
        })
        .collect()
}

fn lower(form: &Form) -> String {
    form.text.to_lowercase()
}

/// Identities that are the same, as a forest.
#[derive(Default)]
struct Things(BTreeMap<(Kind, String), (Kind, String)>);

impl Things {
    fn of(&self, identity: &(Kind, String)) -> (Kind, String) {
        let mut at = identity;
        while let Some(above) = self.0.get(at) {
            at = above;
        }
        at.clone()
    }

    fn join(&mut self, one: &(Kind, String), other: &(Kind, String)) {
        let (one, other) = (self.of(one), self.of(other));
        if one != other {
            let (first, last) = if one < other { (one, other) } else { (other, one) };
            self.0.insert(last, first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_thing_are_together_and_shared_names_apart() {
        let person = |facet, text: &str| Form::new(Kind::Person, facet, text);
        let key = |facet, text: &str| Form::new(Kind::Key, facet, text);
        let all: BTreeSet<Forms> = [
            vec![person(Facet::Id, "user_1"), person(Facet::Main, "Ann@example.com")],
            vec![person(Facet::Main, "ann@example.com"), person(Facet::Name, "Ann Smith")],
            vec![key(Facet::Id, "apikey_1"), key(Facet::Main, "search")],
            vec![key(Facet::Id, "apikey_2"), key(Facet::Main, "search")],
            vec![key(Facet::Id, "apikey_3"), key(Facet::Main, "mail")],
            vec![key(Facet::Main, "mail")],
        ]
        .into();
        let found = grouped(&all);
        let thing = |text: &str| found[text].thing.clone();
        assert_eq!(thing("user_1"), thing("ann smith"));
        assert_eq!(thing("user_1"), thing("ann@example.com"));
        assert_eq!(thing("search"), "name search");
        assert_ne!(thing("apikey_1"), thing("apikey_2"));
        assert_eq!(thing("mail"), thing("apikey_3"));
    }
}

//! Which label a text gets.

use std::collections::{BTreeMap, BTreeSet};

use super::group::Grouped;
use super::key_file::KeyFile;
use super::kind::Kind;

/// Digits of a number, at least.
const DIGITS: usize = 4;

/// Gives these texts labels that have none: things of which a text has one already go on with its number, others get the next numbers,
/// in the order of a hash that only the key file's owner can compute.
pub(super) fn add(key: &mut KeyFile, used: &BTreeSet<String>, known: &BTreeMap<String, Grouped>) {
    let labelled: BTreeMap<String, String> =
        key.labels().iter().map(|(label, text)| (text.to_lowercase(), label.clone())).collect();
    let mut stems: BTreeMap<(Kind, &str), String> = BTreeMap::new();
    for (text, label) in &labelled {
        if let (Some(one), Some(stem)) = (known.get(text), stem(label)) {
            stems.entry((one.form.kind, &one.thing)).or_insert_with(|| stem.to_owned());
        }
    }
    let mut things: BTreeMap<(Kind, [u8; 32], &str), Vec<&Grouped>> = BTreeMap::new();
    for one in used.iter().filter(|text| !labelled.contains_key(*text)).filter_map(|text| known.get(text)) {
        things.entry((one.form.kind, key.keyed(&one.thing), &one.thing)).or_default().push(one);
    }
    let mut last = last_numbers(key);
    for ((kind, _, thing), mut forms) in things {
        let stem = stems.get(&(kind, thing)).cloned().unwrap_or_else(|| {
            let number = last.entry(kind.word()).or_default();
            *number += 1;
            format!("{}-{number:0DIGITS$}", kind.word())
        });
        forms.sort_by_key(|one| (one.form.facet, key.keyed(&one.form.text.to_lowercase())));
        for one in forms {
            let label = format!("{stem}{}", one.form.facet.suffix());
            let free = (2..).map(|more| format!("{label}-{more}"));
            let label = std::iter::once(label.clone()).chain(free).find(|label| !key.labels().contains_key(label));
            label.into_iter().for_each(|label| key.add(label, one.form.text.clone()));
        }
    }
}

/// `person-0007` of `person-0007-name`.
fn stem(label: &str) -> Option<&str> {
    let (word, rest) = label.split_once('-')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits >= DIGITS).then(|| &label[..word.len() + 1 + digits])
}

/// The largest number of each kind.
fn last_numbers(key: &KeyFile) -> BTreeMap<&'static str, u64> {
    let mut last = BTreeMap::new();
    for stem in key.labels().keys().filter_map(|label| stem(label)) {
        let Some((word, number)) = stem.split_once('-') else { continue };
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word);
        if let (Some(kind), Ok(number)) = (kind, number.parse::<u64>()) {
            let most = last.entry(kind.word()).or_insert(number);
            *most = number.max(*most);
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::pseudonym::group::grouped;
    use crate::pseudonym::kind::{Facet, Form};

    fn people(names: &[&str]) -> BTreeMap<String, Grouped> {
        grouped(&names.iter().map(|name| vec![Form::new(Kind::Person, Facet::Main, name)]).collect())
    }

    #[test]
    fn labels_stay_and_new_things_get_the_next_numbers() {
        let mut key = KeyFile::open(Path::new("no such file")).unwrap();
        let names: Vec<String> = (0..40).map(|at| format!("p{at:02}@example.com")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let known = people(&names[..30]);
        add(&mut key, &known.keys().cloned().collect(), &known);
        let first = key.labels().clone();
        assert_eq!(first.len(), 30);
        assert_eq!(first.keys().next_back().unwrap(), "person-0030");
        let in_order: Vec<&String> = first.values().collect();
        assert!(!in_order.is_sorted(), "numbers do not follow the alphabet");
        let known = people(&names);
        add(&mut key, &known.keys().cloned().collect(), &known);
        assert!(first.iter().all(|(label, text)| key.labels().get(label) == Some(text)));
        assert_eq!(key.labels().len(), 40);
        assert_eq!(key.labels().keys().next_back().unwrap(), "person-0040");
    }

    #[test]
    fn the_texts_of_one_thing_have_one_number() {
        let mut key = KeyFile::open(Path::new("no such file")).unwrap();
        let forms = [(Facet::Main, "search"), (Facet::Id, "apikey_1"), (Facet::Hint, "sk-ant-api03-R2D...igAA")];
        let forms = forms.map(|(facet, text)| Form::new(Kind::Key, facet, text)).to_vec();
        let known = grouped(&[forms].into());
        let used = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        add(&mut key, &used(&["apikey_1"]), &known);
        add(&mut key, &used(&["search", "sk-ant-api03-r2d...igaa"]), &known);
        let labels: Vec<&str> = key.labels().keys().map(String::as_str).collect();
        assert_eq!(labels, ["key-0001", "key-0001-hint", "key-0001-id"]);
        assert_eq!(key.labels()["key-0001-hint"], "sk-ant-api03-R2D...igAA");
    }
}

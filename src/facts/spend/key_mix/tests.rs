use super::*;
use crate::analyze::testing::{facts, usage};

#[test]
fn tokens_of_a_day() {
    let day = vec!["2026-07-01".to_owned()];
    let mixes = facts(&[("usage.csv", &usage(&[("k", "A", day.clone()), ("k", "A", day.clone()), ("", "A", day)]))])
        .spend
        .key_mixes;
    let [(key, days)] = mixes.0.iter().collect::<Vec<_>>()[..] else { panic!("{mixes:?}") };
    assert_eq!((key.workspace.as_str(), key.key.as_str(), &key.key_id), ("A", "k", &None));
    let mix = days.values().next().unwrap();
    assert_eq!(mix.tokens, 2200);
    let parts = |dimension| {
        mix.parts(dimension).map(|parts| parts.iter().map(|part| (&*part.value, part.tokens)).collect::<Vec<_>>())
    };
    assert_eq!(parts(Dimension::Model), Some(vec![("claude-opus-5", 2200)]));
    assert_eq!(parts(Dimension::Geo), Some(vec![("global", 2200)]));
    assert_eq!(parts(Dimension::Speed), Some(vec![("standard", 2200)]));
    assert_eq!(parts(Dimension::Hours), None);
}

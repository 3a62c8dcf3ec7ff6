//! Copies in which somebody changed a word, and what only looks like one.

use super::merged;
use crate::ingest::load_bytes;

const COST: &str = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,\
                    inference_geo,speed,api_key_id,api_key_status\n";
/// Key, its id, its model and a factor of what it costs.
const KEYS: [(&str, &str, &str, u32); 2] = [
    ("prod-search", "apikey_01Search", "Claude Sonnet 4.6", 100),
    ("prod-mailer", "apikey_01Mailer", "Claude Opus 4.6", 37),
];

/// Five days of two keys, with other amounts every day.
fn cost() -> String {
    let line = |(day, (key, id, model, factor)): (u32, &(&str, &str, &str, u32))| {
        let usd = f64::from(factor * (day * day + 3)) / 100.0;
        format!(
            "2026-07-{day:02},{model},Production,{key},message,≤ 200k,output,{usd:.2},{usd:.2},token,global,,{id},active\n"
        )
    };
    COST.to_owned() + &(1..=5).flat_map(|day| KEYS.iter().map(move |key| line((day, key)))).collect::<String>()
}

fn remarked(files: &[&str]) -> Vec<String> {
    let files = files.iter().enumerate().map(|(at, text)| (format!("{at}.csv"), text.as_bytes().to_vec()));
    let data = load_bytes(files.collect()).unwrap();
    data.remarks.iter().flat_map(|remarks| remarks.possible_copies.iter().map(|one| one.what.clone())).collect()
}

/// Fault: A copy of a Console CSV in which the model's names are ids or in small letters, or without key ids
/// Outcome: It counts once, and its note says which column differs
#[test]
fn a_copy_with_other_words_counts_once() {
    let whole = cost();
    let all = "95.9";
    let once = format!("0/10/0 10/0/0 = {all}");
    let other_way = format!("10/0/0 0/10/0 = {all}");
    for (what, from_to) in [
        ("ids of models", &[("Claude Sonnet 4.6", "claude-sonnet-4-6"), ("Claude Opus 4.6", "claude-opus-4-6")][..]),
        ("small letters", &[("Claude Sonnet 4.6", "claude sonnet 4.6"), ("Claude Opus 4.6", "claude opus 4.6")]),
        ("no ids of keys", &[("apikey_01Search", ""), ("apikey_01Mailer", "")]),
        ("another geo", &[("global", "not_available")]),
        (
            "all of it",
            &[
                ("Claude Sonnet 4.6", "sonnet"),
                ("Claude Opus 4.6", "opus"),
                ("apikey_01Search", ""),
                ("apikey_01Mailer", ""),
            ],
        ),
    ] {
        let copy = from_to.iter().fold(whole.clone(), |text, (from, to)| text.replace(from, to));
        assert_ne!(copy, whole);
        let found = merged(&[&copy, &whole]);
        assert!(found == once || found == other_way, "{what}: {found}");
        assert_eq!(remarked(&[&copy, &whole]), Vec::<String>::new(), "{what}");
    }
    // Of two files that say the same the one with ids counts.
    let without = whole.replace("apikey_01Search", "").replace("apikey_01Mailer", "");
    assert_eq!(merged(&[&without, &whole]), once);
}

#[test]
fn where_ids_differ_both_count_and_it_is_said() {
    let masked = cost().replace("apikey_01Search", "apikey_****rch").replace("apikey_01Mailer", "apikey_****ler");
    assert_eq!(merged(&[&masked, &cost()]), "10/0/0 10/0/0 = 191.8");
    assert_eq!(remarked(&[&masked, &cost()]), ["key"]);
}

#[test]
fn other_keys_and_other_amounts_are_no_copy() {
    let other_keys = cost().replace("apikey_01Search", "apikey_02Search").replace("prod-search", "staging-search");
    // The rows of the other key are the same and count once.
    assert!(merged(&[&other_keys, &cost()]).ends_with("= 165.9"), "{}", merged(&[&other_keys, &cost()]));
    // Another model costs another amount, if only a cent on one day.
    let dearer = cost().replace("Claude Sonnet 4.6", "Claude Sonnet 5").replace("4.00,4.00", "4.01,4.01");
    assert!(merged(&[&dearer, &cost()]).ends_with("= 165.91"), "{}", merged(&[&dearer, &cost()]));
}

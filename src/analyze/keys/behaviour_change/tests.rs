//! Use of July to September 2026 by day.

use std::fmt::Write as _;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, ask_with, days, found, key as listed, outcome, page, policy};

const HEADER: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
     usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,\
     web_search_count,inference_geo,speed\n";

/// Rows of a key: model, tokens, geography and speed of each day.
fn rows(key: &str, of_day: impl Fn(usize) -> Vec<(&'static str, u64, &'static str, &'static str)>) -> String {
    let mut csv = String::new();
    for (t, day) in days("2026-07-01", "2026-09-30").iter().enumerate() {
        for (model, tokens, geo, speed) in of_day(t) {
            writeln!(csv, "{day},{model},{key},A,standard,≤ 200k,{tokens},0,0,0,0,0,{geo},{speed}").unwrap();
        }
    }
    csv
}

const HAIKU: &str = "claude-haiku-4-5-20251001";
const OPUS: &str = "claude-opus-5";

/// Mostly one model, and from a day on mostly another.
fn turned(key: &str, from: usize) -> String {
    rows(key, |t| {
        let (many, few) = if t >= from { (OPUS, HAIKU) } else { (HAIKU, OPUS) };
        vec![(many, 40_000 + (t as u64 * 37 % 11) * 500, "global", ""), (few, 4000, "global", "")]
    })
}

fn check(rows: &[String]) -> Vec<String> {
    found(&ANALYZER, &[("usage.csv", &format!("{HEADER}{}", rows.concat()))])
}

#[test]
fn another_model_geography_or_speed() {
    let usage = format!("{HEADER}{}", turned("stale-k", 50));
    let keys = page(&[listed("stale-k", "2026-01-05", None)]);
    let line = ask(&ANALYZER, &[("usage.csv", &usage), ("keys.json", &keys)]).remove(0);
    assert!(
        line.starts_with(
            "medium stale-k: key «stale-k»: since 2026-08-20 other models: claude-opus-5 91 % of the tokens (before 9 %)"
        ),
        "{line}"
    );
    assert!(
        line.ends_with("Thresholds: 0.4 Jensen-Shannon distance (default), 30 percentage points (default)."),
        "{line}"
    );
    let geo = rows("stale-k", |t| vec![(OPUS, 50_000, if t >= 50 { "us" } else { "global" }, "")]);
    assert_eq!(check(&[geo]), ["medium stale-k"]);
    let speed = rows("stale-k", |t| vec![(OPUS, 50_000, "global", if t >= 50 { "fast" } else { "" })]);
    assert_eq!(check(&[speed]), ["medium stale-k"]);
}

#[test]
fn five_times_the_tokens() {
    let grown =
        |times: u64| rows("k", move |t| vec![(HAIKU, if t >= 50 { 20_000 * times } else { 20_000 }, "global", "")]);
    assert_eq!(check(&[grown(7)]), ["medium k"], "cents, that nobody else tells");
    assert_eq!(check(&[grown(4)]), [""; 0]);
    let dear = rows("k", |t| vec![(OPUS, if t >= 50 { 9_000_000 } else { 1_000_000 }, "global", "")]);
    assert_eq!(check(&[dear]), [""; 0], "a finding of spend-shift");
    let old = rows("old", |t| vec![(HAIKU, if t >= 50 { 0 } else { 120_000 }, "global", "")]);
    assert_eq!(check(&[grown(7), old]), [""; 0], "came over from another key");
}

/// Fault: In an organization that rotates keys, or has a hundred, no key was found whose volume jumped
/// Outcome: Only what others gave up on these days, beyond their own scatter and less what yet others won, explains a jump
#[test]
fn a_jump_is_found_whatever_other_keys_do() {
    let grown = || rows("k", |t| vec![(HAIKU, if t >= 50 { 140_000 } else { 20_000 }, "global", "")]);
    let pair = |size: u64, at: usize| {
        let old = rows(&format!("old-{size}"), |t| if t < at { vec![(HAIKU, size, "global", "")] } else { vec![] });
        let new = rows(&format!("new-{size}"), |t| if t >= at { vec![(HAIKU, size, "global", "")] } else { vec![] });
        [old, new]
    };
    for at in [46, 50, 54] {
        let keys = [vec![grown()], pair(500_000, at).to_vec(), pair(60_000, at).to_vec()].concat();
        assert_eq!(check(&keys), ["medium k"], "rotations on day {at}");
    }
    for many in [2, 60] {
        let steady = |n: usize| {
            let tokens = move |t: usize| 400_000 + ((t * (31 + 2 * n) + 7 * n) % 17) as u64 * 9000;
            rows(&format!("steady-{n}"), move |t| vec![(HAIKU, tokens(t), "global", "")])
        };
        let keys = [vec![grown()], (0..many).map(steady).collect()].concat();
        assert_eq!(check(&keys), ["medium k"], "{many} other keys");
    }
    let handed = rows("giver", |t| vec![(HAIKU, if t >= 50 { 30_000 } else { 150_000 }, "global", "")]);
    assert_eq!(check(&[grown(), handed]), [""; 0], "moved from another key that goes on");
}

#[test]
fn what_is_none() {
    assert_eq!(check(&[turned("ok-k", 200)]), [""; 0], "the same mix");
    assert_eq!(check(&[turned("ok-k", 11)]), [""; 0], "in the first twelve days");
    assert_eq!(check(&[turned("ok-k", 86)]), [""; 0], "six days are left");
    let few = rows("ok-k", |t| vec![(if t >= 50 { OPUS } else { HAIKU }, 4000, "global", "")]);
    assert_eq!(check(&[few]), [""; 0], "a handful of calls");
    let both = rows("ok-k", |t| vec![(if t % 2 == 0 { OPUS } else { HAIKU }, 50_000, "global", "")]);
    assert_eq!(check(&[both]), [""; 0], "it comes and goes");
    let third =
        rows("ok-k", |t| vec![(OPUS, 50_000, "global", ""), (HAIKU, if t >= 50 { 15_000 } else { 1 }, "global", "")]);
    assert_eq!(check(&[third]), [""; 0], "less than a third");
    let successor = rows("new", |t| if t >= 50 { vec![(OPUS, 50_000, "global", "")] } else { vec![] });
    let old = rows("old", |t| if t < 50 { vec![(HAIKU, 50_000, "global", "")] } else { vec![] });
    assert_eq!(check(&[old, successor]), [""; 0], "a rotation");
}

#[test]
fn a_turn_at_the_retirement_of_a_model_is_explained() {
    // Retired after 5 August, the 35th day.
    const RETIRED: &str = "claude-opus-4-1-20250805";
    let moved = |from: usize| rows("k", move |t| vec![(if t >= from { OPUS } else { RETIRED }, 50_000, "global", "")]);
    let asked = |from: usize| {
        let usage = format!("{HEADER}{}", moved(from));
        match outcome(&ANALYZER, &[("usage.csv", &usage)], &crate::policy::Policy::default()) {
            Outcome::Assessed { findings, notes, .. } => (findings.len(), notes),
            _ => panic!("assessed"),
        }
    };
    for from in [22, 30, 35, 36, 49] {
        let (found, notes) = asked(from);
        assert_eq!(found, 0, "day {from}");
        assert!(notes[0].contains("claude-opus-4-1-20250805 was retired after 2026-08-05"), "{notes:?}");
    }
    for from in [15, 60] {
        assert_eq!(asked(from), (1, Vec::new()), "day {from}: weeks from its retirement");
    }
    let other = rows("k", |t| vec![(if t >= 36 { RETIRED } else { OPUS }, 50_000, "global", "")]);
    assert_eq!(check(&[other]), ["medium k"], "a turn to the retired model");
}

#[test]
fn a_retirement_is_told_once() {
    let keys = [turned("a", 50), turned("b", 52), turned("c", 55)];
    let line = ask(&ANALYZER, &[("usage.csv", &format!("{HEADER}{}", keys.concat()))]);
    assert_eq!(line.len(), 1, "{line:?}");
    assert!(
        line[0].contains(
            "3 keys moved from «claude-haiku-4-5-20251001» to «claude-opus-5» on 2026-08-20 to 2026-08-25: a, b, c"
        ),
        "{line:?}"
    );
    assert!(line[0].starts_with("low "), "{line:?}");
}

#[test]
fn names_of_two_keys_policy_and_short_data() {
    let usage = format!("{HEADER}{}", turned("k", 50));
    let mut twin = listed("k", "2026-01-05", None);
    twin["id"] = "apikey_twin".into();
    let keys = page(&[listed("k", "2026-01-05", None), twin]);
    let line = ask(&ANALYZER, &[("usage.csv", &usage), ("keys.json", &keys)]).remove(0);
    assert!(
        line.starts_with(
            "not assessed: not judged, because usage exports name keys and two listed keys have the name: «k»"
        ),
        "{line}"
    );
    let strict = policy("[checks.behaviour-change]\nleast_distance = 0.9\n");
    assert_eq!(ask_with(&ANALYZER, &[("usage.csv", &usage)], &strict), [""; 0]);
    let short: String = usage.lines().take(20).map(|line| format!("{line}\n")).collect();
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &short)]),
        ["not assessed: no usage export has a key with 19 days of use"]
    );
}

//! Names that do not say what a key is for.

use anyhow::Result;

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::words::words;
use crate::facts::{Key, Lists};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "undescriptive-key-name",
    title: "Key names that do not say what the key is for",
    control: Control::KeyNaming,
    severity: Severity::Low,
    reads: &[&[Table::Keys]],
    population: "active keys",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys whose name has nothing left after taking away digits, punctuation and the words api, key, apikey, my, new, \
                default, test, testing, temp, tmp, foo, bar, foobar, abc and untitled; or that is one repeated letter, a run of the \
                keyboard, or only a person's name. `prod-recommendation-service` and a `test` inside a longer name are fine, and so are \
                the names that Claude Code gives.",
        matters: "In an incident somebody must decide in minutes which key to revoke, and what breaks then.",
        remedy: &[
            "Console > API keys > {name} > Rename to <environment>-<service>; or Admin API: POST /v1/organizations/api_keys/{id} with {\"name\":\"…\"}",
        ],
        caveats: "A product that is called like a member is taken for a person.",
    },
    run,
};

const EMPTY_WORDS: [&str; 15] = [
    "api", "key", "apikey", "my", "new", "default", "test", "testing", "temp", "tmp", "foo", "bar", "foobar", "abc",
    "untitled",
];
/// Rows of the usual keyboards, forwards; runs are also looked for backwards.
const KEYBOARD_ROWS: [&str; 5] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop"];
/// Shortest run of keys that is no word: `ert` and `sdf` stand inside words.
const SHORTEST_RUN: usize = 4;

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings) = (0, Vec::new());
    for key in cx.facts.lists.active_keys() {
        population += 1;
        let Some(why) = undescriptive(key, &cx.facts.lists) else { continue };
        let message = format!("the name «{}» {why}", key.name);
        let mut finding =
            ANALYZER.finding(subject(cx, key), format!("Key «{}» has a name that says nothing", key.name), message);
        finding.observed = Some(key.name.clone());
        finding.threshold = Some("a name that says service and environment".to_owned());
        finding.evidence = vec![record(cx, key)];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn undescriptive(key: &Key, lists: &Lists) -> Option<String> {
    if key.name.starts_with("claude_code_key_") {
        return None;
    }
    let left: Vec<String> = words(&key.name).into_iter().filter(|word| !EMPTY_WORDS.contains(&word.as_str())).collect();
    let Some(first) = left.first() else { return Some("has no word of its own".to_owned()) };
    let letters: String = left.concat();
    let letter = letters.chars().next()?;
    if letters.chars().all(|c| c == letter) {
        return Some("is one repeated letter".to_owned());
    }
    if left.len() == 1 && is_keyboard_run(first) {
        return Some("is a run of the keyboard".to_owned());
    }
    let is_name_of = |name: &str, address: &str| {
        let own: Vec<String> =
            words(name).into_iter().chain(words(address.split('@').next().unwrap_or_default())).collect();
        left.iter().all(|word| word.chars().count() > 1 && own.contains(word))
    };
    let person =
        lists.members.iter().find(|member| is_name_of(member.name.as_deref().unwrap_or_default(), &member.address));
    person.map(|member| format!("is only the name of a person ({})", member.address))
}

fn is_keyboard_run(word: &str) -> bool {
    let backwards: String = word.chars().rev().collect();
    word.len() >= SHORTEST_RUN && KEYBOARD_ROWS.iter().any(|row| row.contains(word) || row.contains(&backwards))
}

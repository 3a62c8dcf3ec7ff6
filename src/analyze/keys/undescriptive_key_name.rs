//! Names that do not say what a key is for.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{active_keys, is_claude_code, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Key;
use crate::facts::names::descriptive::undescriptive;
use crate::model::{Control, Severity, SubjectKind, Table};

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
                keyboard, or only a person's name; or that names no service: an environment (`prod key`), the vendor (`Claude API`), what is to \
                be done with it («do not use», «TBD»), or «key» and «test» in another language alone. `prod-recommendation-service` and a `test` inside a longer name are fine, and so are \
                the names that Claude Code gives. Where the policy has naming patterns (`[naming] keys`), also active keys whose \
                whole name fits none of them. \
                Keys of a gateway (LiteLLM) likewise, and those without an alias.",
        matters: "In an incident somebody must decide in minutes which key to revoke, and what breaks then.",
        remedy: &[
            "Console > API keys > {name} > Rename to <environment>-<service>; or Admin API: POST /v1/organizations/api_keys/{id} with {\"name\":\"…\"}",
        ],
        caveats: "A product that is called like a member is taken for a person.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let (mut population, mut findings) = (0, Vec::new());
    if active_keys(cx).next().is_some() && active_keys(cx).all(|key| key.name.trim().is_empty()) {
        return Ok(Outcome::NotAssessed {
            why: "the list states no names of keys".to_owned(),
            needs: vec![Table::Keys],
        });
    }
    for key in active_keys(cx) {
        population += 1;
        judged.add(&key.id);
        let subject = subject(cx, key);
        let (title, why, wanted) = if let Some(why) = undescriptive(&key.name, &cx.facts.lists) {
            let wanted = "a name that says service and environment".to_owned();
            (format!("Key «{}» has no descriptive name", subject.label()), why, wanted)
        } else if let Some(patterns) = unfitting(cx, key) {
            let wanted = format!("a name that fits {patterns} (policy)");
            (
                format!("The name of key «{}» does not match the policy's pattern", subject.label()),
                format!("fits no pattern of the policy ({patterns})"),
                wanted,
            )
        } else {
            continue;
        };
        let mut finding = ANALYZER.finding(subject, title, format!("the name «{}» {why}", key.name));
        finding.observed = Some(key.name.clone());
        finding.threshold = Some(wanted);
        finding.evidence = vec![record(cx, key)];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// The policy's naming patterns, where there are any and the key fits none. Claude Code names its keys itself.
fn unfitting(cx: &Context, key: &Key) -> Option<String> {
    let patterns = cx.policy.naming_patterns();
    let fits = patterns.iter().any(|pattern| pattern.matches(key.name.trim()));
    let written: Vec<String> = patterns.iter().map(|pattern| format!("`{}`", pattern.as_str())).collect();
    (!patterns.is_empty() && !fits && !is_claude_code(cx, key)).then(|| written.join(" or "))
}

//! Keys that are listed in one workspace and used, by their ids, in another.

use super::super::{record, subject, use_record};
use super::{ANALYZER, differ};
use crate::analyze::Context;
use crate::analyze::wording::day;
use crate::facts::names::environment::of_workspace;
use crate::facts::{Key, Use, Workspace};
use crate::model::{Confidence, Finding, Severity};

/// That a key's last use was in a workspace of another environment than the one that the list has it in, and no event moved it.
pub(super) fn used_elsewhere(cx: &Context, key: &Key, listed: &Workspace) -> Option<Finding> {
    let environment = |one: &Workspace| of_workspace(&one.name, Some(&one.id), one.tag_env.as_deref(), cx.policy);
    let uses = cx.facts.keys.uses.of(&key.id)?;
    let stated = || uses.uses.iter().filter(|one| one.key_id.is_some() && one.workspace.is_some());
    let in_listed =
        |one: &&Use| one.workspace.as_deref().is_some_and(|name| name == listed.name || name == listed.id.as_str());
    let last = stated().filter(|one| one.last >= cx.period.start).max_by_key(|one| (one.last, in_listed(one)))?;
    if in_listed(&last) || cx.facts.keys.history.moves(&key.id) > 0 {
        return None;
    }
    let place = last.workspace.as_deref()?;
    let used = cx.facts.lists.workspace(place).or_else(|| cx.facts.lists.workspace_named(place))?;
    let (there, here) = environment(used).zip(environment(listed))?;
    if !differ(there.environment, here.environment) {
        return None;
    }
    let message = format!(
        "used in «{}» ({}) until {}, by its id, and listed in «{}» ({}); no event moved it",
        used.name,
        there.environment.id(),
        day(last.last),
        listed.name,
        here.environment.id()
    );
    let subject = subject(cx, key);
    let title =
        format!("Key «{}» is used in a workspace of another environment than the list has it in", subject.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    (finding.severity, finding.confidence) = (Severity::Medium, Confidence::Medium);
    finding.event = Some("use".to_owned());
    finding.observed = Some(format!("used in {}, listed in {}", there.environment.id(), here.environment.id()));
    finding.threshold = Some("the same environment".to_owned());
    finding.remediation = vec![
        "Export the lists anew: the key may have been moved in between".to_owned(),
        "If it works in the other environment: make a key there for the service, and disable this one".to_owned(),
    ];
    finding.evidence = vec![record(cx, key), use_record(cx, last)];
    Some(finding)
}

//! One question about some settings, asked in every organization that has them.

use crate::analyze::evidence::stale_export::old_since;
use crate::analyze::{Analyzer, Context, Outcome};
use crate::facts::Setting;
use crate::model::{Confidence, Finding, Severity, Subject, SubjectKind, Table};

/// What a setting says to a question.
pub(super) enum Answer {
    /// As it should be.
    Fine,
    /// Not as it should be.
    Found(Found),
    /// Nothing, for a reason that another setting gives: it is no part of the population.
    Aside,
    /// Its value, or that of a setting on which the question depends, is not understood.
    Unclear(String),
}

/// What is found about a setting.
pub(super) struct Found {
    pub(super) title: String,
    pub(super) what: String,
    pub(super) threshold: String,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
}

impl Found {
    /// With the usual severity of a check, and certain.
    pub(super) fn of(analyzer: &Analyzer, title: impl Into<String>, what: impl Into<String>, threshold: &str) -> Self {
        let (title, what, threshold) = (title.into(), what.into(), threshold.to_owned());
        Self { title, what, threshold, severity: analyzer.severity, confidence: Confidence::High }
    }
}

/// That a value says nothing.
pub(super) fn not_understood(setting: &Setting) -> Answer {
    Answer::Unclear(format!("the value «{}» of `{}` is not understood", setting.shown(), setting.name))
}

/// Asks the settings of these names, and those that only add to them. A setting that no export carries is not judged, which a note
/// says; without any, and where a value is not understood and nothing else was found, the check is not assessed.
pub(super) fn judge(
    cx: &Context,
    analyzer: &Analyzer,
    (names, beside): (&[&str], &[&str]),
    ask: impl Fn(&Setting) -> Answer,
) -> Outcome {
    let (mut population, mut findings, mut unclear) = (0, Vec::new(), Vec::new());
    for setting in names.iter().chain(beside).flat_map(|name| cx.facts.settings.named(name)) {
        let answer = if setting.is_contested {
            Answer::Unclear(format!(
                "two exports give `{}` different values, and none is known to be the newer",
                setting.name
            ))
        } else {
            ask(setting)
        };
        match answer {
            Answer::Aside => continue,
            Answer::Fine => {}
            Answer::Found(found) => findings.push(finding(cx, analyzer, setting, found)),
            Answer::Unclear(why) => {
                unclear.push(why);
                continue;
            }
        }
        population += 1;
    }
    let absent = absent(cx, names);
    if population == 0 && unclear.is_empty() {
        let why = format!(
            "no export states {}; settings that administrators cannot change are left out of it",
            some_or_all(&absent, names)
        );
        return Outcome::NotAssessed { why, needs: vec![Table::Settings] };
    }
    if findings.is_empty() && !unclear.is_empty() {
        return Outcome::NotAssessed { why: unclear.join("; "), needs: Vec::new() };
    }
    let mut notes: Vec<String> = unclear.into_iter().map(|why| format!("not judged: {why}")).collect();
    if !absent.is_empty() {
        notes.push(format!("not judged, because no export states it: {}", absent.join(", ")));
    }
    Outcome::Assessed { population, findings, notes }
}

/// The settings that exports lack, of all organizations or of some.
fn absent(cx: &Context, names: &[&str]) -> Vec<String> {
    let organizations = cx.facts.settings.organizations();
    let lacking = |name: &&str| {
        if cx.facts.settings.named(name).next().is_none() {
            return Some(format!("`{name}`"));
        }
        // What the Admin API states is of no named organization.
        let has =
            |id: &str| cx.facts.settings.named(name).any(|one| one.organization.as_deref().is_none_or(|own| own == id));
        let without: Vec<&str> = organizations.iter().copied().filter(|id| !has(id)).collect();
        (!without.is_empty()).then(|| format!("`{name}` of {}", without.join(", ")))
    };
    names.iter().filter_map(lacking).collect()
}

fn some_or_all(absent: &[String], names: &[&str]) -> String {
    let all = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    if absent.is_empty() { all() } else { absent.to_vec() }.join(", ")
}

/// A setting as the subject of a finding; with its organization, where exports are of several.
pub(super) fn subject(cx: &Context, setting: &Setting) -> Subject {
    let several = cx.facts.settings.organizations().len() > 1;
    let name = match &setting.organization {
        Some(organization) if several => format!("{organization}/{}", setting.name),
        _ => setting.name.clone(),
    };
    Subject { kind: SubjectKind::Setting, id: Some(name.clone()), name: Some(name), workspace: None }
}

fn finding(cx: &Context, analyzer: &Analyzer, setting: &Setting, found: Found) -> Finding {
    let value = setting.shown();
    let old = old_since(cx, cx.data.path(setting.source.file));
    let was =
        old.map_or_else(|| "is".to_owned(), |(day, _)| format!("was on {day}, by its export, and may have changed:"));
    let message = format!("{} (`{}` {was} {value}). Expected: {}", found.what, setting.name, found.threshold);
    let mut finding = analyzer.finding(subject(cx, setting), found.title, message);
    finding.severity = found.severity;
    finding.confidence = old.map_or(found.confidence, |(_, confidence)| confidence.min(found.confidence));
    finding.evidence = vec![setting.source.evidence(cx.data, format!("{}: {value}", setting.name))];
    finding.observed = Some(value);
    finding.threshold = Some(found.threshold);
    finding
}

/// A setting that must not be on.
pub(super) fn must_be_off(
    cx: &Context,
    analyzer: &Analyzer,
    name: &str,
    (title, what, threshold): (&str, &str, &str),
) -> Outcome {
    judge(cx, analyzer, (&[name], &[]), |setting| match setting.flag() {
        None => not_understood(setting),
        Some(false) => Answer::Fine,
        Some(true) => Answer::Found(Found::of(analyzer, title, what, threshold)),
    })
}

/// A setting that must not be on, and does nothing while the capability that it belongs to is off.
pub(super) fn must_be_off_where(
    cx: &Context,
    analyzer: &Analyzer,
    (name, capability): (&str, &str),
    (title, what, threshold): (&str, &str, &str),
) -> Outcome {
    judge(cx, analyzer, (&[name], &[]), |setting| {
        let beside = cx.facts.settings.beside(setting, capability);
        match (setting.flag(), beside.map(|one| (one, one.flag().filter(|_| !one.is_contested)))) {
            (None, _) => not_understood(setting),
            (Some(false), _) | (Some(true), Some((_, Some(false)))) => Answer::Fine,
            (Some(true), Some((beside, None))) => not_understood(beside),
            (Some(true), None | Some((_, Some(true)))) => Answer::Found(Found::of(analyzer, title, what, threshold)),
        }
    })
}

//! Tables and facts -> findings: one file per check, listed in [`ALL`] (`catalogue.rs`), run in parallel.

mod absence;
pub(crate) mod activity;
mod catalogue;
mod check;
pub(crate) mod credentials;
mod definitions;
mod deletions;
mod estimates;
mod evidence;
mod gateways;
mod invites;
mod judged;
mod keys;
mod left_out;
mod limit;
mod may_be_listed;
mod members;
mod named_use;
mod not_assessed;
pub(crate) mod policy_sections;
mod provider_bills;
mod review_quality;
mod sentences;
mod settings;
mod spend;
mod spender_words;
mod stated;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod unplaced;
mod unread_days;
mod weakened;
mod wording;
mod workspaces;

use std::collections::BTreeSet;

use activity::policy_rule;
use anyhow::{Context as _, Result};
pub use catalogue::ALL;
pub use check::Check;
use check::new_finding;
use chrono::{DateTime, NaiveDate, Utc};
pub use definitions::catalogue_sha256;
pub(crate) use evidence::unused_suppression::findings as about_suppressions;
pub use judged::{Judged, JudgedSubjects, was_judged};
pub use limit::{Limit, ThresholdPlace};
pub use not_assessed::says_not_judged;
use not_assessed::{list_is_cut, nothing_judged, several_organizations, stopped, unmet, unread};
pub use provider_bills::ProviderBills;
use rayon::prelude::*;
pub use spender_words::SpenderWords;

use crate::contained::contained;
use crate::facts::Facts;
use crate::model::{Baseline, Control, Dataset, Finding, Period, Severity, Subject, Table};
use crate::policy::{Policy, Rule};

/// One check: what it finds, which control it serves, what it needs, and the function that looks.
pub struct Analyzer {
    /// Public id, kebab-case: the noun phrase of what it finds.
    pub id: &'static str,
    /// What it finds, for people.
    pub title: &'static str,
    /// The one control it serves.
    pub control: Control,
    /// The usual severity; a finding may grade itself otherwise.
    pub severity: Severity,
    /// Tables it cannot do without: of every inner slice, at least one.
    pub reads: &'static [&'static [Table]],
    /// What its population is made of: `active keys`.
    pub population: &'static str,
    /// Its limits, which the policy may move.
    pub thresholds: &'static [Threshold],
    /// The rule explained.
    pub explain: Explain,
    /// Looks.
    pub run: fn(&Context) -> Result<Outcome>,
}

/// A limit of a check, with its default and where that comes from.
pub struct Threshold {
    /// Name in the policy: `[checks.<id>] <name> = …`.
    pub name: &'static str,
    /// Value when the policy is silent.
    pub default: f64,
    /// Unit of the value: `days`, `USD`, `%`.
    pub unit: &'static str,
    /// Why this value.
    pub source: &'static str,
}

/// The rule explained, always in the same shape.
pub struct Explain {
    /// What it finds, exactly, near misses included.
    pub finds: &'static str,
    /// Why that matters.
    pub matters: &'static str,
    /// What to do about it: Console steps and the Admin API call.
    pub remedy: &'static [&'static str],
    /// How it can be wrong.
    pub caveats: &'static str,
}

/// What a check may look at.
pub struct Context<'a> {
    /// The tables.
    pub data: &'a Dataset,
    /// Questions answered once.
    pub facts: &'a Facts,
    /// The policy in force.
    pub policy: &'a Policy,
    /// The days that sums refer to.
    pub period: Period,
    /// The instant that ages refer to.
    pub as_of: DateTime<Utc>,
    /// The last report, where one was given.
    pub baseline: Option<&'a Baseline>,
    /// Where the check that runs notes whom it judged.
    pub judged: &'a Judged,
    /// What those who spent are called.
    pub spenders: SpenderWords,
    /// Every check: what an export that is missing keeps from being judged.
    pub catalogue: &'static [Analyzer],
    /// The series of spend, once they are derived for all checks.
    pub(crate) spend_panel: Option<&'a spend::SpendPanel<'a>>,
}

/// How a check went.
pub enum Outcome {
    /// It looked at its population.
    Assessed {
        /// How many things it judged.
        population: u64,
        /// What it found.
        findings: Vec<Finding>,
        /// What a reader should know: subjects it could not judge, and why.
        notes: Vec<String>,
    },
    /// It could not look.
    NotAssessed {
        /// Why, in a sentence.
        why: String,
        /// Tables that would make it assessable.
        needs: Vec<Table>,
    },
    /// Its question does not arise in this run; no gap in the evidence, and no part of a verdict.
    NotApplicable {
        /// Why, in a sentence.
        why: String,
        /// What would let it arise.
        needs: Vec<String>,
    },
}

/// Runs every check, those of spend on the bills of other providers too, and these rules of the policy, in parallel; outcomes stand in the order of the catalogue, then of the rules. A
/// check whose tables are missing, or whose lists are not whole, is not assessed.
///
/// # Errors
/// When a check fails, which would be a mistake of ours: what the data lacks is an outcome.
pub fn run<'a>(cx: &Context, others: &[ProviderBills], rules: &'a [Rule]) -> Result<Vec<(Check<'a>, Outcome)>> {
    // If this breaks, each check that asks for it does, and says so.
    let series = contained(|| spend::DailySeries::of(cx)).ok();
    let panel = series.as_ref().and_then(|series| contained(|| series.panel()).ok());
    let cx = &Context { spend_panel: panel.as_ref(), ..*cx };
    let checks = ALL.par_iter().map(|analyzer| {
        let judged = Judged::default();
        let own = Context { judged: &judged, ..*cx };
        let outcome = outcome_of(analyzer, &own, others).with_context(|| format!("check {}", analyzer.id))?;
        Ok((Check { judged: judged.into_subjects(), ..Check::from(analyzer) }, outcome))
    });
    let mut outcomes: Vec<(Check<'a>, Outcome)> = checks.collect::<Result<_>>()?;
    outcomes.par_extend(rules.par_iter().map(|rule| {
        let outcome = contained(|| policy_rule::run(cx, rule)).unwrap_or_else(|broken| stopped(&broken));
        let not_assessed = weakened::rule_not_assessed(cx, &outcome);
        (policy_rule::check(rule), not_assessed.unwrap_or(outcome))
    }));
    weakened::say(&mut outcomes, cx);
    for (_, outcome) in &mut outcomes {
        sentences::finish(outcome);
        if let Outcome::Assessed { findings, .. } = outcome {
            fingerprint(findings);
        }
    }
    Ok(outcomes)
}

/// What one check says of all that it looks at. One that breaks has judged nothing, and the others go on.
fn outcome_of(analyzer: &Analyzer, cx: &Context, others: &[ProviderBills]) -> Result<Outcome> {
    let all = || {
        let outcome = provider_bills::add(assess(analyzer, cx)?, analyzer, others)?;
        let outcome = keys::key_used_after_revocation::by_expiry(outcome, analyzer, cx);
        Ok(named_use::add(gateways::add(outcome, analyzer, cx), analyzer, cx))
    };
    contained(all).unwrap_or_else(|broken| Ok(stopped(&broken)))
}

/// What one check says of the exports. Where it looks at events, and logging was off, a note says so: what it did not find may have happened then.
fn assess(analyzer: &Analyzer, cx: &Context) -> Result<Outcome> {
    if let Some(not_assessed) = unmet(analyzer.reads, cx.data) {
        return Ok(not_assessed);
    }
    let mut outcome = (analyzer.run)(cx)?;
    let blind = weakened::not_assessed(analyzer, cx, &outcome)
        .or_else(|| stated::not_assessed(analyzer.id, cx, &outcome))
        .or_else(|| stated::without_feed(analyzer.id, cx, &outcome));
    if let Some(not_assessed) = blind {
        return Ok(not_assessed);
    }
    if let Some(not_assessed) = nothing_judged(analyzer.reads, cx.data, &outcome) {
        return Ok(not_assessed);
    }
    let looks_at_events = analyzer.reads.iter().any(|group| group.contains(&Table::Events));
    let tells_of_it = analyzer.id == activity::logging_disabled::ANALYZER.id;
    if let Outcome::Assessed { notes, .. } = &mut outcome
        && looks_at_events
        && !tells_of_it
    {
        notes.extend(stated::feed_alone(analyzer.id, cx));
        notes.extend(cx.facts.log.logging_off.caveat(cx.as_of));
    }
    Ok(outcome)
}

/// Gives the findings of one check their ids. Events that nothing distinguishes, of one subject on one day, are numbered.
fn fingerprint(findings: &mut [Finding]) {
    let mut ids = BTreeSet::new();
    for finding in findings {
        // A check that goes on with a finding of the last report gives it the id that it has there.
        if !finding.id.is_empty() && ids.insert(finding.id.clone()) {
            continue;
        }
        let first_day = finding.period.map(|period| period.start.to_string());
        let event = finding.event.clone().or(first_day);
        finding.fingerprint(event.as_deref());
        for number in 2.. {
            if ids.insert(finding.id.clone()) {
                break;
            }
            finding.fingerprint(Some(&format!("{} {number}", event.as_deref().unwrap_or_default())));
        }
    }
}

/// Percent of unreadable records from which on the checks that read a file cannot pass; the limit of `rejected-rows`.
#[must_use]
pub fn tolerated_percent(policy: &Policy) -> f64 {
    let analyzer = &evidence::rejected_rows::ANALYZER;
    analyzer.limit(policy, const { evidence::rejected_rows::ANALYZER.threshold("tolerated_percent") }).value
}

/// Days after which a key is to be rotated; the limit of `unrotated-key`, none where the policy switches that off.
#[must_use]
pub fn rotation_days(policy: &Policy) -> Option<i64> {
    let analyzer = &keys::unrotated_key::ANALYZER;
    let limit = const { keys::unrotated_key::ANALYZER.threshold("max_age_days") };
    policy.disabled(analyzer.id).is_none().then(|| analyzer.limit(policy, limit).days())
}

impl Analyzer {
    /// A finding of this check with its usual severity, high confidence and its remediation, in which `{id}`, `{name}` and
    /// `{workspace}` are the subject's.
    #[must_use]
    pub fn finding(&self, subject: Subject, title: impl Into<String>, message: impl Into<String>) -> Finding {
        let says = (title.into(), message.into());
        new_finding(self.id, (self.control, self.severity), self.explain.remedy.iter(), subject, says)
    }
}

impl Context<'_> {
    /// The day on which `as_of` stands: the first day that the data says nothing about.
    #[must_use]
    pub fn as_of_day(&self) -> NaiveDate {
        self.as_of.date_naive()
    }

    /// Days from the day of an instant to that of `as_of`, as whoever reads both dates counts them; below zero where it comes later.
    #[must_use]
    pub fn days_since(&self, at: DateTime<Utc>) -> i64 {
        (self.as_of_day() - at.date_naive()).num_days()
    }
}

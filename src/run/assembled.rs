//! What a report is made of: everything that is derived of the exports, next to what the checks say.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::analyze;
use crate::facts::{self, Facts};
use crate::model::{Baseline, Dataset, Input, Period, Report, Sample, Table};
use crate::policy::Policy;
use crate::report;
use crate::report::sections::{self, ChartInputs};

/// What was derived next to the outcomes and the facts.
pub(super) struct Found {
    pub(super) damaged: BTreeMap<Table, String>,
    pub(super) samples: Vec<Sample>,
    pub(super) databases: Vec<Input>,
}

pub(super) fn assembled(
    outcomes: Vec<(analyze::Check<'_>, analyze::Outcome)>,
    policy: &Policy,
    data: Dataset,
    facts: Facts,
    (period, as_of): (Period, DateTime<Utc>),
    baseline: Option<Baseline>,
    Found { damaged, samples, databases }: Found,
) -> Report {
    let (spend_change, key_figures) = rayon::join(|| facts.period_change(period), || facts.key_figures(policy, period));
    let (reconciliation, log_review) =
        rayon::join(|| facts.reconciliation(period), || sections::log_review(&data, &facts, period));
    let (identities, identity_review) = sections::identities(&data, &facts, policy, as_of);
    let charts =
        facts.charts(policy, period, as_of, ChartInputs { change: spend_change.as_ref(), log: log_review.as_ref() });
    let rotation_schedule = facts::keys::rotation::schedule(&facts.lists, analyze::rotation_days(policy), as_of);
    let tree = sections::organization_tree(&facts, policy);
    let inputs = annotated(&data, &facts);
    let gateway_keys = facts.gateways.listing(period, as_of);
    let (subject_states, list_ties) = (facts.subject_states(as_of), facts.ties(&data));
    let (access_changes, effective_access) = rayon::join(
        || sections::access_changes(&data, &facts, policy, period),
        || sections::effective_access(&data, &facts, policy, as_of),
    );
    let parts = report::ReportInputs {
        organization: facts.lists.organization,
        period,
        as_of,
        inputs: inputs.into_iter().chain(databases).collect(),
        rejections: data.rejections,
        damaged,
        coverage: facts.populations.coverage,
        populations: facts.populations.ties.proofs(),
        list_ties,
        access_changes,
        effective_access,
        attestations: facts.attestations.into_iter().map(|(attestation, _)| attestation).collect(),
        access: facts.reviews.access,
        access_review: facts.reviews.access_review,
        identities,
        identity_review,
        log_review,
        totals: facts.totals,
        spend_change,
        key_figures,
        reconciliation,
        tree,
        rotation_schedule,
        gateway_keys,
        samples,
        charts,
        fingerprints: facts.coverage.past_days.fingerprints,
        kinds: data.kinds,
        cuts: facts.populations.wholeness.cuts.keys().chain(data.unstated.keys()).copied().collect(),
        subject_states,
        baseline,
    };
    free((facts.spend, facts.keys, facts.log, facts.people, data.frames));
    report::build(outcomes, policy, parts)
}

/// To free a million rows takes a third of a second, for which nothing has to wait.
fn free(rest: impl Send + 'static) {
    rayon::spawn(move || drop(rest));
}

/// The inputs, with what the lists in them lack.
fn annotated(data: &Dataset, facts: &Facts) -> Vec<Input> {
    let mut inputs = data.inputs.clone();
    for table in facts.populations.wholeness.gaps.keys() {
        let is_list = |input: &&mut Input| {
            let filled = input.kind.as_deref().and_then(|kind| data.kinds.get(kind));
            filled == Some(table) && input.accepted > 0
        };
        if let Some(why) = facts.populations.wholeness.note(*table)
            && let Some(input) = inputs.iter_mut().find(is_list)
        {
            input.notes.push(format!("the list of {}: {why}", table.title()));
        }
    }
    inputs.extend(data.passed_over.iter().cloned());
    inputs
}

//! What rows of use must state for a check to see what it looks for: an export of use may be grouped by something else, and then it is
//! there and says nothing.

#[cfg(test)]
mod tests;
#[cfg(test)]
mod uncovered_tests;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::evidence::period_not_covered::edges;
use super::left_out::MUCH;
use super::{ALL, Context, Outcome};
use crate::facts::Runs;
use crate::model::{Period, Table};

/// What a row of usage or cost may state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stated {
    /// Which key made the requests.
    Keys,
    /// In which workspace.
    Workspaces,
    /// Of which model.
    Models,
}

use Stated::{Keys, Models, Workspaces};

/// Every check of use, and what rows must state for it to find anything. A check with nothing here looks at all use whatever it is
/// called, or judges what its rows state one by one and says so itself.
const OF_USE: [(&str, &[Stated]); 36] = [
    ("archived-workspace-usage", &[Workspaces]),
    ("behaviour-change", &[Keys]),
    ("cache-collapse", &[Models]),
    // Both sides of a sum are compared, of whatever they are.
    ("contradicting-sums", &[]),
    ("cost-usage-mismatch", &[Models]),
    ("default-workspace-spend", &[Workspaces]),
    ("expiring-key-in-use", &[Keys]),
    ("idle-service-account", &[Keys]),
    ("idle-workspace", &[Workspaces]),
    ("incomplete-rotation", &[Keys]),
    ("key-used-after-departure", &[Keys]),
    ("key-used-after-revocation", &[Keys]),
    ("key-without-own-limit", &[Keys]),
    // What spikes may be the organization.
    ("limit-raised-then-spike", &[]),
    // The organization and every live workspace are judged, spend or not.
    ("missing-spend-limit", &[]),
    ("model-cost-drift", &[Models]),
    ("nonproduction-overspend", &[Workspaces]),
    ("off-hours-burst", &[Keys]),
    ("possible-double-count", &[]),
    ("priority-tier-uncosted", &[]),
    // The policy's regions bind whatever is of no workspace.
    ("residency-violation", &[]),
    ("retired-or-unknown-model", &[Models]),
    ("revived-key", &[Keys]),
    ("shared-key", &[Keys, Workspaces]),
    ("spend-concentration", &[Keys]),
    ("spend-drop", &[Keys]),
    // The organization has a limit too; that workspaces are not named is a note of its own.
    ("spend-limit-breach", &[]),
    ("spend-shift", &[]),
    ("spend-spike", &[]),
    ("stale-key", &[Keys]),
    ("unapproved-model", &[Models]),
    // Rows without a key are what it looks for, where others have one.
    ("unattributed-usage", &[Keys]),
    ("unknown-key", &[Keys]),
    ("unproven-unit", &[]),
    ("unrelated-exports", &[]),
    ("unused-key", &[Keys]),
];

/// Checks that look at the organization too, and see less where no use states these: without them they are partial.
const FINER: [(&str, &[Stated]); 5] = [
    ("limit-raised-then-spike", &[Workspaces]),
    ("missing-spend-limit", &[Workspaces]),
    ("spend-limit-breach", &[Workspaces]),
    ("spend-shift", &[Keys, Workspaces]),
    ("spend-spike", &[Keys, Workspaces]),
];

impl Stated {
    const fn title(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Workspaces => "workspaces",
            Self::Models => "models",
        }
    }

    /// What makes exports state it.
    const fn cure(self) -> &'static str {
        match self {
            Self::Keys => "export use grouped by API key",
            Self::Workspaces => "export use grouped by workspace",
            Self::Models => "export use grouped by model",
        }
    }

    /// The days whose use states it.
    const fn days<'a>(self, cx: &Context<'a>) -> &'a Runs {
        let coverage = &cx.facts.coverage;
        match self {
            Self::Keys => &coverage.key_use,
            Self::Workspaces => &coverage.workspace_use,
            Self::Models => &coverage.model_use,
        }
    }
}

/// What rows must state for a check; nothing for checks that look at no use.
fn needed(id: &str) -> &'static [Stated] {
    OF_USE.iter().find(|(check, _)| *check == id).map_or(&[], |(_, needed)| needed)
}

/// That a check found nothing in use because no use of the period states what it looks for.
pub(super) fn not_assessed(id: &str, cx: &Context, outcome: &Outcome) -> Option<Outcome> {
    let Outcome::Assessed { findings, .. } = outcome else { return None };
    if !findings.is_empty() {
        return None;
    }
    let lacking = needed(id).iter().find(|what| !what.days(cx).touches(cx.period))?;
    // What the exports of other days name says nothing of how those of the period are grouped.
    let why = if cx.facts.coverage.use_days.touches(cx.period) {
        format!("no export of use in the period names {}: {}", lacking.title(), lacking.cure())
    } else {
        format!("no export of use has a day of the period, {}: export usage and cost of it", cx.period.label())
    };
    Some(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] })
}

/// Of which days of the period no export of use says a thing, and of which days with use nothing states what a check looks for.
pub(super) fn partial(id: &str, cx: &Context) -> Option<String> {
    let (use_days, asked) = (&cx.facts.coverage.use_days, asked(cx)?);
    // That there is none at all is a finding of its own.
    if use_days.is_empty() {
        return None;
    }
    let finer = FINER.iter().find(|(check, _)| *check == id).map_or(&[][..], |(_, finer)| *finer);
    needed(id).iter().chain(finer).find_map(|what| {
        let open = what.days(cx).lacking(asked);
        let listed = |days: &mut dyn Iterator<Item = Period>| {
            let all: Vec<String> = days.map(|one| one.to_string()).collect();
            (!all.is_empty()).then(|| all.join(", "))
        };
        let unknown = listed(&mut open.iter().flat_map(|one| use_days.unknown_in(*one)));
        let unknown =
            unknown.map(|days| format!("no export of use covers {days}: export usage and cost of these days"));
        let unnamed = listed(&mut open.iter().flat_map(|one| use_days.used_in(*one)));
        let unnamed = unnamed.map(|days| format!("no export of use names {} on {days}: {}", what.title(), what.cure()));
        let parts: Vec<String> = unknown.into_iter().chain(unnamed).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    })
}

/// Which days of the period the only table of use that a check is content with does not cover, although the other one has use on them.
pub(super) fn cut_short(id: &str, cx: &Context) -> Option<String> {
    let asked = asked(cx)?;
    let analyzer = ALL.iter().find(|one| one.id == id)?;
    let mut alone = [Table::Usage, Table::Cost].into_iter().filter(|table| analyzer.reads.contains(&&[*table][..]));
    alone.find_map(|table| {
        let open = edges(cx, table, &BTreeSet::new()).into_iter();
        let open = open.filter_map(|one| Period::new(one.start.max(asked.start), one.end.min(asked.end)));
        let used = open.filter(|one| !cx.facts.coverage.use_days.used_in(*one).is_empty());
        let days: Vec<String> = used.map(|one| one.to_string()).collect();
        (!days.is_empty()).then(|| format!("no export of {} covers {}", table.title(), days.join(", ")))
    })
}

/// The days of the period that are over.
fn asked(cx: &Context) -> Option<Period> {
    let last = cx.as_of.checked_sub_signed(TimeDelta::microseconds(1))?.date_naive();
    Period::new(cx.period.start, cx.period.end.min(last))
}

/// What a check noted as not judged, where that may be all that it looks for: it has judged a part.
pub(super) fn unjudged<'a>(id: &str, outcome: &'a Outcome) -> Option<&'a str> {
    let Outcome::Assessed { notes, .. } = outcome else { return None };
    let begins = BY_NOTE.iter().find(|(check, _)| *check == id)?.1;
    notes.iter().find(|note| begins.iter().any(|begin| note.starts_with(begin))).map(String::as_str)
}

/// Checks that find little among what they judged, and more among what they note.
const BY_NOTE: [(&str, &[&str]); 21] = [
    ("archived-workspace-active-key", &["not judged"]),
    ("archived-workspace-usage", &["not judged"]),
    ("blanket-role", &["not judged", "permissions of an unknown role"]),
    ("dangling-federation-rule", &["not judged", "the list of"]),
    ("default-workspace-spend", &[MUCH]),
    ("group-member-left", &["not judged"]),
    ("idle-service-account", &["not judged, because no export"]),
    ("key-used-after-departure", &["not judged"]),
    ("key-used-after-revocation", &["only expiries were judged"]),
    ("missing-spend-limit", &["not judged: "]),
    ("nonproduction-overspend", &[MUCH]),
    ("off-roster-actor", &["only use was judged", "not judged by use"]),
    ("orphaned-key", &["not judged"]),
    ("orphaned-member", &["the roster has nobody at"]),
    ("ownerless-key", &["not judged"]),
    ("privileged-invite", &["not judged, because their records"]),
    ("residency-violation", &["not judged: regions"]),
    ("spend-concentration", &[MUCH]),
    ("spend-limit-breach", &["not judged: limits", MUCH]),
    ("spend-shift", &[MUCH]),
    ("spend-spike", &[MUCH]),
];

/// What the feed alone tells of what a check looks for, while the audit log has some of it.
const FEED_TELLS_MORE: [(&str, &str); 7] = [
    ("connector-added", "MCP servers, extensions and policies of tools"),
    ("custom-role-change", "custom roles and capabilities"),
    ("extra-usage-enabled", "extra usage being switched on"),
    ("machine-identity-added", "OAuth apps and federation rules of workspaces"),
    ("public-share", "artifacts and designs"),
    ("repeated-failed-login", "failed sign-ins other than by magic link"),
    ("spend-limit-removed", "limits of the organization, of workspaces and of members"),
];

/// What a check of events says where only the audit log was given: that it is not assessed where that has nothing of what it looks for.
pub(super) fn without_feed(id: &str, cx: &Context, outcome: &Outcome) -> Option<Outcome> {
    let Outcome::Assessed { population: 0, findings, .. } = outcome else { return None };
    let why = feed_alone(id, cx).filter(|_| findings.is_empty())?;
    Some(Outcome::NotAssessed { why, needs: vec![Table::Events] })
}

/// What only the feed would tell, where it has no event in the period.
pub(super) fn feed_alone(id: &str, cx: &Context) -> Option<String> {
    let on_record = &cx.facts.coverage.events_on_record;
    let (_, what) = FEED_TELLS_MORE.iter().find(|(check, _)| *check == id)?;
    let is_log_alone = on_record.all.touches(cx.period) && !on_record.feed.touches(cx.period);
    is_log_alone.then(|| format!("only the activity feed contains {what}; it has no event in the period"))
}

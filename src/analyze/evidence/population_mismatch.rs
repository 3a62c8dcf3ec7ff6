//! Keys, members and workspaces that the activity feed cannot account for.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{DateTime, Utc};

use crate::analyze::{Analyzer, Context, Explain, Outcome, several_organizations};
use crate::facts::{Population, Unexplained};
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table, capital};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "population-mismatch",
    title: "Lists that the activity feed does not reproduce",
    control: Control::EvidenceCompleteness,
    severity: Severity::High,
    reads: &[&[Table::Events], &[Table::Keys, Table::Members, Table::Workspaces]],
    population: "listed keys, members and workspaces, and memberships of workspaces that events are about",
    thresholds: &[],
    explain: Explain {
        finds: "Keys of workspaces, members and workspaces of which the lists and the activity feed say different things in the days of the \
                feed: listed as new or archived without an event, created by an event and neither listed nor ended since, ended and still \
                listed, or listed with another status or role than the last event gave them; memberships of workspaces that an event ended and that are \
                still listed, or whose role is another one than the last event gave. Every population is counted on both sides: \
                listed = at the start + created - ended. Archived keys that the list leaves out, keys that expired, Default and Claude Code, \
                keys of the organization and people who were let in on request are accounted for.",
        matters: "Every other verdict rests on these lists. What neither list nor feed explains was hidden from one of them, or an export \
                  is not what it seems.",
        remedy: &[
            "Export the lists and the feed again, on one day, all pages, archived objects included and without filters",
            "If {name} is still unexplained: look at it in the Console, and ask whoever administers it then",
            "If the feed itself lacks the event: Anthropic's support can say what happened to {id}",
        ],
        caveats: "A list that was exported before the end of the feed contradicts the events in between: within a day before the end of the \
                  data the confidence is medium. Where the feed says that it was switched off then, or since what it shows, it is low. \
                  Where the feed is cut, has a hole of more than ten days or ends before the data, it proves only what it shows: what \
                  rests on an event that may be missing is no finding, and a note counts it. A feed that was exported with a \
                  filter proves nothing, and a note says so; the audit-log export does not see keys and workspaces at all.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(not_assessed) = several_organizations(cx) {
        return Ok(not_assessed);
    }
    let populations = &cx.facts.populations.ties;
    let (proven, unproven): (Vec<&Population>, Vec<&Population>) =
        populations.all.iter().partition(|population| population.unproven.is_none());
    // A list that is cut still has what the feed should know.
    let memberships = &populations.memberships;
    if memberships.unexplained.is_empty()
        && proven.is_empty()
        && unproven.iter().all(|population| population.unexplained.is_empty())
    {
        let reasons: Vec<&str> = unproven.iter().filter_map(|population| population.unproven.as_deref()).collect();
        let why = if populations.days.is_none() {
            "there is no activity feed, and the audit-log export does not see keys and workspaces".to_owned()
        } else {
            reasons.first().map_or_else(|| "nothing to compare".to_owned(), |why| (*why).to_owned())
        };
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    let findings = populations
        .all
        .iter()
        .flat_map(|population| population.unexplained.iter().map(move |one| finding(cx, population.table, one)))
        .chain(memberships.unexplained.iter().map(|one| finding(cx, Table::WorkspaceMembers, one)));
    let notes = populations.all.iter().zip(populations.proofs()).map(|(population, proof)| match &proof.unproven {
        None => format!("{}{}: {}", proof.title, left_out(population), proof.equation()),
        Some(why) => format!("{}: not proven: {why}", proof.title),
    });
    note_judged(cx);
    let listed = populations.all.iter().map(|population| population.listed).sum::<u64>() + memberships.compared;
    Ok(Outcome::Assessed { population: listed, findings: findings.collect(), notes: notes.collect() })
}

/// Notes whom the feed should know: what is listed as new in its days. Of what is older it says nothing.
fn note_judged(cx: &Context) {
    let kinds = [SubjectKind::ApiKey, SubjectKind::User, SubjectKind::Workspace];
    let [keys, members, workspaces] = kinds.map(|kind| cx.judged.of(kind));
    let Some((first, last)) = cx.facts.populations.ties.days else { return };
    let is_within = |at: Option<DateTime<Utc>>| at.is_some_and(|at| (first..=last).contains(&at.date_naive()));
    let lists = &cx.facts.lists;
    keys.extend(lists.keys.iter().filter(|one| is_within(one.created_at)).map(|one| one.id.as_str()));
    members.extend(lists.members.iter().filter(|one| is_within(one.added_at)).map(|one| one.id.as_str()));
    workspaces.extend(lists.workspaces.iter().filter(|one| is_within(one.created_at)).map(|one| one.id.as_str()));
}

/// What the numbers do not count of a list: ` (36 archived left out)`.
fn left_out(population: &Population) -> String {
    let parts = population.left_out.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(what, count)| format!("{count} {what}")).collect();
    if parts.is_empty() { String::new() } else { format!(" ({} left out)", parts.join(", ")) }
}

fn finding(cx: &Context, table: Table, one: &Unexplained) -> Finding {
    let kind = match table {
        Table::Members | Table::WorkspaceMembers => SubjectKind::User,
        Table::Workspaces => SubjectKind::Workspace,
        _ => SubjectKind::ApiKey,
    };
    let workspace = match table {
        Table::Workspaces => one.name.clone().or_else(|| Some(one.id.clone())),
        _ => cx
            .facts
            .lists
            .keys
            .iter()
            .find(|key| key.id == one.id)
            .and_then(|key| cx.facts.lists.workspace_name(key))
            .map(str::to_owned),
    };
    let name = one.name.clone().filter(|name| !name.trim().is_empty());
    let subject = Subject { kind, id: Some(one.id.clone()), name, workspace };
    let title = format!("{} {} and the activity feed contradict each other", capital(kind.title()), subject.label());
    let mut finding = ANALYZER.finding(subject, title, format!("{}. Expected: list and feed agree", one.why));
    finding.confidence = one.confidence;
    finding.observed = Some(one.why.clone());
    finding.threshold = Some("list and feed agree".to_owned());
    finding.evidence = one.sources.iter().map(|(source, record)| source.evidence(cx.data, record.clone())).collect();
    finding
}

//! Requests that were served where they must not be.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{record, subject, use_record};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{DEFAULT_WORKSPACE, REGION_UNKNOWN, RegionUse, WorkspaceDay};
use crate::model::{Control, Finding, Period, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "residency-violation",
    title: "Requests served outside the allowed regions",
    control: Control::EnvironmentSeparation,
    severity: Severity::High,
    reads: &[&[Table::Usage, Table::Cost]],
    population: "workspaces whose use states a region and that have a rule",
    thresholds: &[],
    explain: Explain {
        finds: "Use in the period whose `inference_geo` is not among the regions that the policy allows (the workspace's own list under \
                [residency.workspaces], else `geos`), or not among those that the workspace's record allows. `not_available`, which \
                older models write, is not found; nor is any region where `global` is allowed, which means all of them.",
        matters: "Where data may be processed is promised to customers and regulators, and a request cannot be taken back.",
        remedy: &[
            "Console > Usage, workspace {name}: see which keys and models ran there",
            "Console > Workspaces > {name} > Settings > Data residency: allow only the approved regions; or Admin API: POST \
             /v1/organizations/workspaces/{id} with {\"data_residency\":{\"allowed_inference_geos\":[…]}}",
            "If the region is fine: add it to the policy under [residency]",
        ],
        caveats: "A workspace's record says what is allowed now; use from before a change met the rule of its day. Exports without \
                  `inference_geo` prove nothing, and those that do not name workspaces are compared with the policy's `geos` alone.",
    },
    run,
};

/// Words that mean every region: of the policy and of requests, and of a workspace's record.
const ANYWHERE: [&str; 2] = ["global", "unrestricted"];

fn run(cx: &Context) -> Result<Outcome> {
    let mut places: BTreeMap<(Option<&str>, Option<&str>), Vec<Visit>> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    for one in &cx.facts.keys.regions {
        let days: Vec<&WorkspaceDay> = one.days.iter().filter(|day| cx.period.contains(day.day)).collect();
        if days.is_empty() {
            continue;
        }
        let place = (one.workspace.as_deref(), one.workspace_id.as_deref());
        if one.region == REGION_UNKNOWN {
            unknown.insert(place);
        } else {
            places.entry(place).or_default().push(Visit { region: one, days });
        }
    }
    if places.is_empty() {
        let why = "no usage in the period states in which region it was served".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage] });
    }
    let (mut population, mut restricted, mut findings) = (0, false, Vec::new());
    for ((name, id), visits) in &places {
        let rules = rules(cx, *name, *id);
        population += u64::from(!rules.is_empty());
        restricted |= rules.iter().any(|(_, regions)| !regions.iter().any(|region| is_anywhere(region)));
        findings.extend(violation(cx, (*name, *id), visits, &rules));
    }
    let open = unresolved(cx, &places.keys().chain(&unknown).copied().collect::<Vec<_>>());
    if let (0, false) = (population, open.is_empty()) {
        return Ok(Outcome::NotAssessed { why: unresolved_note(&open), needs: vec![Table::Workspaces] });
    }
    if population == 0 {
        let why =
            "neither the policy ([residency]) nor the record of a workspace says which regions are allowed".to_owned();
        let listed = cx.data.has(Table::Workspaces);
        return Ok(Outcome::NotAssessed { why, needs: if listed { Vec::new() } else { vec![Table::Workspaces] } });
    }
    let mut notes = Vec::new();
    if !unknown.is_empty() {
        notes.push(format!(
            "not judged: {} with use of models that do not report their region ({REGION_UNKNOWN})",
            counted(unknown.len(), "workspace")
        ));
    }
    notes.extend((!open.is_empty()).then(|| unresolved_note(&open)));
    if !restricted && open.is_empty() {
        notes.push(
            "every region is allowed: neither the policy ([residency]) nor the record of a workspace restricts any"
                .to_owned(),
        );
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Workspaces for which the policy has regions of their own, and which no use of the period is known to be of: use states ids, and no list
/// says which name each has, or the other way round.
fn unresolved<'a>(cx: &'a Context, places: &[(Option<&str>, Option<&str>)]) -> Vec<&'a str> {
    let listed = &cx.facts.lists.workspaces;
    let is_listed = |what: &str| listed.iter().any(|one| one.id == what || one.name == what);
    let is_id = |what: &str| what.starts_with("wrkspc_");
    let by_id_alone = places.iter().any(|(name, id)| match (name, id) {
        (Some(name), None) => is_id(name) && !is_listed(name),
        (name, Some(id)) => name.is_none_or(|name| name == *id) && !is_listed(id),
        (None, None) => false,
    });
    let by_name_alone = places.iter().any(|(name, id)| {
        id.is_none() && name.is_some_and(|name| name != DEFAULT_WORKSPACE && !is_id(name) && !is_listed(name))
    });
    let is_used = |entry: &str| places.iter().any(|(name, id)| *name == Some(entry) || *id == Some(entry));
    let is_open = |entry: &str| if is_id(entry) { by_name_alone } else { by_id_alone };
    let restricting =
        cx.policy.workspaces_with_geos().filter(|(_, geos)| !geos.iter().any(|region| is_anywhere(region)));
    let entries = restricting.map(|(entry, _)| entry);
    entries.filter(|entry| is_open(entry) && !is_listed(entry) && !is_used(entry)).collect()
}

fn unresolved_note(open: &[&str]) -> String {
    format!(
        "not judged: regions of {}, for which the policy has some of its own; usage calls workspaces otherwise, and no list of workspaces \
         has both name and id",
        quoted(open.iter().copied())
    )
}

/// Use of a place in one region, in the period.
struct Visit<'a> {
    region: &'a RegionUse,
    days: Vec<&'a WorkspaceDay>,
}

/// Who allows which regions.
type Rule<'a> = (&'static str, &'a [String]);

fn rules<'a>(cx: &'a Context, name: Option<&str>, id: Option<&str>) -> Vec<Rule<'a>> {
    let policy = match name {
        Some(name) => cx.policy.geos_of_workspace(name, id).or_else(|| cx.policy.approved_geos()),
        None => cx.policy.approved_geos(),
    };
    let record = id.and_then(|id| cx.facts.lists.workspace(id)).and_then(|workspace| workspace.allowed_geos.as_deref());
    [("the policy", policy), ("the workspace's record", record)]
        .into_iter()
        .filter_map(|(who, regions)| Some((who, regions?)))
        .collect()
}

fn allows(regions: &[String], region: &str) -> bool {
    regions
        .iter()
        .map(|allowed| allowed.trim())
        .any(|allowed| allowed.eq_ignore_ascii_case(region) || is_anywhere(allowed))
}

fn is_anywhere(region: &str) -> bool {
    ANYWHERE.iter().any(|word| word.eq_ignore_ascii_case(region.trim()))
}

/// Whether a workspace has a list of its own in the policy that allows the region: what is of no known workspace may be its.
fn may_be_elsewhere(cx: &Context, name: Option<&str>, region: &str) -> bool {
    let own = |w: &crate::facts::Workspace| cx.policy.geos_of_workspace(&w.name, Some(&w.id));
    name.is_none() && cx.facts.lists.workspaces.iter().filter_map(own).any(|regions| allows(regions, region))
}

fn violation(cx: &Context, place: (Option<&str>, Option<&str>), visits: &[Visit], rules: &[Rule]) -> Option<Finding> {
    let broken =
        |region: &str| -> Vec<&Rule> { rules.iter().filter(|(_, regions)| !allows(regions, region)).collect() };
    let outside: Vec<&Visit> = visits
        .iter()
        .filter(|visit| !broken(&visit.region.region).is_empty())
        .filter(|visit| !may_be_elsewhere(cx, place.0, &visit.region.region))
        .collect();
    let days = || outside.iter().flat_map(|visit| &visit.days).map(|day| day.day);
    let period = Period::new(days().min()?, days().max()?)?;
    let regions: Vec<&str> = outside.iter().map(|visit| visit.region.region.as_str()).collect();
    let mut allowed: Vec<String> = Vec::new();
    for (who, regions) in outside.iter().flat_map(|visit| broken(&visit.region.region)) {
        let one = format!("{who} allows {}", if regions.is_empty() { "none".to_owned() } else { regions.join(", ") });
        if !allowed.contains(&one) {
            allowed.push(one);
        }
    }
    let allowed = allowed.join(", and ");
    let count = counted(days().collect::<BTreeSet<_>>().len(), "day");
    let message = format!(
        "requests ran in region {} on {count} of {period}, but {allowed}",
        crate::analyze::wording::coded(&regions)
    );
    let listed = place.1.and_then(|id| cx.facts.lists.workspace(id));
    let about = match (place.0, listed) {
        (_, Some(workspace)) => subject(workspace),
        (None, None) => Subject::organization(),
        (Some(name), None) => {
            let (id, name) = (place.1.map(str::to_owned), Some(name.to_owned()));
            Subject { kind: SubjectKind::Workspace, id, workspace: name.clone(), name }
        }
    };
    let title = format!("Requests of «{}» ran in region {}", about.label(), crate::analyze::wording::coded(&regions));
    let mut finding = ANALYZER.finding(about, title, message);
    finding.period = Some(period);
    finding.observed = Some(regions.join(", "));
    finding.threshold = Some(allowed);
    finding.evidence = outside
        .iter()
        .filter_map(|visit| Some((visit.days.iter().min()?, visit.days.iter().max()?)))
        .flat_map(|(first, last)| if first == last { vec![first] } else { vec![first, last] })
        .map(|day| use_record(cx, day))
        .chain(listed.map(|workspace| record(cx, workspace)))
        .collect();
    Some(finding)
}

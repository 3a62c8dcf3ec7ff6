//! Frameworks as taxonomies: what a control supports in each. A mapping says «supports», never «satisfies».

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::{Control, ControlResult, FRAMEWORKS, Report};

/// Name of a framework, and what a control supports in it.
type Named = (&'static str, fn(&ControlResult) -> Vec<&str>);

const FIRST: [Named; 3] = [
    ("AICPA Trust Services Criteria", |control| control.frameworks.soc2.iter().map(String::as_str).collect()),
    ("ISO/IEC 27001:2022 Annex A", |control| control.frameworks.iso27001.iter().map(String::as_str).collect()),
    ("NIST SP 800-53 Rev. 5", |control| control.frameworks.nist80053.iter().map(String::as_str).collect()),
];

/// Every framework with the ids that a control supports, in the order of the report.
fn supported(control: &ControlResult) -> Vec<(&'static str, Vec<&str>)> {
    let more = FRAMEWORKS.iter().map(|framework| {
        let ids = control.frameworks.more.get(framework.id).into_iter().flatten();
        (framework.title, ids.map(String::as_str).collect())
    });
    FIRST.iter().map(|(name, ids)| (*name, ids(control))).chain(more).collect()
}

/// Every framework, with all that any control supports.
pub(super) fn taxonomies(report: &Report) -> Vec<Value> {
    let names = FIRST.iter().map(|(name, _)| *name).chain(FRAMEWORKS.iter().map(|framework| framework.title));
    names
        .map(|name| {
            let all: BTreeSet<&str> = report
                .controls
                .iter()
                .flat_map(supported)
                .filter(|(own, _)| *own == name)
                .flat_map(|(_, ids)| ids)
                .collect();
            json!({"name": name, "taxa": all.into_iter().map(|id| json!({"id": id})).collect::<Vec<_>>()})
        })
        .collect()
}

/// What the checks of a control support.
pub(super) fn relationships(report: &Report, control: Control) -> Vec<Value> {
    let own = report.controls.iter().find(|one| one.id == control).map(supported).unwrap_or_default();
    own.iter()
        .enumerate()
        .flat_map(|(at, (name, ids))| {
            ids.iter().map(move |id| {
                let component = json!({"name": name, "index": at});
                json!({"target": {"id": id, "toolComponent": component}, "kinds": ["relevant"]})
            })
        })
        .collect()
}

//! Frameworks as taxonomies: what a control supports in each.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::{Control, Report};
use crate::render::supports::{frameworks, supported};

/// Every framework, with all that any control supports.
pub(super) fn taxonomies(report: &Report) -> Vec<Value> {
    frameworks()
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

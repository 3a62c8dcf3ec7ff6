//! What a control supports in every framework, by the framework's name. A mapping says «supports», never «satisfies».

use crate::model::{ControlResult, FRAMEWORKS};

/// Name of a framework, and what a control supports in it.
type Named = (&'static str, fn(&ControlResult) -> Vec<&str>);

const FIRST: [Named; 3] = [
    ("AICPA Trust Services Criteria", |control| control.frameworks.soc2.iter().map(String::as_str).collect()),
    ("ISO/IEC 27001:2022 Annex A", |control| control.frameworks.iso27001.iter().map(String::as_str).collect()),
    ("NIST SP 800-53 Rev. 5", |control| control.frameworks.nist80053.iter().map(String::as_str).collect()),
];

/// Names of all frameworks, in the order of the report.
pub(super) fn frameworks() -> impl Iterator<Item = &'static str> {
    FIRST.iter().map(|(name, _)| *name).chain(FRAMEWORKS.iter().map(|framework| framework.title))
}

/// Every framework with the ids that a control supports, in the same order.
pub(super) fn supported(control: &ControlResult) -> Vec<(&'static str, Vec<&str>)> {
    let more = FRAMEWORKS.iter().map(|framework| {
        let ids = control.frameworks.more.get(framework.id).into_iter().flatten();
        (framework.title, ids.map(String::as_str).collect())
    });
    FIRST.iter().map(|(name, ids)| (*name, ids(control))).chain(more).collect()
}

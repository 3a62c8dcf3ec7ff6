//! Effective access, some of it of hostile names.

use crate::model::{EffectiveAccess, EffectiveAccesses, Evidence, PrincipalKind, ResourceKind, Right, Way, WayKind};

/// One of every kind of principal and resource.
pub(super) fn effective_access() -> EffectiveAccesses {
    let way = |kind, right, what: &str| Way {
        kind,
        right,
        what: what.to_owned(),
        evidence: Evidence { file: "users.json".into(), line: Some(7), record: "row".into() },
    };
    let row = |kind, who: &str, resource_kind, resource: &str, ways| EffectiveAccess {
        principal_kind: kind,
        principal_id: format!("id_{}", who.len()),
        principal: who.to_owned(),
        left: (kind == PrincipalKind::Unlisted).then(|| "removed by mara@northwind.example".to_owned()),
        resource_kind,
        resource_id: None,
        resource: resource.to_owned(),
        environment: (resource_kind == ResourceKind::Workspace).then_some("prod"),
        ways,
    };
    let (prod, organization) = (ResourceKind::Workspace, ResourceKind::Organization);
    let mut all = EffectiveAccesses {
        basis: vec!["Everybody has what the lists state.".to_owned()],
        reach: Vec::new(),
        rows: vec![
            row(
                PrincipalKind::Person,
                "mara@northwind.example",
                organization,
                "Northwind Robotics",
                vec![way(WayKind::OrganizationRole, Right::Administers, "admin")],
            ),
            row(
                PrincipalKind::Person,
                "=omar@northwind.example",
                prod,
                "checkout|<b>",
                vec![
                    way(WayKind::WorkspaceRole, Right::ManagesKeys, "workspace_developer"),
                    way(WayKind::Key, Right::CallsTheApi, "checkout-prod"),
                ],
            ),
            row(
                PrincipalKind::Unlisted,
                "[x](javascript:alert(1))@northwind.example",
                prod,
                "checkout|<b>",
                vec![way(WayKind::Key, Right::CallsTheApi, "old-batch")],
            ),
            row(
                PrincipalKind::ServiceAccount,
                "deployer",
                ResourceKind::Other,
                "connector 12",
                vec![way(WayKind::Group, Right::AsPermitted, "Reviewers: chat")],
            ),
        ],
    };
    all.count();
    all
}

//! Active keys of which their list does not say where they are: they are in no workspace, and not in the default one either.

use super::{Context, Outcome};
use crate::facts::Key;
use crate::model::{Finding, Table, counted};

/// How many active keys may be in any workspace.
pub(super) fn count(cx: &Context) -> usize {
    let is_unplaced = |key: &&Key| key.is_workspace_unclear && !key.organization_scoped;
    cx.facts.lists.active_keys().filter(is_unplaced).count()
}

/// What a check of keys and their workspaces has found, and that it has not judged these; where it has judged nothing else, nothing.
pub(super) fn outcome(cx: &Context, population: u64, findings: Vec<Finding>) -> Outcome {
    let unplaced = count(cx);
    let why = (unplaced > 0).then(|| {
        format!("not judged: {} of which the list does not say where they are", counted(unplaced, "active key"))
    });
    match why {
        Some(why) if population == 0 => Outcome::NotAssessed { why, needs: vec![Table::Keys] },
        why => Outcome::Assessed { population, findings, notes: why.into_iter().collect() },
    }
}

/// As [`outcome`], with a note of what else could not be judged; where that is all, nothing was assessed.
pub(super) fn outcome_with(cx: &Context, (population, findings): (u64, Vec<Finding>), note: Option<String>) -> Outcome {
    if let (0, Some(why)) = (population, &note) {
        return Outcome::NotAssessed { why: why.clone(), needs: Vec::new() };
    }
    let mut outcome = outcome(cx, population, findings);
    if let Outcome::Assessed { notes, .. } = &mut outcome {
        notes.extend(note);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::analyze::testing::{days, key, outcome, page, usage, with, workspace};
    use crate::analyze::{ALL, Analyzer, Outcome};
    use crate::policy::Policy;

    fn check(id: &str) -> &'static Analyzer {
        ALL.iter().find(|check| check.id == id).unwrap()
    }

    /// Fault: A list of keys without workspaces put all of them into Default: its keys of three environments were a finding, keys in archived workspaces and in those of another environment were judged by nobody, and every workspace was empty
    /// Outcome: Keys of which nobody knows where they are count for no workspace; a check that has no other is not assessed
    #[test]
    fn keys_without_a_place_are_in_no_workspace() {
        let names = ["prod-search", "staging-search", "dev-mailer"];
        let bare: String = names.map(|name| format!("apikey_{name},{name},active,2026-01-05T09:00:00Z\n")).concat();
        let bare = format!("id,name,status,created_at\n{bare}");
        let spaces = page(&[
            with(workspace("Production"), json!({"created_at": "2026-01-05T00:00:00Z"})),
            with(workspace("Staging"), json!({"archived_at": "2026-06-01T00:00:00Z"})),
        ]);
        let used = usage(&[("other", "Staging", days("2026-05-01", "2026-09-30"))]);
        let silent = page(&names.map(|name| key(name, "2026-01-05", None)));
        let placed = page(&[
            key("prod-search", "2026-01-05", Some("wrkspc_Production")),
            key("dev-mailer", "2026-01-05", Some("wrkspc_Production")),
            key("staging-search", "2026-01-05", Some("wrkspc_Staging")),
        ]);
        for id in [
            "mixed-environment-workspace",
            "environment-mismatch",
            "archived-workspace-active-key",
            "default-workspace-key",
            "idle-workspace",
        ] {
            let ask = |keys: (&str, &str)| {
                outcome(check(id), &[keys, ("spaces.json", &spaces), ("usage.csv", &used)], &Policy::default())
            };
            // Null in every record states as little as no column at all.
            for keys in [("keys.csv", bare.as_str()), ("keys.json", &silent)] {
                let Outcome::NotAssessed { why, .. } = ask(keys) else { panic!("{id} was assessed") };
                assert_eq!(why, "not judged: 3 active keys of which the list does not say where they are", "{id}");
            }
            let is_judged = matches!(ask(("keys.json", &placed)), Outcome::Assessed { population: 1.., .. });
            assert!(is_judged, "{id}");
        }
    }
}

//! Workspaces of which no membership is listed: their members are asked for one workspace at a time, and some may not have been.

use super::{Lists, Workspace};

/// So many are named.
const NAMED: usize = 3;

impl Lists {
    /// That some live workspaces have no listed member while others have: whether they have none, or none were exported, is not known.
    #[must_use]
    pub fn unfetched_members(&self) -> Option<String> {
        if self.workspace_members.is_empty() {
            return None;
        }
        // Service accounts of a workspace are in an export of their own: they stand for nobody's being exported.
        let people = || self.workspace_members.iter().filter(|member| !member.user_id.starts_with("svac_"));
        let has_members = |one: &&Workspace| people().any(|member| member.workspace_id == one.id);
        let made = self.live_workspaces().filter(|one| !one.is_default() && !one.is_claude_code());
        let without: Vec<&str> = made.filter(|one| !has_members(one)).map(|one| one.name.as_str()).collect();
        let named: Vec<String> = without.iter().take(NAMED).map(|name| format!("«{name}»")).collect();
        let more = without.len().saturating_sub(NAMED);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        (!without.is_empty()).then(|| {
            format!("no member is listed of {}{rest}: whether theirs were exported is not known", named.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::analyze::testing::{facts, page, with, workspace};

    /// Fault: Members were exported of one of three workspaces, and the others counted as without excess
    /// Outcome: The checks of memberships are weak evidence, and say of which workspaces no member is listed
    #[test]
    fn members_of_some_workspaces_only() {
        let spaces = page(&[
            workspace("A"),
            workspace("B"),
            workspace("Default"),
            with(workspace("C"), json!({"archived_at": "2026-01-01T00:00:00Z"})),
        ]);
        let of = |workspaces: &[&str]| {
            let one = |name: &&str| -> Value {
                json!({"type": "workspace_member", "user_id": "user_a", "workspace_id": format!("wrkspc_{name}"), "workspace_role": "workspace_user"})
            };
            let members = page(&workspaces.iter().map(one).collect::<Vec<_>>());
            facts(&[("spaces.json", &spaces), ("members.json", &members)]).lists.unfetched_members()
        };
        assert_eq!(of(&["A", "B"]), None);
        assert_eq!(
            of(&["A"]).as_deref(),
            Some("no member is listed of «B»: whether theirs were exported is not known")
        );
    }

    /// Fault: A service account in a workspace, from a list of its own, counted as «members of this workspace were exported»
    /// Outcome: Only people do
    #[test]
    fn a_service_account_is_no_exported_member() {
        let spaces = page(&[workspace("A"), workspace("B")]);
        let one = |who: &str, of: &str| json!({"type": "workspace_member", "user_id": who, "workspace_id": format!("wrkspc_{of}"), "workspace_role": "workspace_user"});
        for (second, expected) in [
            ("svac_a", Some("no member is listed of «B»: whether theirs were exported is not known")),
            ("user_b", None),
        ] {
            let members = page(&[one("user_a", "A"), one(second, "B")]);
            let found = facts(&[("spaces.json", &spaces), ("members.json", &members)]).lists.unfetched_members();
            assert_eq!(found.as_deref(), expected, "{second}");
        }
    }
}

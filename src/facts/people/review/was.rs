//! What a worksheet says that somebody or something could do when it was made: a decision is about that, and not about more.

use crate::data::vocabulary::MEMBER_ROLES;
use crate::data::yes_no_word;
use crate::facts::lists::{is_privileged_role, normalize_role};
use crate::model::AccessRow;

/// What stands for an empty cell in a column that is there.
const NONE: &str = "-";
/// Between the entries of one cell.
const BETWEEN: &str = "; ";

/// What a row of a worksheet says of the day on which it was made.
#[derive(Clone, Debug, Default)]
pub struct Was {
    /// Role in the organization; none where the worksheet has no such column.
    pub role: Option<String>,
    /// Whether it was an administrator's.
    pub is_privileged: Option<bool>,
    /// Workspaces with the role in each.
    pub workspaces: Option<Vec<String>>,
    /// Roles or scopes of an identity without a person.
    pub access: Option<Vec<String>>,
    /// Its status.
    pub status: Option<String>,
}

impl Was {
    /// The cells of a row: role, whether it is privileged, workspaces, access and status.
    pub(super) fn of([role, privileged, workspaces, access, status]: [Option<&str>; 5]) -> Self {
        let stated = |text: Option<&str>| text.filter(|text| *text != NONE).map(str::to_owned);
        Self {
            role: stated(role),
            is_privileged: privileged.and_then(yes_no_word),
            workspaces: workspaces.filter(is_whole).map(entries),
            access: access.filter(is_whole).map(entries),
            status: stated(status),
        }
    }

    /// What somebody may do today that the row does not have, with whether it is an administrator's.
    #[must_use]
    pub fn more(&self, today: &AccessRow) -> Option<(bool, String)> {
        let role = today.role.as_deref().unwrap_or_default();
        let known = self.role.as_deref().filter(|was| MEMBER_ROLES.contains(&normalize_role(was).as_str()));
        let was_privileged = self.is_privileged.or_else(|| known.map(is_privileged_role));
        let (was, is) = (self.role.as_deref().unwrap_or("none"), if role.is_empty() { "none" } else { role });
        if today.is_privileged && was_privileged == Some(false) {
            return Some((true, format!("role {was} in the worksheet, {is} today")));
        }
        let is_other = known.is_some_and(|was| !role.is_empty() && normalize_role(was) != normalize_role(role));
        if is_other && (was_privileged != Some(true) || today.is_privileged) {
            return Some((false, format!("role {was} in the worksheet, {is} today")));
        }
        let new = new_entries(self.workspaces.as_deref()?, &today.workspaces);
        let is_admin = new.iter().any(|one| one.contains("workspace_admin"));
        (!new.is_empty()).then(|| (is_admin, format!("not in the worksheet: {}", new.join(", "))))
    }

    /// What an identity without a person may do today that the row does not have.
    #[must_use]
    pub fn more_access(&self, access: &[String], status: &str) -> Option<String> {
        let new = self.access.as_deref().map(|was| new_entries(was, access)).unwrap_or_default();
        let was = self.status.as_deref().unwrap_or(status);
        let is_on_again = was.eq_ignore_ascii_case("inactive") && status.eq_ignore_ascii_case("active");
        match (new.is_empty(), is_on_again) {
            (false, _) => Some(format!("not in the worksheet: {}", new.join(", "))),
            (true, true) => Some("inactive in the worksheet, active today".to_owned()),
            (true, false) => None,
        }
    }
}

/// Whether a cell was not cut: a list that was says nothing of what else stood in it.
fn is_whole(cell: &&str) -> bool {
    !cell.trim_end().ends_with('…')
}

fn entries(cell: &str) -> Vec<String> {
    let all = cell.split(BETWEEN.trim()).map(str::trim);
    all.filter(|one| !one.is_empty() && *one != NONE).map(str::to_owned).collect()
}

fn new_entries<'a>(was: &[String], is: &'a [String]) -> Vec<&'a str> {
    is.iter()
        .filter(|one| !was.iter().any(|old| old.trim().eq_ignore_ascii_case(one.trim())))
        .map(String::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccessGroup;

    fn today(role: &str, workspaces: &[&str]) -> AccessRow {
        AccessRow {
            group: AccessGroup::Member,
            is_privileged: is_privileged_role(role),
            id: "user_1".to_owned(),
            name: None,
            address: String::new(),
            role: Some(role.to_owned()).filter(|role| !role.is_empty()),
            workspaces: workspaces.iter().map(|one| (*one).to_owned()).collect(),
            last_activity: None,
            key_ids: Vec::new(),
            keys: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Fault: A decision about a developer counted for the administrator whom the same person had become
    /// Outcome: More than the worksheet has is said; less, and what it does not say, is not
    #[test]
    fn what_somebody_may_do_beyond_the_worksheet() {
        for (cells, role, workspaces, more) in [
            (
                [Some("developer"), Some("no"), Some("-")],
                "admin",
                &[][..],
                Some((true, "role developer in the worksheet, admin today")),
            ),
            (
                [Some("developer"), None, None],
                "Admin",
                &[],
                Some((true, "role developer in the worksheet, Admin today")),
            ),
            (
                [Some("user"), Some("no"), None],
                "developer",
                &[],
                Some((false, "role user in the worksheet, developer today")),
            ),
            (
                [Some("user"), Some("no"), Some("A (workspace_user)")],
                "user",
                &["A (workspace_user)", "B (workspace_admin)"][..],
                Some((true, "not in the worksheet: B (workspace_admin)")),
            ),
            (
                [Some("user"), Some("no"), Some("-")],
                "user",
                &["B (workspace_user)"],
                Some((false, "not in the worksheet: B (workspace_user)")),
            ),
            // The same in other letters, less, or not said.
            (
                [Some("Developer"), Some("no"), Some("B (workspace_user); A (workspace_user)")],
                "developer",
                &["A (workspace_user)", "B (workspace_user)"],
                None,
            ),
            ([Some("admin"), Some("yes"), Some("A (workspace_admin)")], "user", &[], None),
            ([Some("Entwickler"), None, None], "developer", &[], None),
            ([None, None, None], "admin", &["A (workspace_admin)"], None),
            ([None, None, Some("A (workspace_user); B (works…")], "user", &["B (workspace_admin)"], None),
        ] {
            let [role_was, privileged, places] = cells;
            let was = Was::of([role_was, privileged, places, None, None]);
            let found = was.more(&today(role, workspaces));
            assert_eq!(
                found.as_ref().map(|(admin, text)| (*admin, text.as_str())),
                more,
                "{cells:?} {role} {workspaces:?}"
            );
        }
    }

    #[test]
    fn what_an_identity_may_do_beyond_the_worksheet() {
        let scopes = |text: &str| entries(text);
        for (access, status, now, status_now, more) in [
            (
                Some("read:usage"),
                Some("active"),
                "read:usage; write:keys",
                "active",
                Some("not in the worksheet: write:keys"),
            ),
            (Some("-"), Some("inactive"), "", "active", Some("inactive in the worksheet, active today")),
            (Some("a; b"), Some("active"), "b", "inactive", None),
            (None, None, "a", "active", None),
        ] {
            let was = Was::of([None, None, None, access, status]);
            assert_eq!(was.more_access(&scopes(now), status_now).as_deref(), more, "{access:?} {now}");
        }
    }
}

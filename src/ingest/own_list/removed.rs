//! What is no longer there, in a list of the organization's own: a database or a sheet keeps it, and a column says so.

use super::Cells;
use crate::ingest::batch::{Batch, Reject};
use crate::ingest::text::delimited::Delimited;
use crate::ingest::text::sink::Sink as _;
use crate::ingest::text::tombstone;

/// Columns with the day on which something was removed, or that it was.
const MARKS: [&str; 10] = [
    "deleted",
    "is_deleted",
    "deleted_at",
    "deleted_on",
    "deletion_date",
    "removed",
    "is_removed",
    "removed_at",
    "removed_on",
    "removal_date",
];
/// Columns with the state of a membership.
const STATES: [&str; 4] = ["status", "state", "membership_status", "member_status"];
/// Columns that are true of who is there.
const THERE: [&str; 4] = ["active", "is_active", "enabled", "is_enabled"];
/// Columns that are true of who is not.
const NOT_THERE: [&str; 6] = ["inactive", "disabled", "is_disabled", "deactivated", "deactivated_at", "suspended"];
/// States of who was removed.
const REMOVED: [&str; 3] = ["removed", "deleted", "archived"];
/// States of which it is not known whether they are the membership's or the person's: the account in a directory, the contract.
const UNCLEAR: [&str; 12] = [
    "inactive",
    "deactivated",
    "disabled",
    "suspended",
    "blocked",
    "locked",
    "revoked",
    "left",
    "former",
    "terminated",
    "offboarded",
    "deprovisioned",
];

/// The columns of a list that say who or what is gone.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Removed {
    marks: Vec<(usize, String)>,
    states: Vec<usize>,
    there: Vec<usize>,
    not_there: Vec<usize>,
}

impl Removed {
    /// The columns that mark records as removed, which mean the same in every list.
    pub(in crate::ingest) fn marked(csv: &Delimited) -> Self {
        let named = |name: &str| csv.column(&[name]);
        let marks = MARKS.iter().filter_map(|name| Some((named(name)?, (*name).to_owned())));
        Self { marks: marks.collect(), ..Self::default() }
    }

    /// The same in a list of members, which has no state of its own: whoever is on it is one.
    pub(in crate::ingest) fn of_members(csv: &Delimited) -> Self {
        let columns = |names: &[&str]| names.iter().filter_map(|name| csv.column(&[name])).collect();
        Self { states: columns(&STATES), there: columns(&THERE), not_there: columns(&NOT_THERE), ..Self::marked(csv) }
    }

    /// Whether a record says that it is no longer there; it is then counted as passed over.
    ///
    /// # Errors
    /// A record of which it cannot be said: it is not absent, and not there for certain.
    pub(in crate::ingest) fn passes_over(&self, cells: &Cells, batch: &mut Batch) -> Result<bool, Reject> {
        for (at, name) in &self.marks {
            if tombstone::is_set(cells.text(Some(*at))?) {
                batch.pass_over(tombstone::note(name));
                return Ok(true);
            }
        }
        for at in &self.states {
            let word = cells.text(Some(*at))?.to_lowercase();
            if REMOVED.contains(&word.as_str()) {
                batch.pass_over(format!("records with the state «{word}» are passed over"));
                return Ok(true);
            }
            if UNCLEAR.contains(&word.as_str()) {
                return Err(cells.reject(Some(*at), "whether this is still a member is not said"));
            }
        }
        let says = |at: &usize, is_true: bool| -> Result<bool, Reject> {
            let text = cells.text(Some(*at))?;
            Ok(if is_true { tombstone::is_set(text) } else { !text.is_empty() && !tombstone::is_set(text) })
        };
        for (columns, when) in [(&self.not_there, true), (&self.there, false)] {
            for at in columns {
                if says(at, when)? {
                    return Err(cells.reject(Some(*at), "whether this is still a member is not said"));
                }
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    fn members(column: &str, there: &str, other: &str) -> (Vec<String>, u64, u64) {
        let text = format!(
            "id,email,name,role,added_at,{column}\n\
             user_01AnnAAAAAAAAAAAAAAAA,a@example.com,Ann,user,2026-01-05T09:00:00Z,{there}\n\
             user_01BobAAAAAAAAAAAAAAAA,b@example.com,Bob,admin,2026-01-05T09:00:00Z,{other}\n"
        );
        let data = load_bytes(vec![("users.csv".to_owned(), text.into_bytes())]).unwrap();
        let input = &data.inputs[0];
        (table_rows(&data, Table::Members, &["id"]), input.other, input.rejected)
    }

    /// Fault: A table of members that keeps who was removed, with a column that says so, made them «still a member»
    /// Outcome: Who is marked as removed is passed over; a state that may be the person's own is rejected by name, and everybody else counts
    #[test]
    fn who_is_marked_as_removed_is_no_member() {
        let (ann, bob) = ("user_01AnnAAAAAAAAAAAAAAAA".to_owned(), "user_01BobAAAAAAAAAAAAAAAA".to_owned());
        for (column, there, other) in [
            ("deleted", "False", "True"),
            ("is_deleted", "0", "1"),
            ("isDeleted", "", "true"),
            ("deleted_at", "", "2026-07-01T00:00:00Z"),
            ("Removed at", "", "2026-07-01"),
            ("status", "active", "removed"),
            ("Status", "member", "Deleted"),
        ] {
            assert_eq!(members(column, there, other), (vec![ann.clone()], 1, 0), "{column} {other}");
        }
        for (column, there, other) in [
            ("active", "true", "false"),
            ("is_active", "1", "0"),
            ("enabled", "yes", "no"),
            ("disabled", "", "true"),
            ("status", "active", "deactivated"),
            ("state", "ok", "Suspended"),
        ] {
            assert_eq!(members(column, there, other), (vec![ann.clone()], 0, 1), "{column} {other}");
        }
        for (column, there, other) in [
            ("deleted", "false", "False"),
            ("active", "true", "TRUE"),
            ("active", "true", ""),
            ("status", "active", "invited"),
            ("department", "Sales", "deleted"),
        ] {
            assert_eq!(members(column, there, other), (vec![ann.clone(), bob.clone()], 0, 0), "{column} {other}");
        }
    }

    /// Keys and workspaces are removed as well, and have states of their own.
    #[test]
    fn what_is_marked_as_removed_in_other_lists() {
        let keys = "id,name,status,created_at,workspace_id,deleted_at\n\
                    apikey_01AAAAAAAAAAAAAAAAAAAA,prod-a,active,2026-01-05T09:00:00Z,,\n\
                    apikey_01BAAAAAAAAAAAAAAAAAAA,prod-b,inactive,2026-01-05T09:00:00Z,,2026-07-01\n";
        let workspaces = "id,name,created_at,archived_at,is_deleted\n\
                          wrkspc_01AAAAAAAAAAAAAAAAAAAA,A,2026-01-05T09:00:00Z,,false\n\
                          wrkspc_01BAAAAAAAAAAAAAAAAAAA,B,2026-01-05T09:00:00Z,,true\n";
        for (text, table) in [(keys, Table::Keys), (workspaces, Table::Workspaces)] {
            let data = load_bytes(vec![("list.csv".to_owned(), text.as_bytes().to_vec())]).unwrap();
            assert_eq!((table_rows(&data, table, &["id"]).len(), data.inputs[0].other), (1, 1), "{table:?}");
        }
    }
}

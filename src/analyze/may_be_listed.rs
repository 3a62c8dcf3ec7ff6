//! What a list lacks, and may have in a record that could not be read, or is newer than the list: then its lacking it proves nothing.

use chrono::{DateTime, Utc};

use super::Context;
use super::wording::some_of;
use crate::facts::UnreadRecords;
use crate::model::Table;

/// So many are named in a sentence.
const NAMED: usize = 5;

/// Whom and what a check does not judge by a list's lacking it.
pub(super) struct MayBeListed<'a> {
    unread: &'a UnreadRecords,
    table: Table,
    held: Vec<String>,
    /// When the list was taken, where that is known.
    taken: Option<DateTime<Utc>>,
    newer: Vec<String>,
}

impl<'a> MayBeListed<'a> {
    pub(super) fn of(cx: &Context<'a>, table: Table) -> Self {
        let taken = cx.data.taken.get(&table).copied();
        Self { unread: &cx.facts.lists.unread, table, held: Vec::new(), taken, newer: Vec::new() }
    }

    /// Whether something came to be after the list was taken, which cannot have it (nor whoever made it, who may have joined in
    /// between); then it is remembered for the note.
    pub(super) fn is_older_than(&mut self, label: &str, came: Option<DateTime<Utc>>) -> bool {
        let is_newer = self.taken.zip(came).is_some_and(|(taken, came)| came > taken);
        let label = label.to_owned();
        self.newer.extend(Some(label).filter(|label| is_newer && !self.newer.contains(label)));
        is_newer
    }

    /// Whether one of its ids or addresses stands in a record of the list that could not be read; then it is remembered for the note.
    pub(super) fn holds<'n>(&mut self, label: &str, names: impl IntoIterator<Item = &'n str>) -> bool {
        let place = names.into_iter().find_map(|name| self.unread.place(self.table, name));
        let held = place.map(|place| format!("{label} ({place})"));
        let is_held = held.is_some();
        self.held.extend(held.filter(|held| !self.held.contains(held)));
        is_held
    }

    /// That whatever has no id may be one of the list's records that could not be read, as what is known by its name alone.
    pub(super) fn may_have_any(&mut self, label: &str) -> bool {
        let records = self.unread.records(self.table);
        let held = format!("{label} (one of the {records} records that could not be read)");
        let is_held = records > 0;
        self.held.extend(Some(held).filter(|held| is_held && !self.held.contains(held)));
        is_held
    }

    /// What was not judged, as a sentence.
    pub(super) fn note(&self) -> Option<String> {
        let unread = (!self.held.is_empty()).then(|| {
            format!(
                "not judged, because the list of {} may have it in a record that could not be read: {}",
                self.table.title(),
                some_of(&self.held, NAMED)
            )
        });
        let newer = self.taken.filter(|_| !self.newer.is_empty()).map(|taken| {
            format!(
                "not judged, because it is newer than the list of {}, which was taken on {}: {}",
                self.table.title(),
                taken.format("%Y-%m-%d %H:%M UTC"),
                some_of(&self.newer, NAMED)
            )
        });
        let all: Vec<String> = unread.into_iter().chain(newer).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::analyze::testing::{activity, cost, days, found_in, invite, key, member, page, with, workspace};
    use crate::analyze::{ALL, Analyzer};

    fn check(id: &str) -> &'static Analyzer {
        ALL.iter().find(|check| check.id == id).unwrap()
    }

    /// A list, and the same with a record that cannot be read, which names whom the list lacks.
    fn lists(listed: &[Value], unread: &Value) -> [String; 2] {
        [page(listed), page(&[listed, std::slice::from_ref(unread)].concat())]
    }

    /// Fault: A member whose record could not be read counted as gone: their keys were orphans, their memberships left over, what they did an intruder's; a key or workspace in such a record counted as unknown
    /// Outcome: Whoever or whatever stands in a record that could not be read is not judged absent, by any check that concludes from absence
    #[test]
    fn what_stands_in_an_unreadable_record_is_not_absent() {
        let members = lists(
            &[member("ok@example.com", "admin"), member("ok2@example.com", "admin")],
            &with(member("gone@example.com", "user"), json!({"role": 7})),
        );
        let keys = lists(&[key("ok", "2026-07-01", None)], &with(key("gone", "2026-07-01", None), json!({"name": 7})));
        let spaces = lists(
            &[workspace("Default"), workspace("ok")],
            &with(workspace("gone"), json!({"archived_at": "some day"})),
        );
        let made = json!({"created_by": {"id": "user_gone", "type": "user"}});
        let by_gone = page(&[with(key("k", "2026-07-01", None), made)]);
        let membership = page(&[
            json!({"type": "workspace_member", "user_id": "user_gone", "workspace_id": "wrkspc_ok", "workspace_role": "workspace_user"}),
        ]);
        let feed = activity("2026-08-03T10:00:00Z", "claude_chat_created", "gone", json!({})).to_string();
        let invites = page(&[
            invite("gone@example.com", "user", "2026-01-01"),
            invite("later@example.com", "user", "2026-07-01"),
        ]);
        let spend = cost(
            &days("2026-07-01", "2026-07-03")
                .into_iter()
                .map(|day| (day, "gone", "apikey_gone", "ok", 1.0))
                .collect::<Vec<_>>(),
        );
        let in_gone = page(&[key("k", "2026-07-01", Some("wrkspc_gone"))]);
        for (id, list, other, found) in [
            ("orphaned-key", &members, &by_gone, " k"),
            ("orphaned-workspace-member", &members, &membership, " user_gone"),
            ("off-roster-actor", &members, &feed, " gone@example.com"),
            ("stale-invite", &members, &invites, " gone@example.com"),
            ("unknown-key", &keys, &spend, " gone"),
            ("dangling-reference", &spaces, &in_gone, " wrkspc_gone"),
        ] {
            let name = if id == "unknown-key" {
                "cost.csv"
            } else if id == "off-roster-actor" {
                "feed.jsonl"
            } else {
                "other.json"
            };
            let ask = |list: &str| found_in(check(id), &[("list.json", list), (name, other)]);
            let [without, with_unread] = [ask(&list[0]), ask(&list[1])];
            assert!(without.iter().any(|one| one.ends_with(found)), "{id}: {without:?}");
            let is_withheld =
                |one: &String| one.starts_with("not assessed") || !one.contains("gone") && !one.ends_with(" k");
            assert!(with_unread.iter().all(is_withheld), "{id}: {with_unread:?}");
        }
        // Somebody else is found as before.
        let others =
            page(&[with(key("k", "2026-07-01", None), json!({"created_by": {"id": "user_other", "type": "user"}}))]);
        assert_eq!(found_in(check("orphaned-key"), &[("list.json", &members[1]), ("keys.json", &others)]), ["high k"]);
    }

    #[test]
    fn a_list_without_a_readable_record_proves_nothing() {
        let unread = page(&[with(member("ok@example.com", "user"), json!({"role": 7}))]);
        let keys = page(&[key("k", "2026-07-01", None)]);
        let files = [("users.json", unread.as_str()), ("keys.json", &keys)];
        for id in ["orphaned-key", "single-admin", "duplicate-member"] {
            assert_eq!(
                found_in(check(id), &files),
                ["not assessed: none of the 1 records of organization members could be read"],
                "{id}"
            );
        }
        let two = lists(
            &[member("ok@example.com", "admin"), member("b@example.com", "user")],
            &with(member("c@example.com", "user"), json!({"role": 7})),
        );
        assert_eq!(found_in(check("single-admin"), &[("users.json", &two[0])]), ["low ok@example.com"]);
        assert_eq!(
            found_in(check("single-admin"), &[("users.json", &two[1])]),
            [
                "not assessed: one member is known to be an admin or owner; another one may be: 1 record of the list could not be read"
            ]
        );
    }

    /// Fault: Keys with a status that is not known: «assessed, 0 of 0», and the control passed
    /// Outcome: A check that judges nothing, where records do not say in known words whether they are its population, is not assessed
    #[test]
    fn nothing_known_to_be_judged_is_not_assessed() {
        let keys = |status: &str| page(&[with(key("old", "2025-01-01", None), json!({"status": status}))]);
        assert_eq!(found_in(check("unrotated-key"), &[("keys.json", &keys("Active"))]), [""; 0], "as old as the data");
        for id in ["unrotated-key", "orphaned-key", "undescriptive-key-name", "default-workspace-key"] {
            let members = page(&[member("ok@example.com", "user")]);
            let found = found_in(check(id), &[("keys.json", &keys("enabled")), ("users.json", &members)]);
            assert_eq!(
                found,
                [
                    "not assessed: nothing is known to be judged; keys.json: 1 of 1 records have an unknown `status` («enabled»)"
                ],
                "{id}"
            );
            assert_eq!(
                found_in(check(id), &[("keys.json", &keys("archived")), ("users.json", &members)]),
                [""; 0],
                "{id}"
            );
        }
    }
}

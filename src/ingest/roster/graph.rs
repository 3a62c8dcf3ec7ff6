//! Users of Microsoft Entra ID as Microsoft Graph lists them (`GET /users`), and `az ad user list`.

use super::super::Ingestor;
use super::directory::{note_without_state, switch, text, texts, written};
use super::{Person, addresses_in};
use crate::ingest::batch::{Batch, Ending};
use crate::ingest::document::Document;
use crate::ingest::text::sink::MORE_FOLLOW;
use crate::model::{Standing, Table};

/// Recognizes users by `userPrincipalName`; sign-ins have it, too, and an application.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-graph",
    title: "Microsoft Graph users (JSON)",
    table: Table::Roster,
    signature: &["id", "userPrincipalName", "mail", "accountEnabled"],
    claims: |document| {
        document.first().is_some_and(|record| {
            record.has("userPrincipalName")
                && !is_of_a_group(document)
                && !["appDisplayName", "ipAddress", "appId"].iter().any(|f| record.has(f))
        })
    },
    read,
};

/// Whether a page is of objects of several kinds, as the members of a group are (`GET /groups/{id}/members`), or says that it is of a group.
pub(in crate::ingest) fn is_of_a_group(document: &Document) -> bool {
    let contexts = document.json().map(|json| json.envelope("@odata.context")).unwrap_or_default();
    let is_part =
        |context: &String| context.contains("$metadata#directoryObjects") || context.contains("$metadata#groups");
    !contexts.is_empty() && contexts.iter().all(is_part)
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let deleted = batch.optional(line, record.instant("deletedDateTime"));
        let leaves = batch.optional(line, record.instant("employeeLeaveDateTime"));
        let created = batch.optional(line, record.instant("createdDateTime"));
        let enabled = switch(record, "accountEnabled", true);
        if enabled.is_none() && deleted.is_none() {
            note_without_state(
                batch,
                "accountEnabled",
                "ask for it: GET /users?$select=id,mail,userPrincipalName,accountEnabled",
            );
        }
        let is_deleted = record.get("deletedDateTime").is_some_and(|value| !value.is_null());
        let status = if is_deleted { "deleted".to_owned() } else { written(record, "accountEnabled") };
        let mut addresses: Vec<&str> = ["mail", "userPrincipalName"].iter().filter_map(|f| text(record, f)).collect();
        addresses.extend(texts(record, "proxyAddresses"));
        addresses.retain(|cell| addresses_in(cell).next().is_some());
        let signed_in = record.object("signInActivity");
        let signed_in = signed_in.map(|activity| batch.optional(line, activity.instant("lastSignInDateTime")));
        let person = Person {
            id: text(record, "id"),
            addresses,
            contacts: texts(record, "otherMails"),
            name: text(record, "displayName").map(str::to_owned),
            employee_id: text(record, "employeeId"),
            status: Some(&status),
            status_column: Some(if is_deleted { "deletedDateTime" } else { "accountEnabled" }),
            standing: if is_deleted { Some(Standing::Gone) } else { Some(enabled.unwrap_or(Standing::Unknown)) },
            started_on: created.map(|at| at.date_naive()),
            ended_on: deleted.or(leaves).map(|at| at.date_naive()),
            last_sign_in: signed_in.flatten(),
            changed_at: deleted,
            layout: None,
        };
        person.push("Entra ID", line, batch)
    });
    // `$count=true`: how many there are, whatever page was saved.
    let all = json.stated_number("@odata.count");
    if all.is_some_and(|all| all > json.len() as u64) && batch.ending.is_closed() {
        batch.note(MORE_FOLLOW);
        batch.ending = Ending::MoreFollow;
    }
}

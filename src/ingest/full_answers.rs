//! Answers of an API that are exactly as long as it makes them: more may follow, and what would say so is not there.

use super::batch::Ending;
use super::merge::editions::Editions;
use super::merge::{FileRows, TableFiles};

/// How an API cuts its lists into answers.
struct Paging {
    /// Kinds of export that are its answers.
    kinds: &'static [&'static str],
    /// Whose they are.
    api: &'static str,
    /// What is counted.
    records: &'static str,
    /// Records of a full answer: unless asked otherwise, and at most.
    full: &'static [usize],
    /// Where an answer says that another follows.
    says: Says,
}

/// Where an answer says whether another follows.
enum Says {
    /// In a header, which is lost unless it is saved.
    Header,
    /// In a field around the list, which is lost where the list, or its records one by one, were taken out of it.
    Field(&'static str),
}

/// Sources: developer.okta.com/docs/api («Pagination», list users), learn.microsoft.com/graph/paging and its list of users,
/// developers.google.com/admin-sdk/directory (`users.list`, `maxResults`), platform.claude.com/docs (Admin API, `limit`; its examples and
/// scripts ask for 100).
const PAGINGS: [Paging; 4] = [
    Paging { kinds: &["roster-okta-api"], api: "Okta", records: "people", full: &[200], says: Says::Header },
    Paging {
        kinds: &["roster-graph"],
        api: "Microsoft Graph",
        records: "people",
        full: &[100, 999],
        says: Says::Field("@odata.nextLink"),
    },
    Paging {
        kinds: &["roster-google-api"],
        api: "the Directory API",
        records: "people",
        full: &[100, 500],
        says: Says::Field("nextPageToken"),
    },
    Paging {
        kinds: &["users", "api-keys", "invites", "workspaces", "workspace-members"],
        api: "the Admin API",
        records: "records",
        full: &[20, 100, 1000],
        says: Says::Field("has_more"),
    },
];

/// Why the files of a table may be the first answers of a list only: each of those of one API is full, and none says what follows.
pub(super) fn why(parts: &TableFiles, editions: &Editions) -> Option<String> {
    PAGINGS.iter().find_map(|paging| {
        let is_of = |at: &usize| paging.kinds.contains(&parts.each[*at].kind) && !editions.is_past(*at);
        let answers: Vec<&FileRows> = (0..parts.each.len()).filter(is_of).map(|at| &parts.each[at]).collect();
        let first = answers.first().filter(|_| answers.iter().all(|answer| paging.is_open(answer)))?;
        let (count, api, records) = (first.batch.taken(), paging.api, paging.records);
        let says = match paging.says {
            Says::Header => "its headers would say, and they are not there".to_owned(),
            Says::Field(field) => format!("`{field}` around the list would say, and it is not there"),
        };
        let path = &first.path;
        Some(format!(
            "{path} has exactly {count} {records}, as many as {api} gives in one answer; whether more follow {says}"
        ))
    })
}

impl Paging {
    fn is_open(&self, answer: &FileRows) -> bool {
        let is_silent = match self.says {
            Says::Header => true,
            Says::Field(_) => matches!(answer.batch.ending, Ending::WithoutEnvelope | Ending::BareRecords),
        };
        is_silent && self.full.contains(&answer.batch.taken()) && answer.batch.answer_goes_on.is_none()
    }
}

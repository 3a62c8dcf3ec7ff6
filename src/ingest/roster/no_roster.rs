//! Tables of people that are no rosters: lists of a part of them, and of what they were invited to, may do or cost. Who stands there
//! need not be there, and who does not need not be gone.

mod words;

use super::columns::{Columns, header_word};
use super::status::Statuses;
use crate::data::roster_words::{HeaderWord, StatusWord, headers, normal, tells_of_staff};
use crate::data::vocabulary::{MEMBER_ROLES, WORKSPACE_ROLES};
use crate::ingest::text::delimited::Delimited;
use crate::ingest::text::instant::parse_roster_instant;
use crate::ingest::worksheets::DECISION;
use words::{GRANTED, GROUP_ROLES, GROUPS, INVITATION_STATES, INVITED, SPENT};

/// So many records are looked at.
const SAMPLE: usize = 200;

/// A kind of table that has people and is no roster.
struct Other {
    what: &'static str,
    instead: &'static str,
    is: fn(&Look) -> bool,
}

const OTHERS: [Other; 5] = [
    Other {
        what: "members of workspaces by their addresses",
        instead: "they are read from the Admin API, with the ids of user and workspace",
        is: |look| look.is_of_workspaces(),
    },
    Other {
        what: "members of groups",
        instead: "who is not in a group need not have left: give the list of all users, with their status",
        is: |look| look.is_of_groups(),
    },
    Other {
        what: "invitations",
        instead: "they are read from the Admin API, with their ids",
        is: |look| look.is_of_invitations(),
    },
    Other {
        what: "approvals of access",
        instead: "who was given access need not be there any more: give the list of all users, with their status",
        is: |look| !look.says_who_is_there() && look.has_part(&GRANTED),
    },
    Other {
        what: "what people used or cost",
        instead: "who used something need not be there any more: give the list of all users, with their status",
        is: |look| !look.says_who_is_there() && look.has_measures(),
    },
];

/// What a table of people is, and what to give in its place, where it is no roster.
pub(in crate::ingest) fn what(csv: &Delimited) -> Option<(&'static str, &'static str)> {
    let columns = Columns::of(csv);
    columns.address?;
    // A worksheet says of itself what it lacks.
    if DECISION.iter().any(|name| csv.has(name)) {
        return None;
    }
    let look = Look::at(csv, &columns);
    OTHERS.iter().find(|other| (other.is)(&look)).map(|other| (other.what, other.instead))
}

/// A table with addresses, as far as it is looked at.
struct Look {
    /// Names of the columns, as written and in the [`normal()`] form.
    names: Vec<(String, String)>,
    words: Vec<Option<HeaderWord>>,
    /// The cells of every column that are not empty.
    cells: Vec<Vec<String>>,
    address: Option<usize>,
    has_end: bool,
    tells_of_staff: bool,
}

impl Look {
    fn at(csv: &Delimited, columns: &Columns) -> Self {
        let (known, records) = (headers(), csv.first_records(SAMPLE));
        let cells = |at: usize| {
            let column = records.iter().filter_map(|record| record.get(at));
            column.filter(|cell| !cell.trim().is_empty()).cloned().collect()
        };
        let names: Vec<(String, String)> = csv.header.iter().map(|name| (name.clone(), normal(name))).collect();
        Self {
            words: csv.header.iter().map(|name| header_word(&known, name)).collect(),
            cells: (0..csv.header.len()).map(cells).collect(),
            address: columns.address,
            has_end: !columns.ended.is_empty() || !columns.reasons.is_empty(),
            tells_of_staff: names.iter().any(|(_, name)| tells_of_staff(name)),
            names,
        }
    }

    fn has_part(&self, parts: &[&str]) -> bool {
        self.names.iter().any(|(_, name)| parts.iter().any(|part| name.contains(part)))
    }

    fn has_name(&self, names: &[&str]) -> bool {
        self.names.iter().any(|(_, name)| names.contains(&name.as_str()))
    }

    fn has_word(&self, words: &[HeaderWord]) -> bool {
        self.words.iter().flatten().any(|word| words.contains(word))
    }

    /// Whether a column other than the addresses has only such cells.
    fn has_only(&self, is: impl Fn(&str) -> bool) -> bool {
        let others = self.cells.iter().enumerate().filter(|(at, _)| Some(*at) != self.address);
        others.map(|(_, cells)| cells).any(|cells| !cells.is_empty() && cells.iter().all(|cell| is(cell)))
    }

    /// Whether columns say by their names who is there, in words that are known of people, or since when somebody is gone.
    fn says_who_is_there(&self) -> bool {
        let statuses = Statuses::new();
        let is_known = |cell: &String| {
            let is_invitation = INVITATION_STATES.contains(&normal(cell).as_str());
            !is_invitation && statuses.of(cell).is_some_and(|word| word != StatusWord::Employment)
        };
        let mut of_words = self.words.iter().zip(&self.cells);
        self.has_end
            || self.has_word(&[HeaderWord::Positive, HeaderWord::Negative, HeaderWord::Control])
            || of_words.any(|(word, cells)| {
                matches!(word, Some(HeaderWord::Status | HeaderWord::Place)) && cells.iter().any(is_known)
            })
    }

    /// Roles in workspaces, as the API writes them or the Console shows them, or a column of workspaces next to addresses alone.
    fn is_of_workspaces(&self) -> bool {
        let is_role = |cell: &str| {
            let own = normal(cell);
            WORKSPACE_ROLES.iter().any(|role| normal(role) == own) || own == "workspacelimiteddeveloper"
        };
        let is_named = self.has_name(&["workspacerole", "workspaceid"])
            || self.has_name(&["workspace", "workspaces", "workspacename"]) && !self.tells_of_staff;
        self.has_only(is_role) || is_named && !self.says_who_is_there()
    }

    /// Roles in groups (`gam print group-members`, the download of a group), what Graph says of objects of several kinds, or a column of
    /// groups next to addresses alone.
    fn is_of_groups(&self) -> bool {
        let has_groups = self.has_name(&GROUPS);
        let is_role = |cell: &str| GROUP_ROLES.contains(&normal(cell).as_str());
        let has_roles = self.has_only(is_role) && (has_groups || self.has_part(&["member"]));
        let is_bare = !self.tells_of_staff
            && !self.says_who_is_there()
            && !self.has_word(&[HeaderWord::Name, HeaderWord::Given, HeaderWord::Family, HeaderWord::Start]);
        // Downloads of a group's members, by Entra ID and by Google Groups.
        let is_download = self.has_name(&["isgroup"]) && self.has_name(&["isuser"]) || self.has_name(&["groupstatus"]);
        let is_of_objects = (self.has_name(&["odatatype"]) || is_download) && !self.says_who_is_there();
        has_roles || has_groups && is_bare || is_of_objects
    }

    /// Somebody who was invited: by whom or when, or what became of it. A roster may have invitations to something else.
    fn is_of_invitations(&self) -> bool {
        let is_day_or_person =
            |cell: &String| cell.contains('@') || cell.bytes().filter(u8::is_ascii_digit).count() >= 6;
        let says_when = self.names.iter().zip(&self.cells).any(|((_, name), cells)| {
            let is_named = INVITED.iter().any(|part| name.contains(part));
            is_named && !cells.is_empty() && cells.iter().all(is_day_or_person)
        });
        let has_states = || self.has_only(|cell| INVITATION_STATES.contains(&normal(cell).as_str()));
        self.has_part(&INVITED) && !self.says_who_is_there() && (says_when || has_states())
    }

    /// Amounts: numbers under the name of what somebody used. A cost centre has a number, too.
    fn has_measures(&self) -> bool {
        let is_amount = |cell: &String| {
            let digits = cell.trim_matches(|c: char| !c.is_ascii_digit());
            let is_number =
                digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}'));
            !digits.is_empty() && is_number && parse_roster_instant(cell).is_none()
        };
        self.names.iter().zip(&self.cells).any(|((name, whole), cells)| {
            let lower = name.to_lowercase();
            let mut words = lower.split(|c: char| !c.is_alphanumeric());
            words.any(|word| SPENT.contains(&word))
                && !["center", "centre", "limit", "location"].iter().any(|other| whole.contains(other))
                && !cells.is_empty()
                && cells.iter().all(is_amount)
        })
    }
}

/// Whether a cell is a role of members, as the API writes it or the Console shows it.
pub(super) fn is_member_role(cell: &str) -> bool {
    let own = normal(cell);
    MEMBER_ROLES.iter().any(|role| normal(role) == own)
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;

    fn kind(text: &str) -> (Option<String>, String) {
        let data = load_bytes(vec![("people.csv".to_owned(), text.as_bytes().to_vec())]).unwrap();
        (data.inputs[0].kind.clone(), data.inputs[0].notes.join(" / "))
    }

    /// Fault: Any table with addresses was a roster: a leaver who stood in a group was there, and who stood in none had left
    /// Outcome: A table that says by its columns or words that it is of something else is not read, and is named with what to give in its place
    #[test]
    fn tables_of_people_that_are_no_rosters() {
        for (text, what) in [
            ("email,workspace,workspace_role\na@example.com,Prod,workspace_developer\n", "members of workspaces"),
            (
                "Name,Email,Role\nA,a@example.com,Workspace Admin\nB,b@example.com,Workspace User\n",
                "members of workspaces",
            ),
            ("Area,Name,Email,Rights\nx,A,a@example.com,workspace_restricted_developer\n", "members of workspaces"),
            ("ws,Name,Email,Workspace role\nx,A,a@example.com,admin\n", "members of workspaces"),
            ("Workspace;E-Mail\nProd;a@example.com\n", "members of workspaces"),
            ("group,email\nPlatform,a@example.com\nPlatform,b@example.com\n", "members of groups"),
            ("Gruppe;E-Mail\nPlattform;a@example.com\n", "members of groups"),
            (
                "group,type,role,id,status,email\ng@example.com,USER,MEMBER,1,ACTIVE,a@example.com\n",
                "members of groups",
            ),
            ("Group Email,Member Email,Member Role\ng@example.com,a@example.com,OWNER\n", "members of groups"),
            ("\"@odata.type\",Id,DisplayName,Mail\n#microsoft.graph.user,1,A,a@example.com\n", "members of groups"),
            (
                "id,userPrincipalName,displayName,objectType,userType,isUser,isGroup,isGuest\n1,a@example.com,A,User,Member,True,False,False\n",
                "members of groups",
            ),
            (
                "Email address,Nickname,Group status,Email status,Email preference,Posting permissions,Join year,Join month,Join day\na@example.com,A,member,,email,allowed,2025,3,4\n",
                "members of groups",
            ),
            ("Email,Role,Status,Invited on\na@example.com,Admin,Pending,2026-09-20\n", "invitations"),
            ("E-Mail;Rolle;Status;Eingeladen am\na@example.com;Admin;Ausstehend;20.09.2026\n", "invitations"),
            ("Email,Access,Approved by,Date\na@example.com,Prod,boss@example.com,2026-02-01\n", "approvals of access"),
            ("Name,Email,Department,Access,Approved On\nA,a@example.com,R&D,Prod,2026-02-01\n", "approvals of access"),
            ("Email,Spend USD\na@example.com,12.50\nb@example.com,\"1,200.00\"\n", "what people used or cost"),
            ("Name,Email,Department,Tokens in August\nA,a@example.com,R&D,1200\n", "what people used or cost"),
        ] {
            let (kind, notes) = kind(text);
            assert!(kind.is_none() && notes.starts_with(what), "{text}{kind:?} {notes}");
        }
    }

    #[test]
    fn rosters_with_columns_that_look_alike() {
        for text in [
            "Name,Email,Department,Group,Manager\nA,a@example.com,R&D,Platform,b@example.com\n",
            "Name,Email,Group\nA,a@example.com,Platform\nB,b@example.com,Sales\n",
            "Email,Group,Status\na@example.com,Platform,Active\nb@example.com,Sales,Terminated\n",
            "Email,Group,Job Title\na@example.com,Platform,Engineer\n",
            "Name,Email,Workspace,Job Title\nA,a@example.com,Berlin 3.12,Engineer\n",
            "Name,Email,Status,Workspace\nA,a@example.com,active,Berlin\n",
            "Name,Email,Role\nA,a@example.com,Engineer\nB,b@example.com,Owner\n",
            "Name,Email,Cost Center\nA,a@example.com,4711\nB,b@example.com,4712\n",
            "Name,Email,Cost Location,Manager\nA,a@example.com,4711,x\n",
            "Name,Email,Status,Invited to party\nA,a@example.com,Active,yes\nB,b@example.com,Left,no\n",
            "Name,Email,Invitation status\nA,a@example.com,Enabled\nB,b@example.com,Disabled\n",
            "Email,Status,Approved by\na@example.com,active,boss@example.com\n",
            "Name,Email,Leave approver\nA,a@example.com,B\n",
            "Email,Start date,End date,Requests\na@example.com,2024-01-01,2026-08-31,4\n",
            "Name,Email,Usage Location\nA,a@example.com,DE\n",
            "email\na@example.com\n",
        ] {
            let (kind, notes) = kind(text);
            assert_eq!(kind.as_deref(), Some("roster-list"), "{text}{notes}");
        }
    }
}

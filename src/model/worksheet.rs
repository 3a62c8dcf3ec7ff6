//! What the columns of the worksheets are called that reviewers fill in: renderers write them, and ingestors read them back.

/// What kind of people somebody is reviewed with.
pub(crate) const GROUP: &str = "group";
/// What kind of identity it is.
pub(crate) const KIND: &str = "kind";
/// What the row is about; read back.
pub(crate) const ID: &str = "id";
/// What that is called.
pub(crate) const NAME: &str = "name";
/// Whose access it is; read back.
pub(crate) const ADDRESS: &str = "address";
/// Their role.
pub(crate) const ROLE: &str = "role";
/// Whether it is one of an administrator.
pub(crate) const PRIVILEGED: &str = "privileged";
/// Which workspaces they are in.
pub(crate) const WORKSPACES: &str = "workspaces";
/// The last day on which something was seen of them.
pub(crate) const LAST_ACTIVITY: &str = "last_activity";
/// Which keys they own.
pub(crate) const KEYS_OWNED: &str = "keys_owned";
/// Who did it.
pub(crate) const ACTOR: &str = "actor";
/// What was done.
pub(crate) const EVENT: &str = "event";
/// How often.
pub(crate) const COUNT: &str = "count";
/// When first.
pub(crate) const FIRST: &str = "first";
/// When last.
pub(crate) const LAST: &str = "last";
/// To what.
pub(crate) const OBJECTS: &str = "objects";
/// What was changed.
pub(crate) const CHANGES: &str = "changes";
/// From where.
pub(crate) const NETWORKS: &str = "networks";
/// How many of the events a finding points at.
pub(crate) const FLAGGED: &str = "flagged";
/// Who answers for an identity without a person.
pub(crate) const OWNER: &str = "owner";
/// How that is known.
pub(crate) const OWNER_FROM: &str = "owner_from";
/// What the identity is for.
pub(crate) const PURPOSE: &str = "purpose";
/// Which environment it is of.
pub(crate) const ENVIRONMENT: &str = "environment";
/// Which workspace it is in.
pub(crate) const WORKSPACE: &str = "workspace";
/// What it can do.
pub(crate) const ACCESS: &str = "access";
/// Whether it is on.
pub(crate) const STATUS: &str = "status";
/// The day on which it was made.
pub(crate) const CREATED_ON: &str = "created_on";
/// How old it is.
pub(crate) const AGE_DAYS: &str = "age_days";
/// The last day on which it was used.
pub(crate) const LAST_USE: &str = "last_use";
/// The day on which it ends.
pub(crate) const EXPIRES_ON: &str = "expires_on";
/// What was found about it.
pub(crate) const FINDINGS: &str = "findings";
/// Where it stands in the exports.
pub(crate) const EVIDENCE: &str = "evidence";
/// The end of the lists that the worksheet is of.
pub(crate) const AS_OF: &str = "as_of";
/// What was decided; read back.
pub(crate) const DECISION: &str = "decision";
/// Who decided.
pub(crate) const REVIEWER: &str = "reviewer";
/// When.
pub(crate) const REVIEWED_ON: &str = "reviewed_on";
/// Where it is followed up.
pub(crate) const TICKET: &str = "ticket";
/// What was said about it.
pub(crate) const COMMENT: &str = "comment";
/// Which events a row of the log stands for; read back.
pub(crate) const EVENT_KEYS: &str = "event_keys";

/// What the reviewer fills in, on every worksheet.
pub(crate) const OF_THE_REVIEWER: [&str; 5] = [DECISION, REVIEWER, REVIEWED_ON, TICKET, COMMENT];
/// `access-review.csv`: what is known of everybody with access, then what the reviewer fills in.
pub(crate) const ACCESS_REVIEW: [&str; 16] = [
    GROUP,
    ID,
    NAME,
    ADDRESS,
    ROLE,
    PRIVILEGED,
    WORKSPACES,
    LAST_ACTIVITY,
    KEYS_OWNED,
    FINDINGS,
    AS_OF,
    DECISION,
    REVIEWER,
    REVIEWED_ON,
    TICKET,
    COMMENT,
];
/// `non-human-identities.csv`: what is known of identities without a person, then what the reviewer fills in.
pub(crate) const IDENTITY_REVIEW: [&str; 22] = [
    KIND,
    ID,
    NAME,
    OWNER,
    OWNER_FROM,
    PURPOSE,
    ENVIRONMENT,
    WORKSPACE,
    ACCESS,
    STATUS,
    CREATED_ON,
    AGE_DAYS,
    LAST_USE,
    EXPIRES_ON,
    FINDINGS,
    EVIDENCE,
    AS_OF,
    DECISION,
    REVIEWER,
    REVIEWED_ON,
    TICKET,
    COMMENT,
];
/// `log-review.csv`: what administrators did, what the reviewer fills in, then what the events are known by when the worksheet comes back.
pub(crate) const LOG_REVIEW: [&str; 19] = [
    ID,
    ACTOR,
    EVENT,
    COUNT,
    FIRST,
    LAST,
    OBJECTS,
    CHANGES,
    NETWORKS,
    FLAGGED,
    FINDINGS,
    EVIDENCE,
    AS_OF,
    DECISION,
    REVIEWER,
    REVIEWED_ON,
    TICKET,
    COMMENT,
    EVENT_KEYS,
];

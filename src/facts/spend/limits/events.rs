//! What the activity feed says about spend limits and who hears of them.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::data::yes_no;
use crate::facts::frame::Source;
use crate::facts::log::{Event, Events};
use crate::model::Money;

/// A limit was set, or its recipients were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// The event's type.
    pub event: String,
    /// `notify_only` or `notify_and_pause`, of a limit.
    pub action: Option<String>,
    /// Dollars, of a limit.
    pub amount: Option<Money>,
    /// Whether something took a limit of the same scope away later: which one, the feed does not say.
    pub is_in_doubt: bool,
    /// Where it stands.
    pub source: Source,
}

/// The latest settings, by scope.
#[derive(Clone, Debug, Default)]
pub struct LimitEvents {
    /// The latest limit of the organization that stops spending.
    pub pausing: Option<LimitEvent>,
    /// The latest limits that tell somebody: of the organization, and of some workspace.
    pub notifying: Vec<LimitEvent>,
    /// The latest change of who is mailed, where it left somebody: of the organization, and of some workspace.
    pub recipients: Vec<LimitEvent>,
    /// The latest change of who is mailed about the organization's spend, where it left nobody.
    pub emptied: Option<LimitEvent>,
}

/// Types of one scope.
struct Scope {
    created: &'static str,
    deleted: &'static str,
    updated: Option<&'static str>,
    recipients: &'static str,
}

const ORGANIZATION: Scope = Scope {
    created: "platform_spend_limit_created",
    deleted: "platform_spend_limit_deleted",
    updated: Some("platform_spend_limit_updated"),
    recipients: "platform_spend_limit_alert_emails_updated",
};
const WORKSPACE: Scope = Scope {
    created: "workspace_spend_limit_created",
    deleted: "workspace_spend_limit_deleted",
    updated: None,
    recipients: "workspace_spend_limit_alert_emails_updated",
};
/// A limit that stops requests; every limit tells somebody.
const PAUSES: &str = "notify_and_pause";

impl LimitEvents {
    pub(super) fn of(found: &Events) -> Self {
        let mut events = Self::default();
        for scope in [&ORGANIZATION, &WORKSPACE] {
            let own = found.notable.iter().filter(|event| scope.has(&event.event));
            let mut all: Vec<(LimitEvent, &Value)> = own.map(|event| (limit_event(event), &event.details)).collect();
            all.sort_by_key(|(one, _)| (one.at, one.source));
            events.add(scope, &all);
        }
        events
    }

    fn add(&mut self, scope: &Scope, all: &[(LimitEvent, &Value)]) {
        let removed = all.iter().filter(|(one, details)| scope.takes_away(one, details)).map(|(one, _)| one.at).max();
        let set = |wanted: &dyn Fn(&str) -> bool| {
            let is_set = |one: &&LimitEvent| one.event == scope.created && one.action.as_deref().is_some_and(wanted);
            let latest = all.iter().map(|(one, _)| one).rfind(is_set)?;
            Some(LimitEvent { is_in_doubt: removed.is_some_and(|removed| removed > latest.at), ..latest.clone() })
        };
        if scope.created == ORGANIZATION.created {
            self.pausing = set(&|action| action == PAUSES);
        }
        self.notifying.extend(set(&|action| action.starts_with("notify")));
        let latest = all.iter().rfind(|(one, _)| one.event == scope.recipients);
        if scope.created == ORGANIZATION.created {
            self.emptied = latest.filter(|(_, details)| is_emptied(details)).map(|(one, _)| one.clone());
        }
        self.recipients.extend(latest.filter(|(_, details)| is_heard(details)).map(|(one, _)| one.clone()));
    }
}

fn limit_event(event: &Event) -> LimitEvent {
    LimitEvent {
        at: event.at,
        event: event.event.clone(),
        action: event.details.get("limit_action").and_then(Value::as_str).map(str::to_owned),
        amount: cents(event.details.get("limit_usd")),
        is_in_doubt: false,
        source: event.source,
    }
}

impl Scope {
    fn has(&self, event: &str) -> bool {
        [self.created, self.deleted, self.recipients].contains(&event) || self.updated == Some(event)
    }

    /// A removal, or a change after which a limit is ignored.
    fn takes_away(&self, one: &LimitEvent, details: &Value) -> bool {
        one.event == self.deleted
            || self.updated == Some(&one.event) && details.get("ignore").and_then(yes_no) == Some(true)
    }
}

/// `limit_usd` holds cents, whatever its name says.
pub(super) fn cents(value: Option<&Value>) -> Option<Money> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Money::parse_cents(&text).ok()
}

/// Whether a change of recipients leaves nobody: it names a list, and every list that it names is empty.
fn is_emptied(details: &Value) -> bool {
    let lists =
        || ["alert_emails", "alerted_roles"].iter().filter_map(|list| details.get(list).and_then(Value::as_array));
    lists().next().is_some() && lists().all(Vec::is_empty)
}

/// Whether a change of recipients leaves an address or a role.
fn is_heard(details: &Value) -> bool {
    ["alert_emails", "alerted_roles"].iter().any(|list| {
        details.get(list).and_then(Value::as_array).is_some_and(|entries| entries.iter().any(Value::is_string))
    })
}

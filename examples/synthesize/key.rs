//! An API key: its record, and what it was used for.

use chrono::{NaiveDate, NaiveDateTime};

use crate::org::PRODUCTION;
use crate::price::SONNET;
use crate::rng::Rng;

/// Where a key belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A workspace by its id.
    Workspace(usize),
    /// The default workspace, written as null.
    Null,
    /// The organization.
    Organization,
}

/// Who made a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor {
    /// Index into the people.
    Person(usize),
    /// Index into the service accounts.
    Service(usize),
    /// A federated identity: the record of the key names nobody.
    Federated,
    /// The directory sync.
    Directory,
}

/// Version of the key's record in the API.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Until summer 2026: workspace id, neither expiry nor principal.
    Old,
    /// Summer 2026: workspace id, expiry, principal with id and type.
    Principal,
    /// Since 2026-10-21: scope, expiry, principal as an actor.
    Scope,
}

/// An API key.
#[derive(Clone)]
pub(crate) struct Key {
    /// `apikey_…`.
    pub(crate) id: String,
    /// Name.
    pub(crate) name: String,
    /// Cut form of the secret.
    pub(crate) hint: String,
    /// Status at the end of the quarter.
    pub(crate) status: &'static str,
    /// When it was made.
    pub(crate) created: NaiveDateTime,
    /// By whom.
    pub(crate) creator: Actor,
    /// Where it belongs.
    pub(crate) place: Place,
    /// How its record is written.
    pub(crate) shape: Shape,
    /// Expiry; only where the shape has the field.
    pub(crate) expires: Option<NaiveDateTime>,
    /// The account that the key stops with.
    pub(crate) principal: Option<Actor>,
    /// False for a key that the list does not know.
    pub(crate) listed: bool,
    /// False for a key whose making the feed does not know.
    pub(crate) recorded: bool,
    /// Updates: when, what changed, from, to.
    pub(crate) updates: Vec<(NaiveDateTime, &'static str, String, String)>,
    /// What it was used for.
    pub(crate) uses: Vec<Use>,
}

/// One use of a key: one model in one workspace over some days.
#[derive(Clone)]
pub(crate) struct Use {
    /// First day.
    pub(crate) from: NaiveDate,
    /// The day after the last one.
    pub(crate) to: NaiveDate,
    /// The day on which the key shares its traffic with the key before or after it.
    pub(crate) half_on: Option<NaiveDate>,
    /// Workspace of the rows.
    pub(crate) workspace: usize,
    /// Index into the models.
    pub(crate) model: usize,
    /// Cents on a usual working day.
    pub(crate) cents: u64,
    /// How days differ.
    pub(crate) pattern: Pattern,
    /// Whether it caches.
    pub(crate) cached: bool,
    /// Whether it goes through the batch API.
    pub(crate) batch: bool,
    /// Bound to a geography.
    pub(crate) us: bool,
    /// Web searches on a usual working day.
    pub(crate) searches: u64,
}

/// How the days of a use differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Every day, less at the weekend.
    Daily,
    /// Working days only.
    Workdays,
    /// Every day, and 4.5 times as much on the last day of each month.
    MonthEnd,
    /// From three tenths up to the usual amount within fifty days.
    Ramp,
    /// Every day alike, between one and four in the morning.
    Night,
    /// Daily, except for two days of 4.8 times the usual amount.
    Spike(NaiveDate),
}

impl Use {
    /// A plain daily use.
    pub(crate) fn new(from: NaiveDate, to: NaiveDate, workspace: usize, cents: u64) -> Self {
        let pattern = if workspace == PRODUCTION { Pattern::Daily } else { Pattern::Workdays };
        Self {
            from,
            to,
            half_on: None,
            workspace,
            model: SONNET,
            cents,
            pattern,
            cached: false,
            batch: false,
            us: false,
            searches: 0,
        }
    }
}

impl Key {
    /// An active key in the old shape that is used for nothing yet.
    pub(crate) fn new(
        seed: u64,
        name: &str,
        number: u64,
        created: NaiveDateTime,
        creator: Actor,
        place: Place,
    ) -> Self {
        let mut rng = Rng::new(seed, "key", &[number]);
        let id = rng.id("apikey");
        let hint = format!("sk-ant-api03-{}...{}AA", rng.base58(3), rng.base58(2));
        let (status, shape) = ("active", Shape::Old);
        Self {
            id,
            name: name.to_owned(),
            hint,
            status,
            created,
            creator,
            place,
            shape,
            expires: None,
            principal: None,
            listed: true,
            recorded: true,
            updates: vec![],
            uses: vec![],
        }
    }
}

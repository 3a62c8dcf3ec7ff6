//! What records of a list say of their own time, where a connector, a warehouse or a job keeps more than what holds today: when they were
//! read, until when they held, and that they are gone. The columns are the tool's, not the export's.

mod columns;

use serde_json::{Map, Value};

use self::columns::{BEFORE, DELETIONS, HistoryColumn, history_column, is_behind_deletion};
use super::tombstone;
use crate::data::yes_no;

/// How ids are called.
const IDS: [&str; 5] = ["id", "user_id", "api_key_id", "workspace_id", "invite_id"];
/// How names are called.
const NAME: &str = "name";

/// Whether a record holds today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Validity {
    /// Nothing says otherwise.
    #[default]
    Current,
    /// Another record took its place; the column that says so.
    Superseded(String),
    /// What it is about is gone.
    Deleted(String),
    /// A column that may say so.
    Unclear(String),
}

/// What a record says of its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordHistory {
    /// What it is about.
    pub id: Option<String>,
    /// When it was read: the column and its text.
    pub time: Option<(String, String)>,
    /// Whether each such time has a list of its own.
    pub is_of_lists: bool,
    /// Whether it holds.
    pub validity: Validity,
    /// How it is called.
    pub name: Option<String>,
    /// When it ended, as it says.
    pub ended: Option<String>,
}

impl RecordHistory {
    /// The text of a time before which what it says had happened, if it says that something is gone.
    pub fn noticed(&self) -> Option<&str> {
        let (column, text) = self.time.as_ref()?;
        is_behind_deletion(column).then_some(text.as_str())
    }

    /// What these fields of a record say, each by its name.
    fn of<'n>(fields: impl Iterator<Item = (&'n str, HistoryColumn, String)>) -> Self {
        let (mut history, mut first, mut is_update) = (Self::default(), usize::MAX, false);
        for (name, role, text) in fields {
            let word = text.trim().to_lowercase();
            let own = || name.to_owned();
            let no = || yes_no(&Value::String(word.clone())) == Some(false);
            let validity = match role {
                HistoryColumn::Time(rank, of_lists) => {
                    if rank < first {
                        (first, history.is_of_lists) = (rank, of_lists);
                        history.time = Some((own(), text));
                    }
                    Validity::Current
                }
                HistoryColumn::EndTime => {
                    history.ended = Some(text).filter(|_| tombstone::is_set(&word));
                    Validity::Current
                }
                HistoryColumn::IsUpdate => {
                    is_update = word == "true";
                    Validity::Current
                }
                HistoryColumn::End(_) | HistoryColumn::Gone if tombstone::is_set(&word) => {
                    history.ended.get_or_insert(text);
                    match role {
                        HistoryColumn::End(true) => Validity::Superseded(own()),
                        HistoryColumn::End(false) => Validity::Unclear(own()),
                        _ => Validity::Deleted(own()),
                    }
                }
                HistoryColumn::IsCurrent(true) if no() => Validity::Superseded(own()),
                HistoryColumn::IsCurrent(false) if no() => Validity::Unclear(own()),
                HistoryColumn::Action if DELETIONS.contains(&word.as_str()) => Validity::Deleted(own()),
                HistoryColumn::Action if BEFORE.contains(&word.as_str()) => Validity::Superseded(own()),
                _ => Validity::Current,
            };
            history.validity = history.validity.or(validity);
        }
        if let (true, Validity::Deleted(mark)) = (is_update, &history.validity) {
            history.validity = Validity::Superseded(mark.clone());
        }
        history
    }

    /// What a record of JSON says.
    pub(super) fn of_object(object: &Map<String, Value>) -> Self {
        let written = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let id = IDS.iter().find_map(|name| object.get(*name)?.as_str().map(str::to_owned));
        let fields =
            object.iter().filter_map(|(name, value)| Some((name.as_str(), history_column(name)?, written(value))));
        let name = object.get(NAME).and_then(Value::as_str).map(str::to_owned);
        Self { id, name, ..Self::of(fields) }
    }
}

impl Validity {
    /// The stronger of two: what is gone has no other record that holds.
    fn or(self, other: Self) -> Self {
        let rank = |validity: &Self| match validity {
            Self::Current => 0,
            Self::Unclear(_) => 1,
            Self::Superseded(_) => 2,
            Self::Deleted(_) => 3,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}

/// The columns of a table that tell something of the time of its records.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    marked: Vec<(usize, String, HistoryColumn)>,
    id: Option<usize>,
    name: Option<usize>,
}

impl Columns {
    pub(super) fn of(header: &[String]) -> Self {
        let marked = header.iter().enumerate().filter_map(|(at, name)| Some((at, name.clone(), history_column(name)?)));
        let id = IDS.iter().find_map(|id| header.iter().position(|name| name.eq_ignore_ascii_case(id)));
        let name = header.iter().position(|name| name.eq_ignore_ascii_case(NAME));
        Self { marked: marked.collect(), id, name }
    }

    /// Where they stand.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.marked.iter().map(|(at, ..)| *at)
    }

    /// What a record says.
    pub(super) fn history_of<'r>(&self, cell: impl Fn(usize) -> Option<&'r str>) -> RecordHistory {
        let text = |at: usize| cell(at).unwrap_or_default().trim().to_owned();
        let fields = self.marked.iter().map(|(at, name, role)| (name.as_str(), *role, text(*at)));
        let stated = |at: Option<usize>| at.map(text).filter(|text| !text.is_empty());
        RecordHistory { id: stated(self.id), name: stated(self.name), ..RecordHistory::of(fields) }
    }
}

//! What reviewers decided about actions in the log, as worksheets state it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use super::actions::{Actions, ReviewGroup, Reviewed, is_key};
use super::log_words::LogVerdict;
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// A line of a worksheet.
#[derive(Clone, Debug)]
pub struct LogDecision {
    /// Id of the row that it was made for.
    pub id: String,
    /// Keys of the events that it was made for; none where the worksheet has lost them.
    pub keys: Vec<String>,
    /// Whether the cell of the keys was cut: the row's id tells then what the rest was.
    pub is_cut: bool,
    /// What was decided, verbatim; none where the cell is empty.
    pub decision: Option<String>,
    /// Who decided.
    pub reviewer: Option<String>,
    /// When.
    pub on: Option<NaiveDate>,
    /// Where it is followed up.
    pub ticket: Option<String>,
    /// What was said about it.
    pub comment: Option<String>,
    /// Where it stands.
    pub source: Source,
}

impl LogDecision {
    /// What it decides; none where the cell is empty or its word is not known.
    #[must_use]
    pub fn verdict(&self) -> Option<LogVerdict> {
        LogVerdict::of(self.decision.as_deref()?)
    }

    /// How many of the other cells that a reviewer fills in say something.
    fn stated(&self) -> usize {
        let texts = [&self.reviewer, &self.ticket, &self.comment].map(Option::as_deref);
        texts.iter().filter(|text| text.is_some_and(|text| !text.trim().is_empty())).count()
    }

    /// Whether it was made on a day before this happened: then it is not about it.
    #[must_use]
    pub fn is_before(&self, event: &Reviewed) -> bool {
        self.on.is_some_and(|on| on < event.at.date_naive())
    }
}

/// Every line of every worksheet.
#[derive(Clone, Debug, Default)]
pub struct LogDecisions {
    /// Them, in the order of the inputs.
    pub rows: Vec<LogDecision>,
    by_key: BTreeMap<String, Vec<usize>>,
    by_id: BTreeMap<String, Vec<usize>>,
}

impl LogDecisions {
    pub(in crate::facts) fn read(data: &Dataset) -> Result<Self> {
        let mut all = Self::default();
        let Some(frame) = data.frame(Table::LogReview) else { return Ok(all) };
        let rows = Rows::of(frame)?;
        let (id, keys, decision) = (rows.text("id")?, rows.text("event_keys")?, rows.text("decision")?);
        let (reviewer, on) = (rows.text("reviewer")?, rows.day("reviewed_on")?);
        let (ticket, comment) = (rows.text("ticket")?, rows.text("comment")?);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        for row in 0..rows.len() {
            let words = keys.get(row).unwrap_or_default().split_whitespace();
            let (whole, cut): (Vec<&str>, Vec<&str>) = words.partition(|word| is_key(word));
            all.add(LogDecision {
                id: id.get(row).unwrap_or_default().to_owned(),
                keys: whole.into_iter().map(str::to_owned).collect(),
                is_cut: !cut.is_empty(),
                decision: owned(decision.get(row)),
                reviewer: owned(reviewer.get(row)),
                on: on.get(row),
                ticket: owned(ticket.get(row)),
                comment: owned(comment.get(row)),
                source: rows.source(row),
            });
        }
        Ok(all)
    }

    fn add(&mut self, row: LogDecision) {
        let place = self.rows.len();
        for key in &row.keys {
            self.by_key.entry(key.clone()).or_default().push(place);
        }
        self.by_id.entry(row.id.clone()).or_default().push(place);
        self.rows.push(row);
    }

    /// Lines with something in the cell of the decision.
    pub fn decided(&self) -> impl Iterator<Item = &LogDecision> {
        self.rows.iter().filter(|row| row.decision.is_some())
    }

    /// Lines about an event, whatever they decide: by its key; by the id of its group where a worksheet has lost keys.
    pub fn about<'a>(&'a self, group: &ReviewGroup, event: &Reviewed) -> impl Iterator<Item = &'a LogDecision> {
        let by_key = self.by_key.get(&event.key).into_iter().flatten();
        let has_lost = |row: &LogDecision| row.keys.is_empty() || row.is_cut && !row.keys.contains(&event.key);
        let by_id = self.by_id.get(&group.id).into_iter().flatten();
        let by_id = by_id.filter(move |place| has_lost(&self.rows[**place]));
        by_key.chain(by_id).map(|place| &self.rows[*place]).filter(|row| row.decision.is_some())
    }

    /// What counts of them: the latest decision, the worst of one day; none where nobody knows the words of the latest day. One that was
    /// made before the event is none about it.
    #[must_use]
    pub fn on(&self, group: &ReviewGroup, event: &Reviewed) -> Option<(LogVerdict, &LogDecision)> {
        let made = || self.about(group, event).filter(|row| !row.is_before(event));
        let latest = made().map(|row| row.on).max()?;
        let last = made().filter(|row| row.on == latest);
        // Of equal ones the fuller, whichever file is read first.
        let place = |row: &LogDecision| (row.stated(), Reverse(row.source));
        last.filter_map(|row| Some((row.verdict()?, row))).max_by_key(|(verdict, row)| (*verdict, place(row)))
    }

    /// Lines with a decision about no event of this run: they were made for other ones.
    #[must_use]
    pub fn others(&self, actions: &Actions) -> usize {
        let ids: BTreeSet<&str> = actions.groups.iter().map(|group| group.id.as_str()).collect();
        let events = actions.groups.iter().flat_map(|group| &group.events);
        let keys: BTreeSet<&str> = events.map(|event| event.key.as_str()).collect();
        let is_here = |row: &LogDecision| {
            let is_by_id = row.keys.is_empty() || row.is_cut;
            is_by_id && ids.contains(row.id.as_str()) || row.keys.iter().any(|key| keys.contains(key.as_str()))
        };
        self.decided().filter(|row| !is_here(row)).count()
    }
}

//! All that is on record about one key, member or workspace, as lines with their sources.

mod member;
#[cfg(test)]
mod tests;
mod unlisted;
mod used;

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, SecondsFormat, Utc};

use crate::facts::Source;
use crate::facts::sessions;
use crate::facts::{Facts, Key, Member, Unlisted, Workspace};
use crate::facts::{TimelineEntry, timelines};
use crate::model::{Dataset, Evidence, Period, SampleLine, counted};

/// Whose life.
#[derive(Clone, Copy, Debug)]
pub enum TimelineSubject<'a> {
    /// A key's.
    Key(&'a Key),
    /// A member's.
    Member(&'a Member),
    /// A workspace's.
    Workspace(&'a Workspace),
    /// That of somebody or something that no list has.
    Unlisted(&'a Unlisted),
}

impl TimelineSubject<'_> {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Key(key) => &key.id,
            Self::Member(member) => &member.id,
            Self::Workspace(workspace) => &workspace.id,
            Self::Unlisted(unlisted) => unlisted.id(),
        }
    }

    /// Its name, or a member's address; none where it is empty.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let name = match self {
            Self::Key(key) => &key.name,
            Self::Member(member) => &member.address,
            Self::Workspace(workspace) => &workspace.name,
            Self::Unlisted(unlisted) => unlisted.name.as_ref()?,
        };
        Some(name.clone()).filter(|name| !name.trim().is_empty())
    }

    /// What events may call it.
    fn words(&self) -> BTreeSet<String> {
        let address = match self {
            Self::Member(member) => Some(member.address.clone()),
            Self::Key(_) | Self::Workspace(_) => None,
            Self::Unlisted(unlisted) => return unlisted.words.clone(),
        };
        std::iter::once(self.id().to_owned()).chain(address).collect()
    }
}

/// The lines of one life while they are gathered.
pub(super) struct TimelineBuilder<'a> {
    data: &'a Dataset,
    facts: &'a Facts,
    period: Period,
    /// What its list says.
    first: Vec<SampleLine>,
    /// What happened.
    dated: Vec<(DateTime<Utc>, SampleLine)>,
    /// Sums.
    last: Vec<SampleLine>,
}

/// The lives of several.
#[derive(Debug)]
pub struct Timelines;

impl Timelines {
    /// The lines of each, in the same order: what the lists say, what happened in order of time, sums.
    ///
    /// # Errors
    /// When a frame lacks a column, which would be a mistake in `ingest`.
    pub fn read(
        data: &Dataset,
        facts: &Facts,
        period: Period,
        all: &[TimelineSubject<'_>],
    ) -> Result<Vec<Vec<SampleLine>>> {
        let words: Vec<BTreeSet<String>> = all.iter().map(TimelineSubject::words).collect();
        let events = timelines(data, &facts.log.events, &words)?;
        let each = all.iter().zip(events).map(|(whose, events)| {
            let mut life =
                TimelineBuilder { data, facts, period, first: Vec::new(), dated: Vec::new(), last: Vec::new() };
            match whose {
                TimelineSubject::Key(key) => life.of_key(key),
                TimelineSubject::Member(member) => life.of_member(member, &events),
                TimelineSubject::Workspace(workspace) => life.of_workspace(workspace),
                TimelineSubject::Unlisted(unlisted) => life.of_unlisted(unlisted, &events),
            }
            life.with(&events)
        });
        Ok(each.collect())
    }

    /// The sessions of one, as lines in order of time.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn sessions(data: &Dataset, facts: &Facts, whose: &TimelineSubject<'_>) -> Result<Vec<SampleLine>> {
        let entries = timelines(data, &facts.log.events, &[whose.words()])?.into_iter().flatten().collect::<Vec<_>>();
        let line = |one: crate::facts::Session| {
            let by = one.sign_in.as_ref().map_or_else(String::new, |event| format!(", begun with `{event}`"));
            let what =
                format!("session of {} min, {}{by}", (one.to - one.from).num_minutes(), counted(one.events, "event"));
            let evidence = vec![one.source.evidence(data, "the first event of the session")];
            SampleLine { at: Some(one.from.to_rfc3339_opts(SecondsFormat::Secs, true)), what, evidence }
        };
        Ok(sessions(&entries).into_iter().map(line).collect())
    }
}

impl TimelineBuilder<'_> {
    fn with(mut self, events: &[TimelineEntry]) -> Vec<SampleLine> {
        for event in events {
            let record = event.id.clone().unwrap_or_else(|| event.event.clone());
            self.at(event.at, event.to_string(), event.source, record.clone());
            if let (Some(also), Some((_, line))) = (event.also, self.dated.last_mut()) {
                line.evidence.push(also.evidence(self.data, record));
            }
        }
        self.dated.sort_by_key(|(at, _)| *at);
        let dated = self.dated.into_iter().map(|(_, line)| line);
        self.first.into_iter().chain(dated).chain(self.last).collect()
    }

    fn evidence(&self, source: Source, record: impl Into<String>) -> Evidence {
        source.evidence(self.data, record)
    }

    /// What its list says now.
    fn states(&mut self, what: String, source: Source, record: &str) {
        let evidence = vec![self.evidence(source, record)];
        self.first.push(SampleLine { at: None, what, evidence });
    }

    fn at(&mut self, at: DateTime<Utc>, what: String, source: Source, record: impl Into<String>) {
        let evidence = vec![self.evidence(source, record)];
        let formatted = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        self.dated.push((at, SampleLine { at: Some(formatted), what, evidence }));
    }

    /// Of a day the hour is not known: it stands behind what happened on it, as first use does behind the creation.
    fn on(&mut self, day: NaiveDate, what: String, source: Source, record: impl Into<String>) {
        let evidence = vec![self.evidence(source, record)];
        let line = SampleLine { at: Some(day.to_string()), what, evidence };
        let end = day.and_time(NaiveTime::MIN).and_utc() + Duration::days(1) - Duration::microseconds(1);
        self.dated.push((end, line));
    }

    fn sums(&mut self, what: String, evidence: Vec<Evidence>) {
        self.last.push(SampleLine { at: None, what, evidence });
    }

    /// A person as lists call them: the address where they are listed, else the id.
    fn person(&self, id: &str) -> String {
        let listed = self.facts.lists.member(id).map(|member| format!("`{}` (`{id}`)", member.address));
        listed.unwrap_or_else(|| format!("`{id}`"))
    }

    fn of_key(&mut self, key: &Key) {
        let home = match self.facts.lists.workspace_name(key) {
            Some(workspace) => format!("workspace `{workspace}`"),
            None if key.is_workspace_unclear => "in a workspace that the list does not state".to_owned(),
            None => "no workspace: it belongs to the organization".to_owned(),
        };
        let hint = key.hint.as_ref().map_or_else(String::new, |hint| format!(", hint `{hint}`"));
        self.states(format!("listed: status `{}`, {home}{hint}", key.status), key.source, &key.id);
        let creator = key
            .creator_id
            .as_deref()
            .map_or_else(|| "by somebody not named in the list".to_owned(), |id| format!("by {}", self.person(id)));
        match key.created_at {
            Some(at) => self.at(at, format!("created {creator}, according to the list"), key.source, &key.id),
            None => self.states(format!("created {creator}; the list does not say when"), key.source, &key.id),
        }
        if let Some(at) = key.expires_at {
            self.at(at, "expires, according to the list".to_owned(), key.source, &key.id);
        }
        self.use_of_key(key);
    }

    fn of_workspace(&mut self, workspace: &Workspace) {
        let lists = &self.facts.lists;
        let keys = lists.keys.iter().filter(|key| key.workspace_id.as_ref() == Some(&workspace.id)).count();
        let members = lists.workspace_members.iter().filter(|one| one.workspace_id == workspace.id).count();
        let state = if workspace.archived_at.is_some() { "archived" } else { "live" };
        let what =
            format!("listed: {state}, with {} and {}", counted(keys, "listed key"), counted(members, "listed member"));
        self.states(what, workspace.source, &workspace.id);
        let made = [(workspace.created_at, "created"), (workspace.archived_at, "archived")];
        for (at, what) in made.into_iter().filter_map(|(at, what)| Some((at?, what))) {
            self.at(at, format!("{what}, according to the list"), workspace.source, &workspace.id);
        }
        self.use_of_workspace(workspace);
    }
}

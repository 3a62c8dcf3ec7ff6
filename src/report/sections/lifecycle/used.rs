//! First and last use, and spend in the period.

use super::TimelineBuilder;
use crate::facts::{Key, KeyUse, Runs, Source, SpendRow, Workspace};
use crate::model::{Evidence, Money};

/// How many rows a sum names; the exports have the others.
const SHOWN: usize = 3;

impl TimelineBuilder<'_> {
    pub(super) fn use_of_key(&mut self, key: &Key) {
        let facts = self.facts;
        let none = KeyUse::default();
        let uses = facts.keys.uses.of(&key.id).unwrap_or(&none);
        let first = uses.uses.iter().min_by_key(|one| (one.first, one.source));
        let row = first.and_then(|one| Some((one.first, *one.days.get(&one.first)?)));
        if let Some((day, source)) = row {
            self.on(day, "first use on record".to_owned(), source, &key.id);
        }
        if let Some(last) = uses.last() {
            let what = last.workspace.as_ref().map_or_else(String::new, |home| format!(", in workspace `{home}`"));
            self.on(last.last, format!("last use on record{what}"), last.source, &key.id);
        }
        if let Some(other) = uses.ambiguous.iter().max_by_key(|one| (one.last, std::cmp::Reverse(one.source))) {
            let what = "last use under its name, which another key has too".to_owned();
            self.on(other.last, what, other.source, &key.id);
        }
        let listed = vec![self.evidence(key.source, &key.id)];
        if !facts.keys.uses.names_keys {
            let what = "no usage or cost export names keys: its use and spend are not known".to_owned();
            return self.sums(what, listed);
        }
        if uses.uses.is_empty() {
            self.sums(
                format!("no use on record that certainly belongs to it{}", self.covered(&facts.coverage.key_use)),
                listed.clone(),
            );
        }
        let spend = facts.spend.series.of_key(uses, self.period);
        let rows: Vec<Source> = facts.spend.series.rows_of_key(uses, self.period).map(|row| row.source).collect();
        let evidence = self.ends(&rows, &key.id).unwrap_or(listed);
        self.sums(format!("spend in the period: {spend}{}", self.covered(&facts.coverage.key_use)), evidence);
    }

    pub(super) fn use_of_workspace(&mut self, workspace: &Workspace) {
        let facts = self.facts;
        let days = || facts.keys.workspace_uses.of(workspace, &facts.lists);
        if let Some(first) = days().min_by_key(|one| (one.day, one.source)) {
            self.on(first.day, "first use on record".to_owned(), first.source, &workspace.id);
        }
        if let Some(last) = days().max_by_key(|one| (one.day, std::cmp::Reverse(one.source))) {
            self.on(last.day, "last use on record".to_owned(), last.source, &workspace.id);
        }
        // The series goes by names; two workspaces of one name would get each other's money.
        let is_own = facts.lists.workspace_named(&workspace.name).is_some();
        let is_its = |row: &&SpendRow| {
            is_own && row.by_workspace && row.workspace == workspace.name.as_str() && self.period.contains(row.day)
        };
        let rows: Vec<&SpendRow> = facts.spend.series.rows.iter().filter(is_its).collect();
        let mut sum = Money::ZERO;
        rows.iter().for_each(|row| sum += row.amount);
        let estimated =
            if rows.iter().any(|row| row.estimated) { ", partly or fully estimated at list price" } else { "" };
        let what = match (is_own, rows.is_empty()) {
            (false, _) => "several workspaces have its name: its spend is not known".to_owned(),
            (true, true) => "spend in the period: nothing on record".to_owned(),
            (true, false) => format!("spend in the period: ${}{estimated}", sum.to_grouped()),
        };
        let sources: Vec<Source> = rows.iter().map(|row| row.source).collect();
        let listed = vec![self.evidence(workspace.source, &workspace.id)];
        let evidence = self.ends(&sources, &workspace.id).unwrap_or(listed);
        self.sums(format!("{what}{}", self.covered(&facts.coverage.workspace_use)), evidence);
    }

    /// The first and the last rows of a sum; none where there are none.
    fn ends(&self, rows: &[Source], record: &str) -> Option<Vec<Evidence>> {
        let last = rows.last().filter(|_| rows.len() >= SHOWN);
        let shown = rows.iter().take(SHOWN - 1).chain(last);
        let all: Vec<Evidence> = shown.map(|row| self.evidence(*row, record)).collect();
        (!all.is_empty()).then_some(all)
    }

    /// What a sentence about absence must add: where no export would show it.
    fn covered(&self, runs: &Runs) -> String {
        if runs.covers(self.period.start, self.period.end) {
            return String::new();
        }
        match runs.latest(1) {
            Some(run) => format!(
                "; the exports that would show it do not cover the whole period (the latest days: {} to {})",
                run.since, run.until
            ),
            None => "; no export can show it".to_owned(),
        }
    }
}

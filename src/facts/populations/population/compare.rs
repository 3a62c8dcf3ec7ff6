//! A list and what the feed reports it, held against each other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::count::{Net, count, is_stranger, life};
use super::replay::{Change, LifecycleEvents, Replay, Step, UNNAMED};
use super::{ListEntry, Population, SLACK, Unexplained};
use crate::facts::coverage::LONGEST_QUIET_DAYS;
use crate::facts::lists::{Lists, normalize_role};
use crate::facts::log::LoggingOff;
use crate::facts::log::OffInterval;
use crate::model::{Confidence, Table, counted};

/// How long before the end of the data a contradiction must lie for the list not to be merely older than the event.
const SETTLED: Duration = Duration::hours(24);
/// A feed that ends longer before the end of the data is not whole; a shorter silence breaks no run of days either.
const LONGEST_QUIET: Duration = Duration::days(LONGEST_QUIET_DAYS);

/// How far a list, which may state a day alone, and an event are apart where they are about the same.
const ONE_DAY: Duration = Duration::hours(24);

/// What does not fit, and whether the feed covers the time in which an event would have explained it.
struct Discrepancy {
    unexplained: Unexplained,
    is_proven: bool,
}

/// What a contradiction rests on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EvidenceKind {
    /// The list reports an instant, and the feed has no event of it.
    Instant,
    /// The feed reports an event, and the list of the contrary.
    Found,
    /// The feed reports an event, and has none that undid it since.
    NotUndone,
}

/// What list and feed say against each other about one object.
struct Contradiction {
    why: String,
    at: DateTime<Utc>,
    basis: EvidenceKind,
    /// What it does to the balance: how many more are listed than the events explain.
    effect: i64,
}

/// What the feed covers, to the instant.
pub(super) struct Window<'a> {
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    /// Where the count begins: with the period, where the feed reaches back so far.
    pub(super) count_from: DateTime<Utc>,
    pub(super) as_of: DateTime<Utc>,
    /// How the feed is cut, where it is: then any event may be among those that are lost.
    pub(super) feed_cut: Option<String>,
    /// When lists were taken, where that is known: what happened later is in none of them.
    pub(super) taken: &'a BTreeMap<Table, DateTime<Utc>>,
    pub(super) replay: &'a Replay,
    pub(super) logging_off: &'a LoggingOff,
}

impl Window<'_> {
    /// Counts a population on both sides, and lists what does not fit.
    pub(super) fn compare(
        &self,
        table: Table,
        listed: &[ListEntry],
        lives: &LifecycleEvents,
        (cut, lists): (Option<&str>, &Lists),
    ) -> Population {
        let living = listed.iter().filter(|one| !one.ended).count() as u64;
        let mut population = Population {
            table,
            listed: living,
            left_out: vec![("archived", listed.len() as u64 - living)],
            at_start: 0,
            created: 0,
            ended: 0,
            unexplained: Vec::new(),
            unproven: None,
        };
        if let Some(why) = self.says_nothing_of(table, listed, lives) {
            population.unproven = Some(why);
            return population;
        }
        // What stands in a record that could not be read is listed all the same.
        let mut known: BTreeSet<String> = lists.unread.names(table).map(str::to_owned).collect();
        known.insert(UNNAMED.to_owned());
        let unnamed = lives.get(UNNAMED).map_or(&[][..], Vec::as_slice);
        let mut withheld = 0;
        for one in listed {
            known.extend(one.ids.iter().cloned());
            let steps = life(&one.ids, lives);
            // An event that lets in who was there is about somebody else: the inviter's.
            let was_member = table == Table::Members && one.since.is_some_and(|since| since < self.start);
            let net = count(&mut population, &steps, was_member, self.count_from);
            if net == Net::Unchanged && !one.ended {
                let came = self.is_admitted(one) && one.since >= Some(self.count_from);
                population.created += u64::from(came);
                population.at_start += u64::from(!came && (!self.is_inside(one.since) || self.is_admitted(one)));
            }
            withheld += note_down(&mut population, self.question(one, &steps, unnamed));
        }
        // A list that is cut proves no absence. Of people the feed has id and address: both are one person.
        let mut found = BTreeSet::new();
        for (id, steps) in lives.iter().filter(|(id, _)| !known.contains(*id)) {
            let is_second = steps.iter().filter(|step| found.insert(step.row)).count() == 0;
            if is_second || is_stranger(table, id, steps) {
                continue;
            }
            let net = count(&mut population, &steps.iter().collect::<Vec<_>>(), false, self.count_from);
            let may_be_absent = net == Net::Created && cut.is_none() && lists.deleted.of(table, id).is_none();
            let absent = may_be_absent.then(|| self.absent(id, steps, unnamed)).flatten();
            withheld += note_down(&mut population, absent);
        }
        population.unproven = cut
            .map(|why| format!("the list is incomplete: {why}"))
            .or_else(|| self.is_partial(withheld, unnamed.len()));
        population
    }

    /// Why the feed does not prove a population, where it is cut, ends early or has a hole.
    fn is_partial(&self, withheld: u64, unnamed: usize) -> Option<String> {
        let missed =
            format!("not reported: {}, because the feed may lack the events", counted(withheld, "contradiction"));
        match &self.feed_cut {
            Some(how) if withheld > 0 => Some(format!("the feed is incomplete: {how}; {missed}")),
            _ if withheld > 0 && unnamed > 0 => Some(format!(
                "the feed does not say whom or what {} {} about; {missed}",
                counted(unnamed, "event"),
                if unnamed == 1 { "is" } else { "are" }
            )),
            _ if self.as_of - self.end > LONGEST_QUIET => Some(format!(
                "the feed ends on {}, and the exports on {}",
                self.end.date_naive(),
                self.as_of.date_naive()
            )),
            _ if withheld > 0 => Some(format!(
                "the feed covers {} to {} without a hole; {missed}",
                self.start.date_naive(),
                self.end.date_naive()
            )),
            _ => None,
        }
    }

    /// Whether the feed would report everything between an instant and the end of the data.
    fn covers_since(&self, at: DateTime<Utc>) -> bool {
        self.feed_cut.is_none() && at >= self.start - SLACK && self.as_of - self.end <= SETTLED + SLACK
    }

    /// Events that do not say which object they are about may be those that seem to be missing.
    fn proves(&self, basis: EvidenceKind, at: DateTime<Utc>, unnamed: &[Step]) -> bool {
        match basis {
            EvidenceKind::Found => true,
            EvidenceKind::Instant => {
                self.feed_cut.is_none() && !unnamed.iter().any(|step| (step.at - at).abs() <= ONE_DAY)
            }
            EvidenceKind::NotUndone => self.covers_since(at) && !unnamed.iter().any(|step| step.at >= at),
        }
    }

    pub(super) fn is_inside(&self, at: Option<DateTime<Utc>>) -> bool {
        at.is_some_and(|at| at >= self.start && at <= self.end)
    }

    /// What does not fit about a listed object, where the feed proves it.
    pub(super) fn proven(&self, one: &ListEntry, steps: &[&Step]) -> Option<Unexplained> {
        let taken = self.taken.get(&Table::WorkspaceMembers);
        let known: Vec<&Step> =
            steps.iter().filter(|step| taken.is_none_or(|taken| step.at <= *taken)).copied().collect();
        self.question(one, &known, &[]).filter(|doubt| doubt.is_proven).map(|doubt| doubt.unexplained)
    }

    /// What does not fit about a listed object.
    fn question(&self, one: &ListEntry, steps: &[&Step], unnamed: &[Step]) -> Option<Discrepancy> {
        let turn = steps.iter().rev().find(|step| !matches!(step.change, Change::Became(_))).copied();
        let mut sources = vec![(one.source, one.ids.first().cloned().unwrap_or_default())];
        let Contradiction { why, at, basis, effect } = self.contradiction(one, steps, turn)?;
        let from_event = basis != EvidenceKind::Instant;
        sources.extend(
            turn.or(steps.last().copied())
                .map(|step| (step.source, format!("{} {}", step.event, step.at.date_naive()))),
        );
        let confidence = self.confidence(at, from_event);
        let why = self.with_caveat(why, at, from_event);
        let (id, name) = (one.ids.first()?.clone(), one.name.map(str::to_owned));
        let unexplained = Unexplained { id, name, why, effect, confidence, sources };
        Some(Discrepancy { unexplained, is_proven: self.proves(basis, at, unnamed) })
    }

    /// What the list and the events of an object say against each other; `turn` is the last event of its coming or going.
    fn contradiction(&self, one: &ListEntry, steps: &[&Step], turn: Option<&Step>) -> Option<Contradiction> {
        let created = turn.is_some_and(|step| step.change == Change::Created);
        let (why, at, basis, effect) = match turn {
            None if self.is_inside(one.since) && !self.is_admitted(one) => {
                let since = one.since?;
                (
                    format!("listed as new on {}, a day of the feed without such an event", since.date_naive()),
                    since,
                    EvidenceKind::Instant,
                    i64::from(!one.ended),
                )
            }
            Some(step) if matches!(step.change, Change::Ended) && !one.ended => (
                format!("{} on {}, but listed as if not", step.event, step.at.date_naive()),
                step.at,
                EvidenceKind::Found,
                1,
            ),
            _ if self.is_inside(one.ended_at) && !turn.is_some_and(|step| matches!(step.change, Change::Ended)) => {
                let ended = one.ended_at?;
                (
                    format!("listed as archived on {}, a day of the feed without such an event", ended.date_naive()),
                    ended,
                    EvidenceKind::Instant,
                    -i64::from(created),
                )
            }
            Some(step) if one.ended && step.change == Change::Created => (
                format!(
                    "{} on {}, listed as archived, but the feed has no such event",
                    step.event,
                    step.at.date_naive()
                ),
                step.at,
                EvidenceKind::NotUndone,
                -1,
            ),
            _ => {
                let step = steps.iter().rev().find(|step| matches!(step.change, Change::Became(_)))?;
                let Change::Became(found) = &step.change else { return None };
                let listed = one.state.as_deref().filter(|listed| normalize_role(listed) != normalize_role(found))?;
                (
                    format!("«{found}» since {} according to the feed, listed as «{listed}»", step.at.date_naive()),
                    step.at,
                    EvidenceKind::NotUndone,
                    0,
                )
            }
        };
        Some(Contradiction { why, at, basis, effect })
    }

    /// What the feed says came to be, did not end, and is not listed.
    fn absent(&self, id: &str, steps: &[Step], unnamed: &[Step]) -> Option<Discrepancy> {
        let step = steps.iter().rev().find(|step| step.change == Change::Created)?;
        let unexplained = Unexplained {
            id: id.to_owned(),
            name: None,
            why: self.with_caveat(
                format!("{} on {}, not ended since, and not listed", step.event, step.at.date_naive()),
                step.at,
                true,
            ),
            effect: -1,
            confidence: self.confidence(step.at, true),
            sources: vec![(step.source, format!("{} {id}", step.event))],
        };
        Some(Discrepancy { unexplained, is_proven: self.proves(EvidenceKind::NotUndone, step.at, unnamed) })
    }

    /// Whether somebody was let in at that time without the feed saying who.
    pub(super) fn is_admitted(&self, one: &ListEntry) -> bool {
        let since = one.since.filter(|_| one.is_person && self.is_inside(one.since));
        since.is_some_and(|since| self.replay.admissions.iter().any(|at| (*at - since).abs() <= Duration::hours(1)))
    }

    /// The time without logging that may explain it: what the list reports happened in it, or what the feed reports was undone in it.
    fn dark(&self, at: DateTime<Utc>, from_event: bool) -> Option<&OffInterval> {
        self.logging_off.during(at, if from_event { self.as_of } else { at }).next()
    }

    fn with_caveat(&self, why: String, at: DateTime<Utc>, from_event: bool) -> String {
        match self.dark(at, from_event) {
            Some(off) => format!("{why}; {off}, when the feed has no events"),
            None => why,
        }
    }

    fn confidence(&self, at: DateTime<Utc>, from_event: bool) -> Confidence {
        if self.dark(at, from_event).is_some() {
            Confidence::Low
        } else if from_event && (self.as_of - at < SETTLED || !self.covers_since(at)) {
            Confidence::Medium
        } else {
            Confidence::High
        }
    }
}

/// Keeps what is proven, and counts what is not.
fn note_down(population: &mut Population, doubt: Option<Discrepancy>) -> u64 {
    let (proven, withheld): (Vec<Discrepancy>, Vec<Discrepancy>) = doubt.into_iter().partition(|doubt| doubt.is_proven);
    population.unexplained.extend(proven.into_iter().map(|doubt| doubt.unexplained));
    withheld.len() as u64
}

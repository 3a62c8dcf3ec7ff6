//! What all lists together say of one person.

use super::{RosterList, RosterPerson, RosterRow};

/// Whether somebody is there; in the order in which one of several who share an address is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// There, or not yet gone.
    #[default]
    Here,
    /// It cannot be determined: a word that nobody knows, or two lists of one source of which neither is known to be the newer.
    Unknown,
    /// In an older list only: the newer one of the same source has them no more.
    Former,
    /// Gone.
    Gone,
}

/// Two sources that say different things of one person: indexes into [`RosterPerson::rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The row that says that they are gone.
    pub gone: usize,
    /// The row that says that they are there.
    pub here: usize,
}

/// What one source says: a directory, an HR system; whatever number of files it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Here(usize),
    Gone(usize),
    Former,
    Unknown,
}

/// What the lists that hold say of a person.
pub(super) fn of(person: &RosterPerson, lists: &[RosterList]) -> (Presence, Option<Disagreement>) {
    let sources: std::collections::BTreeSet<usize> = person.rows.iter().map(|row| lists[row.list].group).collect();
    let says: Vec<Says> = sources.into_iter().map(|group| of_source(person, lists, group)).collect();
    let is_directory = |at: &usize| lists[person.rows[*at].list].is_directory();
    let gone: Vec<usize> =
        says.iter().filter_map(|one| if let Says::Gone(at) = one { Some(*at) } else { None }).collect();
    let here: Vec<usize> =
        says.iter().filter_map(|one| if let Says::Here(at) = one { Some(*at) } else { None }).collect();
    // Who has an account or a contract from after their last day has come back.
    let came_back = |gone: usize| {
        let last = person.rows[gone].ended_on;
        here.iter().any(|at| person.rows[*at].started_on.zip(last).is_some_and(|(began, last)| began > last))
    };
    let gone: Vec<usize> = gone.into_iter().filter(|at| !came_back(*at)).collect();
    // Of an employment that ended something weightier tells than of an account that was switched off.
    let row = gone.iter().copied().max_by_key(|at| (!is_directory(at), person.rows[*at].ended_on));
    if let Some(gone) = row {
        let other = here.iter().copied().max_by_key(|at| is_directory(at));
        let disagreement = other.map(|here| Disagreement { gone, here });
        // A company that moved from one directory to another switches off every account in the old one.
        let lives_elsewhere = is_directory(&gone) && here.iter().any(is_directory);
        return (if lives_elsewhere { Presence::Here } else { Presence::Gone }, disagreement);
    }
    let has = |what: Says| says.contains(&what);
    let presence = if has(Says::Unknown) {
        Presence::Unknown
    } else if has(Says::Former) && (here.is_empty() || former_of_people(person, lists)) {
        Presence::Former
    } else {
        Presence::Here
    };
    (presence, None)
}

/// Whether it is a list of people, and no directory, that has them no more.
fn former_of_people(person: &RosterPerson, lists: &[RosterList]) -> bool {
    let holds = |group: usize| person.rows.iter().any(|row| lists[row.list].group == group && lists[row.list].holds());
    person.rows.iter().any(|row| !lists[row.list].is_directory() && !holds(lists[row.list].group))
}

/// What the lists of one source say. Inside a list whoever has one row that says so is there.
fn of_source(person: &RosterPerson, lists: &[RosterList], group: usize) -> Says {
    let own = || person.rows.iter().enumerate().filter(|(_, row)| lists[row.list].group == group);
    let mut holding: Vec<(usize, &RosterRow)> = own().filter(|(_, row)| lists[row.list].holds()).collect();
    if holding.is_empty() {
        // A newer list that knows few of the older one's people is a part, and proves no absence.
        let is_proven = own().all(|(_, row)| lists[row.list].absence_is_proven);
        let by_older = own().all(|(_, row)| row.is_gone || lists[row.list].newer_is_extract);
        if is_proven {
            return Says::Former;
        }
        if !by_older {
            return Says::Unknown;
        }
        // Who had left by then has left, and an extract says nothing of whom it has not.
        holding = own().collect();
    }
    let in_list = |list: usize| {
        let rows = || holding.iter().filter(|(_, row)| row.list == list);
        match rows().find(|(_, row)| row.is_here()) {
            Some((at, _)) => Some(Says::Here(*at)),
            None if rows().any(|(_, row)| !row.is_gone) => Some(Says::Unknown),
            None => rows().max_by_key(|(_, row)| row.ended_on).map(|(at, _)| Says::Gone(*at)),
        }
    };
    let mut lists_with: Vec<usize> = holding.iter().map(|(_, row)| row.list).collect();
    lists_with.dedup();
    // Lists of which neither is known to be the newer one: what they do not agree upon is not known.
    let rivals = lists_with.iter().any(|list| {
        let rivals = &lists[*list].rivals;
        rivals.iter().any(|rival| !lists_with.contains(rival) || kind(in_list(*rival)) != kind(in_list(*list)))
    });
    let all: Vec<Says> = lists_with.iter().filter_map(|list| in_list(*list)).collect();
    if rivals {
        return Says::Unknown;
    }
    let here = all.iter().find(|one| matches!(one, Says::Here(_)));
    let unknown = all.iter().find(|one| **one == Says::Unknown);
    *here.or(unknown).or(all.last()).unwrap_or(&Says::Unknown)
}

const fn kind(says: Option<Says>) -> u8 {
    match says {
        Some(Says::Here(_)) => 0,
        Some(Says::Gone(_)) => 1,
        Some(Says::Former) => 2,
        Some(Says::Unknown) | None => 3,
    }
}

//! What the columns of a list of people are: by their names, and by their cells where a name says nothing.

mod addresses;
mod cells;
mod form;

use std::collections::BTreeSet;

use addresses::Kinds;
pub(super) use cells::is_once_each;
use cells::{address_share, may_sort_people, place};

use super::leaving::is_about_leaving;
use super::status::Statuses;
use super::units;
use crate::data::roster_words::{HeaderWord, Headers, StatusWord, headers, normal};
use crate::data::yes_no_word;
use crate::ingest::text::delimited::{Delimited, canonical};
use crate::ingest::text::tombstone::is_mark;

/// So many records are looked at to know a column by its cells.
const SAMPLE: usize = 200;
/// A column of statuses has few words, however many people there are.
const MOST_WORDS: usize = 12;

/// Parts of the names of columns of remarks.
const REMARKS: [&str; 20] = [
    "note",
    "comment",
    "remark",
    "memo",
    "description",
    "explanation",
    "bemerkung",
    "anmerkung",
    "kommentar",
    "notiz",
    "remarque",
    "comentario",
    "observac",
    "nota",
    "opmerking",
    "uwagi",
    "komentarz",
    "комментарий",
    "примечание",
    "備考",
];

/// How the cells of a column say whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum States {
    /// In words; what is none of them is not known.
    Words,
    /// True for who is there.
    Positive,
    /// True for who is gone, or the day since when.
    Negative,
    /// True for who is locked out.
    Lock,
    /// In words among others that say nothing: kinds of employment, regions.
    Sometimes,
    /// Flags of an account of Active Directory.
    Control,
    /// Perhaps a status, by its cells or a part of its name: words for who left count, those for what is switched off do not.
    Perhaps,
}

/// The columns of a list of people.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The column of the main address.
    pub(super) address: Option<usize>,
    /// Columns that hold further addresses of the same person, as their names say.
    pub(super) aliases: Vec<usize>,
    /// Those whose names say that somebody else may have the address: private ones, and where a password is reset to.
    pub(super) contacts: Vec<usize>,
    /// Those whose names do not say whose an address in them is: it is nobody's.
    pub(super) anybodys: Vec<usize>,
    /// Whole name, given name, family name.
    pub(super) names: [Option<usize>; 3],
    /// The employee's number.
    pub(super) number: Option<usize>,
    /// Columns that say whether somebody is there.
    pub(super) states: Vec<(usize, States)>,
    /// Columns in which people write remarks, and those of unknown names.
    pub(super) remarks: Vec<usize>,
    /// Columns of last days.
    pub(super) ended: Vec<usize>,
    /// Those of them that hold the last day of work.
    pub(super) worked: Vec<usize>,
    /// Columns that say why somebody left.
    pub(super) reasons: Vec<usize>,
    /// Columns of first days.
    pub(super) started: Vec<usize>,
    /// Columns that say when something last happened.
    pub(super) changed: Vec<usize>,
    /// Columns that say nothing about whether somebody is there.
    pub(super) plain: Vec<usize>,
    /// When somebody lost an application, and perhaps got it again: nobody's last day.
    pub(super) unassigned: Option<usize>,
    /// Columns of departments and of units of a directory: leavers may have one of their own.
    pub(super) units: Vec<usize>,
}

/// What a name says that is a column's; the part in square brackets does not count.
pub(super) fn header_word(names: &Headers, name: &str) -> Option<HeaderWord> {
    // Whom a connector marks as deleted, the reader of records passes over.
    if is_mark(name) {
        return None;
    }
    let whole = canonical_with_number(name);
    let known = |name: &str| names.names.get(&normal(name)).copied();
    // `Block sign in (Yes/No)` says in brackets what its cells are.
    known(&whole).or_else(|| known(whole.split('(').next()?))
}

/// `Employee #` stays apart from `Employee`.
fn canonical_with_number(name: &str) -> String {
    name.split('[').next().unwrap_or(name).to_owned()
}

impl Columns {
    /// The columns of a file.
    pub(super) fn of(csv: &Delimited) -> Self {
        let (names, statuses) = (headers(), Statuses::new());
        let cells = csv.first_records(SAMPLE);
        let kinds = Kinds::of(csv, &names);
        let mut all = Self::default();
        let mut addresses = Vec::new();
        for (at, name) in csv.header.iter().enumerate().filter(|(_, name)| !is_mark(name)) {
            let column = || cells.iter().map(|record| record[at].as_str()).filter(|cell| !cell.is_empty());
            match header_word(&names, name) {
                Some(HeaderWord::Status) => all.states.push((at, States::Words)),
                Some(HeaderWord::Positive) => all.states.push((at, States::Positive)),
                Some(HeaderWord::Negative) => all.states.push((at, States::Negative)),
                Some(HeaderWord::Lock) => all.states.push((at, States::Lock)),
                Some(HeaderWord::Employment) => all.states.push((at, States::Sometimes)),
                Some(HeaderWord::Place) => all.states.push((at, place(&statuses, column()))),
                Some(HeaderWord::Control) => all.states.push((at, States::Control)),
                Some(HeaderWord::End) => all.ended.push(at),
                Some(HeaderWord::Worked) => {
                    [&mut all.ended, &mut all.worked].into_iter().for_each(|days| days.push(at))
                }
                Some(HeaderWord::Reason) => all.reasons.push(at),
                Some(HeaderWord::Start) => all.started.push(at),
                Some(HeaderWord::Changed) => all.changed.push(at),
                Some(HeaderWord::Name) => drop(all.names[0].get_or_insert(at)),
                Some(HeaderWord::Given) => drop(all.names[1].get_or_insert(at)),
                Some(HeaderWord::Family) => drop(all.names[2].get_or_insert(at)),
                Some(HeaderWord::Number) => drop(all.number.get_or_insert(at)),
                Some(HeaderWord::Plain) => all.plain.push(at),
                Some(HeaderWord::Address) | None => {}
            }
            let is_named = header_word(&names, name) == Some(HeaderWord::Address);
            // `Work Contact: Work Email` is the person's own.
            if kinds.is_of_somebody_else(at) && !is_named {
                continue;
            }
            let share = address_share(column());
            if !name.is_empty() && (is_named && (share > 0.0 || is_mail(name)) || share >= 0.5) {
                addresses.push((rank(name, is_named, kinds.is_own(at), share), at));
            }
        }
        all.address = addresses.iter().min().map(|(_, at)| *at);
        let candidates: Vec<usize> = addresses.iter().map(|(_, at)| *at).collect();
        let form = all.address.and_then(|main| form::of(&csv.header, &cells, main, &candidates));
        if let Some(form) = &form {
            all.address = Some(form.address);
            all.names[0] = form.name.or(all.names[0]);
        }
        all.unassigned = csv.header.iter().position(|name| normal(name) == "unassignedon");
        all.units = units::of(csv);
        (all.aliases, all.contacts, all.anybodys) = kinds.further(csv, all.address);
        if let Some(form) = form {
            all.aliases.retain(|at| *at != form.requester);
            all.anybodys.push(form.requester);
        }
        all.look_for_states(csv, (&names, &statuses), &cells);
        all.remarks = all.remarks_of(csv, &names);
        all
    }

    /// Where no column is called as a status is: those whose names or cells look like one.
    fn look_for_states(&mut self, csv: &Delimited, (names, statuses): (&Headers, &Statuses), cells: &[Vec<String>]) {
        let states = |kind: &States| !matches!(kind, States::Sometimes | States::Lock);
        if self.states.iter().any(|(_, kind)| states(kind)) {
            return;
        }
        for (at, name) in csv.header.iter().enumerate() {
            let name = normal(name);
            // `Account` is a name of addresses and of states: a column without any address is not known by such a name.
            let is_known = header_word(names, &csv.header[at]).is_some_and(|word| word != HeaderWord::Address);
            if is_known || names.never.iter().any(|part| name.contains(part)) {
                continue;
            }
            // An address in a column says nothing of whether the others in it are states.
            let column: Vec<&str> =
                cells.iter().map(|record| record[at].as_str()).filter(|cell| !cell.contains('@')).collect();
            let words: BTreeSet<&str> = column.iter().copied().filter(|cell| !cell.is_empty()).collect();
            if words.is_empty() || words.len() > MOST_WORDS {
                continue;
            }
            let looks_like_one = names.like.iter().any(|part| name.contains(part));
            let known =
                words.iter().filter_map(|word| statuses.of(word)).filter(|word| *word != StatusWord::Employment);
            if looks_like_one || known.count() * 2 > words.len() || (!self.has_states() && may_sort_people(&column)) {
                self.states.push((at, States::Perhaps));
            }
        }
    }

    /// Columns of remarks, and those that nobody knows: what they say of somebody's leaving leaves open whether they are there.
    fn remarks_of(&self, csv: &Delimited, names: &Headers) -> Vec<usize> {
        let read = self.read();
        let may_hold = |at: &usize| {
            let name = normal(&csv.header[*at]);
            let is_remark = is_of_remarks(&csv.header[*at]);
            let is_known =
                header_word(names, &csv.header[*at]).is_some() || names.never.iter().any(|part| name.contains(part));
            let is_of_somebody_else = names.somebody_else.iter().any(|other| name.contains(other));
            let is_candidate = is_about_leaving(&csv.header[*at]) || !is_of_somebody_else && (is_remark || !is_known);
            !name.is_empty() && !read.contains(at) && is_candidate
        };
        (0..csv.header.len()).filter(may_hold).collect()
    }

    /// Whether something in the header says that these are people, next to an address.
    pub(super) fn says_something(&self) -> bool {
        !self.states.is_empty() || !self.ended.is_empty() || self.names.iter().any(Option::is_some)
    }

    /// Whether anything says who is there.
    pub(super) fn has_states(&self) -> bool {
        !self.ended.is_empty()
            || !self.reasons.is_empty()
            || self.unassigned.is_some()
            || self.states.iter().any(|(_, kind)| *kind != States::Sometimes)
    }

    /// Every column that was asked for.
    pub(super) fn read(&self) -> BTreeSet<usize> {
        let columns = self.address.into_iter().chain(self.names.into_iter().flatten()).chain(self.number);
        let columns = columns.chain(self.reasons.iter().copied()).chain(self.unassigned);
        let states = self.states.iter().map(|(at, _)| *at);
        columns.chain(states).chain(self.ended.iter().chain(&self.started).chain(&self.changed).copied()).collect()
    }
}

/// Whether people write remarks into a column, by its name.
pub(super) fn is_of_remarks(name: &str) -> bool {
    let name = normal(name);
    REMARKS.iter().any(|part| name.contains(part))
}

/// Whether a name alone says that a column holds addresses: `login` does not.
pub(super) fn is_mail(name: &str) -> bool {
    let name = normal(name);
    ["mail", "correo", "courriel", "correio", "почта", "poczta", "postaelettronica", "userprincipalname", "upn"]
        .iter()
        .any(|part| name.contains(part))
}

/// What makes a column the main address: its name, whether there is anything in it, its place.
fn rank(name: &str, is_named: bool, is_own: bool, share: f64) -> (u8, u8) {
    let plain = ["email", "emailaddress", "mail", "primaryemail", "emailadresse"].contains(&normal(name).as_str());
    let by_name = match (plain, is_named, is_mail(name)) {
        (true, ..) => 0,
        (_, true, true) => 1,
        (_, _, true) if is_own => 2,
        (_, true, _) => 3,
        (_, _, true) => 4,
        _ => 5,
    };
    (u8::from(share == 0.0), by_name)
}

/// Whether a cell says yes or no.
pub(super) fn says_yes(cell: &str) -> Option<bool> {
    yes_no_word(cell)
}

/// The names of the columns, sorted: lists of one source have the same.
pub(super) fn layout(csv: &Delimited) -> String {
    let names: BTreeSet<String> =
        csv.header.iter().map(|name| canonical(name)).filter(|name| !name.is_empty()).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

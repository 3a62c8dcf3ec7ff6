//! How rosters are written: words for who is there and who is gone, and what columns are called.

mod normal;
mod whose;

use std::collections::BTreeMap;

pub use normal::{normal, plain};
pub use whose::{AddressWords, Whose};

/// What a word says of whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusWord {
    /// There.
    Here,
    /// A kind of employment: there, unless a word next to it says otherwise.
    Employment,
    /// Not yet gone: on leave, serving notice, locked out, about to leave or to begin.
    Between,
    /// Resigned or dismissed: perhaps gone, perhaps not yet.
    Leaving,
    /// The account is switched off: gone, unless a word next to it says that the person is on leave.
    Barred,
    /// Gone.
    Gone,
}

/// What a column holds, as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderWord {
    /// A status word.
    Status,
    /// True for who is there.
    Positive,
    /// True for who is gone, or the day since when.
    Negative,
    /// True for who is locked out.
    Lock,
    /// A status, or a region.
    Place,
    /// A kind of employment, sometimes a status.
    Employment,
    /// The last day.
    End,
    /// The last day of work, which may come before a leave.
    Worked,
    /// Why somebody left: whoever has one left or is about to.
    Reason,
    /// Flags of an account of Active Directory.
    Control,
    /// The first day.
    Start,
    /// When something last happened to the account.
    Changed,
    /// A mail address, where the cells are some.
    Address,
    /// The whole name.
    Name,
    /// The given name.
    Given,
    /// The family name.
    Family,
    /// A number of the employee.
    Number,
    /// Says nothing about whether somebody is there.
    Plain,
}

/// Every status word in its [`normal()`] form.
#[must_use]
pub fn status_words() -> BTreeMap<String, StatusWord> {
    let class = |name: &str| match name {
        "here" => Some(StatusWord::Here),
        "type" => Some(StatusWord::Employment),
        "between" => Some(StatusWord::Between),
        "leaving" => Some(StatusWord::Leaving),
        "gone" => Some(StatusWord::Gone),
        "barred" => Some(StatusWord::Barred),
        _ => None,
    };
    let rows = rows(include_str!("roster_status.tsv"));
    rows.filter_map(|(kind, word)| Some((normal(word), class(kind)?))).collect()
}

/// Names of columns in their [`normal()`] form, and parts of names that make a column something else.
#[derive(Debug, Default)]
pub struct Headers {
    /// What a column of this name holds.
    pub names: BTreeMap<String, HeaderWord>,
    /// Parts of names that look like a status.
    pub like: Vec<String>,
    /// Parts of names of columns that are no status, whatever else the name contains.
    pub never: Vec<String>,
    /// Parts of names of columns about somebody else than the person of the row.
    pub somebody_else: Vec<String>,
}

/// The names of columns.
#[must_use]
pub fn headers() -> Headers {
    let mut all = Headers::default();
    for (kind, name) in rows(include_str!("roster_headers.tsv")) {
        let word = match kind {
            "status" => HeaderWord::Status,
            "positive" => HeaderWord::Positive,
            "negative" => HeaderWord::Negative,
            "lock" => HeaderWord::Lock,
            "place" => HeaderWord::Place,
            "type" => HeaderWord::Employment,
            "end" => HeaderWord::End,
            "worked" => HeaderWord::Worked,
            "reason" => HeaderWord::Reason,
            "control" => HeaderWord::Control,
            "start" => HeaderWord::Start,
            "changed" => HeaderWord::Changed,
            "address" => HeaderWord::Address,
            "name" => HeaderWord::Name,
            "given" => HeaderWord::Given,
            "family" => HeaderWord::Family,
            "number" => HeaderWord::Number,
            "plain" => HeaderWord::Plain,
            other => {
                let parts = match other {
                    "like" => &mut all.like,
                    "never" => &mut all.never,
                    _ => &mut all.somebody_else,
                };
                parts.push(normal(name));
                continue;
            }
        };
        // The first line that has a name counts: a word may be a status in one language and a name in another.
        all.names.entry(normal(name)).or_insert(word);
    }
    all
}

/// Parts of the names of columns that only somebody's employer fills in.
const OF_STAFF: [&str; 44] = [
    "department",
    "dept",
    "division",
    "jobtitle",
    "title",
    "position",
    "costcent",
    "businessunit",
    "company",
    "office",
    "manager",
    "supervisor",
    "reportsto",
    "employ",
    "personnel",
    "payroll",
    "hire",
    "startdate",
    "joindate",
    "dateofjoining",
    "abteilung",
    "kostenstelle",
    "stellenbezeichnung",
    "vorgesetzt",
    "eintritt",
    "mitarbeiter",
    "personalnummer",
    "departement",
    "embauche",
    "matricule",
    "departamento",
    "puesto",
    "cargo",
    "reparto",
    "mansione",
    "matricola",
    "afdeling",
    "functie",
    "dzial",
    "stanowisko",
    "отдел",
    "должность",
    "部署",
    "部门",
];

/// Whether a column's name, in its [`normal()`] form, is of what an employer keeps of people: a list that has it is one of staff, whatever
/// else stands in it.
#[must_use]
pub fn tells_of_staff(name: &str) -> bool {
    OF_STAFF.iter().any(|part| name.contains(part))
}

/// Kind and word of every entry of a table.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).flat_map(|(kind, rest)| {
        let words = rest.split_once('\t').map_or("", |(_, words)| words);
        words.split('|').map(move |word| (kind, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_has_two_classes() {
        let mut seen: BTreeMap<String, (&str, &str)> = BTreeMap::new();
        for (kind, word) in rows(include_str!("roster_status.tsv")) {
            let known = seen.insert(normal(word), (kind, word));
            assert!(known.is_none_or(|(other, _)| other == kind), "{word} is {kind} and {known:?}");
        }
        assert!(status_words().len() > 900, "{}", status_words().len());
        let headers = headers();
        assert_eq!(headers.names.get("enddate"), Some(&HeaderWord::End));
        assert_eq!(headers.names.get("дата увольнения".replace(' ', "").as_str()), Some(&HeaderWord::End));
        assert!(!headers.like.is_empty() && !headers.never.is_empty() && !headers.somebody_else.is_empty());
    }
}

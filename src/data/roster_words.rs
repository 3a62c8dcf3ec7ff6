//! How rosters are written: words for who is there and who is gone, booleans of other languages, and what columns are called.

use std::collections::BTreeMap;

/// What a word says of whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusWord {
    /// There.
    Here,
    /// A kind of employment: there, unless a word next to it says otherwise.
    Employment,
    /// Not yet gone: on leave, serving notice, locked out, about to leave or to begin.
    Between,
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

/// Every status word in its [`normal`] form.
#[must_use]
pub fn status_words() -> BTreeMap<String, StatusWord> {
    let class = |name: &str| match name {
        "here" => Some(StatusWord::Here),
        "type" => Some(StatusWord::Employment),
        "between" => Some(StatusWord::Between),
        "gone" => Some(StatusWord::Gone),
        "barred" => Some(StatusWord::Barred),
        _ => None,
    };
    let rows = rows(include_str!("roster_status.tsv"));
    rows.filter_map(|(kind, word)| Some((normal(word), class(kind)?))).collect()
}

/// Names of columns in their [`normal`] form, and parts of names that make a column something else.
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

/// Whether a column's name, in its [`normal`] form, is of what an employer keeps of people: a list that has it is one of staff, whatever
/// else stands in it.
#[must_use]
pub fn tells_of_staff(name: &str) -> bool {
    OF_STAFF.iter().any(|part| name.contains(part))
}

/// Yes and no, as spreadsheets and directories of the languages that have them write it; anything else is neither.
#[must_use]
pub fn truth(text: &str) -> Option<bool> {
    const YES: &[&str] = &[
        "true",
        "yes",
        "y",
        "1",
        "t",
        "on",
        "x",
        "wahr",
        "ja",
        "j",
        "vrai",
        "oui",
        "o",
        "verdadero",
        "si",
        "s",
        "vero",
        "waar",
        "prawda",
        "tak",
        "verdadeiro",
        "sim",
        "истина",
        "да",
        "sand",
        "sant",
        "tosi",
        "kylla",
        "igaz",
        "igen",
        "pravda",
        "ano",
        "dogru",
        "evet",
        "はい",
        "是",
    ];
    const NO: &[&str] = &[
        "false",
        "no",
        "n",
        "0",
        "f",
        "off",
        "falsch",
        "nein",
        "faux",
        "non",
        "falso",
        "onwaar",
        "nee",
        "fałsz",
        "falsz",
        "nie",
        "nao",
        "ложь",
        "нет",
        "falsk",
        "usant",
        "epatosi",
        "ei",
        "hamis",
        "nem",
        "nepravda",
        "ne",
        "yanlis",
        "hayir",
        "いいえ",
        "否",
        "nej",
        "nei",
    ];
    match text.trim() {
        "✓" | "✔" | "1.0" => return Some(true),
        "0.0" => return Some(false),
        _ => {}
    }
    let word = normal(text);
    match () {
        () if YES.contains(&word.as_str()) => Some(true),
        () if NO.contains(&word.as_str()) => Some(false),
        () => None,
    }
}

/// The form in which words are compared: lower case, accents off, only letters and digits. A sign for a number (`#`) is kept.
#[must_use]
pub fn normal(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || *c == '#').map(plain).collect()
}

/// The letter without its accent.
const fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ğ' => 'g',
        'ř' => 'r',
        'ť' | 'ț' => 't',
        'ď' => 'd',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' => 'ι',
        'ό' => 'ο',
        'ύ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        other => other,
    }
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

    #[test]
    fn booleans_of_other_spreadsheets() {
        for pair in [
            "TRUE FALSE",
            "WAHR FALSCH",
            "VRAI FAUX",
            "VERDADERO FALSO",
            "VERO FALSO",
            "WAAR ONWAAR",
            "PRAWDA FAŁSZ",
            "ИСТИНА ЛОЖЬ",
            "VERDADEIRO FALSO",
            "Yes No",
            "ja nein",
            "oui non",
            "Sí No",
            "sim não",
            "tak nie",
            "да нет",
            "1 0",
            "DOĞRU YANLIŞ",
            "Y n",
            "✓ -",
        ] {
            let (yes, no) = pair.split_once(' ').unwrap();
            assert_eq!(truth(yes), Some(true), "{yes}");
            assert_eq!(truth(no), (no != "-").then_some(false), "{no}");
        }
        for text in ["", "maybe", "active", "2", "true or false", "tr"] {
            assert_eq!(truth(text), None, "{text}");
        }
    }

    #[test]
    fn letters_without_accents() {
        assert_eq!(normal(" Prénom / NOM-2 "), "prenomnom2");
        assert_eq!(normal("Nie ŻYJE, ł"), "niezyjel");
        assert_eq!(normal("Ушёл"), "ушел");
    }
}

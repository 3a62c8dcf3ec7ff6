//! Dates with the name of a month: nobody takes it for a day.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::data::roster_words::normal;

/// The months by their whole names in English, German, French, Spanish, Italian, Dutch, Polish (the form in dates), Portuguese and Russian
/// (likewise). A beginning of three letters or more counts where no other month has it.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio januari stycznia janeiro января",
    "february februar février fevrier febrero febbraio februari lutego fevereiro февраля",
    "march märz maerz mars marzo maart marca março марта",
    "april avril abril aprile kwietnia апреля",
    "may mai mayo maggio mei maja maio мая",
    "june juni juin junio giugno czerwca junho июня",
    "july juli juillet julio luglio lipca julho июля",
    "august août aout agosto augustus sierpnia августа",
    "september septembre septiembre settembre września setembro сентября",
    "october oktober octobre octubre ottobre października outubro октября",
    "november novembre noviembre listopada novembro ноября",
    "december dezember décembre diciembre dicembre grudnia dezembro декабря",
];
/// The same in the form in which words are compared.
static NAMES: LazyLock<[Vec<String>; 12]> =
    LazyLock::new(|| MONTHS.map(|names| names.split(' ').map(normal).collect()));
/// Letters by which a month may be abbreviated.
const SHORTEST: usize = 3;
/// What may stand between the parts.
const BETWEEN: [&str; 4] = ["de", "do", "of", "г"];

/// Reads `5-Nov-2025`, `05 Nov 25 09:00`, `November 5, 2025`, `Mon Oct 5 2026`, `5. Oktober 2026`, `5 de octubre de 2026`.
#[must_use]
pub fn parse_with_month_name(text: &str) -> Option<DateTime<Utc>> {
    let text = text.replace([',', '-', '.'], " ");
    let all: Vec<&str> = text.split_whitespace().filter(|word| !BETWEEN.contains(word)).collect();
    // The name of the day of the week stands before the month, or before the day of the month.
    let is_word = |word: &&str| word.chars().all(char::is_alphabetic);
    let is_weekday = all.first().is_some_and(is_word) && all.iter().take(3).skip(1).any(|word| month(word).is_some());
    let (date, time) = all.get(usize::from(is_weekday)..)?.split_at_checked(3)?;
    let (month, day) = match (month(date[0]), month(date[1])) {
        (Some(month), None) => (month, date[1]),
        (None, Some(month)) => (month, date[0]),
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(year(date[2])?, month, number(day, 2)?)?;
    let time = match time {
        [] => NaiveTime::MIN,
        time => ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"]
            .iter()
            .find_map(|format| NaiveTime::parse_from_str(&time.join(" "), format).ok())?,
    };
    Some(NaiveDateTime::new(day, time).and_utc())
}

/// The month of a name or of its beginning.
fn month(word: &str) -> Option<u32> {
    let own = normal(word);
    let is_name = own.chars().count() >= SHORTEST && own.chars().all(char::is_alphabetic);
    let begins = |names: &[String]| names.iter().any(|name| name.starts_with(&own));
    let mut found = NAMES.iter().enumerate().filter(|(_, names)| is_name && begins(names)).map(|(at, _)| at);
    match (found.next(), found.next()) {
        (Some(at), None) => u32::try_from(at + 1).ok(),
        _ => None,
    }
}

/// The month of a whole name.
pub(in crate::ingest) fn month_called(word: &str) -> Option<u32> {
    let own = normal(word);
    let at = NAMES.iter().position(|names| names.contains(&own))?;
    u32::try_from(at + 1).ok()
}

/// A number of so many digits at most.
fn number(text: &str, most: usize) -> Option<u32> {
    (text.len() <= most && text.bytes().all(|digit| digit.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A year of four digits, or by two, as everybody reads them.
fn year(text: &str) -> Option<i32> {
    let year = i32::try_from(number(text, 4)?).ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(year + if year < 69 { 2000 } else { 1900 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_months() {
        for text in [
            "5-Nov-2025",
            "05 Nov 25",
            "November 5, 2025",
            "Nov 5, 2025 00:00",
            "5.Nov.2025 12:00 AM",
            "Wed Nov 5 2025",
            "Wednesday, 5 November 2025",
            "5. November 2025",
            "Mittwoch, 5. Nov. 2025",
            "5 novembre 2025",
            "5 de noviembre de 2025",
            "5 listopada 2025",
            "5 ноября 2025 г.",
            "mer 5 nov 2025",
        ] {
            assert_eq!(
                parse_with_month_name(text).map(|at| at.to_rfc3339()).as_deref(),
                Some("2025-11-05T00:00:00+00:00"),
                "{text}"
            );
        }
        for (text, day) in [
            ("5. Oktober 2026", "2026-10-05"),
            ("5 octobre 2026", "2026-10-05"),
            ("1. März 2026", "2026-03-01"),
            ("1 Maerz 2026", "2026-03-01"),
            ("28 févr. 2026", "2026-02-28"),
            ("15 août 2026", "2026-08-15"),
            ("15 października 2026", "2026-10-15"),
            ("3 de março de 2026", "2026-03-03"),
            ("May 4 2026", "2026-05-04"),
            ("Sat May 9 2026", "2026-05-09"),
            ("mar 3 2026", "2026-03-03"),
            ("mar 3 nov 2026", "2026-11-03"),
            ("maa 2 nov. 2026", "2026-11-02"),
        ] {
            let found = parse_with_month_name(text).map(|at| at.date_naive().to_string());
            assert_eq!(found.as_deref(), Some(day), "{text}");
        }
        for text in [
            "Nov 2025",
            "soon",
            "5 Foo 2025",
            "05/11/2025",
            "5-Nov-2025 late",
            "31 Nov 2025",
            "5 ju 2025",
            "5 no 2025",
            "Nov Nov 2025",
            "5 Nov 205",
        ] {
            assert_eq!(parse_with_month_name(text), None, "{text}");
        }
    }
}

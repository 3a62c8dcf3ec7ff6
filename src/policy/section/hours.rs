//! `[hours]`: when people work.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc, Weekday};

use super::{Cell, Policy, Result};
use crate::policy::error::{shown, unknown};
use crate::policy::shape::{Field, Kind, may, must};

/// Working hours at one fixed distance from UTC: a time zone's summer time is not known, so that half of the year they are an hour
/// off where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Monday first, in the order of the week.
    days: Vec<Weekday>,
    from: NaiveTime,
    /// Not included; midnight is the end of the day.
    to: NaiveTime,
    utc_offset: FixedOffset,
    holidays: Vec<NaiveDate>,
}

impl Hours {
    /// Whether people work at this instant.
    #[must_use]
    pub fn is_working(&self, at: DateTime<Utc>) -> bool {
        let local = self.local(at);
        let before_end = self.to == NaiveTime::MIN || local.time() < self.to;
        self.days.contains(&local.weekday()) && self.from <= local.time() && before_end && !self.is_holiday(at)
    }

    /// Whether this instant is on one of the holidays.
    #[must_use]
    pub fn is_holiday(&self, at: DateTime<Utc>) -> bool {
        self.holidays.contains(&self.local(at).date())
    }

    /// What the clock on the wall shows at this instant.
    #[must_use]
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.utc_offset).naive_local()
    }
}

/// `mon, tue, wed, thu, fri 07:00 to 19:00 (+02:00)`
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |day: &Weekday| WEEK.iter().find(|(_, known)| known == day).map_or("", |(word, _)| *word);
        let days: Vec<&str> = self.days.iter().map(word).collect();
        let to = if self.to == NaiveTime::MIN { "24:00".to_owned() } else { self.to.format("%H:%M").to_string() };
        write!(f, "{} {} to {to} ({})", days.join(", "), self.from.format("%H:%M"), self.utc_offset)
    }
}

const WEEK: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("days", Kind::SomeTexts, "mon to sun; Monday to Friday where they are left out."),
        must("from", Kind::Time, "When work begins."),
        must("to", Kind::Time, "When it ends, not included; 00:00:00 is the end of the day."),
        must("utc_offset", Kind::Text, "Distance from UTC for the whole year, like +02:00."),
        may("holidays", Kind::Days, "Days on which nobody works."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    let mut days = WEEK[..5].iter().map(|(_, day)| *day).collect();
    let (mut from, mut to, mut utc_offset, mut holidays) = (None, None, None, Vec::new());
    for entry in section.entries()? {
        match entry.key {
            "days" => days = weekdays(&entry.cell)?,
            "from" => from = Some(entry.cell.time()?),
            "to" => to = Some((entry.cell.time()?, entry)),
            "utc_offset" => utc_offset = Some(offset(&entry.cell)?),
            "holidays" => holidays = entry.cell.days()?,
            _ => return Err(entry.unknown()),
        }
    }
    // An offset that was only forgotten would call every morning a night somewhere.
    let missing = |what: &str| section.fault(&format!("[hours] needs `{what}`"));
    let (to, to_entry) = to.ok_or_else(|| missing("to"))?;
    let from = from.ok_or_else(|| missing("from"))?;
    let utc_offset = utc_offset.ok_or_else(|| missing("utc_offset"))?;
    if to <= from && to != NaiveTime::MIN {
        return Err(to_entry.cell.fault("`hours.to` must be later than `hours.from`; 00:00:00 is the end of the day"));
    }
    policy.hours = Some(Hours { days, from, to, utc_offset, holidays });
    Ok(())
}

fn weekdays(list: &Cell<'_>) -> Result<Vec<Weekday>> {
    let mut named = Vec::new();
    for (text, cell) in list.some_texts()? {
        let word = text.to_lowercase();
        let Some((_, day)) = WEEK.iter().find(|(known, _)| *known == word) else {
            return Err(cell.fault(&unknown("day", &text, &WEEK.map(|(word, _)| word), "")));
        };
        named.push(*day);
    }
    Ok(WEEK.iter().map(|(_, day)| *day).filter(|day| named.contains(day)).collect())
}

/// `+02:00`, as instants in exports write it.
fn offset(cell: &Cell<'_>) -> Result<FixedOffset> {
    let text = cell.text()?;
    let wanted = || cell.fault(&format!("`{}` is not an offset from UTC; write it like \"+02:00\"", shown(&text)));
    let (hours, minutes) = text.split_once(':').ok_or_else(wanted)?;
    let (sign, hours) = match hours.split_at_checked(1) {
        Some(("+", hours)) => (1, hours),
        Some(("-", hours)) => (-1, hours),
        _ => return Err(wanted()),
    };
    let two =
        |digits: &str| digits.parse::<i32>().ok().filter(|_| digits.len() == 2 && !digits.starts_with(['+', '-']));
    let (hours, minutes) = (two(hours).ok_or_else(wanted)?, two(minutes).filter(|m| *m < 60).ok_or_else(wanted)?);
    // No place on Earth is further away.
    let seconds = Some(hours * 3600 + minutes * 60).filter(|seconds| *seconds <= 14 * 3600).ok_or_else(wanted)?;
    FixedOffset::east_opt(sign * seconds).ok_or_else(wanted)
}

impl Policy {
    /// When people work; none where the policy does not say.
    #[must_use]
    pub fn hours(&self) -> Option<&Hours> {
        self.hours.as_ref()
    }
}

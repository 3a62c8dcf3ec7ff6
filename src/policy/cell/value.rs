//! What a cell holds, as the type that the policy wants of it.

use chrono::{NaiveDate, NaiveTime};
use toml::de::{DeInteger, DeValue};

use super::{Cell, Result};
use crate::model::{Money, MoneyError, mask_secrets, normalize_address};
use crate::policy::Pattern;
use crate::policy::error::shown;
use crate::policy::rule::Literal;

impl Cell<'_> {
    /// A text with something in it. Secrets are cut, as they are in the exports: the two must compare equal.
    pub(in crate::policy) fn text(&self) -> Result<String> {
        let DeValue::String(text) = self.value else { return Err(self.wrong("a text in quotes")) };
        if text.trim().is_empty() {
            return Err(self.fault(&format!("`{}` must not be empty", shown(&self.path))));
        }
        Ok(mask_secrets(text).into_owned())
    }

    /// A list of different texts.
    pub(in crate::policy) fn texts(&self) -> Result<Vec<(String, Self)>> {
        let mut texts: Vec<(String, Self)> = Vec::new();
        for cell in self.items("a list of texts, like [\"a\", \"b\"]")? {
            let text = match cell.value {
                DeValue::String(_) => cell.text()?,
                _ => return Err(cell.wrong("a list of texts")),
            };
            if texts.iter().any(|(other, _)| *other == text) {
                return Err(cell.twice(&text));
            }
            texts.push((text, cell));
        }
        Ok(texts)
    }

    /// The same value again in one list.
    pub(in crate::policy) fn twice(&self, text: &str) -> crate::policy::PolicyError {
        self.fault(&format!("`{}` is in `{}` twice", shown(text), shown(&self.path)))
    }

    /// The pattern that a text of this cell writes; one that covers everything says nothing.
    pub(in crate::policy) fn pattern(&self, text: &str) -> Result<Pattern> {
        let pattern = Pattern::new(text);
        if pattern.literal_chars() == 0 {
            return Err(self.fault(&format!("`{}` covers every name; give it letters", shown(text))));
        }
        Ok(pattern)
    }

    /// A list of patterns over names, with something in it.
    pub(in crate::policy) fn patterns(&self) -> Result<Vec<Pattern>> {
        let texts = self.some_texts()?;
        texts.into_iter().map(|(text, cell)| cell.pattern(&text)).collect()
    }

    /// A list of different texts with something in it: whether an empty one allows all or nothing could only be guessed.
    pub(in crate::policy) fn some_texts(&self) -> Result<Vec<(String, Self)>> {
        let texts = self.texts()?;
        if texts.is_empty() {
            return Err(self.fault(&format!(
                "`{}` must not be empty; leave it out where there is no such rule",
                shown(&self.path)
            )));
        }
        Ok(texts)
    }

    /// A list of people's mail addresses, as people are matched by them.
    pub(in crate::policy) fn people(&self) -> Result<Vec<(String, Self)>> {
        let mut people: Vec<(String, Self)> = Vec::new();
        for (text, cell) in self.texts()? {
            let address = normalize_address(&text)
                .ok_or_else(|| cell.fault(&format!("`{}` is not a mail address", shown(&text))))?;
            if people.iter().any(|(other, _)| *other == address) {
                return Err(cell.twice(&address));
            }
            people.push((address, cell));
        }
        Ok(people)
    }

    /// Yes or no.
    pub(in crate::policy) fn flag(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    /// A finite number.
    pub(in crate::policy) fn number(&self) -> Result<f64> {
        let number = match self.value {
            DeValue::Integer(digits) => integer(digits).ok_or_else(|| self.fault("this number is too large"))?,
            DeValue::Float(digits) => digits.as_str().parse().unwrap_or(f64::NAN),
            _ => return Err(self.wrong("a number")),
        };
        if number.is_finite() {
            Ok(number)
        } else {
            Err(self.fault(&format!("`{}` must be a finite number", shown(&self.path))))
        }
    }

    /// A text, a number, or true or false.
    pub(in crate::policy) fn literal(&self) -> Result<Literal> {
        match self.value {
            DeValue::String(_) => self.text().map(Literal::Text),
            DeValue::Boolean(_) => self.flag().map(Literal::Flag),
            DeValue::Integer(_) | DeValue::Float(_) => self.number().map(Literal::Number),
            _ => Err(self.wrong("a text, a number, true or false")),
        }
    }

    /// A list of those, with something in it.
    pub(in crate::policy) fn literals(&self) -> Result<Vec<Literal>> {
        let all = self.items("a list of values, like [\"a\", \"b\"]")?;
        if all.is_empty() {
            return Err(self.fault(&format!("`{}` must not be empty", shown(&self.path))));
        }
        all.iter().map(Self::literal).collect()
    }

    /// A number that can be a threshold: finite and not negative.
    pub(in crate::policy) fn threshold(&self) -> Result<f64> {
        let number = self.number()?;
        if number.is_sign_negative() && number != 0.0 {
            return Err(self.fault(&format!("`{}` must not be negative", shown(&self.path))));
        }
        Ok(number.abs())
    }

    /// How many there are of something.
    pub(in crate::policy) fn count(&self) -> Result<u64> {
        let DeValue::Integer(digits) = self.value else { return Err(self.wrong("a whole number")) };
        let count = u64::from_str_radix(digits.as_str(), digits.radix()).ok();
        count.ok_or_else(|| self.fault(&format!("`{}` must be a whole number from 0 on", shown(&self.path))))
    }

    /// Dollars, exactly as written, more than none.
    pub(in crate::policy) fn dollars(&self) -> Result<Money> {
        let amount = match self.value {
            DeValue::Integer(digits) => {
                let number = i64::from_str_radix(digits.as_str(), digits.radix());
                number.map_err(|_| MoneyError::OutOfRange).and_then(|number| Money::parse(&number.to_string()))
            }
            DeValue::Float(digits) => Money::parse(digits.as_str()),
            _ => return Err(self.wrong("an amount in US dollars without quotes, like 20000 or 20000.50")),
        };
        let amount = amount.map_err(|error| self.fault(&format!("`{}`: {error}", shown(&self.path))))?;
        if amount <= Money::ZERO {
            return Err(self.fault(&format!("`{}` must be more than 0", shown(&self.path))));
        }
        Ok(amount)
    }

    /// A day.
    pub(in crate::policy) fn day(&self) -> Result<NaiveDate> {
        let wanted = || self.wrong("a date without quotes, like 2027-01-31");
        let DeValue::Datetime(stamp) = self.value else { return Err(wanted()) };
        let (Some(date), None, None) = (stamp.date, stamp.time, stamp.offset) else { return Err(wanted()) };
        let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into());
        day.ok_or_else(|| self.fault("there is no such day"))
    }

    /// A list of different days.
    pub(in crate::policy) fn days(&self) -> Result<Vec<NaiveDate>> {
        let mut days = Vec::new();
        for cell in self.items("a list of dates without quotes, like [2026-12-25]")? {
            let day = cell.day()?;
            if days.contains(&day) {
                return Err(cell.twice(&day.to_string()));
            }
            days.push(day);
        }
        Ok(days)
    }

    /// A time of day, to the second.
    pub(in crate::policy) fn time(&self) -> Result<NaiveTime> {
        let wanted = || self.wrong("a time without quotes, like 07:00:00");
        let DeValue::Datetime(stamp) = self.value else { return Err(wanted()) };
        let (None, Some(time), None) = (stamp.date, stamp.time, stamp.offset) else { return Err(wanted()) };
        let seconds = u32::from(time.second.unwrap_or(0));
        let time = NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), seconds);
        time.ok_or_else(|| self.fault("there is no such time"))
    }
}

/// An integer that a float holds exactly; a larger one would be rounded without a word.
fn integer(digits: &DeInteger<'_>) -> Option<f64> {
    let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok()?;
    (number.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS).then_some(number as f64)
}

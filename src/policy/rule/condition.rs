//! Conditions on the fields of an event.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::EventView;
use super::event_view::field;
use crate::data::yes_no;
use crate::policy::Pattern;

/// A condition: it holds where one of the values meets it.
#[derive(Clone, Debug)]
pub(in crate::policy) struct Condition {
    pub(in crate::policy) side: Side,
    pub(in crate::policy) name: String,
    pub(in crate::policy) test: Test,
}

/// Which value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Side {
    /// The one that it has.
    Field,
    /// Before a change.
    Before,
    /// After a change.
    After,
}

/// What is asked of the values.
#[derive(Clone, Debug)]
pub(in crate::policy) enum Test {
    Equals(Literal),
    OneOf(Vec<Literal>),
    Contains(String),
    Matches(Pattern),
    Exists(bool),
    Greater(f64),
    Less(f64),
}

/// A value that the policy writes.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::policy) enum Literal {
    Text(String),
    Number(f64),
    Flag(bool),
}

impl Condition {
    pub(super) fn holds(&self, event_view: &EventView) -> bool {
        let found = match self.side {
            Side::Field => values(event_view, &path(&self.name)),
            side => {
                let of_side = |(before, after): (_, _)| if side == Side::Before { before } else { after };
                let changes = event_view.changes().filter(|(what, ..)| *what == self.name);
                changes.flat_map(|(_, before, after)| leaves(of_side((before, after)))).map(Cow::Borrowed).collect()
            }
        };
        match &self.test {
            Test::Exists(wanted) => found.is_empty() != *wanted,
            test => found.iter().any(|value| test.is_met(value)),
        }
    }
}

impl Test {
    fn is_met(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Self::Equals(literal) => literal.is(value),
            Self::OneOf(all) => all.iter().any(|literal| literal.is(value)),
            Self::Contains(part) => text.is_some_and(|text| text.to_lowercase().contains(&part.to_lowercase())),
            Self::Matches(pattern) => text.is_some_and(|text| pattern.matches(text)),
            Self::Exists(wanted) => *wanted,
            Self::Greater(least) => number(value).is_some_and(|number| number > *least),
            Self::Less(most) => number(value).is_some_and(|number| number < *most),
        }
    }
}

impl Literal {
    /// Amounts and switches come as texts too, from the audit log above all.
    fn is(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text(own), Value::String(text)) => own == text,
            (Self::Flag(own), value) => yes_no(value) == Some(*own),
            (Self::Number(own), value) => number(value).is_some_and(|number| number == *own),
            _ => false,
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// The steps of `a.b.c`.
pub(super) fn path(name: &str) -> Vec<&str> {
    name.split('.').collect()
}

/// The values at the end of a path, through every item of the lists on the way; null is no value.
pub(super) fn values<'a>(event_view: &EventView<'a>, path: &[&str]) -> Vec<Cow<'a, Value>> {
    let own = |text: Option<&str>| text.map(|text| Cow::Owned(Value::String(text.to_owned()))).into_iter().collect();
    let [first, rest @ ..] = path else { return Vec::new() };
    match *first {
        "ip_address" if rest.is_empty() => own(event_view.ip),
        "user_agent" if rest.is_empty() => own(event_view.user_agent),
        first => {
            let Some(start) = field(event_view.details, first) else { return Vec::new() };
            let mut now = leaves(start);
            for step in rest {
                now = now.into_iter().filter_map(|value| value.get(step)).flat_map(leaves).collect();
            }
            now.into_iter().map(Cow::Borrowed).collect()
        }
    }
}

fn leaves(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        value => vec![value],
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Field => "",
            Side::Before => " before",
            Side::After => " after",
        };
        write!(f, "`{}`{side} ", self.name)?;
        match &self.test {
            Test::Equals(literal) => write!(f, "is {literal}"),
            Test::OneOf(all) => {
                write!(f, "is one of {}", all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
            Test::Contains(part) => write!(f, "contains \"{part}\""),
            Test::Matches(pattern) => write!(f, "matches \"{}\"", pattern.as_str()),
            Test::Exists(true) => f.write_str("is there"),
            Test::Exists(false) => f.write_str("is not there"),
            Test::Greater(least) => write!(f, "is greater than {least}"),
            Test::Less(most) => write!(f, "is less than {most}"),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
        }
    }
}

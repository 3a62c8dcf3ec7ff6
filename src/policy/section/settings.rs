//! `[settings]`: what the organization's settings must be.

use std::fmt;

use super::{Cell, Policy, Result};
use crate::model::{Retention, Severity};
use crate::policy::cell::Entry;
use crate::policy::rule::Literal;
use crate::policy::shape::{Field, Kind, may};

/// The section `[settings]`.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct SettingsPolicy {
    sso_is_not_used: bool,
    ip_allowlist_required: bool,
    retention: Option<Retention>,
    baseline: Vec<SettingRule>,
}

/// What one setting must be.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingRule {
    /// Name of the setting, as exports write it.
    pub name: String,
    /// What it must be.
    pub test: SettingTest,
    /// How bad it is if it is not.
    pub severity: Severity,
}

/// A condition on a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingTest {
    /// It has this value.
    Equals(Expected),
    /// It has one of these values.
    OneOf(Vec<Expected>),
    /// It is a number not above this one.
    AtMost(f64),
    /// It is a list or a text with something in it.
    NotEmpty,
}

/// A value that a setting must have.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// On or off.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text; letter case does not matter.
    Text(String),
    /// A list, in any order.
    List(Vec<String>),
}

/// Setting with a key of its own: a period is none of the values of a baseline.
const RETENTION: &str = "data_retention_periods";

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("sso_used", Kind::Flag, "Whether people sign in through an identity provider; true where it is left out."),
        may("ip_allowlist_required", Kind::Flag, "Whether access must be limited to addresses of a list."),
        may("retention", Kind::Text, "How long data is to be kept: 90 days, 3 months, 1 year or indefinite."),
        may("baseline", Kind::Map(&Kind::Table(test_fields)), "What other settings must be, by name in the export."),
    ]
}

fn test_fields() -> Vec<Field> {
    vec![
        may("equals", Kind::Expected, "It has this value; a list in any order."),
        may("one_of", Kind::Literals, "It has one of these values."),
        may("at_most", Kind::Number, "It is a number not above this one; durations in seconds."),
        may("not_empty", Kind::Flag, "True: it is a list or a text with something in it."),
        may("severity", Kind::Word(Severity::ids), "How bad it is if it is not; medium where it is left out."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "sso_used" => {
                policy.settings.sso_is_not_used = !entry.cell.flag()?;
                if policy.sso_required() && !policy.sso_used() {
                    return Err(entry.fault("`sso_used = false` contradicts `sso_required` under [audit_log]"));
                }
            }
            "ip_allowlist_required" => policy.settings.ip_allowlist_required = entry.cell.flag()?,
            "retention" => {
                let period = Retention::parse(&entry.cell.text()?);
                let wrong =
                    || entry.cell.fault("no period of retention; write \"90 days\", \"3 months\" or \"indefinite\"");
                policy.settings.retention = Some(period.ok_or_else(wrong)?);
            }
            "baseline" => {
                for setting in entry.cell.entries()? {
                    policy.settings.baseline.push(rule(&setting)?);
                }
            }
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

fn rule(entry: &Entry<'_>) -> Result<SettingRule> {
    let name = entry.name()?;
    if name == RETENTION {
        return Err(entry.fault("a period stands under [settings] as `retention`, like \"90 days\""));
    }
    let (mut test, mut severity) = (None, Severity::Medium);
    for field in entry.cell.entries()? {
        let read = match field.key {
            "equals" => SettingTest::Equals(expected(&field.cell)?),
            "one_of" => SettingTest::OneOf(field.cell.literals()?.into_iter().map(Expected::from).collect()),
            "at_most" => SettingTest::AtMost(field.cell.number()?),
            "not_empty" if field.cell.flag()? => SettingTest::NotEmpty,
            "not_empty" => {
                return Err(field.cell.fault("`not_empty` must be true; for an empty list write equals = []"));
            }
            "severity" => {
                severity = field.cell.word("severity", &Severity::ALL.map(|one| (one.id(), one)))?;
                continue;
            }
            _ => return Err(field.unknown()),
        };
        if test.replace(read).is_some() {
            return Err(field.fault("a setting has one condition: equals, one_of, at_most or not_empty"));
        }
    }
    let test = test.ok_or_else(|| {
        entry.fault("this setting has no condition; give it one of equals, one_of, at_most, not_empty")
    })?;
    Ok(SettingRule { name, test, severity })
}

fn expected(cell: &Cell<'_>) -> Result<Expected> {
    if cell.is_list() {
        return Ok(Expected::List(cell.texts()?.into_iter().map(|(text, _)| text).collect()));
    }
    cell.literal().map(Expected::from)
}

impl From<Literal> for Expected {
    fn from(literal: Literal) -> Self {
        match literal {
            Literal::Text(text) => Self::Text(text),
            Literal::Number(number) => Self::Number(number),
            Literal::Flag(flag) => Self::Flag(flag),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::List(entries) => write!(f, "[{}]", entries.join(", ")),
        }
    }
}

impl fmt::Display for SettingTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Equals(expected) => write!(f, "{expected}"),
            Self::OneOf(all) => {
                write!(f, "one of {}", all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
            Self::AtMost(most) => write!(f, "at most {most}"),
            Self::NotEmpty => f.write_str("not empty"),
        }
    }
}

impl Policy {
    /// Whether the organization signs in through an identity provider; true where the policy does not say.
    #[must_use]
    pub fn sso_used(&self) -> bool {
        !self.settings.sso_is_not_used
    }

    /// Whether access must be limited to addresses of a list.
    #[must_use]
    pub fn ip_allowlist_required(&self) -> bool {
        self.settings.ip_allowlist_required
    }

    /// How long data is to be kept.
    #[must_use]
    pub fn retention(&self) -> Option<Retention> {
        self.settings.retention
    }

    /// What settings must be, in the order of the file.
    #[must_use]
    pub fn setting_rules(&self) -> &[SettingRule] {
        &self.settings.baseline
    }
}

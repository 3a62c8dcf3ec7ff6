//! A setting next to what the policy says it must be.

use crate::data::settings::{SettingKind, setting_kind};
use crate::facts::{Lasts, Setting};
use crate::policy::{Expected, SettingTest};

/// Whether a setting is what it must be; nothing where the two cannot be compared.
pub(super) fn meets(setting: &Setting, test: &SettingTest) -> Option<bool> {
    match test {
        SettingTest::Equals(expected) => equals(setting, expected),
        SettingTest::OneOf(all) => {
            let answers: Vec<Option<bool>> = all.iter().map(|expected| equals(setting, expected)).collect();
            if answers.contains(&Some(true)) {
                Some(true)
            } else {
                answers.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
            }
        }
        SettingTest::AtMost(most) => match is_duration(setting) {
            true => setting.lasts().map(|lasts| match lasts {
                Lasts::Unlimited => false,
                Lasts::Seconds(seconds) => seconds as f64 <= *most,
            }),
            false => setting.number().map(|number| number <= *most),
        },
        SettingTest::NotEmpty => is_filled(setting),
    }
}

fn is_duration(setting: &Setting) -> bool {
    setting_kind(&setting.name) == Some(SettingKind::Seconds)
}

fn equals(setting: &Setting, expected: &Expected) -> Option<bool> {
    match expected {
        Expected::Flag(wanted) => setting.flag().map(|flag| flag == *wanted),
        Expected::Number(wanted) if is_duration(setting) => {
            setting.lasts().map(|lasts| matches!(lasts, Lasts::Seconds(seconds) if seconds as f64 == *wanted))
        }
        Expected::Number(wanted) => setting.number().map(|number| number == *wanted),
        // No text is configured where null stands.
        Expected::Text(_) if setting.is_null() && setting_kind(&setting.name) == Some(SettingKind::Text) => Some(false),
        Expected::Text(wanted) => {
            let plain = |text: &str| text.trim().to_lowercase().replace([' ', '-'], "_");
            setting.word().map(|word| word == plain(wanted))
        }
        Expected::List(wanted) => {
            let sorted = |list: &[String]| {
                let mut list: Vec<String> = list.iter().map(|one| one.trim().to_lowercase()).collect();
                list.sort_unstable();
                list.dedup();
                list
            };
            setting.list().map(|list| sorted(&list) == sorted(wanted))
        }
    }
}

/// Only of lists and texts: whether `false` is empty nobody can say.
fn is_filled(setting: &Setting) -> Option<bool> {
    match setting_kind(&setting.name) {
        Some(SettingKind::Text) if setting.is_null() => Some(false),
        Some(SettingKind::Text) => setting.text().map(|text| !text.trim().is_empty()),
        Some(SettingKind::List) | None => setting.list().map(|list| !list.is_empty()),
        Some(_) => None,
    }
}

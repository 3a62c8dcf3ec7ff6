//! Sessions that last too long.

use anyhow::Result;

use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::Lasts;
use crate::model::{Control, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "long-session",
    title: "Sessions that last too long",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Settings]],
    population: "session durations in force",
    thresholds: &[Threshold {
        name: "longest_session_days",
        default: 30.0,
        unit: "days",
        source: "NIST SP 800-63B, reauthentication at AAL1",
    }],
    explain: Explain {
        finds: "Organizations in which somebody who signed in stays signed in for longer than `longest_session_days` \
                (`account_session_duration_seconds`), or without a limit (null). A duration of exactly the limit is no finding.",
        matters: "A session survives a lost laptop, a changed password and, where nobody removes the account, the employment.",
        remedy: &["claude.ai > Organization settings > Identity and access > Session duration: 30 days or less"],
        caveats: "The identity provider may ask people to sign in again earlier; that is not in the export.",
    },
    run,
};

const SETTING: &str = "account_session_duration_seconds";
const DAY: f64 = 86_400.0;

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("longest_session_days") });
    Ok(judge(cx, &ANALYZER, (&[SETTING], &[]), |setting| {
        let what = match setting.lasts() {
            None => return not_understood(setting),
            Some(Lasts::Seconds(seconds)) if seconds as f64 <= limit.value * DAY => return Answer::Fine,
            Some(Lasts::Seconds(seconds)) => format!("sessions last {}", shown(seconds)),
            Some(Lasts::Unlimited) => "sessions have no limit".to_owned(),
        };
        Answer::Found(Found::of(&ANALYZER, "Sessions last too long", what, &limit.to_string()))
    }))
}

/// `45 days`, `30 days and 1 hour`, `30 days and 1 second`.
fn shown(seconds: u64) -> String {
    let units = [
        (seconds / 86_400, "day"),
        (seconds / 3600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts: Vec<String> =
        units.into_iter().filter(|(count, _)| *count > 0).map(|(count, unit)| counted(count as usize, unit)).collect();
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" and ") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look, look_with};
    use super::*;

    #[test]
    fn longer_than_the_limit() {
        assert_eq!(
            look(&ANALYZER, &[(SETTING, json!(30 * 86_400 + 3600))]),
            [
                "low account_session_duration_seconds: sessions last 30 days and 1 hour (`account_session_duration_seconds` is 2595600). Expected: 30 \
              days (default)"
            ]
        );
        assert_eq!(
            look(&ANALYZER, &[(SETTING, Value::Null)]),
            [
                "low account_session_duration_seconds: sessions have no limit (`account_session_duration_seconds` is null). Expected: 30 \
              days (default)"
            ]
        );
        let text = "[checks.long-session]\nlongest_session_days = 0.5";
        assert_eq!(look_with(&ANALYZER, &[(SETTING, json!("13 hours"))], text).len(), 1);
    }

    #[test]
    fn at_the_limit_and_below() {
        for value in [json!(2_592_000), json!("30 days"), json!("2592000"), json!(43_200)] {
            assert_eq!(look(&ANALYZER, &[(SETTING, value.clone())]), [""; 0], "{value}");
        }
        let text = "[checks.long-session]\nlongest_session_days = 0.5";
        assert_eq!(look_with(&ANALYZER, &[(SETTING, json!(43_200))], text), [""; 0]);
    }

    #[test]
    fn what_is_not_stated_or_not_understood() {
        assert_eq!(look(&ANALYZER, &[("chat_enabled", json!(true))]), [absent("`account_session_duration_seconds`")]);
        for value in [json!(0), json!("long"), json!(true), json!("1 month")] {
            assert!(
                look(&ANALYZER, &[(SETTING, value.clone())])[0].starts_with("not assessed: the value «"),
                "{value}"
            );
        }
    }
}

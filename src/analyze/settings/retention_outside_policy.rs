//! Data that is kept for another time than the policy says.

use std::collections::BTreeMap;

use anyhow::Result;

use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Setting;
use crate::model::{Control, Retention, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "retention-outside-policy",
    title: "Data kept for another time than the policy says",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Settings]],
    population: "retention settings under a policy",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations in which some kind of data is kept for longer or shorter than the policy says ([settings] retention), or without \
                an end where it names a period (`data_retention_periods`). Where the policy names no period, the question does not arise.",
        matters: "What is kept too long can leak and be asked for; what is kept too short is missing when it must be shown.",
        remedy: &["claude.ai > Organization settings > Data and privacy > Retention: set the period of the policy"],
        caveats: "A kind of data that the setting does not name has no period of the organization, and Anthropic's defaults hold: it is not judged. A \
                  period in months and one in days that may be as long are not compared; write the policy in the unit of the setting.",
    },
    run,
};

const SETTING: &str = "data_retention_periods";

fn run(cx: &Context) -> Result<Outcome> {
    let Some(wanted) = cx.policy.retention() else {
        return Ok(Outcome::NotApplicable {
            why: "the policy names no retention period".to_owned(),
            needs: vec!["[settings] retention in the policy, like \"90 days\"".to_owned()],
        });
    };
    Ok(judge(cx, &ANALYZER, (&[SETTING], &[]), |setting| match setting.retention() {
        None => not_understood(setting),
        Some(periods) => compare(setting, &periods, wanted),
    }))
}

fn compare(setting: &Setting, periods: &BTreeMap<String, Retention>, wanted: Retention) -> Answer {
    if periods.is_empty() {
        return Answer::Unclear(format!("`{}` names no period: the defaults of Anthropic hold", setting.name));
    }
    let differs = |kept: &Retention| kept.is_same(wanted) == Some(false);
    let others: Vec<String> =
        periods.iter().filter(|(_, kept)| differs(kept)).map(|(kind, kept)| format!("{kind}: {kept}")).collect();
    if !others.is_empty() {
        let what = format!("data is kept for another time than the policy says ({})", others.join(", "));
        let threshold = format!("{wanted} (policy)");
        return Answer::Found(Found::of(&ANALYZER, "Retention differs from the policy", what, &threshold));
    }
    match periods.values().find(|kept| kept.is_same(wanted).is_none()) {
        Some(kept) => {
            Answer::Unclear(format!("{kept} in `{}` and {wanted} in the policy may be as long", setting.name))
        }
        None => Answer::Fine,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look, look_with};
    use super::*;

    fn kept(duration: u64, timescale: &str) -> Value {
        json!({"type": "fixed", "duration": duration, "timescale": timescale})
    }

    fn under(policy: &str, value: Value) -> Vec<String> {
        look_with(&ANALYZER, &[(SETTING, value)], &format!("[settings]\nretention = \"{policy}\""))
    }

    #[test]
    fn another_period() {
        assert_eq!(
            under("90 days", json!({"all": {"type": "indefinite"}})),
            ["medium data_retention_periods: data is kept for another time than the policy says (all: indefinite) \
              (`data_retention_periods` is {\"all\":{\"type\":\"indefinite\"}}). Expected: 90 days (policy)"]
        );
        assert_eq!(under("90 days", json!({"chats": kept(90, "day"), "files": kept(30, "day")})).len(), 1);
        assert_eq!(under("indefinite", json!({"all": kept(90, "day")})).len(), 1);
        assert_eq!(under("90 days", json!({"all": kept(6, "month")})).len(), 1, "six months are never 90 days");
    }

    #[test]
    fn the_period_of_the_policy() {
        assert_eq!(under("90 days", json!({"all": kept(90, "day")})), [""; 0]);
        assert_eq!(under("1 year", json!({"chats": kept(12, "month"), "files": kept(12, "month")})), [""; 0]);
        assert_eq!(under("indefinite", json!({"all": {"type": "indefinite"}})), [""; 0]);
    }

    #[test]
    fn what_cannot_be_compared() {
        let doubt = "not assessed: 3 months in `data_retention_periods` and 90 days in the policy may be as long";
        assert_eq!(under("90 days", json!({"all": kept(3, "month")})), [doubt]);
        assert!(under("90 days", json!({}))[0].starts_with("not assessed: `data_retention_periods` names no period"));
        for value in [Value::Null, json!(90), json!({"all": kept(90, "moon")}), json!({"all": {"type": "rolling"}})] {
            assert!(under("90 days", value.clone())[0].starts_with("not assessed: the value «"), "{value}");
        }
        let all = [(SETTING, json!({"all": kept(90, "day")}))];
        assert_eq!(look(&ANALYZER, &all), ["not applicable: the policy names no retention period"]);
        let other = look_with(&ANALYZER, &[("chat_enabled", json!(true))], "[settings]\nretention = \"90 days\"");
        assert_eq!(other, [absent("`data_retention_periods`")]);
    }
}

//! Logging that is off on the day of the export.

use anyhow::Result;

use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "logging-not-on",
    title: "Logging that is off",
    control: Control::AuditLogReview,
    severity: Severity::Critical,
    reads: &[&[Table::Settings]],
    population: "states of the Compliance API",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations whose Compliance API, and with it the recording of activities, is off on the day of the export: `state` of the \
                Admin API's compliance settings. When it was switched off, and by whom, is a finding of `logging-disabled`.",
        matters: "What happens now is recorded nowhere, and nothing brings it back later.",
        remedy: &[
            "Admin API: POST /v1/organizations/compliance_settings with {\"state\":\"enabled\"}",
            "Find out who switched it off, and why: the findings of `logging-disabled`",
        ],
        caveats: "Only the Admin API's answer states it. An organization with a parent reads the parent's state. Events of Access Transparency are \
                  recorded also while it is off.",
    },
    run,
};

const SETTING: &str = "compliance_api_state";

fn run(cx: &Context) -> Result<Outcome> {
    Ok(judge(cx, &ANALYZER, (&[SETTING], &[]), |setting| match setting.flag() {
        None => not_understood(setting),
        Some(true) => Answer::Fine,
        Some(false) => {
            Answer::Found(Found::of(&ANALYZER, "Activities are not recorded", "the Compliance API is off", "on"))
        }
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{absent, export};
    use super::*;
    use crate::analyze::testing::ask;

    fn state(state: &serde_json::Value) -> Vec<String> {
        let text = json!({"type": "compliance_settings", "state": state}).to_string();
        ask(&ANALYZER, &[("compliance_settings.json", &text)])
    }

    #[test]
    fn off() {
        for off in [json!({"type": "disabled"}), json!("disabled")] {
            assert_eq!(state(&off).len(), 1, "{off}");
        }
        assert_eq!(
            state(&json!("disabled")),
            [
                "critical compliance_api_state: the Compliance API is off (`compliance_api_state` is disabled). Expected: on"
            ]
        );
    }

    #[test]
    fn on_and_not_stated() {
        for on in [json!({"type": "enabled"}), json!("Enabled"), json!(true)] {
            assert_eq!(state(&on), [""; 0], "{on}");
        }
        assert!(state(&json!({"type": "pausing"}))[0].starts_with("not assessed: the value «"));
        // The settings of the Compliance API do not say it, nor does Access Transparency.
        let others = export(&[("access_transparency_enabled", json!(false))]);
        assert_eq!(ask(&ANALYZER, &[("settings.json", &others)]), [absent("`compliance_api_state`")]);
    }
}

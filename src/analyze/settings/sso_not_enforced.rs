//! Single sign-on that is off, or that nobody has to use.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "sso-not-enforced",
    title: "Single sign-on that is not required",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Settings]],
    population: "settings that require single sign-on",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations whose settings do not require single sign-on for claude.ai (`sso_claude_ai_enforced`) or for the Console \
                (`sso_console_enforced`), and those in which single sign-on is off (`sso_enabled`). Where the policy says that single \
                sign-on is not used ([settings] sso_used = false), the question does not arise.",
        matters: "Who can sign in without the identity provider keeps their access when the identity provider drops them, and has no second \
                  factor of the organization.",
        remedy: &[
            "claude.ai > Organization settings > Identity and access > Single sign-on: require it for all members",
            "Console > Settings > Identity and access: require it there too; first check that an owner can sign in",
        ],
        caveats: "The settings are those in force on the day of the export. One that the export leaves out is not judged: administrators \
                  cannot change it, and which value holds is not stated.",
    },
    run,
};

const ENABLED: &str = "sso_enabled";
const ENFORCED: [(&str, &str); 2] = [("sso_claude_ai_enforced", "claude.ai"), ("sso_console_enforced", "the Console")];
const THRESHOLD: &str = "single sign-on is required";

fn run(cx: &Context) -> Result<Outcome> {
    if !cx.policy.sso_used() {
        return Ok(not_used());
    }
    let names = ENFORCED.map(|(name, _)| name);
    Ok(judge(cx, &ANALYZER, (&names, &[ENABLED]), |setting| {
        let is_off = cx.facts.settings.beside(setting, ENABLED).is_some_and(|sso| sso.flag() == Some(false));
        let place = ENFORCED.iter().find(|(name, _)| *name == setting.name).map(|(_, place)| place);
        match (setting.flag(), place) {
            (None, _) => not_understood(setting),
            (Some(true), None) => Answer::Aside,
            (Some(false), None) => {
                Answer::Found(Found::of(&ANALYZER, "Single sign-on is off", "single sign-on is off", THRESHOLD))
            }
            // One finding says it.
            (Some(_), Some(_)) if is_off => Answer::Aside,
            (Some(true), Some(_)) => Answer::Fine,
            (Some(false), Some(place)) => {
                let title = format!("Single sign-on is not required for {place}");
                let what = format!("members can sign in to {place} without single sign-on");
                Answer::Found(Found::of(&ANALYZER, title, what, THRESHOLD))
            }
        }
    }))
}

fn not_used() -> Outcome {
    Outcome::NotApplicable {
        why: "the policy says that single sign-on is not used".to_owned(),
        needs: vec!["[settings] sso_used in the policy left out, or true".to_owned()],
    }
}

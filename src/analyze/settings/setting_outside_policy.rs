//! Settings that differ from the policy's baseline.

mod compare;
#[cfg(test)]
mod tests;

use anyhow::Result;

use self::compare::meets;
use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "setting-outside-policy",
    title: "Settings that differ from the policy",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Settings]],
    population: "settings with a baseline in the policy",
    thresholds: &[],
    explain: Explain {
        finds: "Settings that differ from what the policy says under [settings.baseline]: a value (equals), one of some (one_of), a number not \
                above one (at_most), or a list or text with something in it (not_empty). The policy gives the severity; medium where it does \
                not. Without a baseline the question does not arise.",
        matters: "Somebody decided what the setting must be, and it is something else.",
        remedy: &[
            "claude.ai > Organization settings, or the Console's settings: give {name} the value of the policy",
            "If the value is right, change [settings.baseline] in clade.toml and let it be approved there",
        ],
        caveats: "A setting that no export states, or whose value cannot be compared with the policy's, is not judged; where nothing else is found, \
                  the check then is not assessed.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let rules = cx.policy.setting_rules();
    if rules.is_empty() {
        return Ok(Outcome::NotApplicable {
            why: "the policy has no baseline for settings".to_owned(),
            needs: vec!["[settings.baseline] in the policy".to_owned()],
        });
    }
    let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
    let outcome = judge(cx, &ANALYZER, (&names, &[]), |setting| {
        let Some(rule) = rules.iter().find(|rule| rule.name == setting.name) else { return Answer::Aside };
        match meets(setting, &rule.test) {
            None => not_understood(setting),
            Some(true) => Answer::Fine,
            Some(false) => {
                let title = format!("Setting {} differs from the policy", setting.name);
                let threshold = format!("{} (policy)", rule.test);
                let found = Found::of(&ANALYZER, title, "the setting differs from the policy", &threshold);
                Answer::Found(Found { severity: rule.severity, ..found })
            }
        }
    });
    Ok(withheld(outcome, &names, cx))
}

/// The policy demands all of them: without one of them there is no verdict that nothing differs.
fn withheld(outcome: Outcome, names: &[&str], cx: &Context) -> Outcome {
    let is_absent = |name: &&&str| cx.facts.settings.named(name).next().is_none();
    let absent: Vec<String> = names.iter().filter(is_absent).map(|name| format!("`{name}`")).collect();
    match outcome {
        Outcome::Assessed { findings, .. } if findings.is_empty() && !absent.is_empty() => Outcome::NotAssessed {
            why: format!("the policy has a baseline for settings that no export states: {}", absent.join(", ")),
            needs: vec![Table::Settings],
        },
        outcome => outcome,
    }
}

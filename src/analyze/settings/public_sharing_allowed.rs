//! Work that may be made public.

use anyhow::Result;

use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Confidence, Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "public-sharing-allowed",
    title: "Work that may be made public",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Settings]],
    population: "settings of public sharing",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations in which projects may be made public (`public_projects_enabled`). Sharing with people of the organization \
                (`project_sharing_enabled`, `skill_sharing_enabled`, `org_wide_skill_sharing_enabled`) is no finding.",
        matters: "A public project takes its documents along, and nobody has to be let in to read them.",
        remedy: &[
            "claude.ai > Organization settings > Data and privacy > Public projects: off; public projects become private",
            "Look for what was made public so far among the findings of `public-share`",
        ],
        caveats: "Anthropic's articles of different dates say that a public project is open to the organization, and that the setting controls \
                  sharing outside of it; hence medium confidence. `claude_ai_chat_sharing_enabled` does not say with whom chats may be shared, \
                  and is not judged: state under [settings.baseline] what it must be.",
    },
    run,
};

const SETTING: &str = "public_projects_enabled";

fn run(cx: &Context) -> Result<Outcome> {
    Ok(judge(cx, &ANALYZER, (&[SETTING], &[]), |setting| match setting.flag() {
        None => not_understood(setting),
        Some(false) => Answer::Fine,
        Some(true) => {
            let found = Found::of(&ANALYZER, "Projects may be made public", "projects may be made public", "off");
            Answer::Found(Found { confidence: Confidence::Medium, ..found })
        }
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look};
    use super::*;

    #[test]
    fn public_projects() {
        assert_eq!(
            look(&ANALYZER, &[(SETTING, json!("enabled"))]),
            [
                "medium public_projects_enabled: projects may be made public (`public_projects_enabled` is enabled). Expected: off"
            ]
        );
    }

    #[test]
    fn sharing_inside_the_organization() {
        let inside = [("project_sharing_enabled", json!(true)), ("org_wide_skill_sharing_enabled", json!(true))];
        assert_eq!(look(&ANALYZER, &inside), [absent("`public_projects_enabled`")]);
        assert_eq!(look(&ANALYZER, &[inside[0].clone(), (SETTING, json!(false))]), [""; 0]);
        assert!(look(&ANALYZER, &[(SETTING, Value::Null)])[0].starts_with("not assessed: the value «"));
    }
}

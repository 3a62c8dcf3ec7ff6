//! Claude Code that may run without asking.

use anyhow::Result;

use super::judge::must_be_off_where;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "permission-bypass-allowed",
    title: "Claude Code that may run with permissions bypassed",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Settings]],
    population: "settings of Claude Code's permissions",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations in which members may run Claude Code on the desktop with all permission prompts bypassed \
                (`claude_code_desktop_bypass_permissions_enabled`). Where Claude Code on the desktop is off (`claude_code_desktop_enabled`), the \
                setting does nothing and is no finding.",
        matters: "Without prompts a prompt injection in a repository, an issue or a web page runs commands with the member's own rights.",
        remedy: &[
            "claude.ai > Organization settings > Claude Code: do not allow bypassing permissions",
            "Managed settings on the machines: permissions.disableBypassPermissionsMode = \"disable\"",
        ],
        caveats: "Managed settings of machines can forbid it all the same; they are not in the export. The command line has settings of its own.",
    },
    run,
};

const SETTING: &str = "claude_code_desktop_bypass_permissions_enabled";
const CAPABILITY: &str = "claude_code_desktop_enabled";

fn run(cx: &Context) -> Result<Outcome> {
    let says = (
        "Claude Code may run with permissions bypassed",
        "members may run Claude Code on the desktop without being asked",
        "off",
    );
    Ok(must_be_off_where(cx, &ANALYZER, (SETTING, CAPABILITY), says))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look};
    use super::*;

    #[test]
    fn bypass_is_allowed() {
        assert_eq!(
            look(&ANALYZER, &[(SETTING, json!(true))]),
            [
                "high claude_code_desktop_bypass_permissions_enabled: members may run Claude Code on the desktop without being asked \
              (`claude_code_desktop_bypass_permissions_enabled` is true). Expected: off"
            ]
        );
        assert_eq!(look(&ANALYZER, &[(SETTING, json!("on")), (CAPABILITY, json!(true))]).len(), 1);
    }

    #[test]
    fn off_or_without_effect() {
        assert_eq!(look(&ANALYZER, &[(SETTING, json!(false))]), [""; 0]);
        assert_eq!(look(&ANALYZER, &[(SETTING, json!(true)), (CAPABILITY, json!(false))]), [""; 0]);
        assert_eq!(look(&ANALYZER, &[(CAPABILITY, json!(true))]), [absent(&format!("`{SETTING}`"))]);
        for (bypass, desktop) in [(Value::Null, json!(true)), (json!(true), json!("maybe"))] {
            let lines = look(&ANALYZER, &[(SETTING, bypass), (CAPABILITY, desktop)]);
            assert!(lines[0].starts_with("not assessed: the value «"), "{lines:?}");
        }
    }
}

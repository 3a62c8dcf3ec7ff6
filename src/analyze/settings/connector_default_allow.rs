//! Tools of connectors that run without asking.

use anyhow::Result;

use super::judge::must_be_off;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "connector-default-allow",
    title: "Connectors whose tools are allowed without asking",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Settings]],
    population: "defaults for tools of connectors",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations in which the tools of a connector are allowed by default without asking the member each time \
                (`connector_tools_default_always_allow`).",
        matters: "A tool that writes, sends or deletes then does so on the word of whatever text Claude has read.",
        remedy: &[
            "claude.ai > Organization settings > Connectors > Default for tools: ask each time",
            "Allow single tools that only read where asking is in the way",
        ],
        caveats: "Single connectors and roles can be stricter or looser than the default; that is not in this setting.",
    },
    run,
};

const SETTING: &str = "connector_tools_default_always_allow";

fn run(cx: &Context) -> Result<Outcome> {
    let says = ("Tools of connectors run without asking", "tools of connectors are allowed by default", "off");
    Ok(must_be_off(cx, &ANALYZER, SETTING, says))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look};
    use super::*;

    #[test]
    fn tools_run_without_asking() {
        assert_eq!(
            look(&ANALYZER, &[(SETTING, json!(true))]),
            ["medium connector_tools_default_always_allow: tools of connectors are allowed by default \
              (`connector_tools_default_always_allow` is true). Expected: off"]
        );
    }

    #[test]
    fn they_ask() {
        assert_eq!(look(&ANALYZER, &[(SETTING, json!("False"))]), [""; 0]);
        assert!(look(&ANALYZER, &[(SETTING, Value::Null)])[0].starts_with("not assessed: the value «"));
        assert_eq!(look(&ANALYZER, &[("chat_enabled", json!(true))]), [absent(&format!("`{SETTING}`"))]);
    }
}

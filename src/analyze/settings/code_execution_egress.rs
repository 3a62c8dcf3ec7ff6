//! Executed code that may reach the network.

use anyhow::Result;

use super::judge::must_be_off_where;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "code-execution-egress",
    title: "Executed code that may reach the network",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Settings]],
    population: "settings of code execution's network",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations in which code that Claude executes may reach the network (`code_execution_network_egress_enabled`). Where code \
                execution is off (`code_execution_enabled`), the setting does nothing and is no finding.",
        matters: "Code that reads a document with instructions in it can send what it finds to wherever they say.",
        remedy: &[
            "claude.ai > Organization settings > Capabilities > Code execution: no network egress, or package managers and named domains only",
        ],
        caveats: "Which domains are allowed the export does not say: a short list of domains looks like the whole internet.",
    },
    run,
};

const SETTING: &str = "code_execution_network_egress_enabled";
const CAPABILITY: &str = "code_execution_enabled";

fn run(cx: &Context) -> Result<Outcome> {
    let says = ("Executed code may reach the network", "code that Claude executes may reach the network", "off");
    Ok(must_be_off_where(cx, &ANALYZER, (SETTING, CAPABILITY), says))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look};
    use super::*;

    #[test]
    fn egress() {
        assert_eq!(
            look(&ANALYZER, &[(SETTING, json!(true)), (CAPABILITY, json!(true))]),
            ["medium code_execution_network_egress_enabled: code that Claude executes may reach the network \
              (`code_execution_network_egress_enabled` is true). Expected: off"]
        );
        assert_eq!(look(&ANALYZER, &[(SETTING, json!(true))]).len(), 1, "whether code is executed is not stated");
    }

    #[test]
    fn off_or_without_effect() {
        assert_eq!(look(&ANALYZER, &[(SETTING, json!(true)), (CAPABILITY, json!(false))]), [""; 0]);
        assert_eq!(look(&ANALYZER, &[(SETTING, json!("disabled")), (CAPABILITY, json!(true))]), [""; 0]);
        assert_eq!(look(&ANALYZER, &[(CAPABILITY, json!(true))]), [absent(&format!("`{SETTING}`"))]);
        assert!(look(&ANALYZER, &[(SETTING, Value::Null)])[0].starts_with("not assessed: the value «"));
    }
}

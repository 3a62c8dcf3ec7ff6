//! Provisioning that adds members and never removes them.

use anyhow::Result;

use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "provisioning-without-offboarding",
    title: "Provisioning that removes nobody",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::Settings]],
    population: "provisioning modes in force",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations whose `sso_provisioning_mode` is `jit_advanced`, `jit_permissive` or `login_only`: members are made when they \
                first sign in, or by hand, and nobody is removed when they leave the identity provider. SCIM modes are no findings. Where the \
                policy says that single sign-on is not used, the question does not arise.",
        matters: "Without directory sync somebody has to remember every leaver, and keys and sessions outlive the employment until they do.",
        remedy: &[
            "claude.ai > Organization settings > Identity and access > Directory sync: connect the identity provider (SCIM)",
            "Then choose SCIM as the provisioning mode; until then remove leavers by hand and review the member list monthly",
        ],
        caveats: "The mode is reported as enforced: `login_only` also where a mode is configured whose mechanism is off.",
    },
    run,
};

const SETTING: &str = "sso_provisioning_mode";

fn run(cx: &Context) -> Result<Outcome> {
    if !cx.policy.sso_used() {
        return Ok(Outcome::NotApplicable {
            why: "the policy says that single sign-on is not used".to_owned(),
            needs: vec!["[settings] sso_used in the policy left out, or true".to_owned()],
        });
    }
    Ok(judge(cx, &ANALYZER, (&[SETTING], &[]), |setting| {
        let what = match setting.mode() {
            None => return not_understood(setting),
            Some(mode) if mode.starts_with("scim_") => return Answer::Fine,
            Some("login_only") => "the identity provider signs people in and adds or removes nobody",
            Some(_) => "members are added when they first sign in, and nobody is removed when they leave",
        };
        Answer::Found(Found::of(&ANALYZER, "Nobody is removed when they leave", what, "SCIM"))
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look, look_with};
    use super::*;

    #[test]
    fn who_leaves_stays() {
        assert_eq!(
            look(&ANALYZER, &[(SETTING, json!("jit_advanced"))]),
            [
                "medium sso_provisioning_mode: members are added when they first sign in, and nobody is removed when they leave \
              (`sso_provisioning_mode` is jit_advanced). Expected: SCIM"
            ]
        );
        for mode in ["jit_permissive", "login_only", "Login Only"] {
            assert_eq!(look(&ANALYZER, &[(SETTING, json!(mode))]).len(), 1, "{mode}");
        }
    }

    #[test]
    fn directory_sync_and_modes_that_nobody_knows() {
        for mode in ["scim_advanced", "scim_permissive", "SCIM-Advanced"] {
            assert_eq!(look(&ANALYZER, &[(SETTING, json!(mode))]), [""; 0], "{mode}");
        }
        for mode in [json!("scim"), json!("automatic"), Value::Null, json!(true)] {
            let lines = look(&ANALYZER, &[(SETTING, mode)]);
            assert!(lines[0].starts_with("not assessed: the value «"), "{lines:?}");
        }
        assert_eq!(look(&ANALYZER, &[("sso_enabled", json!(true))]), [absent("`sso_provisioning_mode`")]);
        let lines = look_with(&ANALYZER, &[(SETTING, json!("login_only"))], "[settings]\nsso_used = false");
        assert_eq!(lines, ["not applicable: the policy says that single sign-on is not used"]);
    }
}

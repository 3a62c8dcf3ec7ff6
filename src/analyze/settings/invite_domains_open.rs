//! Invitations to every address.

use anyhow::Result;

use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "invite-domains-open",
    title: "Invitations to any domain",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Settings]],
    population: "lists of domains for invitations",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations whose list of domains for invitations (`allowed_invite_domains`) is empty, or has an entry that stands for all \
                (`*`): anybody can be invited, at whatever address.",
        matters: "An invitation to a private address makes a member whom no identity provider knows and no offboarding removes.",
        remedy: &[
            "claude.ai > Organization settings > Identity and access > Allowed domains for invitations: enter your domains",
        ],
        caveats: "Who was invited from outside so far are findings of `external-member`. Whose the listed domains are is not judged here.",
    },
    run,
};

const SETTING: &str = "allowed_invite_domains";

fn run(cx: &Context) -> Result<Outcome> {
    Ok(judge(cx, &ANALYZER, (&[SETTING], &[]), |setting| match setting.list() {
        None => not_understood(setting),
        Some(domains)
            if domains.is_empty() || domains.iter().any(|domain| ["*", "*.*", "@*"].contains(&domain.as_str())) =>
        {
            let what = "no domain limits who can be invited";
            Answer::Found(Found::of(&ANALYZER, "Anybody can be invited", what, "the domains of the organization"))
        }
        Some(_) => Answer::Fine,
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{absent, look};
    use super::*;

    #[test]
    fn anybody_can_be_invited() {
        assert_eq!(
            look(&ANALYZER, &[(SETTING, json!([]))]),
            [
                "low allowed_invite_domains: no domain limits who can be invited (`allowed_invite_domains` is []). Expected: the domains of \
              the organization"
            ]
        );
        for open in [json!(""), json!("[]"), json!(["*"]), json!("example.com, *")] {
            assert_eq!(look(&ANALYZER, &[(SETTING, open.clone())]).len(), 1, "{open}");
        }
    }

    #[test]
    fn domains_and_values_that_say_nothing() {
        for closed in [json!(["example.com"]), json!("example.com; example.org"), json!(["*.example.com"])] {
            assert_eq!(look(&ANALYZER, &[(SETTING, closed.clone())]), [""; 0], "{closed}");
        }
        for value in [Value::Null, json!(false), json!([1])] {
            assert!(
                look(&ANALYZER, &[(SETTING, value.clone())])[0].starts_with("not assessed: the value «"),
                "{value}"
            );
        }
        assert_eq!(look(&ANALYZER, &[("chat_enabled", json!(true))]), [absent("`allowed_invite_domains`")]);
    }
}

//! Access from every address of the internet.

mod ranges;
#[cfg(test)]
mod tests;

use anyhow::Result;

use self::ranges::{Reach, reach};
use super::judge::{Answer, Found, judge, not_understood};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Setting;
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "no-ip-allowlist",
    title: "Access from any address",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Settings]],
    population: "settings of the IP allowlist",
    thresholds: &[],
    explain: Explain {
        finds: "Organizations whose IP allowlist is off (`ip_allowlist_enabled`), and lists (`ip_allowlist_ip_ranges`) that are empty or let in \
                every address of IPv4 or of IPv6, by one range (`0.0.0.0/0`, `::/0`) or by several together. Low; high where the policy demands \
                a list ([settings] ip_allowlist_required = true).",
        matters: "A stolen session or password works from anywhere.",
        remedy: &[
            "claude.ai > Organization settings > Identity and access > IP allowlist: enter the ranges of offices and VPN, then turn it on",
            "Check from a network outside that signing in is refused",
        ],
        caveats: "Workspaces and federation rules can have limits of their own, which this list does not show. A list is judged by whether it lets \
                  in everybody, not by whose addresses it names.",
    },
    run,
};

const ENABLED: &str = "ip_allowlist_enabled";
const RANGES: &str = "ip_allowlist_ip_ranges";

fn run(cx: &Context) -> Result<Outcome> {
    let found = |title: &str, what: &str| {
        let demanded = cx.policy.ip_allowlist_required();
        let threshold = if demanded { "an IP allowlist (policy)" } else { "an IP allowlist" };
        let severity = if demanded { Severity::High } else { ANALYZER.severity };
        Answer::Found(Found { severity, ..Found::of(&ANALYZER, title, what, threshold) })
    };
    Ok(judge(cx, &ANALYZER, (&[ENABLED], &[RANGES]), |setting| {
        if setting.name == ENABLED {
            return match setting.flag() {
                None => not_understood(setting),
                Some(true) => Answer::Fine,
                Some(false) => found("The IP allowlist is off", "people can sign in from any address"),
            };
        }
        let switch = cx.facts.settings.beside(setting, ENABLED).and_then(Setting::flag);
        match setting.list().as_deref().and_then(reach) {
            // A list that is off says nothing.
            _ if switch == Some(false) => Answer::Aside,
            None => not_understood(setting),
            Some(Reach::Nobody) => found("The IP allowlist is empty", "the list of allowed addresses is empty"),
            Some(Reach::Everybody) => found("The IP allowlist lets in everybody", "the list lets in every address"),
            Some(Reach::Some) if switch.is_none() => Answer::Aside,
            Some(Reach::Some) => Answer::Fine,
        }
    }))
}

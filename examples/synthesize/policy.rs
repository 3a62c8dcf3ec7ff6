//! The organization's policy, written next to the exports, and what an audit finds only with it.

use std::path::Path;

use anyhow::Result;
use chrono::Days;

use crate::admin_json::save;
use crate::org::Org;
use crate::price::OPUS;

/// Writes `clade.toml`. Everything that the policy says holds in a clean organization; in others some of it does not.
pub(crate) fn write(org: &mut Org, path: &Path, clean: bool) -> Result<()> {
    let mut text = format!(
        "# The policy of an invented organization.\n\n[organization]\nname = \"{}\"\ndomains = [\"example.com\", \"example.org\"]\n",
        org.name
    );
    text.push_str(&naming(org, clean));
    text.push_str(&services(org, clean));
    text.push_str(&limits(org));
    text.push_str(&models(org, clean));
    text.push_str(&access(org, clean));
    text.push_str(HOURS);
    text.push_str(&format!("\n[audit_log]\nreviewers = [\"{}\"]\nsso_required = true\n", org.people[5].email));
    text.push_str(&settings(org, clean));
    text.push_str(&suppressions(org, clean));
    save(path, text)
}

const HOURS: &str = "\n[hours]\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\nfrom = 06:00:00\nto = 20:00:00\nutc_offset = \"+00:00\"\n";

/// All names but one fit.
fn naming(org: &mut Org, clean: bool) -> String {
    let mut patterns: Vec<String> = ["prod-*", "staging-*", "dev-*", "claude_code_key_*"].map(str::to_owned).to_vec();
    let fits =
        |name: &str| ["prod-", "staging-", "dev-", "claude_code_key_"].iter().any(|start| name.starts_with(start));
    for key in org.keys.iter().filter(|key| key.listed && key.status == "active") {
        let wanted = ![ODD, "asdf", "My API Key 2"].contains(&key.name.as_str()) && !key.name.starts_with("sk-ant");
        if !fits(&key.name) && wanted && !patterns.contains(&key.name) {
            patterns.push(key.name.clone());
        }
    }
    if !clean {
        let odd = org.keys.iter().position(|key| key.name == ODD).expect("planted");
        let (id, name) = org.key_subject(odd);
        org.truth.expect_with_policy("undescriptive-key-name", &[("api_key", id, &name)]);
    }
    format!("\n[naming]\nkeys = [{}]\n", quoted(&patterns))
}

/// The key whose name the naming rule does not allow.
const ODD: &str = "anomaly-explainer";

fn quoted(list: &[String]) -> String {
    list.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
}

fn services(org: &mut Org, clean: bool) -> String {
    let owner = &org.people[0].email;
    let mut text = format!(
        "\n[services.recommendation-service]\nowner = \"{owner}\"\nkeys = [\"prod-recommendation-service*\"]\nenvironments = [\"production\"]\n"
    );
    if !clean {
        text.push_str("\n[services.freight-audit]\nowner = \"freight@example.com\"\nkeys = [\"*-freight-audit\"]\nenvironments = [\"production\"]\n");
        org.truth.expect_any_with_policy("missing-service-key");
    }
    text
}

/// Limits as the Console has them.
fn limits(org: &Org) -> String {
    let dollars = |workspace| {
        let limit = org.limits.iter().find(|limit| limit.workspace == workspace && limit.deleted.is_none());
        limit.map_or(0, |limit| limit.cents / 100)
    };
    format!(
        "\n[limits]\norganization = {}\n\n[limits.workspaces]\n\"Production\" = {}\n\n[alerts]\nrecipients = [\"finops@example.com\"]\n",
        dollars(None),
        dollars(Some(crate::org::PRODUCTION))
    )
}

fn models(org: &mut Org, clean: bool) -> String {
    let opus = org.keys.iter().any(|key| key.uses.iter().any(|usage| usage.model == OPUS && usage.from < usage.to));
    let approved = if clean { "\"claude-*\"" } else { "\"claude-sonnet-*\", \"claude-haiku-*\"" };
    if !clean && opus {
        org.truth.expect_any_with_policy("unapproved-model");
    }
    let mut text = format!("\n[models]\napproved = [{approved}]\n\n[residency]\ngeos = [\"global\", \"us\"]\n");
    let second = org.workspaces.iter().position(|workspace| ["Production EU", "EU Live"].contains(&workspace.name));
    if let Some(place) = second {
        text.push_str(&format!("\n[residency.workspaces]\n\"{}\" = [\"eu\"]\n", org.workspaces[place].name));
        let (id, name) = (org.workspaces[place].id.clone(), org.workspaces[place].name);
        let key = org.keys.iter().position(|key| key.name == "prod-eu-label-reader").expect("planted");
        let (key, called) = org.key_subject(key);
        org.truth
            .expect_with_policy("residency-violation", &[("workspace", Some(id), name), ("api_key", key, &called)]);
    }
    text
}

/// Who may be an admin, and when that was last reviewed.
fn access(org: &mut Org, clean: bool) -> String {
    let members: Vec<usize> = (0..org.people.len()).filter(|person| org.people[*person].left.is_none()).collect();
    let of = |role: &str| -> Vec<usize> {
        members.iter().copied().filter(|person| org.people[*person].role == role).collect()
    };
    let (mut admins, mut billing) = (of("admin"), of("billing"));
    let mut wrong = vec![];
    if !clean {
        wrong.extend(admins.pop());
        let developer = members.iter().copied().find(|person| org.people[*person].role == "developer");
        billing.extend(developer);
        wrong.extend(developer);
    }
    let addresses = |people: &[usize]| quoted(&people.iter().map(|p| org.people[*p].email.clone()).collect::<Vec<_>>());
    let reviewed = org.quarter.end - Days::new(if clean { 12 } else { 120 });
    let text = format!(
        "\n[access.roles]\nadmin = [{}]\nbilling = [{}]\n\n[access.review]\non = {reviewed}\nreviewer = \"{}\"\npopulation = {}\n",
        addresses(&admins),
        addresses(&billing),
        org.people[0].email,
        members.len()
    );
    for person in wrong {
        let (id, email) = (org.people[person].id.clone(), org.people[person].email.clone());
        org.truth.expect_with_policy("role-mismatch", &[("user", Some(id), &email)]);
    }
    if !clean {
        org.truth.expect_any_with_policy("overdue-access-review");
        let first = &org.people[0];
        org.truth.decoy(
            "role-mismatch",
            ("user", Some(first.id.clone()), &first.email),
            "has the role that the policy says",
        );
    }
    text
}

/// What settings must be: of the baseline one differs.
fn settings(org: &mut Org, clean: bool) -> String {
    if !clean {
        let name = "web_search_enabled";
        org.truth.expect_with_policy("setting-outside-policy", &[("setting", Some(name.to_owned()), name)]);
        let why = "as the policy says";
        org.truth.decoy("setting-outside-policy", ("setting", None, "disabled_admin_request_types"), why);
    }
    format!(
        "\n[settings]\nretention = \"90 days\"\n\n[settings.baseline]\nweb_search_enabled = {{ equals = {clean} }}\n\
         disabled_admin_request_types = {{ equals = [] }}\nsso_enabled = {{ equals = true, severity = \"high\" }}\n"
    )
}

/// One that holds, one that matches nothing and one whose time is over.
fn suppressions(org: &mut Org, clean: bool) -> String {
    if clean {
        return String::new();
    }
    org.truth.expect_any_with_policy("unused-suppression");
    let entry = |subject: &str, days: i64| {
        let until = org.quarter.end + chrono::TimeDelta::days(days);
        format!(
            "\n[[suppress]]\nrule = \"unrotated-key\"\nsubject = \"{subject}\"\nreason = \"Rotation is agreed with the vendor.\"\napproved_by = \"{}\"\nexpires = {until}\n",
            org.people[0].email
        )
    };
    [entry("prod-catalog-search", 100), entry("prod-long-gone-service", 100), entry("prod-order-notifier", -40)]
        .concat()
}

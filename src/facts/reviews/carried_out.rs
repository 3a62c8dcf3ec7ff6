//! Which decisions to take away keys and other identities without a person were carried out, by whom and when.

use super::identities::Identity;
use super::identity_words::IdentityVerdict;
use crate::facts::credentials::Credentials;
use crate::facts::log::{KeyChange, KeyEvent, KeyEvents};
use crate::facts::people::ReviewedRow;
use crate::model::{CarriedOut, Dataset};

/// Of identities that are live no more: the event that ended each key, or the day on which an account or a rule was archived.
pub(super) fn carried_out(
    data: &Dataset,
    (live, reviewed): (&[Identity], &[ReviewedRow]),
    events: &KeyEvents,
    credentials: &Credentials,
) -> Vec<CarriedOut> {
    let revoked = reviewed.iter().filter(|row| {
        row.decision.as_deref().and_then(IdentityVerdict::of) == Some(IdentityVerdict::Revoke)
            && !live.iter().any(|one| one.id == row.id)
    });
    let one = |row: &ReviewedRow| {
        let done =
            |on, by, evidence, name| CarriedOut { id: row.id.clone(), name, decided_on: row.on, on, by, evidence };
        let ended = events.0.iter().rfind(|event| event.key_id.as_deref() == Some(&row.id) && ends(event));
        if let Some(event) = ended {
            let evidence = event.source.evidence(data, format!("{}: {}", event.event, row.id));
            let by = Some(event.actor.label().to_owned());
            return Some(done(event.at.date_naive(), by, evidence, event.key_name.clone()));
        }
        let account = credentials.service_accounts.iter().find(|one| one.id == row.id);
        let rule = credentials.rules.iter().find(|one| one.id == row.id);
        let of_account = account.and_then(|one| Some((one.archived_at?, one.source, &one.name)));
        let of_rule = rule.and_then(|one| Some((one.archived_at?, one.source, &one.name)));
        let (at, source, name) = of_account.or(of_rule)?;
        let evidence = source.evidence(data, format!("{}: archived", row.id));
        Some(done(at.date_naive(), None, evidence, Some(name.clone())))
    };
    revoked.filter_map(one).collect()
}

/// Whether the key cannot be used any more after it.
fn ends(event: &KeyEvent) -> bool {
    match &event.change {
        KeyChange::Deleted => true,
        KeyChange::Updated(updates) => updates.iter().any(|one| one.field == "status" && one.to == "archived"),
        KeyChange::Created => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::analyze::testing::{activity, data, key, page};
    use crate::facts::{Facts, as_of, default_period};

    #[test]
    fn a_key_that_was_to_be_revoked_and_is_archived_has_its_event() {
        let updates = json!([{"type": "status", "previous_value": "active", "current_value": "archived"}]);
        let event =
            |day: &str, fields| activity(&format!("{day}T09:00:00Z"), "platform_api_key_updated", "ann", fields);
        let feed = [
            event("2026-10-09", json!({"api_key_id": "apikey_old", "updates": updates})),
            event("2026-10-10", json!({"api_key_id": "apikey_search", "updates": [{"type": "name"}]})),
        ];
        let feed: String = feed.iter().map(|event| format!("{event}\n")).collect();
        let keys = page(&[key("search", "2026-09-01", None)]);
        let sheet = "kind,id,owner,purpose,decision,reviewer,reviewed_on\nAPI key,apikey_old,,,revoke,boss,2026-10-07\n\
                     API key,apikey_search,,,revoke,boss,2026-10-07\nAPI key,apikey_unknown,,,revoke,boss,2026-10-07\n";
        let data = data(&[("keys.json", &keys), ("feed.jsonl", &feed), ("sheet.csv", sheet)]);
        let as_of = as_of(&data).unwrap();
        let facts = Facts::derive(&data, default_period(&data, as_of).unwrap(), as_of).unwrap();
        let done: Vec<String> = facts.reviews.identities.carried_out.iter().map(|one| one.sentence()).collect();
        assert_eq!(done, ["apikey_old on 2026-10-09 by ann@example.com, 2 days after the decision (feed.jsonl:1)"]);
    }

    /// `id on day` of every decision to revoke that was carried out, decided on 7 October.
    fn done(decisions: &[(&str, &str, &str)], events: &[serde_json::Value], accounts: &str) -> Vec<String> {
        let rows: String =
            decisions.iter().map(|(kind, id, word)| format!("{kind},{id},,,{word},boss,2026-10-07\n")).collect();
        let sheet = format!("kind,id,owner,purpose,decision,reviewer,reviewed_on\n{rows}");
        let feed: String = events.iter().map(|event| format!("{event}\n")).collect();
        let keys = page(&[key("search", "2026-09-01", None)]);
        let files = [("accounts.json", accounts), ("feed.jsonl", &feed), ("keys.json", &keys), ("sheet.csv", &sheet)];
        let data = data(&files);
        let as_of = as_of(&data).unwrap();
        let facts = Facts::derive(&data, default_period(&data, as_of).unwrap(), as_of).unwrap();
        facts.reviews.identities.carried_out.iter().map(|one| format!("{} on {}", one.id, one.on)).collect()
    }

    #[test]
    fn what_ends_a_key_or_an_account_carries_a_decision_out_and_nothing_else_does() {
        use crate::analyze::credentials::testing::{account, list};
        use crate::analyze::testing::with;
        let archived = |name: &str| with(account(name, "2026-02-01"), json!({"archived_at": "2026-10-09T08:00:00Z"}));
        let accounts = list(&[account("live", "2026-02-01"), archived("gone"), archived("kept")]);
        let changed = |name: &str, updates: serde_json::Value| {
            let fields = json!({"api_key_id": format!("apikey_{name}"), "updates": updates});
            activity("2026-10-08T09:00:00Z", "platform_api_key_updated", name, fields)
        };
        let status = |to: &str| json!({"type": "status", "previous_value": "active", "current_value": to});
        let name = json!({"type": "name", "previous_value": "a", "current_value": "archived"});
        let events = [
            changed("both", json!([name, status("archived")])),
            changed("paused", json!([status("inactive")])),
            changed("named", json!([name])),
        ];
        let accounts_of = [("svac_live", "revoke"), ("svac_gone", "revoke"), ("svac_kept", "keep")];
        let decisions = accounts_of.map(|(id, word)| ("service account", id, word));
        assert_eq!(done(&decisions, &events, &accounts), ["svac_gone on 2026-10-09"]);
        let decisions = ["apikey_both", "apikey_paused", "apikey_named"].map(|id| ("API key", id, "revoke"));
        assert_eq!(done(&decisions, &events, &accounts), ["apikey_both on 2026-10-08"]);
        assert_eq!(done(&[("API key", "apikey_both", "keep")], &events, &accounts), [""; 0]);
    }
}

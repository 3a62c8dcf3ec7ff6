//! How old the secret of a key is, and when the key expires.

use chrono::Duration;

use super::{Own, Remedy, finding, keys_in_scope};
use crate::analyze::keys::{expiring_key_in_use, unrotated_key};
use crate::analyze::{Analyzer, Context};
use crate::model::{Severity, counted};

/// A secret that is older than the rotation period: it was made when the gateway last exchanged it, else with the key.
pub(super) fn unrotated(cx: &Context, analyzer: &Analyzer) -> Own {
    let most = cx.limit(&unrotated_key::ANALYZER, const { unrotated_key::ANALYZER.threshold("max_age_days") });
    let high = cx.limit(&unrotated_key::ANALYZER, const { unrotated_key::ANALYZER.threshold("high_after_days") });
    let critical =
        cx.limit(&unrotated_key::ANALYZER, const { unrotated_key::ANALYZER.threshold("critical_after_days") });
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        let Some(since) = key.secret_since() else {
            own.skip(key, "the list does not say when they were made");
            continue;
        };
        let age = cx.as_of - since;
        if age <= Duration::days(most.days()) {
            own.add(None);
            continue;
        }
        let what = if key.rotated_at == Some(since) { "last rotated" } else { "created" };
        let interval = key.rotation_interval.as_ref();
        let promised =
            interval.map_or_else(String::new, |every| format!(". It is set to rotate by itself every {every}"));
        let message = format!(
            "{what} {}, {} before {}{promised}. Allowed: {most}",
            since.date_naive(),
            counted(cx.days_since(since), "day"),
            cx.as_of_day()
        );
        let mut found = finding(cx, analyzer, key, ("was not rotated", message), Remedy::Exchange);
        found.severity = match age {
            age if age > Duration::days(critical.days()) => Severity::Critical,
            age if age > Duration::days(high.days()) => Severity::High,
            _ => Severity::Medium,
        };
        (found.observed, found.threshold) = (Some(counted(cx.days_since(since), "day")), Some(most.to_string()));
        own.add(Some(found));
    }
    own
}

/// A key that never expires.
pub(super) fn without_expiry(cx: &Context, analyzer: &Analyzer) -> Own {
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        if !key.has_expiry_field {
            own.skip(key, "the list has no field `expires`");
            continue;
        }
        let endless = key.expires_at.is_none().then(|| {
            let message = "`expires` is null: the key works until somebody blocks it. Expected: an expiry".to_owned();
            let remedy = Remedy::Update("\"duration\":\"90d\"");
            let mut found = finding(cx, analyzer, key, ("never expires", message), remedy);
            (found.observed, found.threshold) = (Some("no expiry".to_owned()), Some("an expiry".to_owned()));
            found
        });
        own.add(endless);
    }
    own
}

/// A key that is in use and expires soon. One that has expired is refused by the gateway.
pub(super) fn expiring(cx: &Context, analyzer: &Analyzer) -> Own {
    let of_check = &expiring_key_in_use::ANALYZER;
    let soon = cx.limit(of_check, const { expiring_key_in_use::ANALYZER.threshold("expires_within_days") });
    let week = cx.limit(of_check, const { expiring_key_in_use::ANALYZER.threshold("used_within_days") });
    let since = cx.as_of_day() - Duration::days(week.days());
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        let Some(expiry) = key.expires_at else { continue };
        let is_near = expiry - cx.as_of <= Duration::days(soon.days());
        let last = cx.facts.gateways.last_use(key);
        let Some(last) = last.filter(|last| is_near && *last >= since) else {
            own.add(None);
            continue;
        };
        let (day, left) = (expiry.date_naive(), counted(-cx.days_since(expiry), "day"));
        let message = format!(
            "expires {day}, {left} after {} and was last used {last}. Thresholds: {soon}, and use within {week}",
            cx.as_of_day()
        );
        let mut found = finding(cx, analyzer, key, ("is in use and about to expire", message), Remedy::Exchange);
        found.observed = Some(format!("expires {day}"));
        found.threshold = Some(format!("{soon}; use within {week}"));
        found.assignment.due = Some(day);
        own.add(Some(found));
    }
    own
}

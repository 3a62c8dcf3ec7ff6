//! The numbers that a reader looks for first.

use std::collections::BTreeSet;

use crate::model::{
    Coverage, Money, Rejection, Report, Severity, Table, Totals, UNSTATED_ORGANIZATION, UnpricedUsage, dollars, grouped,
};

/// One of them.
#[derive(Clone, Debug)]
pub(in crate::render) struct Figure {
    /// What it counts.
    pub(in crate::render) label: &'static str,
    /// The number, for people.
    pub(in crate::render) value: String,
    /// What to know about it.
    pub(in crate::render) note: String,
}

/// What the spend is made of.
fn spend_note(report: &Report) -> String {
    let totals = &report.totals;
    let seats: Money = totals.cost_usd.product.values().copied().sum();
    let mut parts = Vec::new();
    if seats != Money::ZERO {
        parts.push(format!("{} of it Claude Enterprise", dollars(seats)));
    }
    let organizations = totals.cost_usd.organization.keys().filter(|id| *id != UNSTATED_ORGANIZATION).count();
    if organizations > 1 {
        parts.push(format!("of {organizations} organizations"));
    }
    if !has_cost(report) {
        parts.push("no export of cost".to_owned());
    }
    if totals.estimated_cost_usd.total != Money::ZERO {
        let least = totals.estimated_at_least_usd;
        let least =
            least.map_or_else(String::new, |usd| format!(" (at least {}, if all ran in batches)", dollars(usd)));
        parts.push(format!("plus {} estimated{least}", dollars(totals.estimated_cost_usd.total)));
    }
    parts.extend(billed_elsewhere(totals));
    if parts.is_empty() {
        parts.push("from the cost exports".to_owned());
    }
    parts.extend(totals.unpriced.as_ref().and_then(UnpricedUsage::says).map(|said| format!("without {said}")));
    // What seats of claude.ai cost beyond their price stands in reports of its own, by ranges and not by days.
    if seats == Money::ZERO && report.coverage.iter().any(|one| one.table == Table::SeatSpend.id() && one.rows > 0) {
        parts.push("without what claude.ai's seats spent".to_owned());
    }
    parts.join(", ")
}

/// Whether an export states cost: where none does, nothing is reported, which is not zero.
fn has_cost(report: &Report) -> bool {
    let is_cost = |id: &str| [Table::Cost, Table::EnterpriseCost].iter().any(|table| table.id() == id);
    report.coverage.iter().any(|one| one.rows > 0 && is_cost(&one.table))
}

/// What clouds billed for Claude, which is not in the number; nothing where no bill is given.
fn billed_elsewhere(totals: &Totals) -> Option<String> {
    let bills = totals.cloud_cost_usd.iter();
    let words: Vec<String> =
        bills.map(|(provider, bill)| format!("{} through {provider}", dollars(bill.total))).collect();
    // What a gateway reckons is none: the Console or a cloud bills it.
    (!words.is_empty()).then(|| format!("without {}", words.join(", ")))
}

/// A note on a sum; that it is a lower bound where rows of its files could not be read. Rows of sums are in the other rows.
fn at_least(report: &Report, note: String, of: &[&str]) -> String {
    let is_of = |kind: &str| of.iter().any(|what| kind.contains(what));
    let files = report.inputs.iter().filter(|input| input.kind.as_deref().is_some_and(is_of));
    let files: BTreeSet<&str> = files.map(|input| input.path.as_str()).collect();
    let is_unread = |one: &&Rejection| !one.reason.starts_with("a row of sums") && files.contains(&*one.file);
    match report.rejections.iter().filter(is_unread).count() {
        0 => note,
        unread => format!("at least: {} could not be read; {note}", super::count(unread, "row")),
    }
}

/// What was spent; unknown where the unit of every cost export is.
fn spend(report: &Report) -> Figure {
    let (totals, doubt) = (&report.totals, "the unit of a cost export is in doubt, and its money is in no sum");
    let is_doubtful = report.findings.iter().any(|finding| finding.rule == "unproven-unit");
    let (reported, estimated) = (totals.cost_usd.total, totals.estimated_cost_usd.total);
    let is_unknown = is_doubtful || !has_cost(report);
    let value = if is_unknown && reported == Money::ZERO { "–".to_owned() } else { dollars(reported) };
    let note = match is_doubtful {
        true if reported == Money::ZERO && estimated == Money::ZERO => doubt.to_owned(),
        true => format!("{}; {doubt}", spend_note(report)),
        false => spend_note(report),
    };
    Figure { label: "Spend", value, note: at_least(report, note, &["cost", "usage"]) }
}

/// Findings, spend, tokens, keys, members, workspaces, events, exports.
pub(in crate::render) fn figures(report: &Report) -> Vec<Figure> {
    let totals = &report.totals;
    let (keys, workspaces) = (&totals.api_keys, &totals.workspaces);
    let keys = listed(report, "Active API keys", Table::Keys, (keys.active, keys.total));
    let workspaces = listed(report, "Active workspaces", Table::Workspaces, (workspaces.active, workspaces.total));
    let events = figure("Audit events", grouped(totals.audit_events.total), "in the period".to_owned());
    let known = |tables: &[Table], of_what: &str, figure: Figure| known(report, tables, of_what, figure);
    vec![
        figure("Findings", grouped(report.findings.len() as u64), severities(report)),
        known(&[Table::Cost, Table::Usage, Table::EnterpriseCost], "cost or usage", spend(report)),
        known(&[Table::Usage, Table::EnterpriseUsage], "token usage", tokens(report)),
        known(&[Table::Keys], "API keys", keys),
        known(&[Table::Members], "members", members(report)),
        known(&[Table::Workspaces], "workspaces", workspaces),
        known(&[Table::Events], "audit events", events),
        exports(report),
    ]
}

const fn figure(label: &'static str, value: String, note: String) -> Figure {
    Figure { label, value, note }
}

/// A figure where an export speaks of it: what none speaks of is not zero.
fn known(report: &Report, tables: &[Table], of_what: &str, known: Figure) -> Figure {
    let is_of = |id: &str| tables.iter().any(|table| table.id() == id);
    let own = || report.coverage.iter().filter(|one| one.rows > 0 && is_of(&one.table));
    // Lists have no days; of what has them a row of another time tells nothing of the period.
    let note = match (own().next(), own().any(|one| one.first.is_none() || one.days_in_period > 0)) {
        (None, _) => format!("no export of {of_what}"),
        (Some(_), false) => format!("no export of {of_what} has a day of the period"),
        (Some(_), true) => return known,
    };
    Figure { value: "–".to_owned(), note, ..known }
}

fn listed(report: &Report, label: &'static str, table: Table, (active, all): (u64, u64)) -> Figure {
    figure(label, grouped(active), format!("of {} listed{}", grouped(all), rest(report, table)))
}

fn tokens(report: &Report) -> Figure {
    let tokens = &report.totals.tokens;
    let note = format!("{} from cache, {} output", compact(tokens.cache_read), compact(tokens.output));
    figure("Tokens", compact(tokens.total), at_least(report, note, &["usage"]))
}

/// Members, and pending invites where an export lists invites: without one it is not known whether there are any.
fn members(report: &Report) -> Figure {
    let totals = &report.totals;
    let pending = super::count(usize::try_from(totals.invites.pending).unwrap_or(usize::MAX), "invite");
    let of_invites = |one: &&Coverage| one.table == Table::Invites.id();
    let invites = match report.coverage.iter().find(of_invites) {
        Some(_) => format!("{pending} pending"),
        None => "no export of invites".to_owned(),
    };
    figure(
        "Members",
        grouped(totals.members.total),
        format!("{}, {invites}", super::count(usize::try_from(totals.members.admins).unwrap_or(usize::MAX), "admin")),
    )
}

fn exports(report: &Report) -> Figure {
    let used = report.files().filter(|input| input.kind.is_some()).count();
    let rejected: u64 = report.inputs.iter().map(|input| input.rejected).sum();
    let files = super::count(report.files().count(), "file");
    let rows = super::count(usize::try_from(rejected).unwrap_or(usize::MAX), "row");
    figure("Exports used", grouped(used as u64), format!("of {files}; {rows} rejected"))
}

/// What else stands in a list: `; 36 archived, 2 inactive`.
fn rest(report: &Report, table: Table) -> String {
    let tie = report.list_ties.iter().find(|tie| tie.table == table.id());
    let others = tie.map_or(&[][..], |tie| &tie.others);
    let others: Vec<String> = others.iter().map(|one| format!("{} {}", grouped(one.count), one.what)).collect();
    if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) }
}

fn severities(report: &Report) -> String {
    let counts = Severity::ALL.into_iter().map(|s| (report.count(s), s)).filter(|(n, _)| *n > 0);
    let words: Vec<_> = counts.map(|(n, s)| format!("{} {}", grouped(n as u64), s.id())).collect();
    if words.is_empty() { "nothing open".to_owned() } else { words.join(", ") }
}

/// Three digits and a scale: `8.01 B`.
fn compact(n: u64) -> String {
    let scales = [(1e12, " T"), (1e9, " B"), (1e6, " M")];
    match scales.into_iter().find(|(scale, _)| n as f64 >= *scale) {
        None => grouped(n),
        Some((scale, word)) => {
            let value = n as f64 / scale;
            let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
            format!("{value:.decimals$}{word}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{activity, cost, days, invite, member, page, report, usage, with};
    use crate::policy::Policy;

    /// Fault: «Spend $0.00 from the cost exports» without any cost export, or of a spend that leaves a model without a price out
    /// Outcome: The figure says that no export states cost, what is estimated, and how many tokens of which models are in no sum
    #[test]
    fn spend_says_where_it_is_from_and_what_it_lacks() {
        let days = |all: &[&str]| all.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>();
        let opus = usage(&[("k", "A", days(&["2026-09-01", "2026-09-02"]))]);
        let nova = opus.replace("claude-opus-5", "claude-nova-6");
        let reported = cost(&[("2026-09-01".to_owned(), "k", "", "A", 2.0)]);
        let without = "tokens of models without a known price (claude-nova-6)";
        for (files, value, note) in [
            (vec![("u.csv", &nova)], "–", format!("no export of cost, without 2,200 {without}, 100.0 % of all tokens")),
            (vec![("u.csv", &opus)], "–", "no export of cost, plus $0.02 estimated".to_owned()),
            (vec![("c.csv", &reported)], "$2.00", "from the cost exports".to_owned()),
            (
                vec![("c.csv", &reported), ("u.csv", &nova)],
                "$2.00",
                format!("from the cost exports, without 1,100 {without}, 50.0 % of all tokens"),
            ),
            (vec![("c.csv", &reported), ("u.csv", &opus)], "$2.00", "plus $0.01 estimated".to_owned()),
        ] {
            let files: Vec<_> = files.into_iter().map(|(name, text)| (name, text.as_str())).collect();
            let figure = spend(&report(&files, &Policy::default(), None));
            assert_eq!((figure.value.as_str(), figure.note), (value, note), "{files:?}");
        }
    }

    /// Fault: «0 invites pending» without an export of invites, and «Spend $0.00» of exports that have no day of the period
    /// Outcome: What no export tells is not known; a list of invites without a pending one is none
    #[test]
    fn what_no_export_tells_is_no_zero() {
        let feed = days("2026-07-01", "2026-09-30").into_iter();
        let feed: Vec<String> = feed
            .map(|day| {
                activity(&format!("{day}T08:00:00Z"), "sso_login_succeeded", "ok", serde_json::json!({})).to_string()
            })
            .collect();
        let (feed, members) = (feed.join("\n"), page(&[member("ok@example.com", "admin")]));
        let note = |more: &[(&str, &str)], label: &str| {
            let files = [&[("feed.jsonl", feed.as_str()), ("users.json", &members)], more].concat();
            let figures = figures(&report(&files, &Policy::default(), None));
            let one = figures.into_iter().find(|figure| figure.label == label).unwrap();
            format!("{} | {}", one.value, one.note)
        };
        let sent = |status: &str| {
            page(&[with(invite("new@example.com", "user", "2026-09-20"), serde_json::json!({"status": status}))])
        };
        let (none, one) = (sent("accepted"), sent("pending"));
        for (invites, said) in [
            (None, "1 | 1 admin, no export of invites"),
            (Some(&none), "1 | 1 admin, 0 invites pending"),
            (Some(&one), "1 | 1 admin, 1 invite pending"),
        ] {
            let invites = invites.map(|text| ("invites.json", text.as_str()));
            assert_eq!(note(&invites.into_iter().collect::<Vec<_>>(), "Members"), said);
        }
        let (june, july) = (
            usage(&[("k", "A", days("2026-06-01", "2026-06-15"))]),
            usage(&[("k", "A", days("2026-06-01", "2026-09-15"))]),
        );
        for (uses, is_known) in [(&june, false), (&july, true)] {
            for (label, of) in [("Tokens", "token usage"), ("Spend", "cost or usage")] {
                let said = note(&[("usage.csv", uses)], label);
                let unknown = format!("– | no export of {of} has a day of the period");
                assert_eq!(said == unknown, !is_known, "{said}");
                assert!(!is_known || label == "Spend" || !said.starts_with('–'), "{said}");
            }
        }
    }

    #[test]
    fn numbers_for_people() {
        for (n, shown) in
            [(0, "0"), (999_999, "999,999"), (1_204_000, "1.20 M"), (88_310_444, "88.3 M"), (8_006_294_431, "8.01 B")]
        {
            assert_eq!(compact(n), shown);
        }
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
    }
}

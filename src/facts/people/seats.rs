//! Seats of claude.ai, as its administrators download them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use crate::facts::frame::{Rows, Source};
use crate::facts::lists::Member;
use crate::model::{Dataset, Table, normalize_address};

/// Somebody's seat: what both downloads say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Normalized address.
    pub address: String,
    /// Address as listed, in lower case.
    pub account: String,
    /// Name.
    pub name: Option<String>,
    /// `primary_owner`, `user`, or a label in another language.
    pub role: Option<String>,
    /// `standard`, `premium`, `unassigned`, or a label in another language.
    pub tier: Option<String>,
    /// `active`, `pending`, `inactive`, or a label in another language.
    pub status: Option<String>,
    /// The last active day that the analytics state, and the latest one that their file states of anybody: how far it reaches.
    pub last_active: Option<(NaiveDate, NaiveDate)>,
    /// Where it stands; in the list of members where that was given.
    pub source: Source,
}

/// Every seat, in order of addresses as listed. The list of members says who has a seat today, the analytics when it was used.
pub(in crate::facts) fn seats(data: &Dataset) -> Result<Vec<Seat>> {
    let Some(frame) = data.frame(Table::Seats) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (list, address, account) = (rows.text("source")?, rows.text("address")?, rows.text("account")?);
    let (name, role) = (rows.text("name")?, rows.text("role")?);
    let (tier, status, last_active) = (rows.text("seat_tier")?, rows.text("status")?, rows.day("last_active")?);
    let mut reach: BTreeMap<u32, NaiveDate> = BTreeMap::new();
    for row in 0..rows.len() {
        if let Some(day) = last_active.get(row) {
            let last = reach.entry(rows.source(row).file).or_insert(day);
            *last = day.max(*last);
        }
    }
    let is_stated = |text: &&str| !text.is_empty();
    let mut seats: BTreeMap<String, Seat> = BTreeMap::new();
    for row in 0..rows.len() {
        let Some(address) = address.get(row) else { continue };
        let account = account.get(row).unwrap_or(address);
        let source = rows.source(row);
        let is_list = list.get(row) == Some("members");
        let used = last_active.get(row).zip(reach.get(&source.file).copied());
        let new = Seat {
            address: address.to_owned(),
            account: account.to_owned(),
            name: name.get(row).filter(is_stated).map(str::to_owned),
            role: role.get(row).filter(is_stated).map(str::to_owned),
            tier: tier.get(row).filter(is_stated).map(str::to_owned),
            status: status.get(row).filter(is_stated).map(str::to_owned),
            last_active: used,
            source,
        };
        match seats.get_mut(account) {
            None => _ = seats.insert(account.to_owned(), new),
            Some(seat) => {
                seat.last_active = seat.last_active.max(used);
                let (first, second) = if is_list { (new, seat.clone()) } else { (seat.clone(), new) };
                seat.name = first.name.or(second.name);
                seat.role = first.role.or(second.role);
                seat.tier = first.tier.or(second.tier);
                seat.status = first.status.or(second.status);
                seat.source = if is_list { source } else { seat.source };
            }
        }
    }
    Ok(seats.into_values().collect())
}

impl Seat {
    /// Whether the person can use claude.ai today; none where the status is in words that this version does not know. A list without
    /// statuses names who is there.
    #[must_use]
    pub fn is_live(&self) -> Option<bool> {
        match self.status.as_deref() {
            None | Some("active") => Some(true),
            Some("pending" | "inactive") => Some(false),
            Some(_) => None,
        }
    }
}

/// People with an account of claude.ai whom the list of members does not have, as members without an id: the two lists are of two
/// organizations where a company has both, and of one where it has only claude.ai.
pub(in crate::facts) fn only_on_claude_ai(seats: &[Seat], members: &[Member]) -> Vec<Member> {
    let listed: BTreeSet<String> = members.iter().filter_map(|member| normalize_address(&member.address)).collect();
    let people = seats.iter().filter(|seat| seat.is_live() == Some(true) && !listed.contains(&seat.address));
    let member = |seat: &Seat| Member {
        id: String::new(),
        address: seat.account.clone(),
        name: seat.name.clone(),
        role: seat.role.clone(),
        added_at: None,
        source: seat.source,
    };
    people.map(member).collect()
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::facts;

    /// `account tier status: last active by the file that reaches to`.
    fn seats(files: &[(&str, &str)]) -> Vec<String> {
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let days = |one: &super::Seat| one.last_active.map_or("never".to_owned(), |(day, by)| format!("{day} by {by}"));
        let all = facts(files).people.seats;
        all.iter()
            .map(|one| format!("{} {} {}: {}", one.account, said(&one.tier), said(&one.status), days(one)))
            .collect()
    }

    #[test]
    fn a_seat_was_used_on_a_day_that_its_file_reaches_and_the_list_says_what_it_is() {
        const ANALYTICS: &str = "Name,Email,Role,Seat Tier,Last Active,Days Active,Estimated Spend (USD)\n";
        let one = format!("{ANALYTICS}Ann,ann@example.com,User,Standard,2026-08-30,3,1.00\n");
        let more = format!(
            "{one}Bo,bo@example.com,User,Standard,2026-08-12,3,1.00\nCy,cy@example.com,User,Standard,,0,0.00\n"
        );
        assert_eq!(seats(&[("a.csv", &one)]), ["ann@example.com standard -: 2026-08-30 by 2026-08-30"]);
        assert_eq!(
            seats(&[("a.csv", &more)]),
            [
                "ann@example.com standard -: 2026-08-30 by 2026-08-30",
                "bo@example.com standard -: 2026-08-12 by 2026-08-30",
                "cy@example.com standard -: never",
            ]
        );
        let list = "Name,Email,Role,Status,Seat Tier\nAnn,ann@example.com,User,Active,Premium\n";
        for names in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
            let files = [(names[0], one.as_str()), (names[1], list)];
            assert_eq!(seats(&files), ["ann@example.com premium active: 2026-08-30 by 2026-08-30"], "{names:?}");
        }
    }
}

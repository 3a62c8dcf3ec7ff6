//! Seats that nobody uses, spend far beyond them, and members whom no limit binds, each next to something that looks alike and is none.

use crate::org::Org;
use crate::plant::{decoy_user, expect_user};

/// Plants them all; people who are idle are there already.
pub(crate) fn plant(org: &mut Org) {
    idle(org);
    let [far, steady] = [6, 7];
    org.seats.spend = vec![(far, [22, 9_400]), (steady, [8_800, 9_100])];
    expect_user(org, "seat-spend-outlier", far);
    decoy_user(org, "seat-spend-outlier", steady, "as much in the month before");
    let [unlimited, weekly] = [8, 9];
    org.seats.unlimited.push(unlimited);
    org.seats.weekly.push(weekly);
    expect_user(org, "member-without-spend-limit", unlimited);
    decoy_user(org, "member-without-spend-limit", weekly, "has a weekly limit");
}

/// A developer who was last active 118 days before the end has a seat; so have one who joined lately and one who rests since 60 days.
fn idle(org: &mut Org) {
    let found = |org: &Org, rest: u64, joined: u64| {
        let end = org.quarter.back(rest);
        org.people.iter().position(|person| {
            person.role == "developer"
                && person.left.is_none()
                && person.active.1 == end
                && person.added.date() == org.quarter.back(joined)
        })
    };
    let seats = [(118, 540, None), (60, 530, Some("rests since 60 days"))];
    for (rest, joined, decoy) in seats {
        let Some(person) = found(org, rest, joined) else { continue };
        org.seats.more.push(person);
        match decoy {
            None => expect_user(org, "idle-seat", person),
            Some(why) => decoy_user(org, "idle-seat", person, why),
        }
    }
    let fresh = org
        .people
        .iter()
        .position(|person| person.active.1 == person.active.0 && person.added.date() == org.quarter.back(40));
    if let Some(person) = fresh {
        org.seats.more.push(person);
        decoy_user(org, "idle-seat", person, "joined 40 days before the end");
    }
}

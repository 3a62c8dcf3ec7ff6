//! What lists, rosters, worksheets and events say of a member.

use super::TimelineBuilder;
use crate::facts::Member;
use crate::facts::TimelineEntry;
use crate::model::{Standing, normalize_address};

impl TimelineBuilder<'_> {
    pub(super) fn of_member(&mut self, member: &Member, events: &[TimelineEntry]) {
        let role = member.role.as_ref().map_or_else(|| "no role".to_owned(), |role| format!("role `{role}`"));
        let name = member.name.as_ref().map_or_else(String::new, |name| format!(", name `{name}`"));
        self.states(format!("listed: {role}{name}"), member.source, &member.id);
        if let Some(at) = member.added_at {
            self.at(at, "joined, according to the list".to_owned(), member.source, &member.id);
        }
        self.places(member);
        self.invitations(&member.address);
        self.roster(&member.address);
        self.reviews(member);
        self.sequences(
            &[Some(member.id.clone()), normalize_address(&member.address)].into_iter().flatten().collect(),
            events,
        );
        self.activity(member, events);
    }

    /// Workspaces that they are in, and keys that they made or that are theirs.
    fn places(&mut self, member: &Member) {
        let facts = self.facts;
        for one in facts.lists.workspace_members.iter().filter(|one| one.user_id == member.id) {
            let home = facts.lists.workspace(&one.workspace_id).map_or(&one.workspace_id, |workspace| &workspace.name);
            let role = one.role.as_ref().map_or_else(String::new, |role| format!(" as `{role}`"));
            self.states(format!("in workspace `{home}`{role}"), one.source, &one.workspace_id);
        }
        let own = Some(&member.id);
        for key in &facts.lists.keys {
            let made = key.creator_id.as_ref() == own;
            let theirs = key.principal_id.as_ref() == own;
            let what = match (made, theirs) {
                (true, _) => "made",
                (false, true) => "is the account of",
                (false, false) => continue,
            };
            self.states(
                format!("{what} key `{}` (`{}`, status `{}`)", key.name, key.id, key.status),
                key.source,
                &key.id,
            );
        }
    }

    pub(super) fn invitations(&mut self, address: &str) {
        let facts = self.facts;
        let address = normalize_address(address);
        let is_theirs = |other: &str| address.is_some() && normalize_address(other) == address;
        for invite in facts.lists.invites.iter().filter(|invite| is_theirs(&invite.address)) {
            let role = invite.role.as_ref().map_or_else(String::new, |role| format!(" as `{role}`"));
            let what = format!("invited{role}; the invite is `{}`", invite.status);
            match invite.invited_at {
                Some(at) => self.at(at, what, invite.source, &invite.id),
                None => self.states(what, invite.source, &invite.id),
            }
        }
    }

    /// What the identity provider says; none where several people share the address.
    pub(super) fn roster(&mut self, address: &str) {
        let facts = self.facts;
        let person = facts.people.roster.only_with(address).and_then(|at| facts.people.roster.persons.get(at));
        let Some(person) = person else { return };
        for row in &person.rows {
            let state = match row.standing {
                _ if row.is_gone => "gone",
                Some(Standing::Between) => "present so far",
                Some(Standing::Unknown) => "unknown status",
                Some(Standing::Here | Standing::Gone) | None => "there",
            };
            let is_older = !facts.people.roster.lists[row.list].holds();
            let state = if is_older { format!("{state}, by an older list") } else { state.to_owned() };
            let status = row.status.as_ref().map_or_else(String::new, |status| format!(", status `{status}`"));
            let what = format!("roster of `{}`: {state}{status}", row.provider);
            self.states(what, row.source, address);
            if let Some(day) = row.ended_on {
                self.on(day, format!("last day, according to the roster of `{}`", row.provider), row.source, address);
            }
        }
    }

    /// What reviewers decided.
    fn reviews(&mut self, member: &Member) {
        let facts = self.facts;
        for row in facts.reviews.lines.iter().filter(|row| row.id == member.id) {
            let Some(decision) = &row.decision else { continue };
            let by = row.reviewer.as_deref().unwrap_or("nobody named");
            let what = format!("access reviewed by `{by}`: `{decision}`");
            match row.on {
                Some(day) => self.on(day, what, row.source, &row.id),
                None => self.states(what, row.source, &row.id),
            }
        }
    }

    /// First and last sign of activity, of which more exports tell than the audit events.
    fn activity(&mut self, member: &Member, events: &[TimelineEntry]) {
        let facts = self.facts;
        let first = events.iter().find(|event| event.is_actor && !event.is_unauthenticated());
        if let Some(event) = first {
            let what = format!("first event of their own on record: `{}`", event.event);
            self.at(event.at, what, event.source, event.id.clone().unwrap_or_else(|| event.event.clone()));
        }
        match facts.log.activity.of(member) {
            Some(last) => {
                self.at(last.at, format!("last activity on record: `{}`", last.event), last.source, &last.event)
            }
            None => {
                let why = match facts.coverage.events.latest(1) {
                    Some(run) => format!(
                        "no activity on record; the latest days with audit events are {} to {}",
                        run.since, run.until
                    ),
                    None => "no activity on record; there are no audit events".to_owned(),
                };
                let evidence = vec![self.evidence(member.source, &member.id)];
                self.sums(why, evidence);
            }
        }
    }
}

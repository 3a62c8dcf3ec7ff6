//! One line a list: how many records it has, how many are in force, how many the activity feed makes of it, and what lies between.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PopulationProof;

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// `archived`, `Default and Claude Code, which nobody makes`.
    pub what: String,
    /// How many.
    pub count: u64,
}

/// A record of which list and feed say different things, with what it does to the two counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TieDifference {
    /// Its id.
    pub id: String,
    /// Its name or address, where listed.
    pub name: Option<String>,
    /// What does not fit.
    pub why: String,
    /// 1 where the list has one more than the feed, -1 where it has one fewer, 0 where they differ in something else.
    pub effect: i64,
}

/// A list with everything that lies between its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListTie {
    /// Id of the table.
    pub table: String,
    /// For people.
    pub title: String,
    /// Distinct records of the list.
    pub listed: u64,
    /// What the figures and most checks count.
    pub in_force: Part,
    /// The others; with `in_force` they add up to `listed`.
    pub others: Vec<Part>,
    /// What the proof does not count of the list; `listed` less these is the `listed` of the proof.
    #[serde(default)]
    pub left_out: Vec<Part>,
    /// The same population by the activity feed; null where the feed is not asked.
    pub proof: Option<PopulationProof>,
    /// Row by row what lies between the list and the feed.
    #[serde(default)]
    pub differences: Vec<TieDifference>,
    /// What other lists of the same say.
    #[serde(default)]
    pub beside: Vec<OtherList>,
}

/// Another list of the same population.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OtherList {
    /// Which: `claude.ai seats`, `identity-provider roster`.
    pub title: String,
    /// Its entries.
    pub entries: u64,
    /// Of the list: entries without an address, or with one that another entry has too, which therefore count once.
    pub shared: u64,
    /// Those that the list has too.
    pub both: u64,
    /// Of the list, and not there.
    pub only_listed: Vec<String>,
    /// There, and not in the list; empty where that says nothing, as of employees without an account.
    pub only_there: Vec<String>,
}

impl ListTie {
    /// How many the activity feed makes of it.
    #[must_use]
    pub fn by_feed(&self) -> Option<u64> {
        self.proof.as_ref().map(|proof| (proof.at_start + proof.created).saturating_sub(proof.ended))
    }

    /// What no row explains: the list's count less the feed's less the effects of the rows. None without a proof.
    #[must_use]
    pub fn remainder(&self) -> Option<i64> {
        let proof = self.proof.as_ref()?;
        let feed = i128::from(proof.at_start) + i128::from(proof.created) - i128::from(proof.ended);
        let effects: i128 = self.differences.iter().map(|one| i128::from(one.effect)).sum();
        i64::try_from(i128::from(proof.listed) - feed - effects).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_row_explains_remains() {
        let part = |what: &str, count| Part { what: what.to_owned(), count };
        let proof = PopulationProof {
            table: "api_keys".into(),
            title: "API keys".into(),
            since: "2026-07-01".parse().unwrap(),
            until: "2026-09-30".parse().unwrap(),
            listed: 9,
            at_start: 10,
            created: 2,
            ended: 2,
            unexplained: 1,
            unproven: None,
        };
        let row = |effect| TieDifference { id: "a".into(), name: None, why: "not listed".into(), effect };
        let mut tie = ListTie {
            table: "api_keys".into(),
            title: "API keys".into(),
            listed: 13,
            in_force: part("active", 11),
            others: vec![part("archived", 2)],
            left_out: vec![part("archived", 4)],
            proof: Some(proof),
            differences: vec![row(-1), row(0)],
            beside: Vec::new(),
        };
        assert_eq!((tie.by_feed(), tie.remainder()), (Some(10), Some(0)));
        tie.differences.clear();
        assert_eq!(tie.remainder(), Some(-1));
        tie.proof = None;
        assert_eq!((tie.by_feed(), tie.remainder()), (None, None));
    }
}

//! Who answers for a report, and since when.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody who put their name to the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// Name or address.
    pub name: String,
    /// The day on which they did.
    #[schemars(with = "String")]
    pub on: NaiveDate,
}

/// Who prepared, reviewed and approved the report, by the policy. A record of names, and no cryptographic signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignOff {
    /// Who prepared it; null where nobody is named.
    pub prepared_by: Option<Signature>,
    /// Who reviewed it.
    pub reviewed_by: Option<Signature>,
    /// Who approved it.
    pub approved_by: Option<Signature>,
    /// What is wrong with it: a day before the end of the data, one person in two roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

impl SignOff {
    /// The three roles, in order.
    #[must_use]
    pub const fn roles(&self) -> [(&'static str, Option<&Signature>); 3] {
        [
            ("Prepared by", self.prepared_by.as_ref()),
            ("Reviewed by", self.reviewed_by.as_ref()),
            ("Approved by", self.approved_by.as_ref()),
        ]
    }

    /// Whether anybody is named.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.roles().iter().any(|(_, who)| who.is_some())
    }

    /// The same for a report whose data ends at an instant: a day before that cannot be about it, so that such a name is taken out and
    /// remarked. Who prepared a report should not be the one to approve it.
    #[must_use]
    pub fn of_report(mut self, as_of: DateTime<Utc>) -> Self {
        let end = as_of.date_naive();
        let mut remarks = Vec::new();
        for (role, who) in [
            ("prepared", &mut self.prepared_by),
            ("reviewed", &mut self.reviewed_by),
            ("approved", &mut self.approved_by),
        ] {
            if let Some(early) = who.take_if(|who| who.on < end) {
                remarks.push(format!(
                    "{} {role} a report on {}, before the end of this one's data ({end}): not signed",
                    early.name, early.on
                ));
            }
        }
        let prepared = self.prepared_by.as_ref().map(|who| who.name.trim().to_lowercase());
        for (role, who) in [("reviewed", &self.reviewed_by), ("approved", &self.approved_by)] {
            let name = who.as_ref().map(|who| who.name.trim().to_lowercase());
            if name.is_some() && name == prepared {
                remarks.push(format!("prepared and {role} by one person: nobody else looked"));
            }
        }
        self.remarks = remarks;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(name: &str, on: &str) -> Option<Signature> {
        Some(Signature { name: name.to_owned(), on: on.parse().unwrap() })
    }

    fn signed(prepared: Option<Signature>, approved: Option<Signature>) -> SignOff {
        let sign_off = SignOff { prepared_by: prepared, approved_by: approved, ..SignOff::default() };
        sign_off.of_report("2026-10-01T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn the_last_quarters_signature_is_none() {
        let old = signed(by("ann", "2026-07-03"), by("bo", "2026-10-01"));
        assert_eq!((old.prepared_by.is_none(), old.approved_by.is_some(), old.is_signed()), (true, true, true));
        assert!(old.remarks[0].contains("before the end of this one's data"), "{:?}", old.remarks);
        assert!(!signed(None, None).is_signed());
    }

    #[test]
    fn whoever_prepares_does_not_approve() {
        assert_eq!(signed(by("Ann@example.com", "2026-10-05"), by("ann@example.com ", "2026-10-06")).remarks.len(), 1);
        assert!(signed(by("ann@example.com", "2026-10-05"), by("bo@example.com", "2026-10-06")).remarks.is_empty());
    }
}

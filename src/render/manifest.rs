//! `manifest.json`: an in-toto statement that ties every output to every input by its hash. Its subject is what was produced, its
//! materials are what that was made from, its byproducts the verdicts.
//!
//! <https://github.com/in-toto/attestation/blob/main/spec/predicates/link.md>

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::File;
use crate::model::{CheckStatus, Period, Report, SignOff, Tool, Verdict, hex};

/// Name of the file.
pub const FILE_NAME: &str = "manifest.json";
const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// What the statement was before it became a link: a test result.
const FORMER_PREDICATE_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";
const PREDICATE_TYPE: &str = "https://in-toto.io/attestation/link/v0.3";

/// The statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Always the type of an in-toto statement, version 1.
    #[serde(rename = "_type")]
    pub kind: String,
    /// Every output but the manifest itself.
    pub subject: Vec<Resource>,
    /// Always the type of a link, version 0.3.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// The result.
    pub predicate: Predicate,
}

/// A file and its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Outputs: relative to the report's folder; inputs: to the exports folder. `/`-separated.
    pub name: String,
    /// Its hash; absent where the bytes could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

/// A hash of a file's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// How the report was made, and what came out besides files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predicate {
    /// The step: always `clade-analyze`.
    pub name: String,
    /// What the report was made from: the policy file and the baseline, where there are any, and every input that could be read.
    pub materials: Vec<Resource>,
    /// The verdicts.
    pub byproducts: Byproducts,
}

/// The verdicts, with fields of our own under our name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Byproducts {
    /// `PASSED`, `WARNED` or `FAILED`.
    pub result: String,
    /// Controls that passed.
    pub passed_controls: Vec<String>,
    /// Controls that need attention or could not be assessed.
    pub warned_controls: Vec<String>,
    /// Controls that failed.
    pub failed_controls: Vec<String>,
    /// What tells our reports from other statements, and how to make the report again.
    #[serde(rename = "clade-analyze")]
    pub own: Own,
}

/// Fields of our own. Their presence tells our reports from other statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// Version of the program.
    pub version: String,
    /// The days that sums refer to.
    pub period: Period,
    /// The instant that ages refer to.
    pub as_of: DateTime<Utc>,
    /// The policy file; null where the defaults were used.
    pub policy: Option<Resource>,
    /// The last report's `findings.json`; absent where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Resource>,
    /// Where names are labels: what reports of one key file share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pseudonymized: Option<String>,
    /// Who prepared, reviewed and approved the report; absent where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_off: Option<SignOff>,
    /// How samples were drawn; absent where none were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Drawn>,
    /// Inputs whose bytes could not be read and have no hash, without which they may not stand among the materials.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<String>,
    /// Controls that could not be assessed; they stand among the warned ones too.
    #[serde(default)]
    pub controls_not_assessed: Vec<String>,
    /// Controls that wait for a person; they stand among the warned ones too.
    #[serde(default)]
    pub needs_review: Vec<String>,
    /// Checks that could not be assessed, as `not_assessed` of `findings.json`.
    pub not_assessed: Vec<String>,
    /// Checks that the policy disables.
    #[serde(default)]
    pub disabled: Vec<String>,
}

/// How samples were drawn, to draw them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// How many of each population were asked for.
    pub size: u64,
    /// What the draw depends on.
    pub seed: String,
}

/// The outputs that a manifest names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Outputs {
    /// Each with its hash.
    pub(super) subject: Vec<Resource>,
}

impl Outputs {
    /// Those of a manifest of this version, or of one before, whose report may be replaced like any other.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let manifest: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        let is =
            |pointer: &str, text: &str| manifest.pointer(pointer).and_then(serde_json::Value::as_str) == Some(text);
        let is_former =
            is("/predicateType", FORMER_PREDICATE_TYPE) && manifest.pointer("/predicate/clade-analyze").is_some();
        let is_ours = is("/_type", STATEMENT_TYPE) && (is_former || Statement::read(bytes).is_some());
        is_ours.then(|| serde_json::from_value(manifest).ok())?
    }
}

impl Statement {
    /// What stands in a manifest, or nothing where it is none of ours.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let statement: Self = serde_json::from_slice(bytes).ok()?;
        (statement.kind == STATEMENT_TYPE && statement.predicate_type == PREDICATE_TYPE).then_some(statement)
    }
}

/// SHA-256 of some bytes in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The manifest of these outputs.
pub(super) fn file(report: &Report, outputs: &[File]) -> Result<File> {
    let subject = outputs.iter().map(|f| resource(&f.path, Some(sha256(&f.bytes)))).collect();
    let statement = Statement {
        kind: STATEMENT_TYPE.into(),
        subject,
        predicate_type: PREDICATE_TYPE.into(),
        predicate: predicate(report),
    };
    let mut bytes = serde_json::to_vec_pretty(&statement)?;
    bytes.push(b'\n');
    Ok(File::new(FILE_NAME, bytes))
}

/// What the manifest says of this report next to its files.
pub(crate) fn predicate(report: &Report) -> Predicate {
    let Tool { version, .. } = &report.tool;
    let with = |verdicts: &[Verdict]| -> Vec<String> {
        report.controls.iter().filter(|c| verdicts.contains(&c.status)).map(|c| c.id.id().to_owned()).collect()
    };
    let policy = report.policy.file.as_ref().map(|file| resource(file, report.policy.sha256.clone()));
    let baseline = report.baseline.as_ref().map(|last| resource(&last.file, Some(last.sha256.clone())));
    let disabled = report.checks.iter().filter(|check| check.status == CheckStatus::Disabled);
    let (read, unread): (Vec<_>, Vec<_>) = report.inputs.iter().partition(|input| input.sha256.is_some());
    let inputs = read.into_iter().map(|input| resource(&input.path, input.sha256.clone()));
    let (passed_controls, failed_controls) = (with(&[Verdict::Pass]), with(&[Verdict::Fail]));
    let warned_controls = with(&[Verdict::Attention, Verdict::NotAssessed, Verdict::NeedsReview]);
    let result = match (failed_controls.is_empty(), warned_controls.is_empty()) {
        (false, _) => "FAILED",
        (true, false) => "WARNED",
        (true, true) => "PASSED",
    };
    let own = Own {
        version: version.clone(),
        period: report.period,
        as_of: report.as_of,
        policy: policy.clone(),
        baseline: baseline.clone(),
        pseudonymized: report.pseudonymized.clone(),
        sign_off: Some(&report.sign_off).filter(|sign_off| sign_off.is_signed()).cloned(),
        sample: report.samples.first().map(|one| Drawn { size: one.size, seed: one.seed.clone() }),
        unreadable: unread.into_iter().map(|input| input.path.clone()).collect(),
        controls_not_assessed: with(&[Verdict::NotAssessed]),
        needs_review: with(&[Verdict::NeedsReview]),
        not_assessed: report.not_assessed.iter().map(|one| one.rule.clone()).collect(),
        disabled: disabled.map(|check| check.id.clone()).collect(),
    };
    let result = result.to_owned();
    Predicate {
        name: report.tool.name.clone(),
        materials: policy.into_iter().chain(baseline).chain(inputs).collect(),
        byproducts: Byproducts { result, passed_controls, warned_controls, failed_controls, own },
    }
}

fn resource(name: &str, sha256: Option<String>) -> Resource {
    Resource { name: name.to_owned(), digest: sha256.map(|sha256| Digest { sha256 }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn names_every_output_and_input_with_its_hash() {
        let report = sample::report();
        let manifest = file(&report, &[File::new("a.txt", b"abc".to_vec())]).unwrap();
        let statement = Statement::read(&manifest.bytes).unwrap();
        assert_eq!(statement.subject[0].name, "a.txt");
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(statement.subject[0].digest.as_ref().unwrap().sha256, abc);
        assert_eq!(statement.predicate.byproducts.result, "FAILED");
        assert_eq!(statement.predicate.materials.len(), report.inputs.len() + 2, "policy and baseline too");
        let predicate = &statement.predicate.byproducts;
        let judged =
            predicate.passed_controls.len() + predicate.warned_controls.len() + predicate.failed_controls.len();
        assert_eq!(judged, report.controls.len());
        let rules: Vec<&str> = report.not_assessed.iter().map(|one| one.rule.as_str()).collect();
        assert!(!rules.is_empty() && predicate.own.not_assessed == rules, "checks, as in findings.json");
    }

    #[test]
    fn every_resource_has_a_hash_as_the_specification_demands() {
        let mut report = sample::report();
        report.inputs[0].sha256 = None;
        let manifest = file(&report, &[File::new("a.txt", b"abc".to_vec())]).unwrap();
        let statement = Statement::read(&manifest.bytes).unwrap();
        let mut all = statement.subject.iter().chain(&statement.predicate.materials);
        assert!(all.all(|resource| resource.digest.is_some()));
        assert_eq!(statement.predicate.byproducts.own.unreadable, [report.inputs[0].path.clone()]);
    }

    #[test]
    fn reports_of_the_version_before_are_ours() {
        let former = r#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a.csv","digest":{"sha256":"00"}}],
            "predicateType":"https://in-toto.io/attestation/test-result/v0.1","predicate":{"clade-analyze":{"version":"0.1.0"}}}"#;
        assert_eq!(Outputs::read(former.as_bytes()).unwrap().subject[0].name, "a.csv");
        assert_eq!(Outputs::read(former.replace("clade-analyze", "another").as_bytes()), None);
        assert!(Statement::read(former.as_bytes()).is_none(), "but none to be verified");
    }

    #[test]
    fn other_statements_are_not_ours() {
        for text in ["", "{}", "[]", r#"{"_type":"https://in-toto.io/Statement/v1","subject":[]}"#] {
            assert!(Statement::read(text.as_bytes()).is_none(), "{text}");
        }
    }
}

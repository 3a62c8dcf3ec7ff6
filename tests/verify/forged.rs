//! Forged reports, manifests and signatures.

use std::fs;

use crate::support::Folder;
use crate::{KEYS, edit, report, reported, sha256, verify};

/// Writes the hash of a file into the manifest, as a forger would.
fn rehash(folder: &Folder, name: &str, before: &str) {
    let now = sha256(&fs::read(folder.path(&format!("report/{name}"))).unwrap());
    edit(folder, "report/manifest.json", |text| text.replace(before, &now));
}

/// Fault: A forged report with a fitting manifest
/// Outcome: `verify` with the exports names what does not follow
#[test]
fn a_forged_report_with_a_forged_manifest_is_caught_by_its_exports_only() {
    let folder = reported(&["--format", "json,md"]);
    let before = sha256(&fs::read(folder.path("report/findings.json")).unwrap());
    let mut findings: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("report/findings.json")).unwrap()).unwrap();
    let removed = findings["findings"].as_array_mut().unwrap().remove(0);
    folder.write("report/findings.json", (serde_json::to_string_pretty(&findings).unwrap() + "\n").as_bytes());
    rehash(&folder, "findings.json", &before);
    assert_eq!(verify(&folder, &[]).0, 0, "hashes alone cannot tell");
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("differs    findings.json does not follow from the exports"), "{text}");
    assert!(text.contains(&format!("finding {} (", removed["id"].as_str().unwrap())), "{text}");
    let folder = reported(&["--format", "json"]);
    edit(&folder, "report/manifest.json", |text| text.replacen("FAILED", "PASSED", 1));
    assert_eq!(verify(&folder, &[]).0, 0);
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 1);
    assert!(text.contains("the results in the manifest do not follow"), "{text}");
}

/// Fault: A manifest that names files outside of the report
/// Outcome: They are not read
#[test]
fn a_strangers_manifest_reaches_nothing_outside() {
    let folder = reported(&["--format", "json"]);
    folder.write("secret.txt", b"x");
    edit(&folder, "report/manifest.json", |text| text.replacen("\"findings.json\"", "\"../secret.txt\"", 1));
    let (code, text) = verify(&folder, &[]);
    assert_eq!(code, 1);
    assert!(text.contains("outside    ../secret.txt") && text.contains("additional findings.json"), "{text}");
    assert!(!text.contains(&sha256(b"x")));
}

/// Fault: A manifest put among the exports to hide them
/// Outcome: Only files with its hashes are passed over
#[test]
fn a_manifest_hides_nothing_that_it_does_not_describe() {
    let folder = reported(&[]);
    let manifest = |name: &str, bytes: &[u8]| {
        format!(
            r#"{{"subject":[{{"name":"{name}","digest":{{"sha256":"{}"}}}}],"predicate":{{"clade-analyze":{{"version":"1"}}}}}}"#,
            sha256(bytes)
        )
    };
    let paths = |folder: &Folder| -> Vec<String> {
        let report: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.path("report/findings.json")).unwrap()).unwrap();
        report["inputs"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap().to_owned()).collect()
    };
    // The name of an output with other bytes, and an export under its own name.
    for text in [manifest("findings.json", b"other"), manifest("more.json", KEYS.as_bytes())] {
        folder.write("exports/hidden/manifest.json", text.as_bytes());
        folder.write("exports/hidden/findings.json", b"{}");
        folder.write("exports/hidden/more.json", KEYS.as_bytes());
        report(&folder, "report", &["--force"]);
        let paths = paths(&folder);
        assert!(paths.contains(&"hidden/more.json".to_owned()), "{paths:?}");
        assert!(paths.contains(&"hidden/findings.json".to_owned()), "{paths:?}");
    }
}

/// Fault: A signature of another key or of other bytes
/// Outcome: `verify` exits 1
#[test]
fn a_signature_beside_the_manifest_is_no_addition_and_a_wrong_one_is_found() {
    let folder = reported(&[]);
    folder.write("report/manifest.json.minisig", b"untrusted comment: x\nAAAA\ntrusted comment: y\nAAAA\n");
    let (code, text) = verify(&folder, &[]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("manifest.json.minisig is there and was not checked here"), "{text}");
    folder.write("minisign.pub", b"RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n");
    let (code, text) = verify(&folder, &["--public-key", "minisign.pub"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("is not by the key of minisign.pub"), "{text}");
    let (code, text) = verify(&folder, &["--public-key", "nowhere.pub"]);
    assert_eq!(code, 2, "{text}");
}

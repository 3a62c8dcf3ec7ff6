//! Signature files next to the manifest: which there are, and whether a minisign signature is by a given key.

use std::path::Path;

use anyhow::anyhow;
use minisign_verify::{PublicKey, Signature};

use super::VerifyReport;
use crate::disk;
use crate::exit::Exit;
use crate::render::manifest;
use crate::run::Failure;

/// More than any signature or key file has.
const LARGEST: u64 = 1 << 20;
/// What may lie beside a manifest, by what tool, and how that tool checks it.
const KINDS: [(&str, &str); 5] = [
    ("minisig", "minisign -Vm manifest.json -p KEY.pub"),
    ("sig", "cosign verify-blob --key KEY.pub --signature manifest.json.sig manifest.json"),
    ("bundle", "cosign verify-blob --bundle manifest.json.bundle manifest.json, with --key or the identity expected"),
    (
        "sigstore.json",
        "cosign verify-blob --bundle manifest.json.sigstore.json manifest.json, with --key or the identity expected",
    ),
    ("asc", "gpg --verify manifest.json.asc manifest.json"),
];

/// Whether a file of the report's folder is a signature of its manifest, which the manifest cannot name.
pub(super) fn is_signature(name: &str) -> bool {
    let ending = name.strip_prefix(manifest::FILE_NAME).and_then(|rest| rest.strip_prefix('.'));
    ending.is_some_and(|ending| KINDS.iter().any(|(kind, _)| *kind == ending))
}

/// Says which signatures there are, and checks that of minisign where a key is given.
pub(super) fn check(
    report: &Path,
    manifest: &[u8],
    public_key: Option<&Path>,
    answer: &mut VerifyReport,
) -> Result<(), Failure> {
    let there: Vec<(&str, &str)> = KINDS
        .into_iter()
        .filter(|(kind, _)| report.join(format!("{}.{kind}", manifest::FILE_NAME)).symlink_metadata().is_ok())
        .collect();
    for (kind, how) in there.iter().filter(|(kind, _)| *kind != "minisig" || public_key.is_none()) {
        let name = format!("{}.{kind}", manifest::FILE_NAME);
        let own = if *kind == "minisig" { "--public-key KEY.pub, or " } else { "" };
        answer.note(&format!("{name} is there and was not checked here: {own}{how}"));
    }
    if there.is_empty() {
        answer.note("the manifest is not signed: there is no signature next to it");
    }
    let Some(path) = public_key else { return Ok(()) };
    let key = key(path)?;
    let name = format!("{}.minisig", manifest::FILE_NAME);
    let Some(text) = read(&report.join(&name)) else {
        answer.differs("unsigned", &format!("{name}, which --public-key is to check, cannot be read"));
        return Ok(());
    };
    let checked = Signature::decode(&text).and_then(|signature| {
        key.verify(manifest, &signature, true)?;
        Ok(signature.trusted_comment().to_owned())
    });
    match checked {
        Ok(comment) => {
            answer.signed = true;
            answer.matches(&format!("{name} is by the key of {}; trusted comment: {comment}", path.display()));
        }
        Err(error) => answer.differs("forged", &format!("{name} is not by the key of {}: {error}", path.display())),
    }
    Ok(())
}

fn key(path: &Path) -> Result<PublicKey, Failure> {
    let fail = |why: String| Failure { exit: Exit::Usage, error: anyhow!("--public-key {}: {why}", path.display()) };
    let text = read(path).ok_or_else(|| fail("cannot be read".to_owned()))?;
    let text = text.trim();
    // `minisign -G` writes a comment above the key; the key alone is passed on too.
    let key = PublicKey::decode(text).or_else(|_| PublicKey::from_base64(text));
    key.map_err(|error| fail(format!("is no public key of minisign: {error}")))
}

fn read(path: &Path) -> Option<String> {
    disk::read(path, LARGEST).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    /// Of the bytes `test`, by that key: the example of the crate that checks it.
    const SIGNATURE: &str = "untrusted comment: signature from minisign secret key\n\
        RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
        trusted comment: timestamp:1633700835\tfile:test\tprehashed\n\
        wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n";

    /// A folder of one test with these files.
    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let path = std::env::temp_dir().join(format!("clade-analyze-signatures-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        files.iter().for_each(|(file, text)| fs::write(path.join(file), text).unwrap());
        path
    }

    /// Differences and what is said, with the key where it is in the folder.
    fn answer(name: &str, files: &[(&str, &str)], manifest: &[u8]) -> (usize, String) {
        let path = folder(name, files);
        let key = path.join("minisign.pub");
        let mut answer = VerifyReport::default();
        let checked = check(&path, manifest, key.exists().then_some(key.as_path()), &mut answer);
        fs::remove_dir_all(&path).unwrap();
        match checked {
            Ok(()) => (answer.differences, [answer.lines, answer.matching].concat().join("\n")),
            Err(failure) => (usize::MAX, failure.to_string()),
        }
    }

    #[test]
    fn a_signature_by_the_key_holds_for_these_bytes_only() {
        let commented = format!("untrusted comment: minisign public key E7620F1842B4E81F\n{KEY}\n");
        for (name, key) in [("bare", KEY), ("commented", commented.as_str())] {
            let files = [("manifest.json.minisig", SIGNATURE), ("minisign.pub", key)];
            let (differences, text) = answer(name, &files, b"test");
            assert_eq!(differences, 0, "{text}");
            assert!(text.contains("manifest.json.minisig is by the key of"), "{text}");
            assert!(text.contains("timestamp:1633700835"), "{text}");
            let (differences, text) = answer(name, &files, b"tost");
            assert_eq!(differences, 1, "{text}");
            assert!(text.starts_with("forged"), "{text}");
        }
        let broken = SIGNATURE.replace("file:test", "file:tost");
        let files = [("manifest.json.minisig", broken.as_str()), ("minisign.pub", KEY)];
        assert_eq!(answer("comment", &files, b"test").0, 1, "the trusted comment is signed too");
    }

    #[test]
    fn what_cannot_be_checked_is_said() {
        let (differences, text) = answer("none", &[], b"test");
        assert!(differences == 0 && text.contains("the manifest is not signed"), "{text}");
        let (differences, text) = answer("missing", &[("minisign.pub", KEY)], b"test");
        assert!(differences == 1 && text.contains("unsigned"), "{text}");
        let (differences, text) = answer("unasked", &[("manifest.json.minisig", SIGNATURE)], b"test");
        assert!(differences == 0 && text.contains("was not checked here: --public-key"), "{text}");
        let (differences, text) = answer("cosign", &[("manifest.json.sigstore.json", "{}")], b"test");
        assert!(differences == 0 && text.contains("cosign verify-blob"), "{text}");
        assert_eq!(answer("no-key", &[("minisign.pub", "RWx")], b"test").0, usize::MAX);
    }

    #[test]
    fn signatures_are_known_by_their_names() {
        for (name, is) in [
            ("manifest.json.minisig", true),
            ("manifest.json.sig", true),
            ("manifest.json.bundle", true),
            ("manifest.json.sigstore.json", true),
            ("manifest.json", false),
            ("manifest.json.txt", false),
            ("findings.json.sig", false),
            ("deep/manifest.json.sig", false),
        ] {
            assert_eq!(is_signature(name), is, "{name}");
        }
    }
}

//! Paths of inputs: every one is found again by its own.

use std::collections::BTreeSet;

use crate::model::Input;

/// Gives every input, in the order of their paths, one of its own: an archive may hold one name twice, and names that are no text, or
/// have a secret in them, are shown alike. The second `u.csv` becomes `u.csv#2`, in the order in which they were found.
pub(super) fn distinguish<'a>(inputs: impl Iterator<Item = &'a mut Input>) {
    let mut inputs: Vec<&mut Input> = inputs.collect();
    let mut taken: BTreeSet<String> = inputs.iter().map(|input| input.path.clone()).collect();
    let (mut last, mut number) = (None, 1);
    for input in &mut inputs {
        let Some(path) = last.clone().filter(|last| *last == input.path) else {
            (last, number) = (Some(input.path.clone()), 1);
            continue;
        };
        while !taken.insert(input.path.clone()) {
            number += 1;
            input.path = format!("{path}#{number}");
        }
        input.notes.push(format!("another input has the path {path}, too"));
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use sha2::{Digest, Sha256};

    use super::*;
    use crate::ingest::load_bytes;
    use crate::model::Table;

    #[test]
    fn every_input_has_a_path_of_its_own() {
        let zip = |members: &[&str]| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for name in members {
                writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
                writer.write_all(name.as_bytes()).unwrap();
            }
            writer.finish().unwrap().into_inner()
        };
        let key = |end: char| format!("sk-ant-api03-{}{end}abcd.csv", "x".repeat(30));
        let archive = zip(&["d/u.csv", "d\\u.csv", "d/u.csv#2", &key('1'), &key('2')]);
        let load = || load_bytes(vec![("a.zip".to_owned(), archive.clone()), ("u.csv".to_owned(), b"a,b\n".to_vec())]);
        let data = load().unwrap();
        let paths: Vec<&str> = data.inputs.iter().map(|input| input.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "a.zip",
                "a.zip!/d/u.csv",
                "a.zip!/d/u.csv#2",
                "a.zip!/d/u.csv#3",
                "a.zip!/sk-ant-api03-…abcd.csv",
                "a.zip!/sk-ant-api03-…abcd.csv#2",
                "u.csv"
            ]
        );
        let hashes: BTreeSet<_> = data.inputs.iter().map(|input| input.sha256.clone()).collect();
        assert_eq!(hashes.len(), paths.len(), "every one is read");
        assert_eq!(load().unwrap().inputs, data.inputs);
    }

    #[test]
    fn a_file_in_another_encoding_is_read_whole_and_keeps_its_hash_and_its_lines() {
        let bytes = b"userPrincipalName,displayName,accountEnabled\nann@example.com,Ann M\xfcller,True\nbob@example.com,Bob,soon\xff,x\n";
        let data = load_bytes(vec![("users.csv".to_owned(), bytes.to_vec())]).unwrap();
        let input = &data.inputs[0];
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((input.sha256.as_deref(), input.accepted, data.rejections[0].line), (Some(hash.as_str()), 1, 3));
        assert!(input.notes[0].starts_with("not UTF-8: read as windows-1252"), "{:?}", input.notes);
        let name = data.frame(Table::Roster).unwrap().column("name").unwrap().str().unwrap().get(0);
        assert_eq!(name, Some("Ann Müller"));
    }
}

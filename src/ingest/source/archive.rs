//! Members of zip archives. Nothing is ever written to disk, so no path of an archive can lead anywhere.

mod same_names;
mod stream;

use std::collections::BTreeMap;
use std::io::Cursor;

use zip::ZipArchive;
use zip::read::ZipFile;

use self::same_names::Distinct;
use super::Source;
use super::limits::Unpacking;
use crate::model::{Bound, Bounds, mask_secrets};

/// Whether the bytes are a zip archive, an empty one included.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether a zip archive is of the OpenDocument family, whose first member tells what it is.
pub(super) fn is_open_document(bytes: &[u8]) -> bool {
    const NAME: usize = 30;
    bytes.get(NAME..).is_some_and(|behind| behind.starts_with(b"mimetypeapplication/vnd.oasis.opendocument."))
}

/// Whether a zip archive is a workbook or another office document, whose members are no exports.
pub(super) fn is_document(bytes: &[u8]) -> bool {
    is_open_document(bytes)
        || ZipArchive::new(Cursor::new(bytes))
            .is_ok_and(|archive| archive.index_for_name("[Content_Types].xml").is_some())
}

fn failed(archive: &str, name: &str, why: String) -> Source {
    Source { path: format!("{archive}!/{name}"), bytes: Err(why), archive: false, note: None }
}

/// An archive in memory.
type Zip = ZipArchive<Cursor<Vec<u8>>>;
/// A member as it unpacks.
type Content<'a> = ZipFile<'a, Cursor<Vec<u8>>>;

/// Every regular member as a source, unpacked when its turn comes; what cannot be read is a source with the reason. The archive
/// itself comes last.
pub(in crate::ingest) struct Members {
    path: String,
    /// Nothing where the archive is damaged or has been handed out.
    archive: Option<Zip>,
    /// Its bytes, where names were changed to read it.
    original: Option<Vec<u8>>,
    /// Members that have the name of an earlier one.
    same_as: BTreeMap<usize, usize>,
    at: usize,
    bounds: Bounds,
    unpacking: Unpacking,
    /// Sources that wait behind the members.
    last: Vec<Source>,
}

impl Members {
    pub(super) fn of(path: String, bytes: Vec<u8>, bounds: Bounds) -> Self {
        let unpacking = Unpacking::within(bounds, Bound::ArchiveBytes);
        let mut members = Self {
            path,
            archive: None,
            original: None,
            same_as: BTreeMap::new(),
            at: 0,
            bounds,
            unpacking,
            last: Vec::new(),
        };
        // Opened twice, because the one that fails does not give the bytes back.
        let opened = ZipArchive::new(Cursor::new(bytes.as_slice()));
        match opened.map(|archive| archive.has_duplicate_names().then(|| archive.central_directory_start())) {
            Ok(None) => members.archive = ZipArchive::new(Cursor::new(bytes)).ok(),
            Ok(Some(directory)) => {
                let distinct = Distinct::of(&bytes, usize::try_from(directory).unwrap_or(usize::MAX));
                members.archive = ZipArchive::new(Cursor::new(distinct.bytes)).ok();
                (members.original, members.same_as) = (Some(bytes), distinct.same_as);
                if distinct.lost > 0 {
                    let why = format!("{} members have the name of another one and were not read", distinct.lost);
                    members.last = vec![failed(&members.path, "", why)];
                }
            }
            Err(error) => {
                let why = failed(&members.path, "", format!("damaged archive: {error}"));
                members.last =
                    vec![Source { path: members.path.clone(), bytes: Ok(bytes), archive: true, note: None }, why];
            }
        }
        members
    }

    /// The member at `at`, if it is one to read.
    fn member(&mut self, at: usize) -> Option<Source> {
        let named = *self.same_as.get(&at).unwrap_or(&at);
        let (path, mut member) = match opened(self.archive.as_mut()?, &self.path, at, named)? {
            Ok(opened) => opened,
            Err(failed) => return Some(failed),
        };
        let packed = member.compressed_size();
        let bytes = self.unpacking.read(&mut member, packed);
        Some(Source { path, bytes, archive: false, note: None })
    }

    /// How many members are read.
    fn readable(&self) -> usize {
        let most = usize::try_from(self.bounds.of(Bound::ArchiveMembers)).unwrap_or(usize::MAX);
        self.archive.as_ref().map_or(0, ZipArchive::len).min(most)
    }
}

/// A member with its path in the report; nothing where it is none to read, and why where it cannot be.
fn opened<'a>(
    archive: &'a mut Zip,
    path: &str,
    at: usize,
    named: usize,
) -> Option<Result<(String, Content<'a>), Source>> {
    let name = match archive.name_for_index(named) {
        Some(Ok(name)) => name.replace('\\', "/"),
        _ => format!("member {}", at + 1),
    };
    let member = match archive.by_index(at) {
        Ok(member) => member,
        Err(error) => {
            return Some(Err(failed(path, &format!("member {}", at + 1), format!("damaged member: {error}"))));
        }
    };
    let name = mask_secrets(&name).into_owned();
    let hidden = name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|n| n.starts_with('.'));
    if name.ends_with('/') || member.is_dir() || hidden {
        return None;
    }
    Some(Ok((format!("{path}!/{name}"), member)))
}

impl Iterator for Members {
    type Item = Source;

    fn next(&mut self) -> Option<Source> {
        let (listed, most) = (self.archive.as_ref().map_or(0, ZipArchive::len), self.readable());
        while self.at < most {
            self.at += 1;
            if let Some(source) = self.member(self.at - 1) {
                return Some(source);
            }
        }
        if let Some(archive) = self.archive.take() {
            let bytes = self.original.take().unwrap_or_else(|| archive.into_inner().into_inner());
            self.last.push(Source { path: self.path.clone(), bytes: Ok(bytes), archive: true, note: None });
            if listed > most {
                let why = self.bounds.exceeded(Bound::ArchiveMembers);
                self.last.push(failed(&self.path, "", format!("{listed} members, of which {most} were read: {why}")));
            }
        }
        self.last.pop()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn members(bytes: Vec<u8>) -> Members {
        Members::of("a.zip".into(), bytes, Bounds::default())
    }

    #[test]
    fn as_many_members_are_read_as_the_bound_says() {
        let bytes = zip(&[("a.csv", b"a"), ("b.csv", b"b"), ("c.csv", b"c")]);
        let found = |most| {
            let bounds = Bounds::default().with(Bound::ArchiveMembers, most);
            let sources = Members::of("a.zip".into(), bytes.clone(), bounds);
            sources.map(|source| (source.path, source.bytes.err().unwrap_or_default())).collect::<Vec<_>>()
        };
        assert_eq!(found(3).len(), 4);
        assert!(found(3).iter().all(|(_, why)| why.is_empty()));
        let (path, why) = found(2).remove(2);
        assert_eq!(path, "a.zip!/");
        assert!(why.starts_with("3 members, of which 2 were read") && why.contains("`archive_members`"), "{why}");
    }

    #[test]
    fn members_are_named_after_their_archive() {
        let bytes = zip(&[("logs/audit_logs.csv", b"a,b\n"), ("__MACOSX/x", b"x"), ("../../evil.csv", b"e")]);
        let paths: Vec<_> = members(bytes).map(|s| s.path).collect();
        assert_eq!(paths, ["a.zip!/logs/audit_logs.csv", "a.zip!/../../evil.csv", "a.zip"]);
    }

    /// Fault: A zip inside a zip
    /// Outcome: Not opened, and named
    #[test]
    fn a_zip_packed_with_other_files_is_opened_and_one_inside_it_is_not() {
        let inner = zip(&[("log.csv", b"a,b\n"), ("deep.zip", &zip(&[("x.csv", b"x")]))]);
        let bytes = zip(&[("logs/export.zip", &inner), ("b.csv", b"b")]);
        let sources: Vec<Source> =
            super::super::unpack("a.zip".into(), Ok(bytes.clone()), &Bounds::default()).collect();
        let paths: Vec<_> = sources.iter().map(|source| (source.path.as_str(), source.archive)).collect();
        let inside = "a.zip!/logs/export.zip";
        let [log, deep] = ["log.csv", "deep.zip"].map(|name| format!("{inside}!/{name}"));
        assert_eq!(
            paths,
            [(log.as_str(), false), (&deep, false), (inside, true), ("a.zip!/b.csv", false), ("a.zip", true)]
        );
        let tight = Bounds::default().with(Bound::ArchiveBytes, (inner.len() + 2) as u64);
        let twice =
            zip(&[("1.zip", &zip(&[("x.csv", &vec![b'x'; 300])])), ("2.zip", &zip(&[("x.csv", &vec![b'x'; 300])]))]);
        let found =
            super::super::unpack("a.zip".into(), Ok(twice), &tight).filter(|source| source.bytes.is_err()).count();
        assert!(found > 0, "they share what an archive may hold");
    }

    #[test]
    fn members_of_one_name_are_all_read() {
        // The writer refuses them: two names of one length are made one.
        let double = |members: &[(&str, &[u8])], from: &str, to: &str| {
            let mut bytes = zip(members);
            let at: Vec<usize> = memchr::memmem::find_iter(&bytes, from).collect();
            at.into_iter().for_each(|at| bytes[at..at + to.len()].copy_from_slice(to.as_bytes()));
            bytes
        };
        let bytes = double(&[("d/u.csv", b"first"), ("d/v.csv", b"second"), ("x.csv", b"x")], "d/v.csv", "d/u.csv");
        let read: Vec<_> = members(bytes.clone()).map(|s| (s.path, s.bytes.unwrap())).collect();
        let found: Vec<_> = read.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        assert_eq!(
            found,
            [
                ("a.zip!/d/u.csv", b"first".as_slice()),
                ("a.zip!/d/u.csv", b"second"),
                ("a.zip!/x.csv", b"x"),
                ("a.zip", &bytes)
            ]
        );
        let bytes = double(&[("d/", b""), ("e/", b"")], "e/", "d/");
        assert_eq!(members(bytes).map(|source| source.path).collect::<Vec<_>>(), ["a.zip"], "folders");
    }

    /// Fault: Damaged zips, and zips that expand without end
    /// Outcome: Named with the bound; the rest of the folder is read
    #[test]
    fn damage_and_bombs_are_told() {
        let bytes = zip(&[("zeros.csv", &vec![b'0'; 5 << 20])]);
        let why = members(bytes.clone()).next().unwrap().bytes.unwrap_err();
        assert!(why.contains("limits"), "{why}");
        let why = members(bytes[..bytes.len() - 30].to_vec()).next().unwrap().bytes.unwrap_err();
        assert!(why.starts_with("damaged archive"), "{why}");
    }
}

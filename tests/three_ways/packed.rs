//! The exports of a fixture, packed in the ways that people send them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::{Folder, root, tree};

/// How the files arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// As they are, archives unpacked.
    Plain,
    /// Each on its own.
    Gzip,
    /// Each on its own.
    Zstd,
    /// All in one archive, with their folders.
    Zip,
}

impl Packing {
    /// A folder with the exports of a fixture.
    pub(crate) fn of(self, fixture: &str) -> Folder {
        let folder = Folder::new();
        let files = unpacked(tree(&root().join("fixtures").join(fixture)));
        match self {
            Self::Plain => files.iter().for_each(|(path, bytes)| folder.write(path, bytes)),
            Self::Gzip => files.iter().for_each(|(path, bytes)| folder.write(&format!("{path}.gz"), &gzip(bytes))),
            Self::Zstd => files.iter().for_each(|(path, bytes)| {
                folder.write(&format!("{path}.zst"), &compress_to_vec(bytes.as_slice(), CompressionLevel::Fastest));
            }),
            Self::Zip => folder.write("exports.zip", &zip(&files)),
        }
        folder
    }
}

/// The files, with the members of archives in the archives' place: an archive inside another is not opened.
fn unpacked(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for (path, bytes) in files {
        let Some(folder) = path.strip_suffix(".zip") else {
            all.insert(path, bytes);
            continue;
        };
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let mut member = archive.by_index(at).unwrap();
            let mut content = Vec::new();
            member.read_to_end(&mut content).unwrap();
            all.insert(format!("{folder}/{}", member.name().unwrap()), content);
        }
    }
    all
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(path.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

//! The cases: what they are made of, and what must come of them.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;

/// A hostile input beside a list of keys.
pub(crate) struct Case {
    /// At full size.
    pub(crate) what: &'static str,
    limit: &'static str,
    happens: &'static str,
    /// What the report says of it.
    pub(crate) says: &'static str,
    /// Mebibytes that the small case may take without optimization.
    pub(crate) most: u64,
    /// Writes it into a folder, small or full.
    pub(crate) make: fn(&Path, bool),
}

impl Case {
    /// Its row in the table, but for what was measured.
    pub(crate) fn row(&self) -> String {
        format!("| {} | {} | {}", self.what, self.limit, self.happens)
    }
}

const HEADER: &str = "usage_date_utc,model_version,api_key,usage_output_tokens\n";

pub(crate) const CASES: [Case; 12] = [
    Case {
        what: "10 million opened brackets in a JSON file",
        limit: "`nesting`: 64 levels",
        happens: "the file is named and holds no record",
        says: "an empty list",
        most: 300,
        make: |folder, full| {
            fs::write(folder.join("deep.json"), "[".repeat(if full { 10_000_000 } else { 500_000 })).unwrap()
        },
    },
    Case {
        what: "one line of 512 MiB in a CSV",
        limit: "`record_bytes`: 64 MiB",
        happens: "that line is rejected, the lines around it are read",
        says: "1 [\"no column",
        most: 400,
        make: |folder, full| {
            let mut file = BufWriter::new(fs::File::create(folder.join("line.csv")).unwrap());
            write!(file, "{HEADER}2026-07-01,m,k,5\n2026-07-02,m,").unwrap();
            let piece = vec![b'x'; 1 << 20];
            (0..if full { 512 } else { 66 }).for_each(|_| file.write_all(&piece).unwrap());
            write!(file, ",5\n2026-07-03,m,k,5\n").unwrap();
        },
    },
    Case {
        what: "a table of a million columns",
        limit: "4,096 columns",
        happens: "the table is named and not read",
        says: "and no table has more than 4096",
        most: 300,
        make: |folder, full| {
            let columns = if full { 1_000_000 } else { 50_000 };
            let names: Vec<String> = (0..columns).map(|at| format!("column_{at}")).collect();
            fs::write(folder.join("wide.csv"), format!("{}\n{}\n", names.join(","), "1,".repeat(columns - 1) + "1"))
                .unwrap();
        },
    },
    Case {
        what: "a zip of less than 3 MiB that unpacks to 512 MiB",
        limit: "`expansion`: 200 times",
        happens: "the member is named and left out",
        says: "`expansion` is 200",
        most: 400,
        make: |folder, full| archive(&folder.join("bomb.zip"), "usage.csv", &vec![b'0'; size(full)]),
    },
    Case {
        what: "a gzip of less than 3 MiB that unpacks to 512 MiB",
        limit: "`expansion`: 200 times",
        happens: "the member is named and left out",
        says: "`expansion` is 200",
        most: 400,
        make: |folder, full| {
            let file = fs::File::create(folder.join("bomb.csv.gz")).unwrap();
            let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::default());
            gzip.write_all(&vec![b'0'; size(full)]).unwrap();
            gzip.finish().unwrap();
        },
    },
    Case {
        what: "a zstd file of less than 50 KiB that unpacks to 512 MiB",
        limit: "`expansion`: 200 times",
        happens: "the member is named and left out",
        says: "`expansion` is 200",
        most: 400,
        make: |folder, full| {
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            let packed = ruzstd::encoding::compress_to_vec(vec![b'0'; size(full)].as_slice(), level);
            fs::write(folder.join("bomb.csv.zst"), packed).unwrap();
        },
    },
    Case {
        what: "a workbook of less than 3 MiB with a sheet of 305 MiB",
        limit: "`workbook_bytes`: 256 MiB, `workbook_cells`: 5 million",
        happens: "the workbook is named and left out",
        says: "`workbook_bytes` is 268435456",
        most: 700,
        make: |folder, _| workbook(&folder.join("bomb.xlsx")),
    },
    Case {
        what: "a hundred archives inside each other",
        limit: "one archive in another",
        happens: "the third level is named and left out",
        says: "an archive inside an archive",
        most: 300,
        make: |folder, full| {
            let (mut bytes, mut name) = (format!("{HEADER}2026-07-01,m,k,5\n").into_bytes(), "usage.csv".to_owned());
            for level in 0..if full { 100 } else { 10 } {
                bytes = packed(&name, &bytes);
                name = format!("{level}.zip");
            }
            fs::write(folder.join("nested.zip"), bytes).unwrap();
        },
    },
    Case {
        what: "ten thousand tiny files",
        limit: "none",
        happens: "all are read; each is an input with its hash",
        says: "no column with uncached_input tokens",
        most: 400,
        make: |folder, full| {
            for at in 0..if full { 10_000 } else { 300 } {
                let text = format!("{HEADER}2026-07-{:02},m,k{at},5\n", 1 + at % 28);
                fs::write(folder.join(format!("{at}.csv")), text).unwrap();
            }
        },
    },
    Case {
        what: "100,000 findings: keys of the default workspace",
        limit: "none; long lists are cut in what people read, and whole in CSV and JSON",
        happens: "every finding is in `findings.json` and `findings.csv`",
        says: "The key has no workspace id",
        most: 700,
        make: |folder, full| keys(folder, if full { 100_000 } else { 1_000 }, |at| format!("prod-search-{at}")),
    },
    Case {
        what: "40 names of a megabyte each",
        limit: "4,096 bytes a text",
        happens: "each is cut to its beginning and a fingerprint",
        says: "texts of more than 4096 bytes are cut",
        most: 400,
        make: |folder, full| keys(folder, if full { 40 } else { 5 }, |at| ["a", "b", "c", "d"][at % 4].repeat(1 << 20)),
    },
    Case {
        what: "2 million rejected rows",
        limit: "none; each is a row of `rejected-rows.csv`",
        happens: "all are counted and listed, and `rejected-rows` finds it",
        says: "no column with uncached_input tokens",
        most: 700,
        make: |folder, full| {
            let mut file = BufWriter::new(fs::File::create(folder.join("usage.csv")).unwrap());
            writeln!(file, "{HEADER}2026-07-01,m,k,5").unwrap();
            for at in 0..if full { 2_000_000 } else { 20_000 } {
                writeln!(file, "2026-07-01,m,k{},x{at}", at % 50).unwrap();
            }
        },
    },
];

fn size(full: bool) -> usize {
    if full { 512 << 20 } else { 32 << 20 }
}

fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

fn archive(path: &Path, name: &str, bytes: &[u8]) {
    fs::write(path, packed(name, bytes)).unwrap();
}

fn keys(folder: &Path, count: usize, name: impl Fn(usize) -> String) {
    let one = |at: usize| {
        format!(
            r#"{{"type":"api_key","id":"apikey_{at}","name":"{}","status":"active","created_at":"2025-01-01T00:00:00Z","created_by":{{"type":"user","id":"user_1"}},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}}"#,
            name(at)
        )
    };
    let all: Vec<String> = (0..count).map(one).collect();
    let text = format!(r#"{{"data":[{}],"has_more":false,"first_id":null,"last_id":null}}"#, all.join(",\n"));
    fs::write(folder.join("keys.json"), text).unwrap();
}

fn workbook(path: &Path) {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns:r="{office}"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
    ];
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    let rows = r#"<row><c t="inlineStr"><is><t>a@example.com</t></is></c></row>"#.repeat(1 << 14);
    zip.write_all(b"<worksheet><sheetData>").unwrap();
    (0..320).for_each(|_| zip.write_all(rows.as_bytes()).unwrap());
    zip.write_all(b"</sheetData></worksheet>").unwrap();
    zip.finish().unwrap();
}

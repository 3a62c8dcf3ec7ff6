use std::io::Write as _;

mod reports;

use zip::write::SimpleFileOptions;

use super::*;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const ROSTER: &str = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Email</t></is></c><c r="B2" t="inlineStr"><is><t>Name</t></is></c><c r="D2" t="inlineStr"><is><t>End Date</t></is></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><t>a@example.com</t></is></c><c r="B4" t="inlineStr"><is><t>A, "b"
c</t></is></c><c r="D4" s="1"><v>46204</v></c><c r="F4"><v>7</v></c></row>"#;

/// A workbook of these sheets: name, and rows as XML. The style 1 is a date.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let (mut listed, mut related) = (String::new(), String::new());
    let mut parts = vec![(
        "[Content_Types].xml".to_owned(),
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
    )];
    for (at, (name, rows)) in (1..).zip(sheets) {
        listed.push_str(&format!(r#"<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>"#));
        related.push_str(&format!(
            r#"<Relationship Id="r{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>"#
        ));
        let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        parts.push((format!("xl/worksheets/sheet{at}.xml"), sheet));
    }
    let book = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>"#);
    parts.push(("xl/workbook.xml".to_owned(), book));
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = format!(r#"<Relationships xmlns="{package}">{related}</Relationships>"#);
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), related));
    let root = format!(
        r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    parts.push(("_rels/.rels".to_owned(), root));
    let styles = format!(
        r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
    );
    parts.push(("xl/styles.xml".to_owned(), styles));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn opened(bytes: Vec<u8>) -> Vec<Source> {
    open("u.xlsx".into(), bytes, &Bounds::default())
}

#[test]
fn every_sheet_is_read_by_its_rows() {
    let notes = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Notes</t></is></c></row>"#;
    let sources = opened(workbook(&[("Read me", notes), ("People", ROSTER), ("Old", ROSTER)]));
    let paths: Vec<_> = sources.iter().map(|source| (source.path.as_str(), source.archive)).collect();
    assert_eq!(
        paths,
        [("u.xlsx!/Read me", false), ("u.xlsx!/People", false), ("u.xlsx!/Old", false), ("u.xlsx", true)]
    );
    let text = String::from_utf8(sources[1].bytes.clone().unwrap()).unwrap();
    assert_eq!(text, "\nEmail,Name,,End Date\n\na@example.com,\"A, \"\"b\"\" c\",,2026-07-01\n");
}

#[test]
fn a_filled_in_worksheet_is_read_too() {
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |cells: &[&str]| format!("<row>{}</row>", cells.iter().map(|text| cell(text)).collect::<String>());
    let rows = row(&["id", "address", "decision", "reviewer"]) + &row(&["user_1", "a@example.com", "keep", "boss"]);
    let sources = opened(workbook(&[("Review", &rows)]));
    assert_eq!(sources[0].path, "u.xlsx!/Review");
    let text = String::from_utf8(sources[0].bytes.clone().unwrap()).unwrap();
    assert!(text.contains("user_1,a@example.com,keep,boss"), "{text}");
}

#[test]
fn every_worksheet_of_a_workbook_is_read_and_no_other_sheet() {
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |cells: &[&str]| format!("<row>{}</row>", cells.iter().map(|text| cell(text)).collect::<String>());
    let access = row(&["id", "address", "decision", "reviewer"]) + &row(&["user_1", "a@example.com", "keep", "boss"]);
    let staff = row(&["Email", "End Date"]) + &row(&["a@example.com", "2026-01-01"]);
    let sources =
        opened(workbook(&[("Staff", &staff), ("One", &access), ("Notes", &row(&["a note"])), ("Two", &access)]));
    let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(paths, ["u.xlsx!/One", "u.xlsx!/Two", "u.xlsx"]);
}

#[test]
fn a_title_may_stand_above_the_header() {
    let titled = |rows: u32| {
        let row = |at| format!(r#"<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>Staff, by email</t></is></c></row>"#);
        let roster = ROSTER.replace("2\"", "12\"").replace("4\"", "14\"");
        opened(workbook(&[("People", &((1..=rows).map(row).collect::<String>() + &roster))]))
    };
    let sources = titled(9);
    assert_eq!(sources[0].path, "u.xlsx!/People");
    let text = String::from_utf8(sources[0].bytes.clone().unwrap()).unwrap();
    assert!(text.starts_with(&format!("{}Email,Name,,End Date\n\na@example.com,", "\n".repeat(11))), "{text:?}");
    let note = sources[0].note.clone().unwrap();
    assert_eq!(note, "the header is in row 12; not read above it: row 1, 2, 3, 4, 5, 6, 7, 8, 9");
    assert_eq!(titled(10).len(), 1, "that is no title");
}

#[test]
fn workbooks_inside_archives_are_opened() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("hr/u.xlsx", SimpleFileOptions::default()).unwrap();
    writer.write_all(&workbook(&[("People", ROSTER)])).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let sources = crate::ingest::source::unpack("a.zip".into(), Ok(bytes), &Bounds::default());
    let paths: Vec<_> = sources.map(|source| (source.path, source.archive)).collect();
    let expected = [("a.zip!/hr/u.xlsx!/People", false), ("a.zip!/hr/u.xlsx", true), ("a.zip", true)];
    assert_eq!(paths, expected.map(|(path, archive)| (path.to_owned(), archive)));
}

/// Fault: Encrypted or old spreadsheets
/// Outcome: Named, with how to save them anew
#[test]
fn other_documents_are_told() {
    let wide = |name: &str| -> Vec<u8> {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        [0xd0, 0xcf, 0x11, 0xe0].into_iter().chain(name).collect()
    };
    let ods = [&b"PK\x03\x04"[..], &[0; 26], b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"].concat();
    for (bytes, word) in [
        (wide("EncryptedPackage"), "password"),
        (wide("Workbook"), ".xls)"),
        (wide("WordDocument"), "office document"),
        (ods, ".ods)"),
        (workbook(&[]), "without a sheet"),
    ] {
        let found = crate::ingest::source::not_text(&bytes).unwrap();
        assert!(found.contains(word), "{found}");
    }
}

#[test]
fn other_workbooks_stay_what_they_are() {
    let usage = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>usage by team</t></is></c><c r="B1" t="inlineStr"><is><t>tokens</t></is></c></row>"#;
    let far = ROSTER.replace("F4", "ZZZ4");
    for sheets in [&[][..], &[("Usage", usage)], &[("Far", &far)]] {
        let sources = opened(workbook(sheets));
        assert_eq!((sources.len(), sources[0].archive), (1, false), "{:?}", sheets.first().map(|s| s.0));
    }
}

/// Fault: Workbooks that expand without end
/// Outcome: Named with the bound
#[test]
fn what_leaves_a_bound_is_told() {
    let bytes = workbook(&[("People", ROSTER)]);
    let found = |bound, value| {
        let sources = open("u.xlsx".into(), bytes.clone(), &Bounds::default().with(bound, value));
        let why = sources[0].bytes.clone().err().unwrap_or_default();
        assert_eq!(sources[0].path, if why.is_empty() { "u.xlsx!/People" } else { "u.xlsx!/" });
        why
    };
    let size: u64 = {
        let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
        (0..archive.len()).map(|at| archive.by_index(at).unwrap().size()).sum()
    };
    for (bound, enough) in [(Bound::WorkbookBytes, size), (Bound::WorkbookCells, 7), (Bound::ArchiveMembers, 6)] {
        assert_eq!(found(bound, enough), "");
        assert!(found(bound, enough - 1).contains(bound.name()));
    }
    let bomb = format!("{ROSTER}{}", " ".repeat(9 << 20));
    let why = opened(workbook(&[("Bomb", &bomb)])).remove(0).bytes.unwrap_err();
    assert!(why.contains("`expansion`"), "{why}");
}

#[test]
fn cells_where_no_sheet_has_one_are_refused() {
    for name in ["ACONSOLE1", "AAAA1", "A12345678", "&#65;1"] {
        for (from, to) in [("r=\"A2\"", format!("r=\"{name}\"")), ("r=\"A2\"", format!("x='>' r = '{name}'"))] {
            let sources = opened(workbook(&[("People", &ROSTER.replace(from, &to))]));
            let why = sources[0].bytes.clone().unwrap_err();
            assert!(why.starts_with("damaged workbook: "), "{why}");
        }
    }
}

/// Fault: Damaged workbooks
/// Outcome: Named; no panic
#[test]
fn damaged_sheets_do_no_harm() {
    for at in 0..ROSTER.len() {
        for other in ["<", ">", "\"", "9", ""] {
            let damaged = format!("{}{other}{}", &ROSTER[..at], &ROSTER[at + 1..]);
            opened(workbook(&[("People", &damaged)]));
        }
    }
}

/// A sheet of these rows.
fn sheet_of(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    rows.iter().map(|row| format!("<row>{}</row>", row.iter().map(cell).collect::<String>())).collect()
}

/// Fault: Of a workbook only the first sheet with people was read: leavers, contractors, keys and members on other sheets were gone
/// Outcome: Every sheet is a file of its own; one that is no table of a known kind stands among the inputs as such
#[test]
fn lists_on_several_sheets_are_files_of_their_own() {
    let staff = sheet_of(&[&["Name", "Email", "Status"], &["A", "a@example.com", "Active"]]);
    let contractors = sheet_of(&[&["Name", "Email", "Status"], &["B", "b@example.com", "Terminated"]]);
    let members = sheet_of(&[&["id", "email", "name", "role"], &["user_01A", "a@example.com", "A", "admin"]]);
    let keys = sheet_of(&[&["id", "name", "status"], &["apikey_01K", "prod", "active"]]);
    let usage = sheet_of(&[&["usage_date_utc", "model_version"], &["2026-07-01", "m"]]);
    let pivot = sheet_of(&[&["c@example.com", "7"], &["d@example.com", "8"]]);
    let book =
        |sheets: &[(&str, &str)]| crate::ingest::load_bytes(vec![("b.xlsx".to_owned(), workbook(sheets))]).unwrap();
    let data = book(&[
        ("Staff", &staff),
        ("Contractors", &contractors),
        ("Members", &members),
        ("Keys", &keys),
        ("Usage", &usage),
    ]);
    let read: Vec<(&str, Option<&str>)> =
        data.inputs.iter().map(|input| (input.path.as_str(), input.kind.as_deref())).collect();
    assert_eq!(
        read,
        [
            ("b.xlsx", Some("archive")),
            ("b.xlsx!/Contractors", Some("roster-list")),
            ("b.xlsx!/Keys", Some("api-keys")),
            ("b.xlsx!/Members", Some("users")),
            ("b.xlsx!/Staff", Some("roster-list")),
            ("b.xlsx!/Usage", Some("console-usage")),
        ]
    );
    assert!(data.cut_lists.is_empty(), "{:?}", data.cut_lists);
    let data = book(&[("Staff", &staff), ("Pivot", &pivot)]);
    assert_eq!(
        data.cut_lists.get(&crate::model::Table::Roster).map(String::as_str),
        Some("b.xlsx!/Pivot names 2 people and is no table of a known kind")
    );
}

#[test]
fn the_name_of_a_sheet_says_what_no_column_does() {
    let text = |name: &str, rows: &[&[&str]]| {
        let sources = opened(workbook(&[(name, &sheet_of(rows))]));
        String::from_utf8(sources[0].bytes.clone().unwrap()).unwrap()
    };
    let plain: &[&[&str]] = &[&["Name", "Email"], &["A", "a@example.com"]];
    assert_eq!(text("Suspended", plain), "Name,Email,Status\nA,a@example.com,Suspended\n");
    for name in ["Sheet1", "Staff", "Contractors"] {
        assert_eq!(text(name, plain), "Name,Email\nA,a@example.com\n", "{name}");
    }
    let own: &[&[&str]] = &[&["Name", "Email", "Status"], &["A", "a@example.com", "Active"]];
    assert_eq!(text("Suspended", own), "Name,Email,Status\nA,a@example.com,Active\n");
}

/// Fault: Everybody on a sheet called «Archive» had left, although it was last year's list of those on the sheet beside it
/// Outcome: A sheet with nearly everybody of another is an older edition of it; one with few of them says by its name who left
#[test]
fn a_sheet_of_the_same_people_is_an_older_edition() {
    let list = |locals: &[&str]| {
        let addresses: Vec<String> = locals.iter().map(|local| format!("{local}@example.com")).collect();
        let mut rows: Vec<Vec<&str>> = vec![vec!["Name", "Email"]];
        rows.extend(locals.iter().zip(&addresses).map(|(local, address)| vec![*local, address.as_str()]));
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        sheet_of(&rows)
    };
    let now = list(&["ann", "bo", "cy", "di"]);
    let read = |name: &str, sheet: &str| {
        let sources = opened(workbook(&[("Staff", &now), (name, sheet)]));
        let one = sources.into_iter().find(|source| source.path.ends_with(name)).unwrap();
        let says_gone = String::from_utf8(one.bytes.unwrap()).unwrap().starts_with("Name,Email,Status");
        (says_gone, one.note.unwrap_or_default())
    };
    for name in ["Archive", "Archived", "Closed", "Former", "Inactive"] {
        let (says_gone, note) = read(name, &list(&["ann", "bo", "cy", "di", "ed", "fay"]));
        assert!(!says_gone && note.starts_with("has nearly everybody of sheet Staff"), "{name} {note}");
        for left in [list(&["ed", "fay"]), list(&["ed", "fay", "ann"]), list(&["ann", "bo"])] {
            assert!(read(name, &left).0, "{name}");
        }
    }
    assert!(!read("Old", &list(&["ed"])).0, "no word for who left");
}

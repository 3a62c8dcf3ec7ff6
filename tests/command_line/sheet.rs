//! A worksheet as people edit it: columns moved, added and renamed, saved with semicolons or as a workbook.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// Rows of cells, the header first.
#[derive(Clone, Debug)]
pub(super) struct Sheet(pub(super) Vec<Vec<String>>);

impl Sheet {
    pub(super) fn read(csv: &[u8]) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
        let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        Self(reader.records().map(|row| cells(row.unwrap())).collect())
    }

    fn place(&self, column: &str) -> usize {
        self.0[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"))
    }

    /// Number of rows below the header.
    pub(super) fn len(&self) -> usize {
        self.0.len() - 1
    }

    pub(super) fn cell(&self, row: usize, column: &str) -> &str {
        &self.0[row + 1][self.place(column)]
    }

    pub(super) fn set(&mut self, row: usize, column: &str, text: &str) {
        let at = self.place(column);
        text.clone_into(&mut self.0[row + 1][at]);
    }

    /// Fills in a decision.
    pub(super) fn decide(&mut self, row: usize, decision: &str, reviewer: &str, on: &str) {
        self.set(row, "decision", decision);
        self.set(row, "reviewer", reviewer);
        self.set(row, "reviewed_on", on);
    }

    /// The reviewer's columns in front, one of their own, names of another language.
    pub(super) fn rearranged(&self, names: &[(&str, &str)]) -> Self {
        let (mut first, mut rest): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for (at, name) in self.0[0].iter().enumerate() {
            let is_ours = ["decision", "reviewer", "reviewed_on", "ticket", "comment"].contains(&name.as_str());
            if is_ours { first.push(at) } else { rest.push(at) }
        }
        first.reverse();
        let order = [first, rest].concat();
        let row = |(number, row): (usize, &Vec<String>)| {
            let mut cells: Vec<String> = order.iter().map(|at| row[*at].clone()).collect();
            cells.insert(1, if number == 0 { "Risikoklasse".to_owned() } else { number.to_string() });
            cells
        };
        let mut moved = Self(self.0.iter().enumerate().map(row).collect());
        for (from, to) in names {
            let at = moved.place(from);
            (*to).clone_into(&mut moved.0[0][at]);
        }
        moved
    }

    /// As a spreadsheet of a country with decimal commas saves it.
    pub(super) fn with_semicolons(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(b"\xef\xbb\xbf".to_vec());
        self.0.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    }

    /// As a workbook; days are dates in it.
    pub(super) fn as_workbook(&self) -> Vec<u8> {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let cell = |(text, place): (&String, String)| match text.parse::<chrono::NaiveDate>() {
            Ok(day) => {
                let number = (day - chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
                format!(r#"<c r="{place}" s="1"><v>{number}</v></c>"#)
            }
            Err(_) if text.is_empty() => String::new(),
            Err(_) => format!(r#"<c r="{place}" t="inlineStr"><is><t>{}</t></is></c>"#, escaped(text)),
        };
        let row = |(at, row): (usize, &Vec<String>)| {
            let places = (0..).map(|column: u8| format!("{}{}", char::from(b'A' + column), at + 1));
            format!(r#"<row r="{}">{}</row>"#, at + 1, row.iter().zip(places).map(cell).collect::<String>())
        };
        let rows: String = self.0.iter().enumerate().map(row).collect();
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let parts = [
            (
                "[Content_Types].xml",
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="Review" sheetId="1" r:id="r1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
            ),
        ];
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

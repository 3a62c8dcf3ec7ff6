//! Exports of usage and cost that were saved as workbooks.

use super::{sheet_of, workbook};

/// Fault: A Console export of cost or usage that was saved as a workbook was not read
/// Outcome: Its sheets are files of their own, and copies among them count once
#[test]
fn cost_and_usage_that_were_saved_as_workbooks() {
    let names =
        ["usage_date_utc", "model", "workspace", "api_key", "usage_type", "token_type", "cost_usd", "cost_type"];
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |day: u32, usd: &str| {
        let texts: String = ["Claude Opus 4.8", "w", "k", "message", "output"].map(cell).concat();
        format!(r#"<row><c s="1"><v>{}</v></c>{texts}<c><v>{usd}</v></c>{}</row>"#, 46204 + day, cell("token"))
    };
    let sheet = |rows: &[String]| sheet_of(&[&names]) + &rows.concat();
    let all = [row(0, "11.760000000000002"), row(1, "5.88"), row(2, "100")];
    for (sheets, read) in [
        (vec![("cost", sheet(&all))], "3/0 = 117.64"),
        (vec![("cost", sheet(&all)), ("cost (2)", sheet(&all))], "3/3 = 117.64"),
        (vec![("July", sheet(&all[..2])), ("August", sheet(&all[2..]))], "3/0 = 117.64"),
        (
            vec![("cost", sheet(&all)), ("Pivot", sheet_of(&[&["Row Labels", "Sum of cost_usd"], &["w", "117.64"]]))],
            "3/0 = 117.64",
        ),
    ] {
        let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, rows)| (*name, rows.as_str())).collect();
        let data = crate::ingest::load_bytes(vec![("b.xlsx".to_owned(), workbook(&sheets))]).unwrap();
        let count = |of: fn(&crate::model::Input) -> u64| data.inputs.iter().map(of).sum::<u64>();
        let frame = data.frame(crate::model::Table::Cost).unwrap();
        let sums = frame.column("cost").unwrap().decimal().unwrap().physical().clone();
        let sum = crate::model::Money::from_units(sums.iter().flatten().sum());
        let found = format!("{}/{} = {sum}", count(|one| one.accepted), count(|one| one.duplicates));
        assert_eq!(found, read, "{sheets:?}");
    }
    let tokens = sheet_of(&[&["usage_date_utc", "model_version", "usage_output_tokens"], &["2026-07-01", "m", "12"]]);
    let data = crate::ingest::load_bytes(vec![("b.xlsx".to_owned(), workbook(&[("usage", &tokens)]))]).unwrap();
    assert_eq!(data.inputs[1].kind.as_deref(), Some("console-usage"));
}

use super::*;
use crate::ingest::batch::Batch;
use crate::model::{Bound, Bounds, Table};

/// Lines and what is reported for them.
type Found = Vec<(u64, String)>;

fn lines(text: &str) -> (Found, Found) {
    let delimited = Delimited::open(text.as_bytes()).unwrap();
    let mut batch = Batch::new(Table::Members);
    let mut taken = Vec::new();
    delimited.each_record(&mut batch, |row, line, _| {
        taken.push((line, row.text(Some(0))?.to_owned()));
        Ok(())
    });
    (taken, batch.rejects.into_iter().map(|(line, r)| (line, r.reason.to_string())).collect())
}

#[test]
fn lines_are_those_where_records_begin() {
    let (taken, rejects) = lines("a,b\n1,\"x\ny\"\n\n\n2,z\n3\n4,q\n");
    assert_eq!(taken, [(2, "1".into()), (6, "2".into()), (8, "4".into())]);
    assert_eq!(rejects, [(7, "1 fields where the header has 2".into())]);
}

#[test]
fn an_open_quote_costs_its_line_only() {
    let rows = |text: &str| {
        let (taken, rejects) = lines(text);
        (taken.into_iter().map(|(line, _)| line).collect::<Vec<_>>(), rejects)
    };
    // To the end of the file.
    let (taken, rejects) = rows("a,b,c\n1,x,y\n2,\"x,y\n3,x,y\n4,x,y\n");
    assert_eq!(taken, [2, 4, 5]);
    assert_eq!(rejects, [(3, "an open quote in this record would swallow 2 lines after it".into())]);
    // To the next quoted cell, where the number of fields happens to be right.
    let (taken, rejects) = rows("a,b,c\n2,\"x,y\n3,x,y\n\n4,\"x\",y\n5,\"p\nq\",y\n");
    assert_eq!((taken, rejects.len()), (vec![3, 5, 6], 1));
    // Text of several lines is none.
    let (taken, rejects) = rows("a,b,c\n1,\"x\n2, and so on\nthe end\",y\n");
    assert_eq!((taken, rejects), (vec![2], vec![]));
    // A cut file.
    let (taken, rejects) = rows("a,b,c\n1,x,y\n2,x,\"y");
    assert_eq!((taken, rejects), (vec![2], vec![(3, "the file ends inside a quoted cell".into())]));
}

#[test]
fn delimiter_and_names() {
    let delimited =
        Delimited::open("Email Address [Required];Status [READ ONLY]\r\nx@example.com;Active\r\n".as_bytes()).unwrap();
    assert_eq!(delimited.delimiter, b';');
    assert!(delimited.has("email_address") && !delimited.has("required"));
    assert_eq!(delimited.column(&["status"]), Some(1));
    assert_eq!(delimited.unknown_columns(), ["Email Address [Required]"]);
}

#[test]
fn a_line_is_as_long_as_the_bound_says() {
    let text = b"a,b\n12,45\n12,456\n1,\"4\n6\"\n";
    let delimited = Delimited::open(text).unwrap();
    let mut batch = Batch { bounds: Bounds::default().with(Bound::RecordBytes, 6), ..Batch::new(Table::Members) };
    let mut taken = Vec::new();
    delimited.each_record(&mut batch, |_, line, _| {
        taken.push(line);
        Ok(())
    });
    assert_eq!(taken, [2]);
    assert_eq!(batch.rejects.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4]);
    assert!(batch.rejects[0].1.reason.contains("`record_bytes` is 6"), "{:?}", batch.rejects);
}

#[test]
fn bad_bytes_cost_the_row() {
    let text = b"a,b\n\xff,1\nok,2\n";
    let delimited = Delimited::open(text).unwrap();
    let mut batch = Batch::new(Table::Members);
    let mut taken = 0;
    delimited.each_record(&mut batch, |row, _, _| row.text(Some(0)).map(|_| taken += 1));
    assert_eq!((taken, batch.rejects[0].0, &*batch.rejects[0].1.reason), (1, 2, "not UTF-8"));
}

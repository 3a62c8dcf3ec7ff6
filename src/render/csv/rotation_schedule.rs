//! `rotation-schedule.csv`: a line for each key that is to be rotated.

use anyhow::Result;

use crate::model::{Report, Rotation};
use crate::render::File;
use crate::render::escape::csv_cell;

const COLUMNS: [&str; 9] =
    ["owner", "owner_source", "due_on", "state", "basis", "key_id", "key_name", "workspace", "created_on"];

pub(super) fn file(report: &Report) -> Result<File> {
    let mut rows = ::csv::Writer::from_writer(Vec::new());
    rows.write_record(COLUMNS)?;
    for rotation in &report.rotation_schedule {
        rows.write_record(cells(rotation))?;
    }
    Ok(File::new("rotation-schedule.csv", rows.into_inner()?))
}

fn cells(one: &Rotation) -> [String; COLUMNS.len()] {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let owner = one.owner.as_ref();
    [
        owner.map(|owner| csv_cell(&owner.name)).unwrap_or_default(),
        owner.map(|owner| csv_cell(&owner.source)).unwrap_or_default(),
        day(one.due_on),
        one.state.id().to_owned(),
        one.basis.map_or_else(String::new, |basis| basis.id().to_owned()),
        csv_cell(&one.key_id),
        csv_cell(&one.key_name),
        one.workspace.as_deref().map(csv_cell).unwrap_or_default(),
        day(one.created_on),
    ]
}

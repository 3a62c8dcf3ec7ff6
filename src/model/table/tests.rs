use super::*;

#[test]
fn column_names_are_unique_in_a_table() {
    for table in Table::ALL {
        for (at, column) in table.columns().iter().enumerate() {
            assert_eq!(table.position(column.name), Some(at), "{}.{}", table.id(), column.name);
            assert!(!["file", "line"].contains(&column.name));
        }
        assert!(table.event_time_columns().iter().all(|name| table.position(name).is_some()));
    }
}

use super::*;

const ROWS: [&str; 6] = [
    "Ann Moss,ann@example.com,Sales,True,",
    "Bob Hale,bob@example.com,Sales,True,left 2025",
    "Cleo Park,cleo@example.com,Support,False,",
    "Dora Lind,dora@example.com,Support,True,see HR",
    "Eve Rook,eve@example.com,Sales,True,",
    "Finn Bell,finn@example.com,Support,False,",
];

fn record(text: &str) -> ByteRecord {
    text.split(',').collect()
}

/// The cells of an aligned record, `?` for what is uncertain.
fn aligned(text: &str) -> Option<String> {
    let mut habits = Habits::of(5);
    ROWS.iter().for_each(|row| habits.learn(&record(row)));
    let aligned = align(&record(text), &habits, b',', 1)?;
    let cells = aligned.record.iter().zip(&aligned.certain);
    let shown = |(cell, certain): (&[u8], &bool)| {
        if *certain { String::from_utf8_lossy(cell).into_owned() } else { "?".to_owned() }
    };
    Some(cells.map(shown).collect::<Vec<_>>().join("|"))
}

#[test]
fn cells_that_can_stand_for_one_column_only_are_certain() {
    for (text, cells) in [
        // A comma in the name: right of the address everything is in its place.
        ("Moss, Ann,ann@example.com,Sales,True,", "Moss, Ann|ann@example.com|Sales|True|"),
        // In the department, whose words are known: none of the ways to read it is left but the right one.
        ("Ann Moss,ann@example.com,Sales, EMEA,True,x", "Ann Moss|ann@example.com|Sales, EMEA|True|x"),
        // In the notes, or behind them.
        ("Ann Moss,ann@example.com,Sales,True,see HR, later", "Ann Moss|ann@example.com|Sales|True|?"),
        // Separators at the end.
        ("Ann Moss,ann@example.com,Sales,False,x,,", "Ann Moss|ann@example.com|Sales|False|x"),
        ("Ann Moss,ann@example.com,Sales,False,,,,,", "Ann Moss|ann@example.com|Sales|False|"),
        // Cells left out at the end.
        ("Ann Moss,ann@example.com,Sales,True", "Ann Moss|ann@example.com|Sales|True|"),
        // A separator lost.
        ("Ann Moss,ann@example.com,SalesTrue,x", "Ann Moss|ann@example.com|?|?|x"),
    ] {
        assert_eq!(aligned(text).as_deref(), Some(cells), "{text}");
    }
}

#[test]
fn what_cannot_be_told_is_left_out() {
    for text in [
        // No address, or two.
        "Moss,Ann,nobody,Sales,True,",
        "Ann,ann@example.com,b@example.com,Sales,True,x",
        // The address is not alone in its cell.
        "Ann ann@example.com,Sales,True,",
        // Too many.
        "a,b,c,d,ann@example.com,Sales,True,",
        "Ann",
        // No word that the column has.
        "Moss, Ann,ann@example.com,Sales,perhaps,",
    ] {
        assert_eq!(aligned(text), None, "{text}");
    }
}

#[test]
fn of_few_records_nothing_is_learned() {
    let habits = Habits::of(3);
    let of = |text: &str| align(&record(text), &habits, b',', 1).map(|aligned| aligned.certain);
    assert_eq!(of("Moss,Ann,ann@example.com,Active"), Some(vec![true, true, true]));
    assert_eq!(of("Ann,ann@example.com,Active,x"), Some(vec![true, true, false]), "the last column's, or behind it");
    assert_eq!(of("Ann,ann@example.com"), Some(vec![true, true, true]));
    assert_eq!(of("ann@example.com,Active"), None);
}

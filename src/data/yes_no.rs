//! Yes and no in the values of JSON, in whatever way the tool that wrote them spells it.

mod words;

use serde_json::Value;

pub use words::yes_no_word;

/// What a value says where the field is one of true or false: JSON's own words, the numbers of databases without booleans (MySQL, SQLite,
/// SQL Server, `ClickHouse`), and the words of languages and spreadsheets as text. Anything else says neither.
#[must_use]
pub fn yes_no(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_f64()? {
            0.0 => Some(false),
            1.0 => Some(true),
            _ => None,
        },
        Value::String(text) => yes_no_word(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::yes_no;

    #[test]
    fn booleans_of_every_tool() {
        for (yes, no) in [
            (json!(true), json!(false)),
            (json!(1), json!(0)),
            (json!(1.0), json!(0.0)),
            (json!("true"), json!("false")),
            (json!("True"), json!("False")),
            (json!("TRUE"), json!("FALSE")),
            (json!(" t "), json!("f")),
            (json!("1"), json!("0")),
            (json!("1.0"), json!("0.0")),
            (json!("Y"), json!("N")),
            (json!("Yes"), json!("No")),
            (json!("WAHR"), json!("FALSCH")),
            (json!("Vrai"), json!("Faux")),
        ] {
            assert_eq!((yes_no(&yes), yes_no(&no)), (Some(true), Some(false)), "{yes} {no}");
        }
        for neither in
            [Value::Null, json!(""), json!("maybe"), json!(2), json!(-1), json!(0.5), json!([]), json!({"a": true})]
        {
            assert_eq!(yes_no(&neither), None, "{neither}");
        }
    }
}

//! Dictionaries as Python prints them: the dict columns of the audit-log export.

use serde_json::{Map, Number, Value};

/// Nesting beyond this is refused: real cells have three levels.
const DEEPEST: usize = 32;

/// Reads a dict cell: JSON, else Python repr (`{'name': None, 'ok': True, 'metadata': {…}}`), including the broken bare form in
/// which a name's apostrophe is not escaped (`'Reece O'Sullivan'`). Empty cells, `{}` and `None` are empty.
/// `None` where it is neither.
#[must_use]
pub fn parse_dict(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim();
    if text.is_empty() || text == "None" || text == "null" || text == "{}" {
        return Some(Map::new());
    }
    // No JSON begins with a single quote; of the real cells nearly all do.
    if !text.starts_with("{'")
        && let Ok(map) = serde_json::from_str(text)
    {
        return Some(map);
    }
    let mut parser = Parser { rest: text };
    let value = parser.value(0)?;
    parser.space();
    match value {
        Value::Object(map) if parser.rest.is_empty() => Some(map),
        _ => None,
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        let taken = self.rest.strip_prefix(token);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.space();
        match self.rest.chars().next()? {
            _ if depth > DEEPEST => None,
            '{' => self.dict(depth),
            '[' => self.list(depth, ']'),
            '(' => self.list(depth, ')'),
            quote @ ('\'' | '"') => self.string(quote).map(Value::String),
            _ => self.word(),
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Value> {
        self.rest = &self.rest[1..];
        let mut map = Map::new();
        loop {
            self.space();
            if self.take("}") {
                return Some(Value::Object(map));
            }
            let Value::String(key) = self.value(depth + 1)? else { return None };
            self.space();
            if !self.take(":") {
                return None;
            }
            map.insert(key, self.value(depth + 1)?);
            self.space();
            if !self.take(",") && !self.rest.starts_with('}') {
                return None;
            }
        }
    }

    fn list(&mut self, depth: usize, close: char) -> Option<Value> {
        self.rest = &self.rest[1..];
        let mut items = Vec::new();
        loop {
            self.space();
            if self.rest.starts_with(close) {
                self.rest = &self.rest[1..];
                return Some(Value::Array(items));
            }
            items.push(self.value(depth + 1)?);
            self.space();
            if !self.take(",") && !self.rest.starts_with(close) {
                return None;
            }
        }
    }

    /// A quote ends the string only where what follows can follow a string: that reads both proper repr and the bare apostrophe.
    fn string(&mut self, quote: char) -> Option<String> {
        let mut out = String::new();
        let mut chars = self.rest[1..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => {
                    let (_, escaped) = chars.next()?;
                    match escaped {
                        'n' => out.push('\n'),
                        't' => out.push('\t'),
                        'r' => out.push('\r'),
                        'x' => out.push(code_point(&mut chars, 2)?),
                        'u' => out.push(code_point(&mut chars, 4)?),
                        'U' => out.push(code_point(&mut chars, 8)?),
                        other => out.push(other),
                    }
                }
                c if c == quote => {
                    let behind = &self.rest[1 + at + 1..];
                    if matches!(behind.trim_start().chars().next(), None | Some(',' | ':' | '}' | ']' | ')')) {
                        self.rest = behind;
                        return Some(out);
                    }
                    out.push(c);
                }
                c => out.push(c),
            }
        }
        None
    }

    fn word(&mut self) -> Option<Value> {
        let end = self.rest.find([',', '}', ']', ')', ':']).unwrap_or(self.rest.len());
        let word = self.rest[..end].trim();
        let value = match word {
            "None" | "null" => Value::Null,
            "True" | "true" => Value::Bool(true),
            "False" | "false" => Value::Bool(false),
            _ => Value::Number(word.parse::<Number>().ok()?),
        };
        self.rest = &self.rest[end..];
        Some(value)
    }
}

fn code_point(chars: &mut std::str::CharIndices, digits: usize) -> Option<char> {
    let mut code = 0_u32;
    for _ in 0..digits {
        code = code * 16 + chars.next()?.1.to_digit(16)?;
    }
    Some(char::from_u32(code).unwrap_or('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> String {
        parse_dict(text)
            .map_or_else(|| "unread".into(), |d| d.get("name").map_or_else(|| "-".into(), ToString::to_string))
    }

    #[test]
    fn every_form_of_a_dict_cell() {
        assert_eq!(
            name("{'name': 'Ana Lima', 'uuid': 'a-1', 'metadata': {'email_address': 'ana@example.com'}}"),
            "\"Ana Lima\""
        );
        assert_eq!(name("{'name': 'Rory O'Neil', 'uuid': 'b-2'}"), "\"Rory O'Neil\"");
        assert_eq!(name("{'name': \"Rory O'Neil\", 'uuid': 'b-2'}"), "\"Rory O'Neil\"");
        assert_eq!(name("{'name': 'Rory O\\'Neil \\xe9\\u2013'}"), "\"Rory O'Neil é–\"");
        assert_eq!(name("{'type': 'account', 'name': None, 'ok': True, 'n': -1.5, 'l': ['a', ()]}"), "null");
        assert_eq!(name("{\"name\": \"Ana\"}"), "\"Ana\"");
        for empty in ["", "{}", "None", " "] {
            assert_eq!(parse_dict(empty), Some(Map::new()), "{empty:?}");
        }
    }

    #[test]
    fn what_is_no_dict() {
        for text in ["{'name': 'cut", "['a']", "{name: 1}", "{'a' 1}", "{'a': 1} x", "{1: 2}", &"{'a':".repeat(100)] {
            assert_eq!(parse_dict(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_ends_without_panic(text in "[{}\\[\\]'\",:\\\\ a-zN\u{e9}xu0-9]{0,80}") {
            let _ = parse_dict(&text);
        }
    }
}

//! Names of cells as a sheet can have them: what the reader of workbooks does not check.

/// Whether rows, cells and the extent of a sheet are named as a sheet can have them. The reader of workbooks multiplies the letters of
/// longer names beyond its numbers, and would put such a cell into another column.
pub(super) fn has_possible_cells(part: &[u8]) -> bool {
    // Attributes hold no `<`, so what follows one up to the next holds all of a tag.
    part.split(|byte| *byte == b'<').all(|tag| {
        let name = tag.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        !matches!(local, b"c" | b"row" | b"dimension") || references(tag).all(is_possible)
    })
}

/// The values of the attributes `r` and `ref` of a tag.
fn references(tag: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts = (1..tag.len()).filter(|at| tag[at - 1].is_ascii_whitespace());
    starts.filter_map(|at| {
        let behind = tag[at..].strip_prefix(b"ref").or_else(|| tag[at..].strip_prefix(b"r"))?;
        let value = behind.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let quote = value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        value[1..].split(|byte| byte == quote).next()
    })
}

/// Whether a name is one of a row, a cell or a range: three letters and seven digits at most.
fn is_possible(reference: &[u8]) -> bool {
    reference.split(|byte| *byte == b':').all(|cell| {
        let letters = cell.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = &cell[letters..];
        letters <= 3 && digits.len() <= 7 && digits.iter().all(u8::is_ascii_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_three_letters_and_seven_digits_at_most() {
        assert!(is_possible(b"A1:XFD1048576") && is_possible(b"12") && !is_possible(b"A1:AAAAAAAAA1"));
    }
}

//! Text that leaves as CSV.

/// Whether a spreadsheet would take a cell for a formula or a command (IMPT-06).
#[must_use]
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// The cell with a mark in front that keeps a spreadsheet from computing it.
#[must_use]
pub fn neutral(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Adds one line; every cell is neutral, and quoted where it must be.
pub fn write_record<'a>(to: &mut String, cells: impl IntoIterator<Item = &'a str>, delimiter: char) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            to.push(delimiter);
        }
        let cell = neutral(cell);
        if cell.contains(['"', '\r', '\n', '\'', delimiter]) {
            to.push('"');
            to.push_str(&cell.replace('"', "\"\""));
            to.push('"');
        } else {
            to.push_str(&cell);
        }
    }
    to.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impt_06_what_leaves_is_not_computed() {
        let mut text = String::new();
        write_record(&mut text, ["=1+1", "@SUM(A1)", "\tx", "a,b", "say \"hi\"", "plain"], ',');
        assert_eq!(text, "\"'=1+1\",\"'@SUM(A1)\",\"'\tx\",\"a,b\",\"say \"\"hi\"\"\",plain\r\n");
    }
}

//! What stands between and around the cells of a text.

use csv_core::{ReadRecordResult, ReaderBuilder};

/// How a text is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub delimiter: u8,
    pub quote: u8,
}

const DELIMITERS: [u8; 4] = *b",;\t|";
/// Rows that decide.
const LOOKED_AT: usize = 60;

/// Finds delimiter and quote by the beginning of a text.
pub(crate) fn find(text: &[u8], delimiter: Option<char>, quote: Option<char>) -> Dialect {
    let ascii = |c: char| u8::try_from(c).ok().filter(u8::is_ascii);
    let quote = quote.and_then(ascii).unwrap_or_else(|| quote_of(text));
    let delimiter = delimiter.and_then(ascii).unwrap_or_else(|| {
        DELIMITERS.into_iter().max_by_key(|delimiter| score(text, *delimiter, quote)).unwrap_or(b',')
    });
    Dialect { delimiter, quote }
}

/// Single quotes only where cells begin and end with them, and no double ones do.
fn quote_of(text: &[u8]) -> u8 {
    let at_edges = |quote: u8| {
        text.windows(2)
            .filter(|pair| {
                matches!(pair, [a, b] if *b == quote && (DELIMITERS.contains(a) || *a == b'\n'))
                    || matches!(pair, [a, b] if *a == quote && (DELIMITERS.contains(b) || *b == b'\n' || *b == b'\r'))
            })
            .count()
    };
    if at_edges(b'"') == 0 && at_edges(b'\'') >= 4 { b'\'' } else { b'"' }
}

/// How well a delimiter divides: how many rows agree on the number of cells, then that number. The earlier of two equals
/// loses, so the comma comes last in the comparison.
fn score(text: &[u8], delimiter: u8, quote: u8) -> (usize, usize, bool) {
    let counts = counts(text, delimiter, quote);
    let most = counts.iter().copied().max_by_key(|count| counts.iter().filter(|other| *other == count).count());
    let Some(most) = most.filter(|count| *count > 1) else { return (0, 0, delimiter == b',') };
    let agree = counts.iter().filter(|count| **count == most).count();
    (agree * 100 / counts.len().max(1), most, delimiter == b',')
}

fn counts(mut text: &[u8], delimiter: u8, quote: u8) -> Vec<usize> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).quote(quote).build();
    let (mut output, mut ends) = (vec![0; 64 * 1024], vec![0; 1_024]);
    let (mut counts, mut cells) = (Vec::new(), 0);
    while counts.len() < LOOKED_AT {
        let (result, used, _, found) = reader.read_record(text, &mut output, &mut ends);
        text = text.get(used..).unwrap_or_default();
        cells += found;
        match result {
            ReadRecordResult::Record => counts.push(std::mem::take(&mut cells)),
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
            // the sample ends within a row, which says nothing
            ReadRecordResult::InputEmpty | ReadRecordResult::End => break,
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (char, char) {
        let dialect = find(text.as_bytes(), None, None);
        (char::from(dialect.delimiter), char::from(dialect.quote))
    }

    #[test]
    fn delimiters_and_quotes_are_found() {
        assert_eq!(found("a,b,c\n1,2,3\n4,5,6\n"), (',', '"'));
        assert_eq!(found("a;b;c\n1,5;2,5;3\n4;5;6\n"), (';', '"'));
        assert_eq!(found("a\tb\n1, 2\t3\n\"x, y, z\"\t5\n"), ('\t', '"'));
        assert_eq!(found("a|b\n1|2\n"), ('|', '"'));
        assert_eq!(found("'a','b'\n'1;2','3'\n'4','5;6'\n"), (',', '\''));
        assert_eq!(found("email\none@example.com\ntwo@example.com\n"), (',', '"'));
        assert_eq!(find(b"a,b\n", Some(';'), Some('\'')), Dialect { delimiter: b';', quote: b'\'' });
    }
}

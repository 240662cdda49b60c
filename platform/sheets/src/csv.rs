//! CSV, row by row in bounded memory (IMPT-05).

use crate::child::Out;
use crate::encoding::{self, Decoded};
use crate::input::Input;
use crate::limits::Bounds;
use crate::{COLUMNS_MAX, Format, Head, ROW_MAX, ReadOptions, Refusal, dialect};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::Read;

/// Reads a text and gives its rows.
pub(crate) fn read<R: Read>(
    input: Input<R>,
    options: &ReadOptions,
    bounds: &Bounds,
    out: &mut Out<'_>,
) -> Result<(), Refusal> {
    let encoding = encoding::find(options.encoding.as_deref(), input.sample(), input.is_whole())?;
    let mut text = Decoded::new(input, encoding);
    let mut piece = Vec::new();
    if !text.next(&mut piece).map_err(|_| Refusal::broken())? {
        return Err(empty());
    }
    let dialect = dialect::find(&piece, options.delimiter, options.quote);
    out.head(&Head {
        format: Format::Csv,
        encoding: Some(encoding.name().to_owned()),
        delimiter: Some(char::from(dialect.delimiter)),
        quote: Some(char::from(dialect.quote)),
        sheets: Vec::new(),
        sheet: None,
    })?;
    let reader = ReaderBuilder::new().delimiter(dialect.delimiter).quote(dialect.quote).build();
    let (bytes, ends, most) = (vec![0; ROW_MAX], vec![0; COLUMNS_MAX], bounds.rows);
    let mut records = Records { reader, bytes, ends, filled: 0, cells: 0, line: 1, most };
    loop {
        records.take(&piece, out)?;
        if piece.is_empty() || !text.next(&mut piece).map_err(|_| Refusal::broken())? {
            break;
        }
        // an empty piece in the middle would read as the end
        if piece.is_empty() && !text.next(&mut piece).map_err(|_| Refusal::broken())? {
            break;
        }
    }
    records.take(&[], out)?;
    if records.line == 1 { Err(empty()) } else { Ok(()) }
}

struct Records {
    reader: Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    cells: usize,
    line: u32,
    /// Rows behind the header.
    most: u32,
}

impl Records {
    fn take(&mut self, mut piece: &[u8], out: &mut Out<'_>) -> Result<(), Refusal> {
        let last = piece.is_empty();
        loop {
            let (bytes, ends) = (self.bytes.get_mut(self.filled..), self.ends.get_mut(self.cells..));
            let (Some(bytes), Some(ends)) = (bytes, ends) else { return Err(Refusal::broken()) };
            let (result, used, written, found) = self.reader.read_record(piece, bytes, ends);
            piece = piece.get(used..).unwrap_or_default();
            self.filled += written;
            self.cells += found;
            match result {
                ReadRecordResult::InputEmpty if last => continue,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
                ReadRecordResult::OutputFull => return Err(self.too_long()),
                ReadRecordResult::OutputEndsFull => return Err(self.too_wide()),
                ReadRecordResult::Record => self.give(out)?,
            }
        }
    }

    fn give(&mut self, out: &mut Out<'_>) -> Result<(), Refusal> {
        if self.line > self.most + 1 {
            return Err(Refusal::new("too_many_rows", "The file has more than 1,000,000 rows. Divide it."));
        }
        let mut from = 0;
        let mut cells = Vec::with_capacity(self.cells);
        for end in self.ends.get(..self.cells).unwrap_or_default() {
            let cell = self.bytes.get(from..*end).unwrap_or_default();
            cells.push(String::from_utf8_lossy(cell).into_owned());
            from = *end;
        }
        out.row(self.line, cells)?;
        self.line += 1;
        (self.filled, self.cells) = (0, 0);
        Ok(())
    }

    fn too_long(&self) -> Refusal {
        let line = self.line;
        Refusal::new(
            "row_too_long",
            format!(
                "Row {line} is longer than 1 MiB: most likely a quote is opened there and never closed. Mend it, or choose another quote."
            ),
        )
    }

    fn too_wide(&self) -> Refusal {
        let line = self.line;
        Refusal::new("too_many_columns", format!("Row {line} has more than {COLUMNS_MAX} columns. Leave out some."))
    }
}

fn empty() -> Refusal {
    Refusal::new("empty", "The file is empty.")
}

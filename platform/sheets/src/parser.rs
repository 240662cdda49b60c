//! The other end of the capped process.

use crate::frames::{END, HEAD, ROW, Row, unpack};
use crate::{COLUMNS_MAX, End, Head, ROW_MAX, ROWS_MAX, ReadOptions, Refusal};
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Starts the capped process.
#[derive(Clone, Debug)]
pub struct Parser {
    program: PathBuf,
}

/// Why a file was not read; not the file's fault.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// The process could not be started or spoken with.
    #[error("the process that reads files cannot be started or spoken with")]
    Process(#[source] std::io::Error),
    /// The process said something that it cannot say.
    #[error("the process that reads files said what it cannot say")]
    Nonsense,
}

/// What the process says next.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// How the file is read; once, before the rows.
    Head(Head),
    /// A row.
    Row(Row),
    /// Nothing more comes.
    End(End),
}

/// Takes the file.
#[derive(Debug)]
pub struct Feed(Option<ChildStdin>);

/// Gives the rows.
#[derive(Debug)]
pub struct Rows {
    child: Child,
    out: BufReader<ChildStdout>,
    frame: Vec<u8>,
    rows: u32,
}

impl Parser {
    /// A parser that is this program's own command; `program` is the path of `tenant-api`.
    #[must_use]
    pub const fn new(program: PathBuf) -> Self {
        Self { program }
    }

    /// Starts to read a file. The process ends with what is given back.
    ///
    /// # Errors
    /// [`ParseError::Process`].
    pub async fn start(&self, options: &ReadOptions) -> Result<(Feed, Rows), ParseError> {
        let mut child = Command::new(&self.program)
            .arg("parse-sheet")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(ParseError::Process)?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(ParseError::Nonsense);
        };
        let mut line = serde_json::to_vec(options).map_err(|_| ParseError::Nonsense)?;
        line.push(b'\n');
        let mut feed = Feed(Some(stdin));
        feed.give(&line).await;
        let out = BufReader::with_capacity(256 * 1024, stdout);
        Ok((feed, Rows { child, out, frame: Vec::new(), rows: 0 }))
    }
}

impl Feed {
    /// Gives a piece of the file; false when the process takes no more, whose rows say why.
    pub async fn give(&mut self, piece: &[u8]) -> bool {
        let Some(stdin) = &mut self.0 else { return false };
        if stdin.write_all(piece).await.is_err() {
            self.0 = None;
        }
        self.0.is_some()
    }

    /// Says that the file is whole.
    pub async fn end(mut self) {
        if let Some(mut stdin) = self.0.take() {
            let _ = stdin.shutdown().await;
        }
    }
}

impl Rows {
    /// What comes next. A process that died is a file that asked for too much.
    ///
    /// # Errors
    /// [`ParseError::Nonsense`].
    pub async fn next(&mut self) -> Result<Found, ParseError> {
        let Some(kind) = self.frame().await? else { return Ok(Found::End(self.died().await)) };
        let nonsense = |_| ParseError::Nonsense;
        match kind {
            HEAD => Ok(Found::Head(serde_json::from_slice(&self.frame).map_err(nonsense)?)),
            END => Ok(Found::End(serde_json::from_slice(&self.frame).map_err(nonsense)?)),
            ROW => {
                let mut rows = unpack(&self.frame).ok_or(ParseError::Nonsense)?;
                let row = rows.pop().filter(|_| rows.is_empty()).ok_or(ParseError::Nonsense)?;
                self.rows += 1;
                if self.rows > ROWS_MAX + 1 || row.line == 0 {
                    return Err(ParseError::Nonsense);
                }
                Ok(Found::Row(row))
            }
            _ => Err(ParseError::Nonsense),
        }
    }

    /// Reads a frame; `None` when the process has ended without one.
    async fn frame(&mut self) -> Result<Option<u8>, ParseError> {
        let mut head = [0; 5];
        if self.out.read_exact(&mut head).await.is_err() {
            return Ok(None);
        }
        let [kind, length @ ..] = head;
        let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| ParseError::Nonsense)?;
        if length > ROW_MAX + 8 + COLUMNS_MAX * 4 {
            return Err(ParseError::Nonsense);
        }
        self.frame.resize(length, 0);
        match self.out.read_exact(&mut self.frame).await {
            Ok(_) => Ok(Some(kind)),
            Err(_) => Ok(None),
        }
    }

    async fn died(&mut self) -> End {
        let status = self.child.wait().await;
        tracing::warn!(?status, "the process that reads files ended before the file did");
        let message = "The file asks for more memory or time than a file may. Save it as CSV, or divide it.";
        End { rows: self.rows, refusal: Some(Refusal::new("too_much", message)) }
    }
}

use serde::{Deserialize, Serialize};

/// How a file is to be read; what is `None` is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadOptions {
    /// The sheet of a workbook, by name; the first one where it is absent.
    pub sheet: Option<String>,
    /// Label of an encoding as browsers know it, `windows-1252`.
    pub encoding: Option<String>,
    /// What stands between cells.
    pub delimiter: Option<char>,
    /// What stands around cells.
    pub quote: Option<char>,
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Text with delimiters.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

/// How a file is being read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What kind of file it is.
    pub format: Format,
    /// Of CSV.
    pub encoding: Option<String>,
    /// Of CSV.
    pub delimiter: Option<char>,
    /// Of CSV.
    pub quote: Option<char>,
    /// Of a workbook.
    pub sheets: Vec<String>,
    /// Of a workbook.
    pub sheet: Option<String>,
}

/// Why a file is not taken. Never repeats what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable name.
    pub code: String,
    /// For people: what is wrong, where, how to mend it.
    pub message: String,
}

impl Refusal {
    /// A refusal with its code and its sentence.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into() }
    }

    pub(crate) fn broken() -> Self {
        Self::new("unreadable", "The file broke off while it was read. Upload it again.")
    }
}

/// How reading ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Rows that were given.
    pub rows: u32,
    /// Why no more were given; the rows before are of no use then.
    pub refusal: Option<Refusal>,
}

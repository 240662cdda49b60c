//! The capped process: a file in, rows out, and nothing else.

use crate::frames::{END, HEAD, ROW, Row, pack, write_frame};
use crate::input::Input;
use crate::limits::{BOUNDS, Bounds};
use crate::{CPU_MAX, End, FILE_MAX, Head, MEMORY_MAX, ReadOptions, Refusal, WORKBOOK_MAX, csv, xlsx, zip_check};
use nix::sys::resource::{Resource, setrlimit};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// Does the work of `parse-sheet`. The first call sets the caps and starts the program anew, so that they hold from its
/// first instruction on (`capped`: it is that second start). Then no file, socket or further process can be opened any
/// more: whatever a file does to the parser, it reaches nothing.
#[must_use]
pub fn run_child(capped: bool) -> ExitCode {
    if !capped {
        return cap_and_restart();
    }
    if setrlimit(Resource::RLIMIT_NOFILE, 3, 3).is_err() {
        return ExitCode::FAILURE;
    }
    let (stdin, stdout) = (io::stdin().lock(), io::stdout().lock());
    match answer(stdin, &BOUNDS, &mut io::BufWriter::with_capacity(256 * 1024, stdout)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn cap_and_restart() -> ExitCode {
    let caps = [
        setrlimit(Resource::RLIMIT_AS, MEMORY_MAX, MEMORY_MAX),
        setrlimit(Resource::RLIMIT_CPU, CPU_MAX, CPU_MAX),
        setrlimit(Resource::RLIMIT_CORE, 0, 0),
        setrlimit(Resource::RLIMIT_FSIZE, 0, 0),
    ];
    let Some(program) = std::env::current_exe().ok().filter(|_| caps.iter().all(Result::is_ok)) else {
        return ExitCode::FAILURE;
    };
    // returns only when it fails
    let _ = Command::new(program).args(["parse-sheet", "--capped"]).env_clear().current_dir("/").exec();
    ExitCode::FAILURE
}

/// Reads options and file, and writes what was found.
pub(crate) fn answer(source: impl Read, bounds: &Bounds, to: &mut dyn Write) -> io::Result<()> {
    let mut source = BufReader::with_capacity(64 * 1024, source);
    let mut options = Vec::new();
    source.by_ref().take(64 * 1024).read_until(b'\n', &mut options)?;
    let options: ReadOptions = serde_json::from_slice(&options).map_err(io::Error::other)?;
    let mut out = Out { to, packed: Vec::new(), rows: 0 };
    let refusal = parse(source, &options, bounds, &mut out).err();
    let end = End { rows: out.rows, refusal };
    write_frame(out.to, END, &serde_json::to_vec(&end).map_err(io::Error::other)?)?;
    out.to.flush()
}

fn parse(source: impl Read, options: &ReadOptions, bounds: &Bounds, out: &mut Out<'_>) -> Result<(), Refusal> {
    let mut input = Input::new(source.take(FILE_MAX + 1)).map_err(|_| Refusal::broken())?;
    let begins = |magic: &[u8]| input.sample().starts_with(magic);
    if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(zip_check::encrypted());
    }
    if !begins(b"PK\x03\x04") && !begins(b"PK\x05\x06") {
        return csv::read(input, options, bounds, out);
    }
    let mut file = Vec::new();
    let most = u64::try_from(WORKBOOK_MAX + 1).unwrap_or(u64::MAX);
    input.by_ref().take(most).read_to_end(&mut file).map_err(|_| Refusal::broken())?;
    drop(input);
    if file.len() > WORKBOOK_MAX {
        return Err(zip_check::too_large("more than 48 MiB as it comes"));
    }
    xlsx::read(&file, options, bounds, out)
}

/// Where rows go.
pub(crate) struct Out<'a> {
    to: &'a mut dyn Write,
    packed: Vec<u8>,
    rows: u32,
}

impl Out<'_> {
    pub(crate) fn head(&mut self, head: &Head) -> Result<(), Refusal> {
        let text = serde_json::to_vec(head).map_err(|_| Refusal::broken())?;
        write_frame(self.to, HEAD, &text).map_err(|_| Refusal::broken())
    }

    /// Gives a row; what is empty at its end is left out.
    pub(crate) fn row(&mut self, line: u32, mut cells: Vec<String>) -> Result<(), Refusal> {
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        self.packed.clear();
        pack(&Row { line, cells }, &mut self.packed);
        self.rows += 1;
        write_frame(self.to, ROW, &self.packed).map_err(|_| Refusal::broken())
    }
}

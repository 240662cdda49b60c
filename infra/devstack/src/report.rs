//! What the person sees: a line per step with its time, or one JSON object per line.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

/// Prints progress. Steps go to standard error, results to standard output; with `json` all goes to
/// standard output, one object a line.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    json: bool,
    colour: bool,
    silent: bool,
}

impl Report {
    /// A report for this terminal.
    pub fn new(json: bool) -> Self {
        Self {
            json,
            colour: !json && std::io::stderr().is_terminal() && crate::environment::text("NO_COLOR").is_none(),
            silent: false,
        }
    }

    /// A report that says nothing: for a stack that is a means of a check.
    pub const fn silent() -> Self {
        Self { json: false, colour: false, silent: true }
    }

    /// Whether output is meant for programs.
    pub const fn is_json(&self) -> bool {
        self.json
    }

    /// Runs one step and prints its line: name, what came of it, elapsed time.
    ///
    /// # Errors
    /// The step's own error, after its line was printed.
    pub fn step<T>(&self, name: &str, work: impl FnOnce() -> Result<(T, String)>) -> Result<T> {
        let started = Instant::now();
        if self.colour {
            self.err(&format!("  … {name}\r"));
        }
        match work() {
            Ok((value, detail)) => {
                self.done(name, true, &detail, started.elapsed());
                Ok(value)
            }
            Err(error) => {
                self.done(name, false, "failed", started.elapsed());
                Err(error.context(format!("step \"{name}\"")))
            }
        }
    }

    fn done(&self, name: &str, ok: bool, detail: &str, elapsed: Duration) {
        if self.json {
            let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
            self.out(&json!({"step": name, "ok": ok, "detail": detail, "elapsed_ms": millis}).to_string());
            return;
        }
        let mark = match (ok, self.colour) {
            (true, true) => "\u{1b}[32m✓\u{1b}[0m",
            (true, false) => "✓",
            (false, true) => "\u{1b}[31m✗\u{1b}[0m",
            (false, false) => "✗",
        };
        self.err(&format!("  {mark} {name:<16} {detail:<58} {:>7}\n", seconds(elapsed)));
    }

    /// A warning that does not stop the work.
    pub fn warn(&self, text: &str) {
        if self.json {
            self.out(&json!({"warning": text}).to_string());
        } else {
            self.err(&format!("  ! {text}\n"));
        }
    }

    /// Why the command failed: every cause, the outermost first.
    pub fn failure(&self, error: &anyhow::Error) {
        if self.json {
            self.out(&json!({"error": format!("{error:#}")}).to_string());
            return;
        }
        self.err(&format!("\nerror: {error}\n"));
        for cause in error.chain().skip(1) {
            self.err(&format!("  because: {cause}\n"));
        }
    }

    /// A remark for people; programs do not get it.
    pub fn note(&self, text: &str) {
        if !self.json {
            self.err(&format!("{text}\n"));
        }
    }

    /// A line of the result.
    pub fn out(&self, text: &str) {
        if self.silent {
            return;
        }
        let mut out = std::io::stdout().lock();
        // A closed pipe (`./dev status | head`) is the reader's choice, not a failure.
        let _ = writeln!(out, "{text}");
        let _ = out.flush();
    }

    fn err(&self, text: &str) {
        if self.silent {
            return;
        }
        let mut err = std::io::stderr().lock();
        let _ = write!(err, "{text}");
        let _ = err.flush();
    }
}

/// Elapsed time as people read it: `0.4 s`, `12.0 s`, `3 m 05 s`.
pub fn seconds(elapsed: Duration) -> String {
    let whole = elapsed.as_secs();
    if whole >= 100 {
        format!("{} m {:02} s", whole / 60, whole % 60)
    } else {
        format!("{whole}.{} s", elapsed.subsec_millis() / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_naturally() {
        assert_eq!(seconds(Duration::from_millis(449)), "0.4 s");
        assert_eq!(seconds(Duration::from_millis(12_000)), "12.0 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 m 05 s");
    }
}

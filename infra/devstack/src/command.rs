//! Running other programs: quietly with their words kept for the error, or passed through to the person.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context, Result, bail};

/// Finds a program on `PATH`.
pub fn which(name: &str) -> Option<PathBuf> {
    crate::environment::search_path().into_iter().map(|folder| folder.join(name)).find(|path| is_executable(path))
}

/// Whether `path` is a file that may be run.
pub fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// Runs a program to its end without showing its output.
///
/// # Errors
/// When it cannot be started or fails; the text names the program and ends with its last words. Its
/// arguments are left out, since they may hold secrets.
pub fn quiet(command: &mut Command) -> Result<String> {
    let output = finish(command)?;
    if !output.status.success() {
        bail!("{} failed ({}){}", name_of(command), output.status, last_words(&output));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Runs a program to its end and says only whether it succeeded.
///
/// # Errors
/// When it cannot be started.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    Ok(finish(command)?.status.success())
}

fn finish(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null());
    command.output().with_context(|| format!("{} cannot be started", name_of(command)))
}

/// The program's file name.
pub fn name_of(command: &Command) -> String {
    let path = Path::new(command.get_program());
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn last_words(output: &Output) -> String {
    let text = if output.stderr.is_empty() { &output.stdout } else { &output.stderr };
    let text = String::from_utf8_lossy(text);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let from = lines.len().saturating_sub(15);
    lines.get(from..).unwrap_or_default().iter().map(|line| format!("\n    {line}")).collect()
}

/// Runs a program in a process group of its own, shows its output as it comes (on standard error, so that
/// results stay apart) and also returns it. The group ends with this program (see [`crate::interrupt`]).
///
/// # Errors
/// When it cannot be started or its output cannot be read.
pub fn shown(command: &mut Command) -> Result<(ExitStatus, String)> {
    use std::os::unix::process::CommandExt;
    let name = name_of(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
    let group = crate::interrupt::Group::of(&child);
    let text = Arc::new(Mutex::new(String::new()));
    let readers = [
        child.stdout.take().map(|pipe| copy(pipe, Arc::clone(&text))),
        child.stderr.take().map(|pipe| copy(pipe, Arc::clone(&text))),
    ];
    let status = child.wait().with_context(|| format!("{name} was lost"))?;
    // What it left behind in its group would keep the pipes open.
    group.end();
    for reader in readers.into_iter().flatten() {
        let _ = reader.join();
    }
    let text = text.lock().map(|text| text.clone()).unwrap_or_default();
    Ok((status, text))
}

fn copy(pipe: impl Read + Send + 'static, kept: Arc<Mutex<String>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            let _ = std::io::stderr().lock().write_all(&line);
            if let Ok(mut kept) = kept.lock() {
                kept.push_str(&String::from_utf8_lossy(&line));
            }
            line.clear();
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_brings_the_programs_last_words_and_no_arguments() {
        let told = quiet(
            Command::new("sh").args(["-c", "echo secret-argument >/dev/null; echo broken pipe fitting >&2; exit 3"]),
        )
        .unwrap_err()
        .to_string();
        assert!(told.contains("broken pipe fitting"), "{told}");
        assert!(!told.contains("secret-argument"), "{told}");
    }

    #[test]
    fn shown_output_is_kept_from_both_streams_in_full() {
        let (status, text) = shown(Command::new("sh").args(["-c", "echo one; echo two >&2"])).unwrap();
        assert!(status.success());
        assert!(text.contains("one\n") && text.contains("two\n"), "{text}");
    }
}

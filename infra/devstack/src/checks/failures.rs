//! What failed, from a runner's output: told once more at the end, where long logs are read first.

use super::counts::plain;

/// Lines of the cause that are told with a name.
const CAUSE: usize = 12;

/// Lines that follow an error of a tool.
const FOLLOWING: usize = 6;

/// Lines after which no further error of a tool is told.
const MOST: usize = 40;

/// Letters of a line.
const WIDTH: usize = 300;

/// Names of failing tests, each once: of nextest by its line, of vitest and the journeys with what is indented below.
pub fn read(output: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let lines: Vec<String> = output.lines().map(plain).collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = failing(line) else { continue };
        let deeper = indent(line).saturating_add(1);
        let cause = lines.iter().skip(index.saturating_add(1)).take(CAUSE);
        let cause = cause.take_while(|line| name.starts_with("FAIL  ") && indent(line) >= deeper);
        let told: Vec<&str> = std::iter::once(name).chain(cause.map(String::as_str)).collect();
        let known = |other: &String| key(other) == key(name);
        if !found.iter().any(known) {
            found.push(told.join("\n"));
        }
    }
    found
}

/// Why a tool that counts nothing failed: its errors with what follows each, or its last words.
pub fn cause(output: &str) -> String {
    let lines: Vec<String> = output.lines().map(plain).filter(|line| !line.trim().is_empty()).collect();
    let mut told: Vec<&str> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is = line.starts_with("error") || line.contains("No space left on device");
        if is && told.len() < MOST {
            let following = lines.iter().skip(index.saturating_add(1));
            let following = following.take_while(|line| !line.starts_with("error")).take(FOLLOWING);
            told.extend(std::iter::once(line).chain(following).map(|line| shortened(line)));
        }
    }
    if told.is_empty() {
        let last = lines.len().saturating_sub(CAUSE);
        told.extend(lines.iter().skip(last).map(|line| shortened(line)));
    }
    told.join("\n")
}

/// A linker's command is one line of many thousand letters.
fn shortened(line: &str) -> &str {
    line.char_indices().nth(WIDTH).map_or(line, |(end, _)| line.get(..end).unwrap_or(line))
}

/// The line from its mark on, when it names a failing test.
fn failing(line: &str) -> Option<&str> {
    let line = line.trim();
    let of_nextest = ["FAIL [", "TIMEOUT [", "SIGABRT [", "SIGKILL [", "SIGSEGV [", "LEAK-FAIL ["];
    let is = line.starts_with("FAIL  ") || of_nextest.iter().any(|mark| line.starts_with(mark));
    is.then_some(line)
}

/// What tells one failure from another: nextest says how long it took, and its place in the run.
fn key(told: &str) -> &str {
    let name = told.lines().next().unwrap_or_default();
    name.rsplit(") ").next().unwrap_or(name)
}

fn indent(line: &str) -> usize {
    line.len().saturating_sub(line.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, cause, read};

    #[test]
    fn a_failing_test_is_named_once_and_a_journey_with_its_cause() {
        let nextest = "     FAIL [   3.9s] ( 504/1034) devstack::store it_stops\n  stdout\n\
             Summary [ 9s] 2 tests run: 1 passed, 1 failed\n   FAIL [   3.9s] ( 504/1034) devstack::store it_stops\n";
        assert_eq!(read(nextest), ["FAIL [   3.9s] ( 504/1034) devstack::store it_stops"]);
        let journeys = "  ok    one  2.0 s\n  FAIL  two, at: the form\n      Error: no button\n        at x.mjs:3\n  ok    three\n";
        assert_eq!(read(journeys), ["FAIL  two, at: the form\n      Error: no button\n        at x.mjs:3"]);
        assert!(read("12 passed, 0 failed\nFAILED\n").is_empty());
    }

    #[test]
    fn a_tool_that_failed_tells_its_errors_or_its_last_words() {
        let cargo = format!(
            "   Compiling one\nwarning: unused\n\u{1b}[1merror\u{1b}[0m: linking with `cc` failed\n  = note: {}\n\n\
             note: rust-lld: error: failed to write: No space left on device\nerror: could not compile `two`\n",
            "cc ".repeat(1000),
        );
        let told = cause(&cargo);
        assert!(told.starts_with("error: linking with `cc` failed\n  = note: cc cc"), "{told}");
        assert!(told.ends_with("error: could not compile `two`"), "{told}");
        assert!(told.contains("No space left on device") && !told.contains("Compiling"), "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(cause("one\n\ntwo\n"), "one\ntwo");
    }
}

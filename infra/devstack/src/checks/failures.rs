//! What failed, from a runner's output: told once more at the end, where long logs are read first.

use super::counts::plain;

/// Lines of the cause that are told with a name.
const CAUSE: usize = 12;

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
    use super::read;

    #[test]
    fn a_failing_test_is_named_once_and_a_journey_with_its_cause() {
        let nextest = "     FAIL [   3.9s] ( 504/1034) devstack::store it_stops\n  stdout\n\
             Summary [ 9s] 2 tests run: 1 passed, 1 failed\n   FAIL [   3.9s] ( 504/1034) devstack::store it_stops\n";
        assert_eq!(read(nextest), ["FAIL [   3.9s] ( 504/1034) devstack::store it_stops"]);
        let journeys = "  ok    one  2.0 s\n  FAIL  two, at: the form\n      Error: no button\n        at x.mjs:3\n  ok    three\n";
        assert_eq!(read(journeys), ["FAIL  two, at: the form\n      Error: no button\n        at x.mjs:3"]);
        assert!(read("12 passed, 0 failed\nFAILED\n").is_empty());
    }
}

//! Reading the numbers from the closing lines of test runners.

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Passed.
    pub passed: u64,
    /// Failed, timed out or not able to run.
    pub failed: u64,
}

impl Counts {
    /// Both added up.
    pub const fn plus(self, other: Self) -> Self {
        Self { passed: self.passed.saturating_add(other.passed), failed: self.failed.saturating_add(other.failed) }
    }

    /// The sum of every closing line in a runner's output; `None` when there is none. Where nextest sums up, what it
    /// shows of a failing test has closing lines of its own, which do not count.
    pub fn read(output: &str) -> Option<Self> {
        let mut found: Option<Self> = None;
        let lines: Vec<String> = output.lines().map(plain).collect();
        let sums = lines.iter().any(|line| is_sum(line));
        for line in lines.iter().filter(|line| !sums || is_sum(line)) {
            if let Some(counts) = closing_line(line) {
                found = Some(found.unwrap_or_default().plus(counts));
            }
        }
        found
    }
}

/// Whether nextest sums up here.
fn is_sum(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("Summary [") && line.contains("run:")
}

/// One closing line of nextest, cargo test, vitest or of our own journeys.
fn closing_line(line: &str) -> Option<Counts> {
    let line = line.trim();
    if is_sum(line) {
        return Some(numbers(line.rsplit_once("run:")?.1));
    }
    if let Some(rest) = line.strip_prefix("test result:") {
        return Some(numbers(rest));
    }
    // vitest's line "Test Files  3 passed (3)" counts files, "Tests  12 passed (12)" counts tests
    if let Some(rest) = line.strip_prefix("Tests ").filter(|rest| rest.trim_end().ends_with(')')) {
        return Some(numbers(rest));
    }
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        [passed, "passed,", failed, "failed"] => {
            Some(Counts { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
        }
        _ => None,
    }
}

/// Reads `3 passed`, `1 failed`, `1 timed out` from a list.
fn numbers(text: &str) -> Counts {
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut counts = Counts::default();
    for pair in words.windows(2) {
        let [number, what] = pair else { continue };
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match *what {
            "passed" => counts.passed = counts.passed.saturating_add(number),
            // nextest: failed, exec failed, timed out
            "failed" | "exec" | "timed" => counts.failed = counts.failed.saturating_add(number),
            _ => {}
        }
    }
    counts
}

/// The line without its colours.
pub fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(u64, u64)> {
        Counts::read(text).map(|counts| (counts.passed, counts.failed))
    }

    #[test]
    fn the_closing_lines_of_each_runner_are_read() {
        assert_eq!(read("     Summary [   1.814s] 11 tests run: 11 passed, 0 skipped"), Some((11, 0)));
        assert_eq!(
            read("Summary [ 9.1s] 14/20 tests run: 11 passed (1 slow), 2 failed, 1 timed out, 3 skipped"),
            Some((11, 3))
        );
        assert_eq!(
            read("test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out"),
            Some((3, 1))
        );
        assert_eq!(
            read(" Test Files  1 failed | 2 passed (3)\n      \u{1b}[32mTests\u{1b}[39m  1 failed | 11 passed (12)\n"),
            Some((11, 1))
        );
        assert_eq!(read("12 passed, 0 failed"), Some((12, 0)));
    }

    #[test]
    fn several_lines_add_up_and_other_lines_do_not_count() {
        assert_eq!(
            read("test result: ok. 1 passed; 0 failed;\nnoise\ntest result: ok. 2 passed; 0 failed;"),
            Some((3, 0))
        );
        assert_eq!(
            read("test result: FAILED. 0 passed; 1 failed;\nSummary [ 9.1s] 20 tests run: 19 passed, 1 failed"),
            Some((19, 1))
        );
        assert_eq!(read("Tests are fun\nwe passed 3 houses, none failed"), None);
    }
}

//! What is wrong with an input: which place, what was found, how to mend it.

/// A stable name of a problem, for programs.
pub type ProblemCode = &'static str;

/// One thing that is wrong with an input. The message never repeats a stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable name, such as `invalid_email`.
    pub code: ProblemCode,
    /// For people: what is expected and how to mend it.
    pub message: String,
    /// The input field, in the input's own spelling (camelCase), outermost first.
    pub path: Vec<String>,
}

impl Problem {
    /// A problem at one field of the input.
    #[must_use]
    pub fn at(field: &str, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), path: vec![field.to_owned()] }
    }

    /// The same problem, one level deeper: its field is a part of `field`.
    #[must_use]
    pub fn under(mut self, field: &str) -> Self {
        self.path.insert(0, field.to_owned());
        self
    }

    /// A problem of the input as a whole.
    #[must_use]
    pub fn whole(code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), path: Vec::new() }
    }
}

/// Collects problems so that a person sees all of them at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// No problems yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes one problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Keeps a parsed value, or notes why it could not be parsed.
    pub fn keep<T>(&mut self, parsed: Result<T, Problem>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(problem) => {
                self.0.push(problem);
                None
            }
        }
    }

    /// Trims a text and checks its length in characters; empty becomes `None`.
    pub fn text(&mut self, field: &str, value: Option<&str>, max: usize) -> Option<String> {
        let trimmed = value.map(str::trim).filter(|t| !t.is_empty())?;
        if trimmed.chars().count() > max {
            self.push(Problem::at(field, "too_long", format!("Use at most {max} characters.")));
            return None;
        }
        if trimmed.contains('•') {
            self.push(Problem::at(
                field,
                "masked_value",
                "This is a mask, not a value: write the whole value or leave it out.",
            ));
            return None;
        }
        if trimmed.chars().any(|c| c.is_control()) {
            self.push(Problem::at(field, "control_character", "Remove line breaks and control characters."));
            return None;
        }
        Some(trimmed.to_owned())
    }

    /// `Ok` when nothing is wrong.
    ///
    /// # Errors
    /// All problems noted so far.
    pub fn done(self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

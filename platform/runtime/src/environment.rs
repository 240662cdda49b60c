use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// The variables of a process and what turned out to be wrong with them. Every reading method remembers its problem and
/// goes on, so that [`Environment::finish`] can name all of them at once.
#[derive(Debug)]
pub struct Environment {
    values: Values,
    problems: RefCell<Vec<ConfigProblem>>,
}

struct Values(BTreeMap<String, String>);

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// One variable and what is to be mended. Never holds the value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfigProblem {
    /// The variable.
    pub name: &'static str,
    /// What is wrong and how to mend it.
    pub mend: String,
}

/// Everything that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// At least one problem, in the order of reading.
    pub problems: Vec<ConfigProblem>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The configuration cannot be used. Mend these variables (.env.example explains each):")?;
        for problem in &self.problems {
            writeln!(f, "  {}: {}", problem.name, problem.mend)?;
        }
        Ok(())
    }
}

impl Environment {
    /// Takes the variables. An empty or blank value counts as absent.
    pub fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let values = variables
            .into_iter()
            .map(|(name, value)| (name, value.trim().to_owned()))
            .filter(|(_, value)| !value.is_empty());
        Self { values: Values(values.collect()), problems: RefCell::new(Vec::new()) }
    }

    /// The text of a variable, if it is set.
    #[must_use]
    pub fn text(&self, name: &'static str) -> Option<&str> {
        self.values.0.get(name).map(String::as_str)
    }

    /// Remembers that a variable must be mended.
    pub fn refuse(&self, name: &'static str, mend: impl Into<String>) {
        self.problems.borrow_mut().push(ConfigProblem { name, mend: mend.into() });
    }

    /// Reads a variable that may be absent. A value that `parse` refuses is remembered and read as absent.
    pub fn optional<T>(&self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(name)?;
        parse(text).map_err(|mend| self.refuse(name, mend)).ok()
    }

    /// Reads a variable that has a default.
    pub fn or<T>(&self, name: &'static str, default: T, parse: impl FnOnce(&str) -> Result<T, String>) -> T {
        self.optional(name, parse).unwrap_or(default)
    }

    /// Reads a variable that must be there; `means` says what it is for.
    pub fn required<T>(
        &self,
        name: &'static str,
        means: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.text(name).is_none() {
            self.refuse(name, format!("is missing; set it to {means}"));
        }
        self.optional(name, parse)
    }

    /// The value built from everything read, when nothing was wrong.
    ///
    /// # Errors
    /// [`ConfigError`] with every problem met so far.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, ConfigError> {
        let mut problems = self.problems.into_inner();
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            _ => {
                problems.dedup();
                Err(ConfigError { problems })
            }
        }
    }
}

/// The variables of this process. Values that are not UTF-8 are left out.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub fn process_environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

//! Faults on order: which requests go wrong, how, and how often. Seeded, so that a run can be repeated.

use serde::{Deserialize, Serialize};

use crate::mask;
use crate::random::Random;

/// Which server a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Both.
    #[default]
    Any,
    /// MT5 Web API.
    Mt5,
    /// MT4 gateway.
    Mt4,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The connection ends; nothing was done.
    DropBefore,
    /// It was done; the connection ends without an answer.
    DropAfter,
    /// The connection ends (MT4: the outcome is called unknown); it is done this much later on the simulator's clock.
    LateApply {
        /// Earliest, milliseconds.
        min_ms: i64,
        /// Latest, milliseconds.
        max_ms: i64,
    },
    /// It is done at once and answered this much later in real time.
    Delay {
        /// Shortest, milliseconds.
        min_ms: i64,
        /// Longest, milliseconds.
        max_ms: i64,
    },
    /// Nothing is done; the answer is this code (MT4: the number of a manager's result code).
    Retcode {
        /// The code.
        code: u32,
    },
    /// Nothing is done; HTTP 403 and the session ends (MT4: 401 and the token is worthless).
    Forbidden,
    /// Nothing is done; MT4 says Busy / not-started, MT5 says 12 too frequent.
    Busy,
    /// It is done; half of the answer comes, then the connection ends.
    Partial,
    /// It is done; the answer is no answer.
    Garbage,
    /// It is done; the answer comes twice.
    Duplicate,
    /// Nothing is answered until the control interface lets go what is held.
    Hold {
        /// Whether it is done at once; else it is done when it is let go.
        done: bool,
    },
    /// The id of a dealer's request stands elsewhere in the answer.
    DealerShape(DealerShape),
}

/// Spelling and place of ids in answers to dealer requests; builds differ (PROTOCOL §5.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DealerShape {
    /// Spelling of the id field.
    #[serde(default)]
    pub casing: IdCasing,
    /// Id and results stand beside the return code instead of inside `answer`.
    #[serde(default)]
    pub top_level: bool,
}

/// Spelling of the id field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdCasing {
    /// `ID`.
    #[default]
    Upper,
    /// `id`.
    Lower,
    /// `Id`.
    Title,
}

/// A fault with the requests it befalls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which server.
    #[serde(default)]
    pub server: Side,
    /// Masks of commands, as `trade/balance` or `TradeTransaction`, `dealer/*`.
    pub commands: Vec<String>,
    /// Only what concerns this account; whatever account when left out.
    #[serde(default)]
    pub login: Option<u64>,
    /// Parts of a million; all of them when left out.
    #[serde(default = "always")]
    pub per_million: u32,
    /// Ends after this many; never when left out.
    #[serde(default)]
    pub times: Option<u32>,
    /// What goes wrong.
    pub fault: Fault,
}

const fn always() -> u32 {
    1_000_000
}

/// The rules with their source of chance.
#[derive(Debug)]
pub struct Faults {
    random: Random,
    rules: Vec<Rule>,
    /// How often each rule struck.
    struck: Vec<u64>,
}

impl Faults {
    /// No rules yet.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { random: Random::new(seed, 2), rules: Vec::new(), struck: Vec::new() }
    }

    /// Replaces all rules; a seed begins the chances anew.
    pub fn set(&mut self, rules: Vec<Rule>, seed: Option<u64>) {
        self.struck = vec![0; rules.len()];
        self.rules = rules;
        if let Some(seed) = seed {
            self.random = Random::new(seed, 2);
        }
    }

    /// The rules, each with how often it struck.
    pub fn rules(&self) -> impl Iterator<Item = (&Rule, u64)> {
        self.rules.iter().zip(self.struck.iter().copied())
    }

    /// What goes wrong with this request: the first rule that strikes. Every rule that fits draws, so that a rule
    /// that was added later does not shift the chances of those before it.
    pub(crate) fn strike(&mut self, server: Side, command: &str, login: Option<u64>) -> Option<Fault> {
        let mut fault = None;
        for (rule, struck) in self.rules.iter_mut().zip(&mut self.struck) {
            let fits = (rule.server == Side::Any || rule.server == server)
                && (rule.login.is_none() || rule.login == login)
                && rule.commands.iter().any(|pattern| mask::matches(pattern, command));
            if !fits || rule.times == Some(0) || !self.random.happens(rule.per_million) || fault.is_some() {
                continue;
            }
            if let Some(times) = &mut rule.times {
                *times -= 1;
            }
            *struck += 1;
            fault = Some(rule.fault);
        }
        fault
    }

    /// A span between two bounds.
    pub(crate) fn span(&mut self, min: i64, max: i64) -> i64 {
        self.random.between(min.max(0), max.max(min))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Rule {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn rules_are_written_in_json_and_end_after_their_times() {
        let mut faults = Faults::new(1);
        faults.set(
            vec![
                rule(r#"{"commands":["trade/balance"],"times":1,"fault":{"kind":"drop_after"}}"#),
                rule(r#"{"server":"mt4","commands":["*"],"fault":{"kind":"late_apply","min_ms":1,"max_ms":2}}"#),
            ],
            None,
        );
        assert_eq!(faults.strike(Side::Mt5, "user/get", None), None);
        assert_eq!(faults.strike(Side::Mt5, "trade/balance", Some(7)), Some(Fault::DropAfter));
        assert_eq!(faults.strike(Side::Mt5, "trade/balance", Some(7)), None);
        assert_eq!(faults.strike(Side::Mt4, "ServerTime", None), Some(Fault::LateApply { min_ms: 1, max_ms: 2 }));
        assert_eq!(faults.rules().map(|(_, struck)| struck).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn a_rule_may_be_for_one_account() {
        let mut faults = Faults::new(1);
        faults.set(vec![rule(r#"{"commands":["*"],"login":7,"fault":{"kind":"hold","done":true}}"#)], None);
        assert_eq!(faults.strike(Side::Mt5, "trade/balance", Some(8)), None);
        assert_eq!(faults.strike(Side::Mt4, "ServerTime", None), None);
        assert_eq!(faults.strike(Side::Mt5, "trade/balance", Some(7)), Some(Fault::Hold { done: true }));
    }

    #[test]
    fn a_seed_repeats_its_chances() {
        let run = |seed| -> Vec<bool> {
            let mut faults = Faults::new(seed);
            faults.set(vec![rule(r#"{"commands":["*"],"per_million":20000,"fault":{"kind":"drop_before"}}"#)], None);
            (0..10_000).map(|_| faults.strike(Side::Mt5, "x", None).is_some()).collect()
        };
        let struck = run(7).iter().filter(|struck| **struck).count();
        assert!((150..250).contains(&struck), "{struck} of 10000 at 2 %");
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
    }
}

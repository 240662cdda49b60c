//! What is proved: commands whose effect on a server must happen once or not at all.

mod asking;
mod money;
mod trades;

pub(crate) use money::Money;
pub(crate) use trades::Trades;

use crate::desk::Desk;
use crate::ground::Ground;
use async_trait::async_trait;
use rand::RngExt;
use rand::rngs::StdRng;
use rust_decimal::Decimal;

/// Every kind of work; they are mixed in one run.
pub(crate) const WORKS: [&dyn Work; 2] = [&Money, &Trades];

/// A kind of command. The harness gives commands and counts effects; what they are is known here only.
#[async_trait]
pub(crate) trait Work: Send + Sync {
    /// The simulator's commands that faults strike.
    fn commands(&self) -> &'static [&'static str];

    /// One command out of chance, under a name of its own.
    fn plan(&self, random: &mut StdRng, desk: &Desk, number: u32) -> Plan;

    /// Gives a command, and gives it again under the same name as long as nobody knows what became of it.
    async fn give(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<Told>;

    /// Everything that the CRM knows of such commands.
    async fn known(&self, ground: &Ground, desk: &Desk) -> anyhow::Result<Vec<Known>>;

    /// Asks the CRM to find out what became of a command.
    async fn find_out(&self, desk: &Desk, id: &str);
}

/// Who asks for what.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The name under which it is asked for.
    pub name: String,
    /// Unlike all others of the run.
    pub number: u32,
    /// Which of the desk's people asks, and which agrees where somebody must.
    pub maker: usize,
    pub checker: usize,
    /// Which of the desk's accounts.
    pub account: usize,
    pub kind: &'static str,
    /// Money, or lots.
    pub amount: String,
}

/// What the CRM told who asked.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The command; else the code of why it was refused before anything was written down.
    pub id: Result<String, String>,
}

/// How far the CRM believes a command to have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Done,
    /// The server refused, or it never came to it.
    Undone,
    /// On its way.
    OnItsWay,
    /// In doubt.
    Unknown,
    /// Waits for a person.
    Waiting,
    /// What it was to change is gone: whether it was changed before cannot be known, and nothing depends on it.
    Moot,
}

impl End {
    /// Nobody knows yet what became of it.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::OnItsWay | Self::Unknown)
    }
}

/// What a command should have brought about, as the simulator's log of deals shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// One deal that adds so much to the account.
    Amount(Decimal),
    /// Deals over so many hundred-millionths of a lot.
    Lots(i64),
    /// No deal tells it from others: it is counted by its tag alone.
    Deed,
}

/// A command as the CRM knows it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub id: String,
    /// What kind of command it is, for people.
    pub kind: String,
    /// What the server's records of it carry.
    pub tag: String,
    pub end: End,
    pub effect: Effect,
    /// Whether its end was found out later.
    pub settled: bool,
}

/// Everything that the CRM knows of any work.
pub(crate) async fn known(ground: &Ground, desk: &Desk) -> anyhow::Result<Vec<Known>> {
    let mut all = Vec::new();
    for work in WORKS {
        all.append(&mut work.known(ground, desk).await?);
    }
    Ok(all)
}

/// One of a list.
fn one_of<T: Copy>(random: &mut StdRng, list: &[T], usual: T) -> T {
    list.get(random.random_range(0..list.len().max(1))).copied().unwrap_or(usual)
}

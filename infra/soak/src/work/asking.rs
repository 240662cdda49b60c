//! Asking until it is known what became of the question.

use super::{Plan, Told};
use crate::desk::{Desk, text};
use crate::ground::Ground;
use crate::person::{Person, Silence};
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Longest that somebody goes on asking: longer than the drivers wait before they connect again, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(600);
/// Nothing was written down and nothing was sent: it may be asked for again.
const LATER: [&str; 5] = ["server_refused", "server_busy_elsewhere", "busy", "conflict", "wrong_state"];

/// The documents of one kind of command.
pub(super) struct Asking {
    pub request: &'static str,
    pub approve: &'static str,
    /// The payload's field that holds the command.
    pub field: &'static str,
}

impl Asking {
    /// Asks for a command, under the same name again as long as nobody knows what became of it; a second person agrees
    /// where somebody must.
    pub(super) async fn put(&self, ground: &Ground, desk: &Desk, plan: &Plan, input: &Value) -> anyhow::Result<Told> {
        let begun = Instant::now();
        let mut turned_away = 0_u32;
        while begun.elapsed() < PATIENCE {
            let command = match self.ask(ground, desk, plan, input).await? {
                Ok(command) => command,
                Err(code) => return Ok(Told { id: Err(code) }),
            };
            if !is_waiting(&command) || self.agreed(ground, desk, plan, &command).await? {
                return Ok(Told { id: Ok(text(&command, "/id")?) });
            }
            turned_away += 1;
            later(desk, turned_away).await;
        }
        bail!("{} was not agreed to within {} s", plan.name, PATIENCE.as_secs())
    }

    /// Only asks; the code when it was refused.
    pub(super) async fn ask(
        &self,
        ground: &Ground,
        desk: &Desk,
        plan: &Plan,
        input: &Value,
    ) -> anyhow::Result<Result<Value, String>> {
        let maker = person(desk, plan.maker)?;
        let begun = Instant::now();
        let mut turned_away = 0_u32;
        while begun.elapsed() < PATIENCE {
            let Some(mut payload) = asked(ground, maker, self.request, input).await? else { continue };
            if let Some(command) = payload.get_mut(self.field).filter(|command| command.is_object()) {
                return Ok(Ok(command.take()));
            }
            match code(&payload) {
                Some(code) if LATER.contains(&code) => {
                    turned_away += 1;
                    later(desk, turned_away).await;
                }
                Some(code) => return Ok(Err(code.to_owned())),
                None => bail!("neither a command nor a reason: {payload}"),
            }
        }
        bail!("{} was not taken within {} s", plan.name, PATIENCE.as_secs())
    }

    /// Whether the second person's word needs no repeating.
    pub(super) async fn agreed(
        &self,
        ground: &Ground,
        desk: &Desk,
        plan: &Plan,
        command: &Value,
    ) -> anyhow::Result<bool> {
        let decide = json!({"input": {"id": command.get("id"), "version": command.get("version")}});
        let agreed = asked(ground, person(desk, plan.checker)?, self.approve, &decide).await?;
        Ok(agreed.is_some_and(|payload| code(&payload).is_none_or(|code| !LATER.contains(&code))))
    }
}

fn is_waiting(command: &Value) -> bool {
    command.get("state").and_then(Value::as_str) == Some("REQUESTED")
}

fn person(desk: &Desk, at: usize) -> anyhow::Result<&Arc<Person>> {
    desk.people.get(at).context("nobody of that number")
}

/// The payload; none when the process went away meanwhile, which is waited for.
async fn asked(ground: &Ground, by: &Person, what: &str, input: &Value) -> anyhow::Result<Option<Value>> {
    match by.ask(what, input).await {
        Ok(data) => Ok(data.as_object().and_then(|data| data.values().next()).cloned()),
        Err(Silence::Gone) => {
            tokio::time::sleep(Duration::from_millis(20)).await;
            ground.crm.up().await;
            Ok(None)
        }
        Err(Silence::Refused(why)) => bail!("{what}: {why}"),
    }
}

fn code(payload: &Value) -> Option<&str> {
    payload.pointer("/errors/0/code").and_then(Value::as_str)
}

async fn later(desk: &Desk, turned_away: u32) {
    if turned_away.is_multiple_of(6) {
        desk.reconnect().await;
    }
    tokio::time::sleep(Duration::from_millis(150)).await;
}

/// All rows of a list, page by page.
pub(super) async fn all(by: &Person, list: &str) -> anyhow::Result<Vec<Value>> {
    let (mut rows, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = by.get(list, json!({ "after": after })).await?;
        let edges = page.get("edges").and_then(Value::as_array).context("a list without rows")?;
        for edge in edges {
            rows.push(edge.get("node").cloned().context("a row without a node")?);
        }
        if page.pointer("/pageInfo/hasNextPage") != Some(&Value::Bool(true)) {
            return Ok(rows);
        }
        after = edges.last().and_then(|edge| edge.get("cursor")).cloned().context("a page without a cursor")?;
    }
}

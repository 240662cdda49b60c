//! Balance operations of every kind, a part of them agreed to by a second person.

use super::{End, Known, Plan, Told, Work, one_of};
use crate::desk::{Desk, text};
use crate::ground::Ground;
use crate::person::{Person, Silence};
use anyhow::{Context, bail};
use async_trait::async_trait;
use rand::RngExt;
use rand::rngs::StdRng;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Longest that somebody goes on asking: longer than the drivers wait before they connect again.
const PATIENCE: Duration = Duration::from_secs(180);
/// Nothing was written down and nothing was sent: it may be asked for again.
const LATER: [&str; 5] = ["server_refused", "server_busy_elsewhere", "busy", "conflict", "wrong_state"];
const KINDS: [&str; 12] = [
    "DEPOSIT",
    "DEPOSIT",
    "DEPOSIT",
    "DEPOSIT",
    "WITHDRAWAL",
    "WITHDRAWAL",
    "WITHDRAWAL",
    "CREDIT_IN",
    "CREDIT_OUT",
    "BONUS_IN",
    "CHARGE",
    "CORRECTION",
];

/// Balance operations.
#[derive(Debug)]
pub(crate) struct Money;

#[async_trait]
impl Work for Money {
    fn commands(&self) -> &'static [&'static str] {
        &["trade/balance", "TradeTransaction"]
    }

    fn plan(&self, random: &mut StdRng, desk: &Desk, name: String) -> Plan {
        let kind = one_of(random, &KINDS, "DEPOSIT");
        let cents: i64 = match kind {
            // above the band a second person agrees
            "DEPOSIT" if random.random_range(0..5) == 0 => random.random_range(10_001..50_000),
            "DEPOSIT" => random.random_range(2_000..10_000),
            "WITHDRAWAL" => random.random_range(100..3_000),
            "CORRECTION" if random.random_range(0..2) == 0 => -random.random_range(1..300),
            _ => random.random_range(1..300),
        };
        let maker = random.random_range(0..desk.people.len().max(1));
        // the first two may agree
        let checker = if maker == 0 { 1 } else { 0 };
        let account = random.random_range(0..desk.accounts.len().max(1));
        Plan { name, maker, checker, account, kind, amount: Decimal::new(cents, 2).to_string() }
    }

    async fn give(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<Told> {
        let account = desk.accounts.get(plan.account).context("no such account")?;
        let input = json!({"input": {"requestKey": plan.name, "accountId": account.id, "kind": plan.kind,
            "amount": plan.amount, "reason": "Asked for by the proof"}});
        let (maker, checker) = (person(desk, plan.maker)?, person(desk, plan.checker)?);
        let begun = Instant::now();
        let mut turned_away = 0_u32;
        while begun.elapsed() < PATIENCE {
            let Some(payload) = asked(ground, maker, "Request", &input).await? else { continue };
            let operation = payload.get("operation").filter(|operation| operation.is_object());
            if let Some(operation) = operation {
                if operation.get("state").and_then(Value::as_str) == Some("REQUESTED") {
                    let decide = json!({"input": {"id": operation.get("id"), "version": operation.get("version")}});
                    let agreed = asked(ground, checker, "Approve", &decide).await?;
                    let done = agreed.is_some_and(|payload| code(&payload).is_none_or(|code| !LATER.contains(&code)));
                    if !done {
                        turned_away += 1;
                        later(desk, turned_away).await;
                        continue;
                    }
                }
                return Ok(Told { id: Some(text(operation, "/id")?) });
            }
            match code(&payload) {
                Some(code) if LATER.contains(&code) => {
                    turned_away += 1;
                    later(desk, turned_away).await;
                }
                Some(_) => return Ok(Told { id: None }),
                None => bail!("neither an operation nor a reason: {payload}"),
            }
        }
        bail!("{} was not taken within {} s", plan.name, PATIENCE.as_secs())
    }

    async fn known(&self, desk: &Desk) -> anyhow::Result<Vec<Known>> {
        let mut known = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = desk.manager.get("Operations", json!({"filter": {}, "after": after})).await?;
            let edges = page.get("edges").and_then(Value::as_array).context("a list without rows")?;
            for edge in edges {
                known.push(read(edge.get("node").context("a row without an operation")?)?);
            }
            if page.pointer("/pageInfo/hasNextPage") != Some(&Value::Bool(true)) {
                return Ok(known);
            }
            after = edges.last().and_then(|edge| edge.get("cursor")).cloned().context("a page without a cursor")?;
        }
    }

    async fn find_out(&self, desk: &Desk, id: &str) {
        // what cannot be found out now stays in doubt, which is counted
        let _ = desk.manager.ask("FindOut", &json!({ "id": id })).await;
    }
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

fn read(node: &Value) -> anyhow::Result<Known> {
    let (kind, state) = (text(node, "/kind")?, text(node, "/state")?);
    let amount: Decimal = text(node, "/amount")?.parse().context("an amount that is none")?;
    let said = node.get("said").and_then(Value::as_str).unwrap_or_default();
    Ok(Known {
        id: text(node, "/id")?,
        tag: text(node, "/tag")?,
        amount: if matches!(kind.as_str(), "WITHDRAWAL" | "CREDIT_OUT" | "BONUS_OUT" | "CHARGE") {
            -amount
        } else {
            amount
        },
        settled: state == "NOT_APPLIED" || (state == "CONFIRMED" && said == "found by its tag"),
        end: match state.as_str() {
            "CONFIRMED" => End::Done,
            "SENDING" => End::OnItsWay,
            "UNKNOWN" => End::Unknown,
            "REQUESTED" => End::Waiting,
            _ => End::Undone,
        },
    })
}

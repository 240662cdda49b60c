//! Balance operations of every kind, a part of them agreed to by a second person.

use super::asking::{Asking, all};
use super::{Effect, End, Known, Plan, Told, Work, one_of};
use crate::desk::{Desk, text};
use crate::ground::Ground;
use anyhow::Context;
use async_trait::async_trait;
use rand::RngExt;
use rand::rngs::StdRng;
use rust_decimal::Decimal;
use serde_json::{Value, json};

const ASKING: Asking = Asking { request: "Request", approve: "Approve", field: "operation" };
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

impl Money {
    /// Only asks; where somebody must agree, nobody does yet.
    pub(crate) async fn ask(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<()> {
        let operation = ASKING.ask(ground, desk, plan, &input(desk, plan)?).await?;
        operation.map(drop).map_err(|code| anyhow::anyhow!("{} was refused: {code}", plan.name))
    }

    /// The second person agrees to what was asked for, once; whether the word was taken.
    pub(crate) async fn agree(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<bool> {
        let operation = ASKING.ask(ground, desk, plan, &input(desk, plan)?).await?;
        let operation = operation.map_err(|code| anyhow::anyhow!("{} was refused: {code}", plan.name))?;
        ASKING.agreed(ground, desk, plan, &operation).await
    }
}

fn input(desk: &Desk, plan: &Plan) -> anyhow::Result<Value> {
    let account = desk.accounts.get(plan.account).context("no such account")?;
    Ok(json!({"input": {"requestKey": plan.name, "accountId": account.id, "kind": plan.kind, "amount": plan.amount,
        "reason": "Asked for by the proof"}}))
}

#[async_trait]
impl Work for Money {
    fn commands(&self) -> &'static [&'static str] {
        &["trade/balance", "TradeTransaction"]
    }

    fn plan(&self, random: &mut StdRng, desk: &Desk, number: u32) -> Plan {
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
        let amount = Decimal::new(cents, 2).to_string();
        Plan { name: format!("money-{number:08}"), number, maker, checker, account, kind, amount }
    }

    async fn give(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<Told> {
        ASKING.put(ground, desk, plan, &input(desk, plan)?).await
    }

    async fn known(&self, _: &Ground, desk: &Desk) -> anyhow::Result<Vec<Known>> {
        all(&desk.manager, "Operations").await?.iter().map(read).collect()
    }

    async fn find_out(&self, desk: &Desk, id: &str) {
        // what cannot be found out now stays in doubt, which is counted
        let _ = desk.manager.ask("FindOut", &json!({ "id": id })).await;
    }
}

fn read(node: &Value) -> anyhow::Result<Known> {
    let (kind, state) = (text(node, "/kind")?, text(node, "/state")?);
    let amount: Decimal = text(node, "/amount")?.parse().context("an amount that is none")?;
    let said = node.get("said").and_then(Value::as_str).unwrap_or_default();
    Ok(Known {
        id: text(node, "/id")?,
        tag: text(node, "/tag")?,
        effect: Effect::Amount(match kind.as_str() {
            "WITHDRAWAL" | "CREDIT_OUT" | "BONUS_OUT" | "CHARGE" => -amount,
            _ => amount,
        }),
        settled: state == "NOT_APPLIED" || (state == "CONFIRMED" && said == "found by its tag"),
        end: match state.as_str() {
            "CONFIRMED" => End::Done,
            "SENDING" => End::OnItsWay,
            "UNKNOWN" => End::Unknown,
            "REQUESTED" => End::Waiting,
            _ => End::Undone,
        },
        kind,
    })
}

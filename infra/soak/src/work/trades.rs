//! Trade commands of every kind, a part of them agreed to by a second person.

use super::asking::{Asking, all};
use super::{Effect, End, Known, Plan, Told, Work, one_of};
use crate::desk::{Account, Desk, text};
use crate::ground::Ground;
use crate::simulator::{Open, OpenPosition, WaitingOrder};
use anyhow::{Context, ensure};
use async_trait::async_trait;
use crm_model::TradeCommandId;
use devstack::stack::database::psql_command;
use rand::RngExt;
use rand::rngs::StdRng;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::HashMap;

const ASKING: Asking = Asking { request: "RequestTrade", approve: "ApproveTrade", field: "command" };
const SYMBOL: &str = "EURUSD";
const KINDS: [&str; 16] = [
    "OPEN",
    "OPEN",
    "OPEN",
    "OPEN",
    "CLOSE",
    "CLOSE",
    "CLOSE",
    "CLOSE_PART",
    "CLOSE_PART",
    "MODIFY_POSITION",
    "MODIFY_POSITION",
    "PLACE_ORDER",
    "MODIFY_ORDER",
    "CANCEL_ORDER",
    "ACTIVATE_ORDER",
    "CLOSE_BY",
];
/// More than that is not left open on an account.
const MOST_OPEN: usize = 6;
/// How a command whose answer was lost says that it was found out.
const FOUND: [&str; 4] =
    ["found by its tag", "it stands as was asked", "the order was cancelled", "the order was filled"];

/// How the CRM says that nobody can know any more whether something was changed.
const GONE: &str = "cannot be known any more";

/// Trade commands.
#[derive(Debug)]
pub(crate) struct Trades;

#[async_trait]
impl Work for Trades {
    fn commands(&self) -> &'static [&'static str] {
        // MT4's are those of money, too
        &["dealer/*"]
    }

    fn plan(&self, random: &mut StdRng, desk: &Desk, number: u32) -> Plan {
        let kind = one_of(random, &KINDS, "OPEN");
        // above the rule a second person agrees
        let large = random.random_range(0..10) == 0;
        let cents: i64 = if large { random.random_range(21..30) } else { random.random_range(2..20) };
        let (maker, checker) = if random.random_range(0..2) == 0 { (0, 2) } else { (2, 0) };
        let account = random.random_range(0..desk.accounts.len().max(1));
        let amount = Decimal::new(cents, 2).to_string();
        Plan { name: format!("trade-{number:08}"), number, maker, checker, account, kind, amount }
    }

    async fn give(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<Told> {
        let account = desk.accounts.get(plan.account).context("no such account")?;
        let open = ground.simulator.open(&account.login).await?;
        let (kind, more) = aim(plan, account, &open);
        let mut input = json!({"requestKey": plan.name, "accountId": account.id, "kind": kind,
            "reason": "Asked for by the proof"});
        if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
            input.extend(more);
        }
        ASKING.put(ground, desk, plan, &json!({ "input": input })).await
    }

    async fn known(&self, ground: &Ground, desk: &Desk) -> anyhow::Result<Vec<Known>> {
        let rows = all(&desk.manager, "TradeCommands").await?;
        let tags = tags(&ground.environment.admin).await?;
        rows.iter().map(|row| read(row, &tags)).collect()
    }

    async fn find_out(&self, desk: &Desk, id: &str) {
        // what cannot be found out now stays in doubt, which is counted
        let _ = desk.manager.ask("FindOutTrade", &json!({ "id": id })).await;
    }
}

/// What a plan comes to with what is open now: stops and prices are unlike all others of the run, so what stands there
/// tells which command put it there.
fn aim(plan: &Plan, account: &Account, open: &Open) -> (&'static str, Value) {
    let own = Decimal::new(i64::from(plan.number % 20_000), 5);
    let at = |base: i64| (Decimal::new(base, 2) + own).to_string();
    let pick = usize::try_from(plan.number).unwrap_or(0);
    let position = open.positions.get(pick % open.positions.len().max(1));
    let order = open.orders.get(pick % open.orders.len().max(1));
    let kind = if open.positions.len() > MOST_OPEN { "CLOSE" } else { plan.kind };
    match (kind, position, order) {
        ("CLOSE", Some(position), _) => ("CLOSE", json!({ "ticket": position.ticket.to_string() })),
        ("CLOSE_PART", Some(position), _) if position.volume > 1_000_000 => {
            ("CLOSE", json!({"ticket": position.ticket.to_string(), "lots": "0.01"}))
        }
        ("MODIFY_POSITION", Some(position), _) => {
            let stop = if position.side == 0 { at(60) } else { at(160) };
            ("MODIFY_POSITION", json!({"ticket": position.ticket.to_string(), "stopLoss": stop}))
        }
        ("CLOSE_BY", Some(position), _) if !account.netting => match opposite(position, open) {
            Some(other) => {
                let (ticket, by) = (position.ticket.to_string(), other.ticket.to_string());
                ("CLOSE_BY", json!({"ticket": ticket, "byTicket": by}))
            }
            None => opening(plan),
        },
        ("MODIFY_ORDER", _, Some(order)) => ("MODIFY_ORDER", json!({"ticket": number(order), "price": at(70)})),
        ("CANCEL_ORDER", _, Some(order)) => ("CANCEL_ORDER", json!({ "ticket": number(order) })),
        ("ACTIVATE_ORDER", _, Some(order)) => ("ACTIVATE_ORDER", json!({ "ticket": number(order) })),
        ("PLACE_ORDER" | "MODIFY_ORDER" | "CANCEL_ORDER" | "ACTIVATE_ORDER", ..) => {
            let more = json!({"symbol": SYMBOL, "pendingKind": "BUY_LIMIT", "lots": plan.amount, "price": at(70)});
            ("PLACE_ORDER", more)
        }
        _ => opening(plan),
    }
}

fn opening(plan: &Plan) -> (&'static str, Value) {
    let side = if plan.number.is_multiple_of(2) { "BUY" } else { "SELL" };
    ("OPEN", json!({"symbol": SYMBOL, "side": side, "lots": plan.amount}))
}

fn opposite<'a>(position: &OpenPosition, open: &'a Open) -> Option<&'a OpenPosition> {
    open.positions.iter().find(|other| other.side != position.side)
}

fn number(order: &WaitingOrder) -> String {
    order.ticket.to_string()
}

/// The tag of each command: the API does not show it.
async fn tags(admin: &str) -> anyhow::Result<HashMap<String, String>> {
    let mut psql = psql_command(admin)?;
    psql.args(["-At", "-c", "SELECT id, encode(reference, 'hex') FROM crm.trade_command"]);
    let output = tokio::task::spawn_blocking(move || psql.output()).await??;
    ensure!(output.status.success(), "the commands' tags cannot be read");
    let text = String::from_utf8(output.stdout)?;
    let pair = |line: &str| {
        let (id, hex) = line.split_once('|')?;
        let bytes = data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?;
        Some((id.to_owned(), format!("D:{}", data_encoding::BASE32_NOPAD.encode(&bytes))))
    };
    Ok(text.lines().filter_map(pair).collect())
}

fn read(node: &Value, tags: &HashMap<String, String>) -> anyhow::Result<Known> {
    let (id, kind, state) = (text(node, "/id")?, text(node, "/kind")?, text(node, "/state")?);
    let said = node.get("said").and_then(Value::as_str).unwrap_or_default();
    let done = matches!(state.as_str(), "CONFIRMED" | "PARTIAL");
    let filled = node.get("filledLots").and_then(Value::as_str).and_then(|lots| lots.parse::<Decimal>().ok());
    let units = filled.and_then(|lots| (lots * Decimal::from(100_000_000)).try_into().ok());
    Ok(Known {
        tag: TradeCommandId::parse(&id)
            .and_then(|id| tags.get(&id.uuid().to_string()).cloned())
            .with_context(|| format!("command {id} has no tag"))?,
        effect: match units.filter(|_| matches!(kind.as_str(), "OPEN" | "CLOSE")) {
            Some(units) => Effect::Lots(units),
            None => Effect::Deed,
        },
        settled: state == "NOT_APPLIED" || (done && FOUND.contains(&said)),
        end: match state.as_str() {
            _ if done => End::Done,
            "SENDING" => End::OnItsWay,
            "UNKNOWN" => End::Unknown,
            "REQUESTED" => End::Waiting,
            "NOT_APPLIED" if said.contains(GONE) => End::Moot,
            _ => End::Undone,
        },
        id,
        kind,
    })
}

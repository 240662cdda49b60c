//! Leading two commands to a point: the simulator holds an answer, a row of the database holds a commit.

use crate::desk::Desk;
use crate::ground::Ground;
use crate::lock::RowLock;
use crate::work::{Known, Plan, Told, WORKS, Work};
use anyhow::{Context, ensure};
use crm_model::{StaffId, TradingAccountId};
use devstack::stack::database::psql_command;
use rust_decimal::Decimal;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// Shorter than a driver waits for its answer.
const PATIENCE: Duration = Duration::from_secs(7);

/// The commands that are led: money, then trades, and so on in turn.
pub(super) struct Led {
    work: &'static dyn Work,
    /// The table of such commands.
    table: &'static str,
    /// Whether it is money.
    money: bool,
    name: String,
    number: u32,
}

impl Led {
    pub(super) fn new(name: &str, round: u32, attempt: u32) -> anyhow::Result<Self> {
        let money = round.is_multiple_of(2);
        let [of_money, of_trades] = WORKS;
        let (work, table) = if money { (of_money, "crm.balance_operation") } else { (of_trades, "crm.trade_command") };
        ensure!(round < 1_000, "names have three digits");
        Ok(Self { work, table, money, name: format!("{name}-{round:03}"), number: round + 7 * attempt })
    }

    /// A command on an account, which nobody else must agree to.
    pub(super) fn plan(&self, which: &str, account: usize, maker: usize) -> Plan {
        let (kind, amount) = if self.money {
            ("DEPOSIT", "51.00".to_owned())
        } else {
            // what is in doubt stands in the way of an equal opening
            let which = match which {
                "held" => 0,
                "line" => 1,
                "late" => 2,
                _ => 3,
            };
            ("OPEN", Decimal::new(1 + (2 * i64::from(self.number) + which) % 19, 2).to_string())
        };
        let name = format!("{}-{which}-{account:04}", self.name);
        Plan { name, number: self.number, maker, checker: 0, account, kind, amount }
    }

    /// Holds the row that such a command needs after its last reading and before its commit: the person's day for
    /// money, the account for a trade.
    pub(super) async fn before_commit(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<RowLock> {
        // whoever was away for a while is written down as seen first, in the same row
        desk.people.get(plan.maker).context("nobody of that number")?.refresh().await?;
        let sql = if self.money {
            let maker = StaffId::parse(desk.ids.get(plan.maker).context("nobody of that number")?);
            let maker = maker.context("an id that is none")?.uuid();
            format!("SELECT id FROM crm.staff WHERE id = '{maker}' FOR NO KEY UPDATE")
        } else {
            let account = &desk.accounts.get(plan.account).context("no such account")?.id;
            let account = TradingAccountId::parse(account).context("an id that is none")?.uuid();
            format!("SELECT id FROM crm.trading_account WHERE id = '{account}' FOR NO KEY UPDATE")
        };
        RowLock::take(&ground.environment.admin, &sql, "FOR NO KEY UPDATE").await
    }

    /// Holds the rows of these commands that are on their way: what came of them cannot be written down.
    pub(super) async fn before_result(&self, ground: &Ground, plan: &Plan) -> anyhow::Result<RowLock> {
        let sql = format!("SELECT id FROM {} WHERE request_key = '{}' FOR UPDATE", self.table, plan.name);
        RowLock::take(&ground.environment.admin, &sql, "UPDATE crm.").await
    }

    /// Waits until these commands are on their way; whether they ever were.
    pub(super) async fn on_their_way(&self, ground: &Ground, plans: &[&Plan]) -> anyhow::Result<bool> {
        let names: Vec<String> = plans.iter().map(|plan| format!("'{}'", plan.name)).collect();
        let sql = format!(
            "SELECT count(*) FROM {} WHERE state = 'sending' AND request_key IN ({})",
            self.table,
            names.join(", ")
        );
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let mut psql = psql_command(&ground.environment.admin)?;
            psql.args(["-Atq", "-v", "ON_ERROR_STOP=1", "-c", &sql]);
            let counted = tokio::task::spawn_blocking(move || devstack::command::quiet(&mut psql)).await??;
            if counted.trim() == plans.len().to_string() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Lets the simulator hold the next change on an account, done or not.
    pub(super) async fn hold(&self, ground: &Ground, desk: &Desk, plan: &Plan, done: bool) -> anyhow::Result<()> {
        let login = &desk.accounts.get(plan.account).context("no such account")?.login;
        let commands = ["trade/balance", "dealer/send_request", "TradeTransaction"];
        let rule = json!({"commands": commands, "login": login.parse::<u64>()?, "times": 1,
            "fault": {"kind": "hold", "done": done}});
        ground.simulator.faults(json!([rule])).await
    }

    /// Gives a command, which must be taken.
    pub(super) async fn give(&self, ground: &Ground, desk: &Desk, plan: &Plan) -> anyhow::Result<Told> {
        let told = self.work.give(ground, desk, plan).await?;
        ensure!(told.id.is_ok(), "{} was refused: {told:?}", plan.name);
        Ok(told)
    }

    /// What the CRM knows of a command, and how often it was done.
    pub(super) async fn seen(&self, ground: &Ground, desk: &Desk, told: &Told) -> anyhow::Result<(Known, u32)> {
        let known = self.work.known(ground, desk).await?;
        let known = known.into_iter().find(|one| Ok(&one.id) == told.id.as_ref());
        let known = known.with_context(|| format!("{told:?} is missing"))?;
        let deeds = ground.simulator.deeds().await?;
        let times = deeds.iter().filter(|(comment, _)| comment.contains(&known.tag)).map(|(_, times)| times).sum();
        Ok((known, times))
    }
}

//! What waits for a second person at a demo broker: money and a trade that its people asked for, each so that somebody else of
//! the demo can agree to it at once.

use super::brokers::DemoBroker;
use super::servers::{DemoAccounts, said};
use anyhow::Context;
use crm_access::{OpContext, kinds};
use crm_app::balance_operations::{DemoOperation, ask_for_demo};
use crm_app::dealing;
use crm_model::{BalanceKind, BalanceNeeds, StaffId, TradeKind, TradeSide, TradingAccountId};
use crm_storage::{Staff, TenantDb, TenantTx, TradeTerms, TradingAccountFilter, TradingAccounts};

/// Money that waits: on the how-manieth login of "MT5 live", what, how much in cents, whether it is large, and who of which
/// role asked why.
struct Waits {
    login: u64,
    kind: BalanceKind,
    cents: i64,
    needs: BalanceNeeds,
    role: &'static str,
    why: &'static str,
}

const fn waits(
    login: u64,
    kind: BalanceKind,
    cents: i64,
    needs: BalanceNeeds,
    role: &'static str,
    why: &'static str,
) -> Waits {
    Waits { login, kind, cents, needs, role, why }
}

const WAITING: [Waits; 5] = [
    waits(0, BalanceKind::Deposit, 500_000, BalanceNeeds::Approval, "Finance", "Wire received, statement line 4417"),
    waits(
        1,
        BalanceKind::Withdrawal,
        150_000,
        BalanceNeeds::Approval,
        "Finance",
        "Asked for by mail, account in own name",
    ),
    waits(
        2,
        BalanceKind::CreditIn,
        200_000,
        BalanceNeeds::Approval,
        "Dealer",
        "Margin help over the weekend, agreed with risk",
    ),
    waits(
        3,
        BalanceKind::Deposit,
        4_000_000,
        BalanceNeeds::LargeApproval,
        "Finance",
        "Sale of a house, papers with compliance",
    ),
    waits(4, BalanceKind::Charge, 120_000, BalanceNeeds::Approval, "CRM Manager", "Cost of the recalled card payment"),
];

/// The role of who deals.
const DEALER: &str = "Dealer";
/// Where the demo's people move money.
pub(super) const SERVER: &str = "MT5 live";

/// Asks for everything that is not there yet.
pub(super) async fn keep(
    op: &OpContext,
    db: &TenantDb,
    broker: &DemoBroker,
    lines: &[DemoAccounts],
) -> anyhow::Result<usize> {
    let Some(line) = lines.iter().find(|line| line.broker == broker.slug && line.server == SERVER) else {
        return Ok(0);
    };
    let tx = db.begin(op).await?;
    let mut events = Vec::new();
    for (n, wanted) in WAITING.iter().enumerate() {
        let operation = DemoOperation {
            account: account(op, &tx, line.first + wanted.login).await?,
            kind: wanted.kind,
            amount: wanted.cents,
            needs: wanted.needs,
            maker: maker(op, &tx, broker, wanted.role).await?,
            request_key: &format!("demo-request-{n}"),
            reason: wanted.why,
        };
        events.extend(ask_for_demo(op, &tx, &operation).await.map_err(said)?);
    }
    let dealer = maker(op, &tx, broker, DEALER).await?;
    let on = account(op, &tx, line.first).await?;
    let why = "The client called: dividend day is close";
    events.extend(dealing::ask_for_demo(op, &tx, on, &shares(), dealer, "demo-command-0", why).await.map_err(said)?);
    let count = events.len();
    if events.is_empty() {
        tx.abandon().await?;
    } else {
        tx.commit_all(events).await?;
    }
    Ok(count)
}

/// More lots than one person deals alone, of something that takes little margin, at the market's price of then.
fn shares() -> TradeTerms {
    TradeTerms {
        kind: TradeKind::Open,
        symbol: "AAPL".to_owned(),
        digits: 2,
        side: Some(TradeSide::Buy),
        pending: None,
        lots: 20 * 100_000_000,
        ticket: None,
        by_ticket: None,
        price: None,
        price_trigger: None,
        stop_loss: None,
        take_profit: None,
        max_slippage: 20,
        expires_at: None,
    }
}

/// Whoever holds a role of the broker's first.
pub(super) async fn maker(op: &OpContext, tx: &TenantTx, broker: &DemoBroker, role: &str) -> anyhow::Result<StaffId> {
    let permit = op.require_system::<kinds::StaffView>()?;
    let person = broker.people.iter().find(|person| person.role == role);
    let person = person.with_context(|| format!("{} has no {role}", broker.name))?;
    let all = Staff::of(tx).list(&permit).await?;
    let found = all.iter().find(|member| member.name == person.name);
    Ok(found.with_context(|| format!("{} is not there", person.name))?.id)
}

/// The account of a login.
pub(super) async fn account(op: &OpContext, tx: &TenantTx, login: u64) -> anyhow::Result<TradingAccountId> {
    let permit = op.require_system::<kinds::TradingAccountView>()?;
    let filter = TradingAccountFilter { login: Some(i64::try_from(login)?), ..TradingAccountFilter::default() };
    let page = crm_storage::PageRequest { first: 1, after: None };
    let found = TradingAccounts::of(tx).list(&permit, None, true, &filter, &page).await?;
    Ok(found.rows.first().with_context(|| format!("{login} is nobody's account"))?.record.id)
}

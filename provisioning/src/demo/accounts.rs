//! Trading accounts of the demo's clients: logins that the simulator began with, linked to the oldest clients.

use super::brokers::DemoBroker;
use super::servers::{DemoAccounts, said, usual_product};
use anyhow::Context;
use crm_access::{OpContext, kinds};
use crm_app::trading_accounts::link_in;
use crm_model::{ClientStage, ClientStatus};
use crm_storage::{
    AccountProducts, ClientRecord, ClientSort, Clients, ListQuery, PageRequest, Scoped, SortColumn, TenantDb,
    TradingAccountFilter, TradingAccounts,
};
use crm_trading::{Account, Login, Money, Personal};

/// So many of the oldest clients are looked at.
const LOOKED_AT: u16 = 200;
/// The simulator's groups have this one.
const LEVERAGE: u32 = 100;

/// Links the broker's logins, unless accounts are there already. Every third client gets one on each server.
pub(super) async fn keep(
    op: &OpContext,
    db: &TenantDb,
    broker: &DemoBroker,
    lines: &[DemoAccounts],
) -> anyhow::Result<u64> {
    let tx = db.begin(op).await?;
    let view = op.require_system::<kinds::TradingAccountView>()?;
    let create = op.require_system::<kinds::TradingAccountCreate>()?;
    let page = PageRequest { first: 1, after: None };
    let there = TradingAccounts::of(&tx).list(&view, None, true, &TradingAccountFilter::default(), &page).await?;
    let lines: Vec<&DemoAccounts> = lines.iter().filter(|line| line.broker == broker.slug).collect();
    if lines.is_empty() || !there.rows.is_empty() {
        tx.abandon().await?;
        return Ok(0);
    }
    let products = AccountProducts::of(&tx).list().await?;
    let holders = holders(op, &tx).await?;
    let mut events = Vec::new();
    for line in lines {
        let usual = usual_product(&line.server);
        let usual = usual.and_then(|(name, group)| Some((products.iter().find(|known| known.name == name)?, group)));
        let (product, group) = usual.with_context(|| format!("{} has no server {}", broker.name, line.server))?;
        for (login, client) in (line.first..).zip(&holders).take(usize::try_from(line.count)?) {
            let key = client.key(tx.keys())?;
            let account = as_seeded(login, group);
            let linked = link_in(op, &tx, &create, client.id, &key, product, &account).await.map_err(said)?;
            events.extend(linked.map(|(_, event)| event));
        }
    }
    let count = u64::try_from(events.len())?;
    tx.commit_all(events).await?;
    Ok(count)
}

/// The oldest clients who have registered and may trade.
async fn holders(op: &OpContext, tx: &crm_storage::TenantTx) -> anyhow::Result<Vec<ClientRecord>> {
    let permit = op.require_system::<kinds::ClientView>()?;
    let sort = ClientSort { column: SortColumn::Number, descending: false };
    let query = ListQuery { filter: None, search: None, sort, archived: false };
    let oldest = Clients::of(tx).list(&permit, None, &query, LOOKED_AT, None).await?;
    let may_trade = |client: &ClientRecord| client.stage != ClientStage::Lead && client.status == ClientStatus::Active;
    Ok(oldest.rows.into_iter().filter(may_trade).collect())
}

/// The simulator makes its accounts by a fixed pattern; their figures are read from it later.
fn as_seeded(login: u64, group: &str) -> Account {
    Account {
        login: Login(login),
        group: group.to_owned(),
        leverage: LEVERAGE,
        personal: Personal::default(),
        agent: None,
        comment: String::new(),
        enabled: true,
        trading: true,
        read_only: false,
        registered_at: None,
        balance: Money::ZERO,
        credit: Money::ZERO,
    }
}

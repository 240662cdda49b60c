//! Keeping deals as they are seen, and where watching a server goes on after a pause.

use super::news::DealNews;
use crate::App;
use crate::clients::MarkDepositors;
use crate::trading::minor_of;
use chrono::{DateTime, Duration, Utc};
use crm_access::TenantRef;
use crm_jobs::Enqueue;
use crm_model::{Clock, DealAction, DealEntry, DealMaker, TradingServerId};
use crm_storage::{DealAccount, DealKey, Deals, KeptDeals, MirrorTx, NewDeal, StorageError, TenantDb};
use crm_trading::{Deal, DealId, DealLeg, Reference, Side, Ticket};
use std::collections::HashMap;

/// Deals in one statement.
pub(super) const BATCH: usize = 2_000;
/// A server's first questions reach back a little further than what was kept up to.
const OVERLAP: Duration = Duration::minutes(10);
/// Deals of so long before that are remembered, so that they do not come again.
const REMEMBERED: Duration = Duration::hours(4);

/// Where watching a server's deals goes on.
#[derive(Clone, Debug)]
pub struct DealBaseline {
    /// Deals from here on are wanted.
    pub since: DateTime<Utc>,
    /// Deals kept from shortly before that.
    pub seen: Vec<(DealId, DateTime<Utc>)>,
}

/// Keeps deals of a server that were seen, each once whatever comes again; those of logins that are no accounts of the CRM
/// are passed over. Call it with deals in the order of time, and go on from [`baseline`] when it fails: what comes after the
/// newest deal that it was given counts as not seen.
///
/// # Errors
/// The database refuses; of these deals nothing is kept since the last 2,000 then.
pub async fn keep(
    app: &App,
    tenant: &TenantRef,
    server: TradingServerId,
    deals: &[Deal],
) -> Result<KeptDeals, StorageError> {
    let mut told = DealNews::default();
    let kept = keep_telling(&app.db, &app.clock, tenant, server, deals, &mut told).await;
    // also what was kept before the rest failed
    told.announce(app, tenant.id).await;
    kept
}

/// As [`keep`], for callers that have a database and a clock and no application around them.
///
/// # Errors
/// As [`keep`].
pub async fn keep_at(
    db: &TenantDb,
    clock: &Clock,
    tenant: &TenantRef,
    server: TradingServerId,
    deals: &[Deal],
) -> Result<KeptDeals, StorageError> {
    keep_telling(db, clock, tenant, server, deals, &mut DealNews::default()).await
}

async fn keep_telling(
    db: &TenantDb,
    clock: &Clock,
    tenant: &TenantRef,
    server: TradingServerId,
    deals: &[Deal],
    told: &mut DealNews,
) -> Result<KeptDeals, StorageError> {
    let mut kept = KeptDeals::default();
    for some in deals.chunks(BATCH) {
        let tx = db.mirror(tenant).await?;
        let (now, news) = keep_in(&tx, server, some, clock.now()).await?;
        if let Some(newest) = some.iter().map(|deal| deal.at.utc).max() {
            // one from the future says nothing about those before it
            tx.note_newest_deal(server, newest.min(clock.now())).await?;
        }
        tx.keep().await?;
        told.add(news);
        kept.new += now.new;
        kept.changed += now.changed;
    }
    Ok(kept)
}

/// Where watching a server's deals goes on: a little before the newest one that was seen; from now on when there is none and
/// no past was fetched.
///
/// # Errors
/// The database is away.
pub async fn baseline(app: &App, tenant: &TenantRef, server: TradingServerId) -> Result<DealBaseline, StorageError> {
    let tx = app.db.mirror(tenant).await?;
    let deals = Deals::of(&tx);
    let Some(seen_to) = deals.seen_to(server).await? else {
        // from now on every deal is wanted, also after a pause that begins before the first one
        let now = app.clock.now();
        tx.note_newest_deal(server, now).await?;
        tx.keep().await?;
        return Ok(DealBaseline { since: now, seen: Vec::new() });
    };
    let since = seen_to - OVERLAP;
    let kept = deals.kept_since(server, since - REMEMBERED).await?;
    let seen = kept.into_iter().filter_map(|(key, at)| Some((id_of(key)?, at))).collect();
    Ok(DealBaseline { since, seen })
}

/// Keeps deals of a server as part of a transaction; with what is to be told of it after the commit. Whoever deposited past the
/// CRM for the first time is made a depositor by a job of the same transaction.
pub(super) async fn keep_in(
    tx: &MirrorTx,
    server: TradingServerId,
    deals: &[Deal],
    now: DateTime<Utc>,
) -> Result<(KeptDeals, DealNews), StorageError> {
    let mut logins: Vec<i64> = deals.iter().filter_map(|deal| i64::try_from(deal.login.0).ok()).collect();
    logins.sort_unstable();
    logins.dedup();
    let accounts: HashMap<i64, DealAccount> =
        Deals::of(tx).accounts(server, logins).await?.into_iter().map(|account| (account.login, account)).collect();
    let mut new = Vec::with_capacity(deals.len());
    for deal in deals {
        let account = i64::try_from(deal.login.0).ok().and_then(|login| accounts.get(&login));
        let Some(account) = account else { continue };
        match new_deal(deal, account) {
            Some(deal) => new.push(deal),
            None => tracing::warn!(%server, ticket = %deal.id.ticket, "a deal has numbers that cannot be kept"),
        }
    }
    let clients = tx.overlooked_depositors(&new).await?;
    if !clients.is_empty() {
        (tx, now).put(&MarkDepositors { clients }).await?;
    }
    let news = DealNews::of(&new);
    let kept = tx.keep_deals(new).await?;
    // what was there and is shown as before is no news
    Ok((kept, if kept == KeptDeals::default() { DealNews::default() } else { news }))
}

fn new_deal(deal: &Deal, account: &DealAccount) -> Option<NewDeal> {
    let minor = |amount| minor_of(amount, account.digits);
    let number = |ticket: Option<Ticket>| ticket.and_then(|ticket| i64::try_from(ticket.0).ok());
    Some(NewDeal {
        key: DealKey {
            account: account.id,
            ticket: i64::try_from(deal.id.ticket.0).ok().filter(|ticket| *ticket > 0)?,
            leg: leg_of(deal.id.leg),
        },
        action: action_of(deal.action),
        entry: deal.entry.map(entry_of),
        order: number(deal.order),
        position: number(deal.position),
        symbol: deal.symbol.chars().filter(|c| !c.is_control()).take(64).collect(),
        lots: deal.lots.units(),
        price: deal.price.to_string(),
        profit: minor(deal.profit)?,
        swap: minor(deal.swap)?,
        commission: minor(deal.commission)?,
        comment: deal.comment.chars().filter(|c| !c.is_control()).collect(),
        reference: Reference::find_in(&deal.comment).map(Reference::to_bytes),
        made_by: deal.made_by.map(maker_of),
        at: deal.at.utc,
    })
}

const fn leg_of(leg: DealLeg) -> i16 {
    match leg {
        DealLeg::Whole => 0,
        DealLeg::In => 1,
        DealLeg::Out => 2,
    }
}

fn id_of(key: DealKey) -> Option<DealId> {
    let leg = match key.leg {
        0 => DealLeg::Whole,
        1 => DealLeg::In,
        _ => DealLeg::Out,
    };
    Some(DealId { ticket: Ticket(u64::try_from(key.ticket).ok()?), leg })
}

/// MT5's code of a compensation after a stop-out that is booked on the credit.
const COMPENSATION_CREDIT: i64 = 20;

const fn action_of(action: crm_trading::DealAction) -> DealAction {
    use crm_trading::DealAction as Seen;
    match action {
        Seen::Trade(Side::Buy) => DealAction::Buy,
        Seen::Trade(Side::Sell) => DealAction::Sell,
        Seen::Balance => DealAction::Balance,
        Seen::Credit => DealAction::Credit,
        Seen::Charge => DealAction::Charge,
        Seen::Correction => DealAction::Correction,
        Seen::Bonus => DealAction::Bonus,
        Seen::Other(COMPENSATION_CREDIT) => DealAction::OtherCredit,
        Seen::Other(_) => DealAction::Other,
    }
}

const fn maker_of(maker: crm_trading::DealMaker) -> DealMaker {
    use crm_trading::DealMaker as Seen;
    match maker {
        Seen::Client => DealMaker::Client,
        Seen::Dealer => DealMaker::Dealer,
        Seen::Server => DealMaker::Server,
    }
}

const fn entry_of(entry: crm_trading::DealEntry) -> DealEntry {
    use crm_trading::DealEntry as Seen;
    match entry {
        Seen::In => DealEntry::In,
        Seen::Out => DealEntry::Out,
        Seen::InOut => DealEntry::InOut,
        Seen::OutBy => DealEntry::OutBy,
    }
}

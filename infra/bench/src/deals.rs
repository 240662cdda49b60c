//! Keeping deals as a server's past is fetched, beside COPY of the same rows into the same table with the same indexes and
//! foreign keys; then what people wait for when they look at them.

use crate::command::say;
use crate::ground::Ground;
use anyhow::Context;
use chrono::{DateTime, Duration as Span, Utc};
use crm_access::kinds::PositionView;
use crm_access::{Actor, OpContext, Policies, Reach, RequestInfo, SystemActor, TenantRef};
use crm_app::deals::keep_at;
use crm_model::{RequestId, TradingAccountId, TradingServerId};
use crm_storage::{DealFilter, DealReader, Deals, PageRequest};
use crm_trading::{Deal, DealAction, DealEntry, DealId, DealLeg, Login, Lots, Money, ServerTime, Side, Ticket};
use futures_util::TryStreamExt;
use sqlx::Row;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Accounts that the deals are spread over.
const ACCOUNTS: u32 = 1_000;
/// Deals in one transaction.
const BATCH: u32 = 2_000;
const FIRST_LOGIN: u64 = 900_001;
const SYMBOLS: [&str; 8] = ["EURUSD", "GBPUSD", "USDJPY", "XAUUSD", "US30", "BTCUSD", "EURGBP", "AUDUSD"];
/// Reads of each kind.
const READS: usize = 40;

pub(crate) async fn measure(ground: &Ground, count: u32) -> anyhow::Result<()> {
    let tenant = ground.big().await?;
    let (server, account) = accounts(ground, &tenant).await.context("trading accounts of the measured broker")?;
    empty(ground).await?;
    let kept = keep(ground, &tenant, server, count).await?;
    let copied = copy(ground, count).await?;
    let share = copied.as_secs_f64() / kept.as_secs_f64();
    say(&format!(
        "  ✓ deals            {count} kept in {:.1} s ({:.0} rows a second), COPY {:.1} s ({:.0} rows a second): {share:.2} of COPY",
        kept.as_secs_f64(),
        f64::from(count) / kept.as_secs_f64(),
        copied.as_secs_f64(),
        f64::from(count) / copied.as_secs_f64(),
    ));
    sqlx::query("VACUUM (ANALYZE) crm.deal").execute(&ground.admin).await?;
    look(ground, &tenant, account).await
}

/// A server that nobody may dial, with accounts of the first clients. Those that are there are taken.
async fn accounts(ground: &Ground, tenant: &TenantRef) -> anyhow::Result<(TradingServerId, TradingAccountId)> {
    let id = tenant.id.uuid();
    let known = "SELECT id FROM crm.trading_server WHERE tenant_id = $1 AND name = 'Measured'";
    if sqlx::query(known).bind(id).fetch_optional(&ground.admin).await?.is_none() {
        sqlx::query("INSERT INTO crm.trading_server (tenant_id, id, kind, environment, name, host, port, manager, secret_sealed, created_at) VALUES ($1, $2, 'mt5', 'demo', 'Measured', '203.0.113.9', 443, '1000', '\\x00', now())")
            .bind(id)
            .bind(TradingServerId::generate().uuid())
            .execute(&ground.admin)
            .await?;
    }
    let server: uuid::Uuid = sqlx::query_scalar(known).bind(id).fetch_one(&ground.admin).await?;
    sqlx::query("INSERT INTO crm.trading_account (tenant_id, id, client_id, server_id, login, environment, group_name, currency, digits, leverage, opened_at)
        SELECT $1, gen_random_uuid(), c.id, $2, $3 + row_number() OVER (ORDER BY c.id) - 1, 'demo', 'demo', 'USD', 2, 100, now() FROM (SELECT id FROM crm.client WHERE tenant_id = $1 ORDER BY id LIMIT $4) c ON CONFLICT DO NOTHING")
        .bind(id)
        .bind(server)
        .bind(i64::try_from(FIRST_LOGIN)?)
        .bind(i64::from(ACCOUNTS))
        .execute(&ground.admin)
        .await?;
    let first: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM crm.trading_account WHERE tenant_id = $1 AND login = $2")
            .bind(id)
            .bind(i64::try_from(FIRST_LOGIN)?)
            .fetch_one(&ground.admin)
            .await?;
    Ok((TradingServerId::from_uuid(server), TradingAccountId::from_uuid(first)))
}

async fn empty(ground: &Ground) -> anyhow::Result<()> {
    for sql in ["TRUNCATE crm.deal, crm.deal_feed", "CHECKPOINT"] {
        sqlx::query(sql).execute(&ground.admin).await?;
    }
    Ok(())
}

/// How long the keeping took; making the deals is not part of it.
async fn keep(ground: &Ground, tenant: &TenantRef, server: TradingServerId, count: u32) -> anyhow::Result<Duration> {
    let begun = ground.clock.now() - Span::days(365);
    let mut took = Duration::ZERO;
    let mut at = 0;
    while at < count {
        let until = (at + BATCH).min(count);
        let deals: Vec<Deal> = (at..until).map(|n| deal(n, begun)).collect();
        let asked = Instant::now();
        let kept = keep_at(&ground.db, &ground.clock, tenant, server, &deals).await?;
        took += asked.elapsed();
        anyhow::ensure!(kept.new == u64::from(until - at), "{} of {} were kept", kept.new, until - at);
        at = until;
        if at % 200_000 == 0 {
            say(&format!("  … {at} deals after {:.0} s", took.as_secs_f64()));
        }
    }
    Ok(took)
}

/// Trades of all accounts in turn, and here and there a deposit; a year of them.
fn deal(n: u32, begun: DateTime<Utc>) -> Deal {
    let (number, place) = (u64::from(n), usize::try_from(n).unwrap_or(0));
    let deposit = n.is_multiple_of(100);
    let utc = begun + Span::milliseconds(i64::from(n) * 31_000 / 2);
    let symbol = SYMBOLS.get(place % SYMBOLS.len()).copied().unwrap_or_default();
    let cents = i64::from(n % 20_011) - 10_000;
    let (price, lots) =
        (Money::new(100_000 + i64::from(n % 9_973), 5), Lots::from_units(1_000_000 * i64::from(1 + n % 50)));
    let of = |value: Money| if deposit { Money::ZERO } else { value };
    Deal {
        id: DealId { ticket: Ticket(number + 1), leg: DealLeg::Whole },
        login: Login(FIRST_LOGIN + number % u64::from(ACCOUNTS)),
        action: if deposit {
            DealAction::Balance
        } else {
            DealAction::Trade(if n.is_multiple_of(2) { Side::Buy } else { Side::Sell })
        },
        entry: (!deposit).then_some(if n % 4 < 2 { DealEntry::In } else { DealEntry::Out }),
        order: (!deposit).then_some(Ticket(number + 7_000_001)),
        position: (!deposit).then_some(Ticket(number / 2 + 7_000_001)),
        symbol: if deposit { String::new() } else { symbol.to_owned() },
        lots: if deposit { Lots::ZERO } else { lots },
        price: of(price),
        profit: if deposit { Money::new(100_000, 2) } else { Money::new(cents, 2) },
        swap: of(Money::new(-i64::from(n % 300), 2)),
        commission: of(Money::new(-70, 2)),
        comment: String::new(),
        made_by: None,
        at: ServerTime { server_msc: utc.timestamp_millis(), utc },
    }
}

/// How long COPY takes for the same rows into the same empty table, in one command as an administrator.
pub(crate) async fn copy(ground: &Ground, count: u32) -> anyhow::Result<Duration> {
    let path = ground.folder.join("deals.copy");
    let mut admin = ground.admin.acquire().await?;
    let mut file = BufWriter::new(File::create(&path).with_context(|| format!("cannot write {}", path.display()))?);
    let mut rows = admin.copy_out_raw("COPY crm.deal TO STDOUT (FORMAT binary)").await?;
    while let Some(part) = rows.try_next().await? {
        file.write_all(&part)?;
    }
    drop(rows);
    file.flush()?;
    drop(admin);
    empty(ground).await?;
    let mut admin = ground.admin.acquire().await?;
    let begun = Instant::now();
    let mut into = admin.copy_in_raw("COPY crm.deal FROM STDIN (FORMAT binary)").await?;
    let mut file = BufReader::new(File::open(&path)?);
    let mut part = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut part)?;
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        into.send(bytes).await?;
    }
    let copied = into.finish().await?;
    let took = begun.elapsed();
    anyhow::ensure!(copied == u64::from(count), "COPY brought {copied} rows");
    std::fs::remove_file(&path)?;
    Ok(took)
}

/// What lists and totals take, read through the wall with all in reach.
async fn look(ground: &Ground, tenant: &TenantRef, account: TradingAccountId) -> anyhow::Result<()> {
    let actor = Actor::System(SystemActor { work: "bench".to_owned(), job: None, on_behalf_of: None });
    let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
    let op = OpContext::new(tenant.clone(), actor, Arc::new(Policies::nothing()), request, ground.clock.clone(), None);
    let permit = op.require_system::<PositionView>()?;
    let reader = DealReader { permit: &permit, money: Some(&Reach::All), archived_clients: true };
    let page = PageRequest { first: 50, after: None };
    let everything = DealFilter::default();
    let of_one = DealFilter { account: Some(account), ..DealFilter::default() };
    let in_one = DealFilter { symbols: vec!["XAUUSD".to_owned()], ..DealFilter::default() };
    for (name, filter, totals) in [
        ("first page", &everything, false),
        ("first page of an account", &of_one, false),
        ("first page of a symbol", &in_one, false),
        ("totals of an account", &of_one, true),
        ("totals of everything", &everything, true),
    ] {
        let mut times = Vec::with_capacity(READS);
        for _ in 0..READS {
            let begun = Instant::now();
            let tx = ground.db.read(&op).await?;
            if totals {
                Deals::of(&tx).totals(reader, filter).await?;
            } else {
                Deals::of(&tx).list(reader, filter, &page).await?;
            }
            drop(tx);
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let at = |share: usize| times.get(READS * share / 100).map_or(0.0, |took| took.as_secs_f64() * 1_000.0);
        say(&format!("  ✓ {name:<26} p50 {:.1} ms, p95 {:.1} ms", at(50), at(95)));
    }
    let size =
        sqlx::query("SELECT pg_table_size('crm.deal'), pg_indexes_size('crm.deal')").fetch_one(&ground.admin).await?;
    let megabytes = |bytes: i64| bytes / 1_000_000;
    say(&format!(
        "  ✓ size             {} MB of rows, {} MB of indexes",
        megabytes(size.get(0)),
        megabytes(size.get(1))
    ));
    Ok(())
}

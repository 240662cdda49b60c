//! Money that a demo broker's clients moved in the last weeks, so that its figures have something to show. The simulator knows
//! nothing of it, so the books count as compared up to now.

use super::brokers::DemoBroker;
use super::requests::{SERVER, account, maker};
use super::servers::{DemoAccounts, said};
use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use crm_access::OpContext;
use crm_app::balance_operations::{DemoOperation, booked_for_demo};
use crm_model::{BalanceKind, BalanceNeeds};
use crm_storage::{TenantDb, TradingServers};

/// So many logins of "MT5 live" at most have a past; the first ones wait for a second person (`requests`).
const LOGINS: std::ops::Range<u64> = 5..64;
/// The comparison looks back an hour further than it came.
const YOUNGEST: Duration = Duration::hours(2);

/// A deposit or withdrawal of a login, so many days ago, in cents.
struct Booked {
    days_ago: i64,
    kind: BalanceKind,
    cents: i64,
    why: &'static str,
}

/// What the how-manieth login moved: a first deposit on some day of the last nine weeks, for some another one later, for some a
/// withdrawal.
fn past(n: u64) -> Vec<Booked> {
    let n = i64::try_from(n).unwrap_or_default();
    // most of them lately, so that a week has as much to show as the one before
    let first = (n * 11) % if n % 3 == 0 { 63 } else { 15 };
    let cents = 20_000 + (n * 37 % 40) * 7_500;
    let deposit = |days_ago, cents, why| Booked { days_ago, kind: BalanceKind::Deposit, cents, why };
    let mut all = vec![deposit(first, cents, "Card payment, first deposit")];
    if n % 4 == 1 && first >= 3 {
        all.push(deposit(first - 3, cents / 2, "Wire received, named on the statement"));
    }
    if n % 5 == 2 && first >= 5 {
        let why = "Asked for by mail, account in own name";
        all.push(Booked { days_ago: first - 5, kind: BalanceKind::Withdrawal, cents: cents / 4, why });
    }
    all
}

/// Books what is not there yet.
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
    let (asks, agrees) = (maker(op, &tx, broker, "Finance").await?, maker(op, &tx, broker, "CRM Manager").await?);
    let (mut events, mut count) = (Vec::new(), 0);
    for n in LOGINS.start..LOGINS.end.min(line.count) {
        let account = account(op, &tx, line.first + n).await?;
        for (which, booked) in past(n).iter().enumerate() {
            let operation = DemoOperation {
                account,
                kind: booked.kind,
                amount: booked.cents,
                needs: BalanceNeeds::Approval,
                maker: asks,
                request_key: &format!("demo-booked-{n}-{which}"),
                reason: booked.why,
            };
            let at = at(op.now(), booked.days_ago, n);
            let kept = booked_for_demo(op, &tx, &operation, agrees, at).await.map_err(said)?;
            count += usize::from(!kept.is_empty());
            events.extend(kept);
        }
    }
    let server = TradingServers::of(&tx).list().await?.into_iter().find(|row| row.record.name == SERVER);
    let server = server.with_context(|| format!("{} has no server {SERVER}", broker.name))?.record.id;
    if events.is_empty() {
        tx.abandon().await?;
    } else {
        tx.commit_all(events).await?;
    }
    let books = db.mirror(op.tenant()).await?;
    books.note_comparison(server, op.now()).await?;
    books.keep().await?;
    Ok(count)
}

/// At a quiet hour of that day, never so late that the comparison would still look for it.
fn at(now: DateTime<Utc>, days_ago: i64, n: u64) -> DateTime<Utc> {
    let minutes = i64::try_from(n * 17 % 300).unwrap_or_default();
    now - Duration::days(days_ago) - YOUNGEST - Duration::minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_deposits_before_it_withdraws_and_never_more_than_it_has() {
        for n in LOGINS {
            let all = past(n);
            let first = all.first().unwrap();
            assert_eq!(first.kind, BalanceKind::Deposit);
            assert!(all.iter().all(|each| each.days_ago <= first.days_ago && each.cents > 0));
            let out: i64 = all.iter().filter(|each| each.kind == BalanceKind::Withdrawal).map(|each| each.cents).sum();
            assert!(out < first.cents);
        }
    }

    #[test]
    fn nothing_is_younger_than_what_the_comparison_looks_at() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert!(LOGINS.clone().all(|n| at(now, 0, n) <= now - Duration::hours(2)));
    }
}

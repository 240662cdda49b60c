//! Fifty brokers: one with as many clients as are wanted, the others with a few. What is there is left alone, so a seed
//! that was cut off goes on.

use crate::capture;
use crate::command::say;
use crate::ground::{BIG, Ground};
use crate::people;
use anyhow::Context;
use crm_access::TenantRef;
use crm_model::{Email, Pii};
use crm_storage::Clients;
use provisioning::generator;
use provisioning::onboarding::{self, FirstManager, Look, NewTenant};
use provisioning::{Slug, Template};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Clients of each of the other brokers.
const FEW: u32 = 200;
const OTHERS: usize = 49;
/// Clients in one transaction.
const BATCH: usize = 1_000;
/// Clients between two lines of progress.
const PART: u64 = 50_000;

/// What making the clients took.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Made {
    pub clients: u64,
    pub seconds: f64,
    pub rows: i64,
    pub bytes: i64,
}

pub(crate) fn made_file(ground: &Ground) -> PathBuf {
    ground.folder.join(format!("seed-{}.json", ground.clients))
}

pub(crate) async fn seed(ground: &Ground) -> anyhow::Result<()> {
    let begun = Instant::now();
    capture::allow(&ground.admin).await?;
    for slug in slugs() {
        let tenant = broker(ground, &slug).await.with_context(|| format!("the broker {slug}"))?;
        clients(ground, &tenant, FEW).await.with_context(|| format!("clients of {slug}"))?;
    }
    let big = broker(ground, BIG).await.context("the measured broker")?;
    // without statistics the first plans walk indexes that do not fit, until autovacuum has been there
    sqlx::query("ANALYZE").execute(&ground.admin).await?;
    let op = ground.operation(&big);
    if Clients::of(&ground.db.read(&op).await?).owners().await?.len() < 5 {
        people::keep(ground, &op).await.context("people of the measured broker")?;
    }
    let (new, took) = clients(ground, &big, ground.clients).await.context("clients of the measured broker")?;
    if new == 0 {
        say("  ✓ seed             was there");
        return Ok(());
    }
    say("  … vacuum, statistics, checkpoint");
    for sql in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
        sqlx::query(sql).execute(&ground.admin).await?;
    }
    let made =
        Made { clients: new, seconds: took.as_secs_f64(), rows: rows(ground).await?, bytes: bytes(ground).await? };
    std::fs::write(made_file(ground), serde_json::to_string_pretty(&made)?)?;
    say(&format!(
        "  ✓ seed             {new} clients in {:.0} s; in all {:.0} s",
        made.seconds,
        begun.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// No two of them can be mistaken for one another.
fn slugs() -> impl Iterator<Item = String> {
    const LETTERS: [char; 7] = ['a', 'c', 'e', 'k', 'p', 's', 'x'];
    LETTERS.iter().flat_map(|a| LETTERS.iter().map(move |b| format!("house-{a}{b}"))).take(OTHERS)
}

async fn broker(ground: &Ground, slug: &str) -> anyhow::Result<TenantRef> {
    let address = format!("first@{slug}.example");
    let email = Email::parse("email", &address).map_err(|problem| anyhow::anyhow!("{}", problem.message))?;
    let new = NewTenant {
        slug: Slug::parse(slug, [])?,
        name: format!("Broker {slug}"),
        template: Template::named("default")?,
        manager: FirstManager { name: Pii::new("First Manager".to_owned()), email },
        invite: false,
        time_zone: "UTC".to_owned(),
        look: Look { default_country: Some("DE".to_owned()), ..Look::default() },
    };
    Ok(onboarding::create(&ground.provision, &ground.clock, &new, &|_| true).await?.entry.tenant)
}

/// Answers how many clients were missing, and how long it took to make them.
async fn clients(ground: &Ground, tenant: &TenantRef, wanted: u32) -> anyhow::Result<(u64, Duration)> {
    let (op, wanted) = (ground.operation(tenant), u64::from(wanted));
    let before = Template::named("default")?.settings.client_numbers_after;
    let last = Clients::of(&ground.db.read(&op).await?).last_number().await?;
    let there = u64::try_from(last - before).unwrap_or(0).min(wanted);
    let plan = ground.plan(&op, wanted).await?;
    let begun = Instant::now();
    let mut at = there;
    while at < wanted {
        let until = (at + PART).min(wanted);
        generator::generate(&op, &ground.db, &plan, at..until, BATCH).await?;
        at = until;
        if wanted > PART {
            say(&format!("  … {at} clients after {:.0} s", begun.elapsed().as_secs_f64()));
        }
    }
    Ok((wanted - there, begun.elapsed()))
}

const TABLES: [&str; 6] =
    ["crm.client", "crm.client_contact", "crm.client_token", "crm.client_tag", "crm.note", "crm.audit_event"];

async fn rows(ground: &Ground) -> anyhow::Result<i64> {
    let mut all = 0;
    for table in TABLES {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        all += sqlx::query_scalar::<_, i64>(sql).fetch_one(&ground.admin).await?;
    }
    Ok(all)
}

async fn bytes(ground: &Ground) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar("SELECT pg_database_size(current_database())").fetch_one(&ground.admin).await?)
}

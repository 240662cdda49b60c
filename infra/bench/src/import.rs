//! A file of leads from the first byte to the last client, through HTTP as the portal does it, beside COPY of the same rows
//! into the same tables.

use crate::command::say;
use crate::ground::{BIG, Ground};
use crate::http_client::Http;
use crate::load::Meanwhile;
use crate::operations;
use crate::process::Processes;
use crate::session::{Documents, Session};
use crate::times::millis;
use crate::world::World;
use anyhow::{Context, ensure};
use bytes::Bytes;
use crm_identity::{PasswordHasher, TotpSecret};
use crm_storage::{AccessChange, Roles, Teams};
use devstack::totp;
use futures_util::TryStreamExt;
use provisioning::demo::{DemoLogin, keep_person};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What the measuring of an import needs to know.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// Rows of the file.
    #[arg(long, default_value_t = 100_000)]
    pub count: u32,
    /// The second half says the same of the same people, in another order.
    #[arg(long)]
    pub twice: bool,
    /// Process of tenant-api.
    #[arg(long)]
    pub server_pid: i32,
    /// First process of Postgres.
    #[arg(long)]
    pub postgres_pid: i32,
    /// The manifest of the portal's documents.
    #[arg(long)]
    pub documents: PathBuf,
}

/// What others ask of the portal meanwhile, and how often a second.
const LISTS: [&str; 2] = ["first", "all-first"];
const RATE: u32 = 10;

/// The tables that an import writes clients into, with the columns that name its clients.
const TABLES: [(&str, &str); 3] =
    [("crm.client", "id"), ("crm.client_contact", "client_id"), ("crm.client_token", "client_id")];

pub(crate) async fn measure(ground: &Ground, wanted: &Import) -> anyhow::Result<()> {
    let processes = Processes { server: wanted.server_pid, postgres: wanted.postgres_pid };
    let session = importer(ground, wanted).await.context("somebody who imports")?;
    let world = Arc::new(World::prepare(ground, &wanted.documents).await?);
    let lists = || operations::all(&world).into_iter().filter(|all| LISTS.contains(&all.key)).collect();
    let before = Meanwhile::begin(lists(), RATE);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let quiet = before.end().await?;
    let (idle, _) = processes.memory()?;
    let file = file(wanted, ground.clock.now().timestamp_micros());
    say(&format!("  … {} rows of 15 columns, {} MB", wanted.count, file.len() / 1_000_000));
    let begun = Instant::now();
    let id = upload(&session, &file).await?;
    let uploaded = begun.elapsed();
    step(&session, "ReadImport", &id, json!({})).await?;
    let read = wait(&session, &id, "MAPPING").await?;
    let asking = Meanwhile::begin(lists(), RATE);
    step(&session, "CheckImport", &id, json!({})).await?;
    let checked = wait(&session, &id, "CHECKED").await?;
    let while_checking = asking.end().await?;
    let counts = part(&import(&session, &id).await?, "counts");
    let merging = merging(&session, &id).await.context("a dry run that merges rows")?;
    let asking = Meanwhile::begin(lists(), RATE);
    step(&session, "CommitImport", &id, json!({"skipBadRows": true})).await?;
    let written = wait(&session, &id, "COMMITTED").await?;
    let while_writing = asking.end().await?;
    let (_, most) = processes.memory()?;
    let copied = copy(ground, &id).await.context("COPY of the same rows")?;
    let rate = |took: Duration| f64::from(wanted.count) / took.as_secs_f64().max(0.001);
    say(&format!("  ✓ import           {counts}"));
    for (name, took) in [
        ("upload", uploaded),
        ("read", read),
        ("dry run", checked),
        ("merging", merging),
        ("commit", written),
        ("COPY", copied),
    ] {
        say(&format!("  ✓ {name:<16} {:.1} s ({:.0} rows a second)", took.as_secs_f64(), rate(took)));
    }
    for (name, ran) in [("before", quiet), ("while it tries", while_checking), ("while it writes", while_writing)] {
        let (p50, p95) = (millis(ran.times.percentile(50)), millis(ran.times.percentile(95)));
        let (asked, failed) = (ran.times.count(), ran.failed);
        say(&format!("  ✓ lists {name:<16} p50 {p50} ms, p95 {p95} ms ({asked} asked, {failed} failed)"));
        if let Some(failure) = ran.first_failure {
            say(&format!("    the first failure: {failure}"));
        }
    }
    say(&format!("  ✓ tenant-api       {idle} MiB before, {most} MiB at most"));
    say(&format!("  ✓ of COPY          {:.2}", copied.as_secs_f64() / written.as_secs_f64().max(0.001)));
    Ok(())
}

/// A manager with an authenticator, signed in with it, which is fresh enough for the commit.
async fn importer(ground: &Ground, wanted: &Import) -> anyhow::Result<Session> {
    let op = ground.operation(&ground.big().await?);
    let secret = TotpSecret::generate()?;
    let login = DemoLogin {
        email: format!("importer@{BIG}.example"),
        name: "Importer".to_owned(),
        host: String::new(),
        role: "CRM Manager".to_owned(),
        team: "Management".to_owned(),
        password: crm_identity::BearerSecret::generate(crm_identity::Prefix::Session)?.expose().to_owned(),
        totp_secret: Some(secret.base32().to_string()),
    };
    let hash = PasswordHasher::new(1, 4)?.hash(&login.password).await?;
    let tx = ground.db.begin(&op).await?;
    AccessChange::begin(&tx).await?;
    let role = Roles::of(&tx).list().await?.into_iter().find(|role| role.name == login.role).context("a role")?;
    let team = Teams::of(&tx).list().await?.into_iter().find(|team| team.name == login.team).context("a team")?;
    let event = keep_person(&tx, &login, role.id, team.id, &hash).await?.1;
    tx.commit(event).await?;
    let port = ground.config.public.port.context("PUBLIC_PORT is missing")?;
    let http = Arc::new(Http::new(SocketAddr::from((Ipv4Addr::LOCALHOST, port))));
    let documents = Arc::new(Documents::read(&wanted.documents)?);
    let host = format!("{BIG}.{}:{port}", ground.config.public.platform);
    let mut session = Session::begin_sign_in(&http, &documents, &host, &login).await?;
    let now = u64::try_from(ground.clock.now().timestamp())?;
    session.confirm(&totp::code(&secret.base32(), now)?).await?;
    Ok(session)
}

/// How long the dry run takes when rows of one person are merged, every column filled in where it is blank; the import is
/// then as it was, and tried again.
async fn merging(session: &Session, id: &str) -> anyhow::Result<Duration> {
    map(session, id, "MERGE", Some("ONLY_IF_BLANK")).await?;
    step(session, "CheckImport", id, json!({})).await?;
    let took = wait(session, id, "CHECKED").await?;
    say(&format!("  ✓ merged           {}", part(&import(session, id).await?, "counts")));
    map(session, id, "SKIP", None).await?;
    step(session, "CheckImport", id, json!({})).await?;
    wait(session, id, "CHECKED").await?;
    Ok(took)
}

/// Says what becomes of rows that are one person, and what each column does then; without a rule as it is.
async fn map(session: &Session, id: &str, on_repeat: &str, rule: Option<&str>) -> anyhow::Result<()> {
    let now = import(session, id).await?;
    let mut columns = part(&now, "columns");
    let of = columns.as_array_mut().context("no columns")?;
    of.retain(|column| column.get("field").is_some_and(|field| !field.is_null()));
    for column in of.iter_mut().filter_map(Value::as_object_mut) {
        column.retain(|name, _| !matches!(name.as_str(), "name" | "samples" | "__typename"));
        if let Some(rule) = rule {
            column.insert("rule".to_owned(), json!(rule));
        }
    }
    let mode = now.pointer("/assignment/mode").context("no assignment")?;
    let mapping = json!({
        "headerRow": now.get("headerRow"), "columns": columns, "constants": [], "matchBy": now.get("matchBy"),
        "onMatch": now.get("onMatch"), "onRepeat": on_repeat, "assignment": {"mode": mode},
    });
    step(session, "MapImport", id, mapping).await
}

/// Leads of 15 columns: one of fifty has a mistake, one of twenty is an earlier one again. `salt` makes them new people.
fn file(wanted: &Import, salt: i64) -> Vec<u8> {
    let mut text = String::from(
        "First name,Last name,E-mail,Phone,Country,Language,Date of birth,Street,City,Post code,Source,Campaign,Status,Marketing,Referrer\n",
    );
    let (count, half) = (wanted.count, u64::from(wanted.count / 2).max(1));
    for n in 0..count {
        // a prime beside the half: each of the first half once, far from the one before
        let scattered = u32::try_from(u64::from(n) * 7_919 % half).unwrap_or(n);
        let who = if wanted.twice && n >= count / 2 {
            scattered
        } else if n % 20 == 13 {
            n - 13
        } else {
            n
        };
        let email = if n % 50 == 7 { "none".to_owned() } else { format!("lead{who}.{salt}@example.org") };
        let (year, month, day) = (1950 + who % 50, 1 + who % 12, 1 + who % 28);
        let _ = writeln!(
            text,
            "Lead{who},Number{salt},{email},+34 6{:08},ES,es,{year}-{month:02}-{day:02},Calle Mayor {who},Madrid,{:05},Fair,Spring,New,yes,IB-{}",
            (u64::from(who) * 7_919 + salt.unsigned_abs()) % 50_000_000 + 10_000_000,
            who % 50_000,
            who % 90
        );
    }
    text.into_bytes()
}

async fn upload(session: &Session, file: &[u8]) -> anyhow::Result<String> {
    let input = json!({"fileName": "leads.csv", "size": file.len()});
    let started = session.ask("StartImport", json!({ "input": input })).await?;
    let import = started.pointer("/startImport/import").context("no import")?;
    let id = import.get("id").and_then(Value::as_str).context("no id")?.to_owned();
    let part = import.get("partSize").and_then(Value::as_u64).unwrap_or(1024 * 1024);
    for (n, bytes) in file.chunks(usize::try_from(part)?).enumerate() {
        session.put(&format!("/imports/{id}/parts/{n}"), Bytes::copy_from_slice(bytes)).await?;
    }
    Ok(id)
}

async fn import(session: &Session, id: &str) -> anyhow::Result<Value> {
    Ok(part(&session.ask("ClientImport", json!({ "id": id })).await?, "clientImport"))
}

fn part(answer: &Value, name: &str) -> Value {
    answer.get(name).cloned().unwrap_or_default()
}

async fn step(session: &Session, operation: &str, id: &str, more: Value) -> anyhow::Result<()> {
    let mut input = json!({"id": id, "version": part(&import(session, id).await?, "version")});
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    session.ask(operation, json!({ "input": input })).await?;
    Ok(())
}

/// Looks five times a second until the import has come so far; says how long that took.
async fn wait(session: &Session, id: &str, state: &str) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let now = import(session, id).await?;
        let reached = part(&now, "state");
        if reached == state {
            return Ok(begun.elapsed());
        }
        ensure!(reached != "REFUSED" && begun.elapsed() < Duration::from_secs(1_800), "it stays: {now}");
    }
}

/// How long COPY takes for the clients of the import, their contacts and tokens, in place of those that are there.
async fn copy(ground: &Ground, id: &str) -> anyhow::Result<Duration> {
    let import = crm_model::ClientImportId::parse(id).context("no import")?.uuid();
    let made =
        format!("SELECT client_id FROM crm.client_import_row WHERE import_id = '{import}' AND outcome = 'create'");
    let mut kept = Vec::new();
    let mut admin = ground.admin.acquire().await?;
    for (table, column) in TABLES {
        let rows = format!("COPY (SELECT * FROM {table} WHERE {column} IN ({made})) TO STDOUT (FORMAT binary)");
        let parts: Vec<Bytes> = admin.copy_out_raw(&rows).await?.try_collect().await?;
        kept.push((table, parts));
    }
    let gone: String =
        TABLES.map(|(table, column)| format!("DELETE FROM {table} WHERE {column} IN ({made});")).concat();
    let empty = format!("SET session_replication_role = replica; {gone} SET session_replication_role = origin");
    sqlx::raw_sql(sqlx::AssertSqlSafe(empty)).execute(&mut *admin).await?;
    let begun = Instant::now();
    for (table, parts) in kept {
        let mut into = admin.copy_in_raw(&format!("COPY {table} FROM STDIN (FORMAT binary)")).await?;
        for part in parts {
            into.send(part.as_ref()).await?;
        }
        into.finish().await?;
    }
    Ok(begun.elapsed())
}

//! What the server really sends to Postgres for a request: read from Postgres' own log, with the values.

use crate::operations::{CAPTURED, Operation};
use anyhow::Context;
use serde_json::Value;
use sqlx::PgPool;
use std::time::Duration;

/// Postgres reads its settings anew, and its log collector writes, within this time.
const SETTLED: Duration = Duration::from_millis(300);
const WRITTEN: Duration = Duration::from_millis(60);

/// A statement, or a message of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// The text of a simple message.
    Message(String),
    /// A prepared statement with its values as text.
    Prepared(String, Vec<Option<String>>),
}

/// Sends some requests of an operation, one after another, and gives what each made the server send. Requests during which
/// the server also worked for itself are left out.
pub(crate) async fn capture(admin: &PgPool, operation: &Operation) -> anyhow::Result<Vec<Vec<Sent>>> {
    for _ in 0..20 {
        operation.run().await?;
    }
    set(admin, ["SET log_statement = 'all'", "SET log_parameter_max_length = -1"]).await?;
    let captured = watch(admin, operation).await;
    set(admin, ["RESET log_statement", "RESET log_parameter_max_length"]).await?;
    let all = captured?;
    let openings =
        |sent: &[Sent]| sent.iter().filter(|s| matches!(s, Sent::Message(m) if m.starts_with("BEGIN"))).count();
    let least = all.iter().map(|sent| openings(sent)).min().unwrap_or_default();
    let mut kept: Vec<Vec<Sent>> = all.into_iter().filter(|sent| openings(sent) == least).collect();
    kept.dedup();
    anyhow::ensure!(least > 0, "Postgres logged no statement of {}", operation.name);
    Ok(kept)
}

/// The lock-down of a database keeps the application's statements out of every log, since they hold the tenant's token. In
/// the measured database, whose clients are invented, the server's own settings decide, and these log nothing but while
/// [`capture`] is at work. To be called before the application connects.
pub(crate) async fn allow(admin: &PgPool) -> anyhow::Result<()> {
    for setting in ["log_statement", "log_parameter_max_length"] {
        let sql: String =
            sqlx::query_scalar("SELECT format('ALTER ROLE crm_app IN DATABASE %I RESET %I', current_database(), $1)")
                .bind(setting)
                .fetch_one(admin)
                .await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(admin).await?;
    }
    Ok(())
}

async fn set(admin: &PgPool, changes: [&str; 2]) -> anyhow::Result<()> {
    for change in changes {
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("ALTER SYSTEM {change}"))).execute(admin).await?;
    }
    sqlx::raw_sql("SELECT pg_reload_conf()").execute(admin).await?;
    tokio::time::sleep(SETTLED).await;
    Ok(())
}

async fn watch(admin: &PgPool, operation: &Operation) -> anyhow::Result<Vec<Vec<Sent>>> {
    let mut all = Vec::new();
    for number in 0..CAPTURED {
        let from: i64 = sqlx::query_scalar("SELECT size FROM pg_stat_file(pg_current_logfile('jsonlog'))")
            .fetch_one(admin)
            .await
            .context("Postgres writes no log: remove .dev/bench and begin anew")?;
        operation.run_for_capture(number).await?;
        tokio::time::sleep(WRITTEN).await;
        let text: String = sqlx::query_scalar("SELECT pg_read_file(pg_current_logfile('jsonlog'), $1, 100000000)")
            .bind(from)
            .fetch_one(admin)
            .await?;
        all.push(in_order(text.lines().filter_map(sent)));
    }
    Ok(all)
}

/// A request's transactions one after another, each with what its connection was told until the next: connections are tidied
/// up beside the work that follows. What comes first without a transaction is the end of an earlier request.
fn in_order(lines: impl Iterator<Item = (u64, Sent)>) -> Vec<Sent> {
    let mut parts: Vec<(u64, Vec<Sent>)> = Vec::new();
    for (connection, sent) in lines {
        let begins = matches!(&sent, Sent::Message(text) if text.starts_with("BEGIN"));
        let known = parts.iter_mut().rev().find(|(of, _)| *of == connection);
        match (known, begins, &sent) {
            (Some((_, part)), false, _) => part.push(sent),
            (None, false, Sent::Message(_)) => {}
            _ => parts.push((connection, vec![sent])),
        }
    }
    parts.into_iter().flat_map(|(_, part)| part).collect()
}

/// One line of the log: what the application's role sent, over which connection.
fn sent(line: &str) -> Option<(u64, Sent)> {
    let entry: Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    if text("user") != Some("crm_app") {
        return None;
    }
    let (connection, message) = (entry.get("pid")?.as_u64()?, text("message")?);
    if let Some(sql) = message.strip_prefix("statement: ") {
        return Some((connection, Sent::Message(sql.to_owned())));
    }
    let (_, sql) = message.strip_prefix("execute ")?.split_once(": ")?;
    Some((connection, Sent::Prepared(sql.to_owned(), values(text("detail").unwrap_or_default()))))
}

/// Reads `parameters: $1 = 'it''s', $2 = NULL`.
fn values(detail: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = detail;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut characters = quoted.char_indices().peekable();
        let mut end = quoted.len();
        while let Some((at, character)) = characters.next() {
            if character != '\'' {
                value.push(character);
            } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
                value.push('\'');
            } else {
                end = at + 1;
                break;
            }
        }
        values.push(Some(value));
        rest = quoted.get(end..).unwrap_or_default();
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_postgres_writes_them() {
        let read = values("parameters: $1 = 'it''s', $2 = NULL, $3 = '{\"a = b\"}', $4 = ''");
        let text = |t: &str| Some(t.to_owned());
        assert_eq!(read, [text("it's"), None, text("{\"a = b\"}"), text("")]);
    }

    #[test]
    fn only_the_applications_statements_count() {
        let line = |user: &str, message: &str| {
            format!(r#"{{"pid":7,"user":"{user}","message":"{message}","detail":"parameters: $1 = 'x'"}}"#)
        };
        let prepared = Sent::Prepared("SELECT $1".to_owned(), vec![Some("x".to_owned())]);
        assert_eq!(sent(&line("crm_app", "execute sqlx_s_3: SELECT $1")), Some((7, prepared)));
        assert_eq!(sent(&line("crm_app", "statement: COMMIT")), Some((7, Sent::Message("COMMIT".to_owned()))));
        assert_eq!(sent(&line("crm_queue", "statement: COMMIT")), None);
    }

    #[test]
    fn each_transaction_stands_together() {
        let line = |connection: u64, text: &str| (connection, Sent::Message(text.to_owned()));
        let told = [
            line(3, "RESET ALL"),
            line(1, "BEGIN"),
            line(1, "COMMIT"),
            line(2, "BEGIN READ"),
            line(1, "RESET ALL"),
            line(2, "ROLLBACK"),
            line(2, "RESET ALL"),
        ];
        let texts = ["BEGIN", "COMMIT", "RESET ALL", "BEGIN READ", "ROLLBACK", "RESET ALL"];
        assert_eq!(in_order(told.into_iter()), texts.map(|text| Sent::Message(text.to_owned())));
    }
}

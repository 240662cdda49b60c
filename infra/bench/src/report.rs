//! The figures as tables that read well in a terminal and in a page.

use crate::ground::Ground;
use crate::process::Used;
use crate::seed::{self, Made};
use crate::times::{Times, millis};
use std::time::Duration;

/// One operation.
pub(crate) struct Row {
    pub key: &'static str,
    pub name: String,
    /// Messages to Postgres.
    pub statements: usize,
    pub failed: usize,
    pub first_failure: Option<String>,
    /// One request at a time.
    pub alone: Times,
    /// At the fixed rate, from the instant at which a request was due.
    pub open: Times,
    /// Processor time of one request, at the fixed rate.
    pub used: Used,
    /// The most requests a second.
    pub most: f64,
    /// The same of pgbench.
    pub sql_alone: Times,
    pub sql_open: Times,
    pub sql_used: Used,
    pub sql_most: f64,
}

/// A whole run.
pub(crate) struct Report {
    pub clients: u32,
    pub quick: bool,
    pub rows: Vec<Row>,
    pub idle_mib: u64,
    pub most_mib: u64,
    pub cold_start_ms: u32,
    pub agents_clients: i64,
    pub made: Option<Made>,
    pub server: String,
}

/// What making the clients took, when this machine made them.
pub(crate) fn made(ground: &Ground) -> anyhow::Result<Option<Made>> {
    let file = seed::made_file(ground);
    Ok(if file.exists() { Some(serde_json::from_str(&std::fs::read_to_string(file)?)?) } else { None })
}

/// A line of progress.
pub(crate) fn line(row: &Row) -> String {
    let failed =
        row.first_failure.as_ref().map_or_else(String::new, |first| format!("; {} FAILED: {first}", row.failed));
    format!(
        "  ✓ {:<32} alone p50 {:>7} ms, at 100/s p95 {:>7} ms, most {:>6.0}/s{failed}",
        row.name,
        millis(row.alone.percentile(50)),
        millis(row.open.percentile(95)),
        row.most
    )
}

fn ratio(over: Option<Duration>, under: Option<Duration>) -> String {
    match (over, under) {
        (Some(over), Some(under)) if !under.is_zero() => format!("{:.1}", over.as_secs_f64() / under.as_secs_f64()),
        _ => "–".to_owned(),
    }
}

impl Report {
    pub(crate) fn tables(&self) -> String {
        let mut text = format!(
            "\n{} clients in one of 50 brokers, of these {} the agent's own, Postgres {}, fsync and audit on; ms{}.\n\n",
            self.clients,
            self.agents_clients,
            self.server,
            if self.quick { "; SHORT RUN" } else { "" }
        );
        text.push_str("| operation | alone p50 | SQL alone p50 | ratio | 100/s p50 | p95 | p99 | SQL 100/s p50 | p95 | ratio p50 | failed |\n");
        text.push_str("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        for row in &self.rows {
            let [alone, sql_alone] = [&row.alone, &row.sql_alone].map(|times| times.percentile(50));
            let [p50, p95, p99] = [50, 95, 99].map(|percent| row.open.percentile(percent));
            let [sql_p50, sql_p95] = [50, 95].map(|percent| row.sql_open.percentile(percent));
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                row.name,
                millis(alone),
                millis(sql_alone),
                ratio(alone, sql_alone),
                millis(p50),
                millis(p95),
                millis(p99),
                millis(sql_p50),
                millis(sql_p95),
                ratio(p50, sql_p50),
                row.failed,
            ));
        }
        text.push_str("\n| operation | messages | server core-ms | Postgres core-ms | SQL core-ms | most/s | SQL most/s | share |\n");
        text.push_str("|---|---:|---:|---:|---:|---:|---:|---:|\n");
        for row in &self.rows {
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} | {:.0} | {:.0} | {:.2} |\n",
                row.name,
                row.statements,
                millis(Some(row.used.server)),
                millis(Some(row.used.postgres)),
                millis(Some(row.sql_used.postgres)),
                row.most,
                row.sql_most,
                row.most / row.sql_most.max(f64::EPSILON),
            ));
        }
        text
    }
}

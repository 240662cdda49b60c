//! What was promised, and whether this run kept it. Nothing fails here: machines differ.

use crate::report::{Report, Row};
use crate::times::millis;
use std::time::Duration;

/// At a hundred requests a second.
const P95: Duration = Duration::from_millis(100);
/// What is aimed at.
const P95_AIM: Duration = Duration::from_millis(20);
/// With this many clients, one request at a time, in milliseconds.
const ALONE_CLIENTS: u32 = 100_000;
const ALONE: [(&str, u64); 4] = [("first", 3), ("word", 6), ("open", 3), ("create", 8)];
/// Of pgbench's rate, for the list.
const SHARE: f64 = 0.25;
const IDLE_MIB: u64 = 60;
const MOST_MIB: u64 = 400;
const COLD_START_MS: u32 = 500;

pub(crate) fn verdicts(report: &Report) -> String {
    let mut lines = Vec::new();
    let mut judge = |met: bool, what: String| lines.push(format!("- {} {what}", if met { "met:" } else { "MISSED:" }));
    for row in &report.rows {
        let p95 = row.open.percentile(95);
        let (met, aim) = (p95.is_some_and(|p95| p95 < P95), p95.is_some_and(|p95| p95 <= P95_AIM));
        let aimed = if aim { " (aim of 20 ms too)" } else { " (aim of 20 ms not)" };
        judge(met && row.failed == 0, format!("{}, p95 at 100/s under 100 ms{aimed}: {} ms", row.name, millis(p95)));
    }
    let row = |key: &str| -> Option<&Row> { report.rows.iter().find(|row| row.key == key) };
    if report.clients == ALONE_CLIENTS {
        for (key, most) in ALONE {
            let Some(row) = row(key) else { continue };
            let p50 = row.alone.percentile(50);
            let met = p50.is_some_and(|p50| p50 <= Duration::from_millis(most));
            judge(met, format!("{}, alone p50 at most {most} ms: {} ms", row.name, millis(p50)));
        }
    }
    if let Some(row) = row("first") {
        let share = row.most / row.sql_most.max(f64::EPSILON);
        judge(share >= SHARE, format!("list throughput at least a quarter of pgbench's: {share:.2}"));
    }
    judge(report.idle_mib < IDLE_MIB, format!("tenant-api idle under {IDLE_MIB} MB: {}", report.idle_mib));
    judge(report.most_mib < MOST_MIB, format!("tenant-api under load under {MOST_MIB} MB: {}", report.most_mib));
    judge(report.cold_start_ms < COLD_START_MS, format!("cold start under 0.5 s: {} ms", report.cold_start_ms));
    let made = report.made.as_ref().map_or_else(String::new, |made| {
        let seconds = made.seconds.max(f64::EPSILON);
        let [clients, rows, mib] = [i64::try_from(made.clients).unwrap_or_default(), made.rows, made.bytes / 1_048_576];
        format!(
            "\nMade {clients} clients in {seconds:.0} s ({:.0} clients/s, {:.0} rows/s with all that belongs to them); the database has {mib} MiB.\n",
            per_second(clients, seconds),
            per_second(rows, seconds)
        )
    });
    format!("{}\n{made}", lines.join("\n"))
}

fn per_second(count: i64, seconds: f64) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX)) / seconds
}

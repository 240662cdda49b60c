//! The run: one operation after another, first the server, then pgbench with what the server sent, at the same pace.

use crate::command::{Measure, say};
use crate::ground::Ground;
use crate::load::{self, Ran};
use crate::operations::{self, Operation};
use crate::pgbench::{Pace, Pgbench};
use crate::process::{Processes, Used};
use crate::report::{Report, Row};
use crate::world::World;
use crate::{capture, pgbench, report, script, targets};
use anyhow::{Context, ensure};
use std::sync::Arc;

/// Requests a second of the open loop.
pub(crate) const RATE: u32 = 100;
/// Requests at once when the most is asked for.
const AT_ONCE: u32 = 8;

/// Seconds of one request at a time, of the open loop, and of the most that goes.
struct Lengths {
    alone: u32,
    open: u32,
    most: u32,
}

pub(crate) async fn measure(ground: &Ground, wanted: &Measure) -> anyhow::Result<()> {
    let processes = Processes { server: wanted.server_pid, postgres: wanted.postgres_pid };
    let (idle, _) = processes.memory()?;
    let world = Arc::new(World::prepare(ground, &wanted.documents).await?);
    let lengths =
        if wanted.quick { Lengths { alone: 2, open: 3, most: 2 } } else { Lengths { alone: 2, open: 8, most: 3 } };
    let mut rows = Vec::new();
    for operation in operations::all(&world) {
        if !wanted.only.is_empty() && !wanted.only.iter().any(|only| only == operation.key) {
            continue;
        }
        let measuring = Measuring { ground, wanted, processes, lengths: &lengths, operation: &operation };
        let row = measuring.row().await.with_context(|| operation.name.clone())?;
        say(&report::line(&row));
        rows.push(row);
    }
    ensure!(!rows.is_empty(), "--only names no operation");
    let (_, most) = processes.memory()?;
    let report = Report {
        clients: ground.clients,
        quick: wanted.quick,
        rows,
        idle_mib: idle,
        most_mib: most,
        cold_start_ms: wanted.cold_start_ms,
        agents_clients: world.count,
        made: report::made(ground)?,
        server: sqlx::query_scalar("SHOW server_version").fetch_one(&ground.admin).await?,
    };
    let text = format!("{}\n{}", report.tables(), targets::verdicts(&report));
    std::fs::write(ground.folder.join(format!("report-{}.md", ground.clients)), &text)?;
    say(&text);
    Ok(())
}

struct Measuring<'a> {
    ground: &'a Ground,
    wanted: &'a Measure,
    processes: Processes,
    lengths: &'a Lengths,
    operation: &'a Arc<Operation>,
}

impl Measuring<'_> {
    async fn row(&self) -> anyhow::Result<Row> {
        let operation = self.operation;
        let since = u64::try_from(self.ground.clock.now().timestamp_millis())?;
        let requests = capture::capture(&self.ground.admin, operation).await?;
        let statements = requests.first().map_or(0, Vec::len);
        let scripts = script::write(&requests, since);
        let pgbench = Pgbench::new(&self.wanted.pgbench, &self.ground.folder, operation.key, scripts)?;
        // plans and caches of a server that has been up for a while
        load::closed(operation, AT_ONCE, 1).await?;
        let alone = load::closed(operation, 1, self.lengths.alone).await?;
        let (open, used) = self.open().await?;
        let most = load::closed(operation, AT_ONCE, self.lengths.most).await?;
        let pace = |at_once, rate, seconds| Pace { at_once, rate, seconds };
        let sql_alone = pgbench.run(pace(1, None, self.lengths.alone + 1)).await?;
        let (sql_open, sql_used) = self.sql_open(&pgbench).await?;
        let sql_most = pgbench.run(pace(AT_ONCE, None, self.lengths.most)).await?;
        Ok(Row {
            key: operation.key,
            name: operation.name.clone(),
            statements,
            failed: alone.failed + open.failed + most.failed,
            first_failure: [&alone, &open, &most].iter().find_map(|ran| ran.first_failure.clone()),
            most: most.per_second,
            alone: alone.times,
            open: open.times,
            used,
            sql_alone: sql_alone.times,
            sql_open: sql_open.times,
            sql_most: sql_most.per_second,
            sql_used,
        })
    }

    /// The open loop, and what one request used of either side.
    async fn open(&self) -> anyhow::Result<(Ran, Used)> {
        let before = self.processes.used()?;
        let ran = load::open(self.operation, RATE, self.lengths.open).await?;
        let used = self.processes.used()?.since(before);
        let count = u32::try_from(ran.times.count() + ran.failed)?.max(1);
        Ok((ran, Used { server: used.server / count, postgres: used.postgres / count }))
    }

    async fn sql_open(&self, pgbench: &Pgbench) -> anyhow::Result<(pgbench::Ran, Used)> {
        let before = self.processes.used()?;
        let seconds = self.lengths.open;
        let ran = pgbench.run(Pace { at_once: AT_ONCE, rate: Some(RATE), seconds }).await?;
        let used = self.processes.used()?.since(before);
        let count = (ran.per_second * f64::from(seconds)).max(1.0);
        Ok((ran, Used { postgres: used.postgres.div_f64(count), ..Used::default() }))
    }
}

use super::Often;
use crate::command::say;
use crate::desk::{Desk, text};
use crate::ground::Ground;
use crate::person::Person;
use anyhow::{Context, bail, ensure};
use devstack::stack::database::psql_command;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::time::Duration;
use tokio::time::Instant;

/// What passes with a kill: the lease of the job that was under way ends.
const SKIPPED: u32 = 121;
/// One row in so many is wrong.
const WRONG: u32 = 50;
/// Longest that a step takes when nothing kills it.
const PATIENCE: Duration = Duration::from_secs(600);

/// `tenant-api` is killed while a file of clients is looked at, written, and taken back. In the end there is a client
/// for each good row, once, the report says so; and after the undo there is none.
pub(super) async fn r_01_a_file_is_written_once(ground: &Ground, desk: &Desk, often: Often) -> anyhow::Result<()> {
    let person = desk.manager.as_ref();
    let mut file = String::from("First name,Last name,E-mail\n");
    for n in 0..often.rows {
        let at = if n % WRONG == 7 { "none" } else { "soak.example" };
        let sign = if n % WRONG == 7 { "" } else { "@" };
        writeln!(file, "Lead,Row {n},lead{n}{sign}{at}")?;
    }
    let wrong = (0..often.rows).filter(|n| n % WRONG == 7).count();
    let good = usize::try_from(often.rows)? - wrong;
    let mut import = Import { ground, person, id: String::new(), random: StdRng::seed_from_u64(ground.seed) };
    import.send(&file).await?;
    import.step("ReadImport", Map::new()).await?;
    import.until("MAPPING", 0).await?;
    import.step("CheckImport", Map::new()).await?;
    let (checked, looked_at) = import.until("CHECKED", often.import_kills / 5).await?;
    ensure!(counted(&checked, "/counts/create")? == good, "the dry run: {checked}");
    import.step("CommitImport", Map::from_iter([("skipBadRows".to_owned(), true.into())])).await?;
    let kills = often.import_kills - 2 * (often.import_kills / 5);
    let (written, in_writing) = import.until("COMMITTED", kills).await?;
    let (created, failed) = (counted(&written, "/written/create")?, counted(&written, "/written/error")?);
    ensure!((created, failed) == (good, wrong), "{created} written, {failed} failed of {good} and {wrong}");
    ensure!(import.clients().await? == [good, good], "{:?} clients of {good} rows", import.clients().await?);
    import.step("UndoImport", Map::new()).await?;
    let (undone, in_undo) = import.until("UNDONE", often.import_kills / 5).await?;
    ensure!(counted(&undone, "/undo/deleted")? == good, "the undo: {undone}");
    ensure!(import.clients().await? == [0, 0], "{:?} clients are left", import.clients().await?);
    say(&format!(
        "R-01: {} rows, killed while looked at {looked_at}, while written {in_writing}, while taken back {in_undo} times",
        often.rows
    ));
    // a short file may be done before the first kill, a long one is not
    ensure!(in_writing > 0 || !often.stalls, "the file was written before the first kill: it has too few rows");
    Ok(())
}

struct Import<'a> {
    ground: &'a Ground,
    person: &'a Person,
    id: String,
    random: StdRng,
}

impl Import<'_> {
    async fn send(&mut self, file: &str) -> anyhow::Result<()> {
        let input = json!({"fileName": "leads.csv", "size": file.len()});
        let started = self.person.get("StartImport", json!({ "input": input })).await?;
        self.id = text(&started, "/import/id")?;
        let size = counted(&started, "/import/partSize")?;
        for (n, part) in file.as_bytes().chunks(size).enumerate() {
            self.person.send_part(&format!("/imports/{}/parts/{n}", self.id), part.to_vec()).await?;
        }
        Ok(())
    }

    async fn step(&self, operation: &str, more: Map<String, Value>) -> anyhow::Result<()> {
        let now = self.person.get("Import", json!({"id": self.id})).await?;
        let mut input = more;
        input.insert("id".to_owned(), self.id.clone().into());
        input.insert("version".to_owned(), now.get("version").cloned().unwrap_or_default());
        self.person.get(operation, json!({ "input": input })).await?;
        Ok(())
    }

    /// Waits for a state, and kills `tenant-api` at most so often on the way. Answers after how many kills there was
    /// something left to do, too.
    async fn until(&mut self, state: &str, mut kills: u32) -> anyhow::Result<(Value, u32)> {
        let (begun, mut struck) = (Instant::now(), 0);
        loop {
            let killed = kills > 0;
            if killed {
                kills -= 1;
                tokio::time::sleep(Duration::from_millis(self.random.random_range(20..700))).await;
                self.ground.kill(SKIPPED).await?;
            }
            let now = self.person.get("Import", json!({"id": self.id})).await?;
            match now.get("state").and_then(Value::as_str) {
                Some(reached) if reached == state => return Ok((now, struck)),
                Some("REFUSED" | "CANCELLED") => bail!("the import failed: {now}"),
                _ => struck += u32::from(killed),
            }
            ensure!(begun.elapsed() < PATIENCE, "no {state} in time: {now}");
            if kills == 0 {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }

    /// Clients of the file, and different ones.
    async fn clients(&self) -> anyhow::Result<[usize; 2]> {
        let mut psql = psql_command(&self.ground.environment.admin)?;
        let sql = "SELECT count(*), count(DISTINCT last_name) FROM crm.client WHERE last_name LIKE 'Row %' AND archived_at IS NULL";
        psql.args(["-Atq", "-F", " ", "-v", "ON_ERROR_STOP=1", "-c", sql]);
        let told = tokio::task::spawn_blocking(move || devstack::command::quiet(&mut psql)).await??;
        let (all, different) = told.trim().split_once(' ').context("two counts are expected")?;
        Ok([all.parse()?, different.parse()?])
    }
}

fn counted(value: &Value, place: &str) -> anyhow::Result<usize> {
    let number = value.pointer(place).and_then(Value::as_u64).with_context(|| format!("no {place} in {value}"))?;
    Ok(usize::try_from(number)?)
}

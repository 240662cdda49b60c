//! Committed schemas against those that the code makes now.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::run::Run;
use crate::command;
use crate::stack::{build, database, settings};

/// The committed description of the REST API.
pub const OPENAPI: &str = "tenant-api/schema/openapi.json";

/// A schema file and the command that prints it.
struct Schema {
    file: &'static str,
    command: [&'static str; 3],
}

const SCHEMAS: [Schema; 2] = [
    Schema { file: "tenant-api/schema/staff.graphql", command: ["tenant-api", "schema", "graphql"] },
    Schema { file: OPENAPI, command: ["tenant-api", "schema", "openapi"] },
];

/// GraphQL, OpenAPI and the database's shape.
pub fn schemas(run: &mut Run<'_>) -> Result<()> {
    if !run.built {
        build::binaries(run.workspace)?;
        run.built = true;
    }
    let mut stale = Vec::new();
    for Schema { file, command: [binary, first, second] } in SCHEMAS {
        let made = command::quiet(run.command(run.workspace.binary(binary)).args([first, second]))?;
        compare(run, file, &made, &format!("target/debug/{binary} {first} {second} > {file}"), &mut stale)?;
    }
    let made = database_schema(run)?;
    let mend = "target/debug/migrate dump-schema --out migrations/schema.sql";
    compare(run, "migrations/schema.sql", &made, mend, &mut stale)?;
    if !stale.is_empty() {
        bail!("committed schemas differ from the code's: write them anew and commit:{}", stale.concat());
    }
    Ok(())
}

fn compare(run: &Run<'_>, file: &str, made: &str, mend: &str, stale: &mut Vec<String>) -> Result<()> {
    let committed = fs::read_to_string(run.workspace.root.join(file)).with_context(|| format!("cannot read {file}"))?;
    let differing = committed.trim_end().lines().zip(made.trim_end().lines()).position(|(old, new)| old != new);
    let same_length = committed.trim_end().lines().count() == made.trim_end().lines().count();
    if let Some(line) = differing.map(|index| index + 1).or((!same_length).then_some(0)) {
        let at = if line == 0 { "at its end".to_owned() } else { format!("from line {line}") };
        stale.push(format!("\n    {file} differs {at}: {mend}"));
    }
    Ok(())
}

/// A database made by bootstrap and migrations alone, printed by `migrate dump-schema`.
fn database_schema(run: &mut Run<'_>) -> Result<String> {
    let name = "brokerdesk_schema";
    let admin = run.servers()?.into_iter().next().map(|(_, url)| url).unwrap_or_default();
    let server = database::external(&admin, run.report)?;
    database::drop_database(&server.admin_url, name)?;
    database::create(&server, name)?;
    let mut bootstrap = migrate(run, &["bootstrap", "--passwords-from-env"]);
    let password = crate::random::password()?;
    bootstrap.envs(settings::ROLES.map(|role| (settings::password_variable(role), password.clone())));
    command::quiet(bootstrap.env("DATABASE_URL", database::url_in(&admin, name)?))?;
    let url = database::url_for(&admin, "crm_migrator", &password, name)?;
    command::quiet(migrate(run, &["up"]).env("DATABASE_URL_MIGRATOR", &url))?;
    let text = command::quiet(migrate(run, &["dump-schema"]).env("DATABASE_URL_MIGRATOR", &url))?;
    database::drop_database(&server.admin_url, name)?;
    Ok(text)
}

fn migrate(run: &Run<'_>, arguments: &[&str]) -> Command {
    let mut migrate = run.command(run.workspace.binary("migrate"));
    migrate.args(arguments);
    migrate
}

//! The stack's database server: the one that `DATABASE_URL` names, or a private cluster.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::packages::{self, Consent};
use crate::postgres::account::Account;
use crate::postgres::cluster::{ADMIN, Cluster, Kind};
use crate::postgres::{self, Installation, place};
use crate::report::Report;
use crate::state::State;
use crate::workspace::Workspace;

/// A server on which the stack's database lives.
#[derive(Debug)]
pub struct Server {
    /// An administrator's connection string (some database of the server).
    pub admin_url: String,
    /// How to call it in a progress line.
    pub detail: String,
    /// Whether it was made afresh, so that nothing of an earlier database is left.
    pub fresh: bool,
}

/// Finds, installs, makes and starts what is needed.
///
/// # Errors
/// When there is no server and none may be installed, or it does not start.
pub fn private(
    workspace: &Workspace,
    state: &mut State,
    report: &Report,
    consent: Consent,
    password: &str,
) -> Result<Server> {
    let installation = installed(report, consent)?;
    let account = Account::unprivileged()?;
    let place = place::prepare(workspace, &account)?;
    let home = place.join("dev");
    let cluster = Cluster::new(home.clone(), installation.clone(), account);
    let known = state.cluster.as_ref() == Some(&home);
    if cluster.exists() && !known {
        report.warn("removed the database of an earlier clone at this path: its keys went with that clone");
        cluster.stop(false)?;
        cluster.remove()?;
    }
    let fresh = !cluster.exists();
    if fresh {
        cluster.remove()?;
        cluster.init(Kind::Kept { password })?;
        state.cluster = Some(home);
        state.seeded = false;
        state.write(workspace)?;
    }
    let made_by = cluster.major()?;
    if made_by != installation.major {
        bail!(
            "the private cluster was made by Postgres {made_by}, the newest installed is {}: install postgresql-{made_by} again, or run ./dev reset to begin with an empty database",
            installation.version()
        );
    }
    cluster.start()?;
    let detail = format!("Postgres {}, private cluster{}", installation.version(), if fresh { " (new)" } else { "" });
    Ok(Server { admin_url: cluster.url(ADMIN, Some(password), "postgres"), detail, fresh })
}

/// The server that a connection string names, checked by a query.
///
/// # Errors
/// When it does not answer or is too old.
pub fn external(admin_url: &str, report: &Report) -> Result<Server> {
    let told = psql(admin_url, "SHOW server_version_num").context("the server of DATABASE_URL does not answer")?;
    let number: u32 = told.trim().parse().context("the server of DATABASE_URL told no version")?;
    let (major, minor) = (number / 10_000, number % 10_000);
    if major < postgres::OLDEST_MAJOR {
        bail!("the server of DATABASE_URL is Postgres {major}: {} or newer is needed", postgres::OLDEST_MAJOR);
    }
    if let Some(warning) = postgres::outdated(major, minor) {
        report.warn(&warning);
    }
    Ok(Server {
        admin_url: admin_url.to_owned(),
        detail: format!("Postgres {major}.{minor} of DATABASE_URL"),
        fresh: false,
    })
}

/// The private cluster of this stack, when it was made and a server for it is installed.
///
/// # Errors
/// When root finds no account for it, or the server cannot be asked for its version.
pub fn existing(state: &State) -> Result<Option<Cluster>> {
    let Some(home) = state.cluster.clone() else {
        return Ok(None);
    };
    let Some(installation) = Installation::find()? else {
        return Ok(None);
    };
    Ok(Some(Cluster::new(home, installation, Account::unprivileged()?)))
}

/// Makes the database `name` when it is not there; says whether it made it.
///
/// # Errors
/// When the server refuses.
pub fn create(server: &Server, name: &str) -> Result<bool> {
    if psql(&server.admin_url, &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"))?.trim() == "1" {
        return Ok(false);
    }
    psql(&server.admin_url, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"))?;
    Ok(true)
}

/// Makes the database `name` as a copy of one that nobody uses.
///
/// # Errors
/// When the server refuses.
pub fn copy(admin_url: &str, template: &str, name: &str) -> Result<()> {
    psql(admin_url, &format!("CREATE DATABASE {name} TEMPLATE {template}")).map(std::mem::drop)
}

/// Drops the database `name`, ending its sessions.
///
/// # Errors
/// When the server refuses.
pub fn drop_database(admin_url: &str, name: &str) -> Result<()> {
    psql(admin_url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).map(std::mem::drop)
}

/// `psql` for a connection string; the password travels in the environment, not in the arguments.
///
/// # Errors
/// When no psql is installed.
pub fn psql_command(url: &str) -> Result<Command> {
    let program =
        match Installation::find()?.map(|one| one.bin.join("psql")).filter(|path| command::is_executable(path)) {
            Some(path) => path,
            None => command::which("psql")
                .context("psql is needed to prepare the database: apt-get install postgresql-client")?,
        };
    let (bare, password) = split_password(url);
    let mut psql = Command::new(program);
    psql.args(["-X", "-d", &bare]);
    if let Some(password) = password {
        psql.env("PGPASSWORD", unpercent(&password));
    }
    Ok(psql)
}

fn psql(url: &str, sql: &str) -> Result<String> {
    command::quiet(psql_command(url)?.args(["-Atq", "-v", "ON_ERROR_STOP=1", "-c", sql]))
}

/// The same server and options for another role and database.
///
/// # Errors
/// When `url` is no connection string.
pub fn url_for(url: &str, user: &str, password: &str, database: &str) -> Result<String> {
    let (scheme, rest) =
        url.split_once("://").context("DATABASE_URL must look like postgres://user:password@host:port/database")?;
    let (rest, query) = rest.split_once('?').map_or((rest, String::new()), |(rest, query)| (rest, format!("?{query}")));
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Ok(format!("{scheme}://{user}:{password}@{host}/{database}{query}"))
}

/// The same role and server for another database.
///
/// # Errors
/// When `url` is no connection string.
pub fn url_in(url: &str, database: &str) -> Result<String> {
    let (scheme, rest) =
        url.split_once("://").context("DATABASE_URL must look like postgres://user:password@host:port/database")?;
    let (rest, query) = rest.split_once('?').map_or((rest, String::new()), |(rest, query)| (rest, format!("?{query}")));
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    Ok(format!("{scheme}://{authority}/{database}{query}"))
}

fn split_password(url: &str) -> (String, Option<String>) {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let (user_info, tail) = rest.rsplit_once('@')?;
        let (user, password) = user_info.split_once(':')?;
        Some((format!("{scheme}://{user}@{tail}"), password.to_owned()))
    });
    match parts {
        Some((bare, password)) => (bare, Some(password)),
        None => (url.to_owned(), None),
    }
}

fn unpercent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let decoded = (*first == b'%')
            .then(|| tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()))
            .flatten();
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The newest installed server; installs one when there is none and consent is given.
///
/// # Errors
/// When there is none and none may be installed.
pub fn installed(report: &Report, consent: Consent) -> Result<Installation> {
    if Installation::find()?.is_none() {
        packages::install(consent, "Postgres 15 or newer", &["postgresql", "postgresql-contrib"])?;
    }
    let found = Installation::find()?
        .context("Postgres was installed, but none of version 15 or newer is in /usr/lib/postgresql")?;
    if let Some(warning) = found.warning() {
        report.warn(&warning);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_databases_are_put_into_any_connection_string() {
        let socket = "postgres://admin:x@%2Fvar%2Ftmp%2Fs/postgres";
        assert_eq!(
            url_for(socket, "crm_app", "pw", "brokerdesk").unwrap(),
            "postgres://crm_app:pw@%2Fvar%2Ftmp%2Fs/brokerdesk"
        );
        let tls = "postgresql://admin@db.example:6432/postgres?sslmode=require";
        assert_eq!(url_for(tls, "a", "b", "c").unwrap(), "postgresql://a:b@db.example:6432/c?sslmode=require");
        assert_eq!(url_in(tls, "c").unwrap(), "postgresql://admin@db.example:6432/c?sslmode=require");
        assert!(url_for("localhost", "a", "b", "c").is_err());
    }

    #[test]
    fn the_password_leaves_the_arguments() {
        let (bare, password) = split_password("postgres://admin:p%40ss@host/db");
        assert_eq!((bare.as_str(), unpercent(&password.unwrap()).as_str()), ("postgres://admin@host/db", "p@ss"));
        assert_eq!(split_password("postgres://admin@host/db").1, None);
    }
}

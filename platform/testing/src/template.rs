//! One migrated database for each state of the migration files; tests clone it.
use anyhow::Context;
use crm_migrations::{MigratorConnection, bootstrap, fingerprint};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::database::dsn;

/// Key of the advisory lock under which one process builds the template.
const BUILDING: i64 = 0x0062_726f_6b65_7264;

/// Makes sure the template of the present migration files exists and answers its name.
pub(crate) async fn ensure(admin: &PgConnectOptions) -> anyhow::Result<String> {
    let name = format!("bd_template_{}", fingerprint());
    let mut conn = admin.connect().await.context("cannot connect to the test cluster as administrator")?;
    if exists(&mut conn, &name).await? {
        return Ok(name);
    }
    sqlx::query("SELECT pg_advisory_lock($1)").bind(BUILDING).execute(&mut conn).await?;
    let built = if exists(&mut conn, &name).await? { Ok(()) } else { build(&mut conn, admin, &name).await };
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(BUILDING).execute(&mut conn).await?;
    conn.close().await?;
    built.map(|()| name)
}

async fn exists(conn: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)").bind(name).fetch_one(conn).await
}

/// Builds beside and renames at the end: a template under its name is always whole.
async fn build(conn: &mut PgConnection, admin: &PgConnectOptions, name: &str) -> anyhow::Result<()> {
    sweep(conn).await?;
    let draft = format!("{name}_draft");
    run(conn, format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await?;
    run(
        conn,
        format!("CREATE DATABASE {draft} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"),
    )
    .await?;
    let mut inside = admin.clone().database(&draft).connect().await?;
    bootstrap(&mut inside).await.context("bootstrap of the test template")?;
    inside.close().await?;
    let migrator = MigratorConnection::open(&dsn(admin, "crm_migrator", &draft)).await?;
    migrator.up().await.context("migrations of the test template")?;
    migrator.close().await?;
    run(conn, format!("ALTER DATABASE {draft} WITH ALLOW_CONNECTIONS false")).await?;
    run(conn, format!("ALTER DATABASE {draft} RENAME TO {name}")).await?;
    Ok(())
}

/// Removes what killed runs left behind: test databases older than two hours, templates older than two days.
async fn sweep(conn: &mut PgConnection) -> anyhow::Result<()> {
    let old: Vec<String> = sqlx::query_scalar(
        "SELECT datname::text FROM pg_database, pg_stat_file('base/' || oid || '/PG_VERSION', true) f
         WHERE datname ~ '^bd_(test|template)_'
           AND f.modification < now() - CASE WHEN datname ~ '^bd_test_' THEN interval '2 hours' ELSE interval '2 days' END
           AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = pg_database.datname)",
    )
    .fetch_all(&mut *conn)
    .await?;
    for name in old {
        run(conn, format!("DROP DATABASE IF EXISTS {name}")).await?;
    }
    Ok(())
}

async fn run(conn: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.map(|_| ())
}

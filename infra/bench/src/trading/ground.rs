//! A trading server of the measured broker with accounts of its clients, and who works with them.

use super::simulator::Simulator;
use crate::command::Trading;
use crate::ground::{BIG, Ground};
use crate::http_client::Http;
use crate::people;
use crate::session::{Documents, Session};
use anyhow::Context;
use crm_access::{TenantRef, kinds};
use crm_app::trading::{TimeLimits, TradingHub};
use crm_app::trading_servers::{NewTradingServerInput, add_in};
use crm_model::{Pii, TradingDaylight, TradingEnvironment, TradingHost, TradingProduct};
use provisioning::demo::DemoLogin;
use provisioning::trading_hosts;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use uuid::Uuid;

/// The broker's only server in use from now on. One of this name is led to the simulator of this run.
pub(super) async fn server(ground: &Ground, simulator: &Simulator, name: &str) -> anyhow::Result<Uuid> {
    let tenant = ground.big().await?;
    let entry = ground.provision.find(BIG).await?.context("the measured broker is not there: run the seed")?;
    let host = TradingHost::parse("host", "127.0.0.1").map_err(|problem| anyhow::anyhow!(problem.message))?;
    trading_hosts::allow(&ground.provision, &ground.clock, &entry, &host).await?;
    let id = tenant.id.uuid();
    let all = "UPDATE crm.trading_server SET status = 'archived', version = version + 1 WHERE tenant_id = $1 AND status = 'active'";
    sqlx::query(all).bind(id).execute(&ground.admin).await?;
    let reach = &simulator.reach.mt5;
    let pin = pin(&reach.certificate_sha256);
    let led = "UPDATE crm.trading_server SET status = 'active', port = $3, pin = $4, version = version + 1 WHERE tenant_id = $1 AND name = $2";
    let port = i32::from(reach.address.port());
    let led = sqlx::query(led).bind(id).bind(name).bind(port).bind(&pin).execute(&ground.admin).await?;
    if led.rows_affected() == 0 {
        add(ground, &tenant, simulator, name).await?;
    }
    let known = "SELECT id FROM crm.trading_server WHERE tenant_id = $1 AND name = $2";
    Ok(sqlx::query_scalar(known).bind(id).bind(name).fetch_one(&ground.admin).await?)
}

/// The bytes of a fingerprint.
pub(super) fn pin(hex: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (0..hex.len()).step_by(2).filter_map(byte).collect()
}

async fn add(ground: &Ground, tenant: &TenantRef, simulator: &Simulator, name: &str) -> anyhow::Result<()> {
    let op = ground.operation(tenant);
    let permit = op.require_system::<kinds::TradingServerManage>()?;
    let reach = &simulator.reach.mt5;
    let input = NewTradingServerInput {
        kind: TradingProduct::Mt5,
        environment: TradingEnvironment::Demo,
        name: name.to_owned(),
        host: "127.0.0.1".to_owned(),
        port: reach.address.port().into(),
        manager: reach.login.to_string(),
        secret: Pii::new(reach.password.clone()),
        authorities: None,
        pin: Some(reach.certificate_sha256.clone()),
        plain: false,
        authority_url: None,
        scope: None,
        platform: None,
        daylight: TradingDaylight::Europe,
    };
    let hub = TradingHub::new(ground.clock.clone(), true, TimeLimits::default());
    let tx = ground.db.begin(&op).await?;
    let (_, event) = add_in(&op, &hub, &tx, &permit, &input).await?;
    Ok(tx.commit(event).await?)
}

/// Accounts of the broker's first clients, in turn.
pub(super) async fn accounts(ground: &Ground, server: Uuid, logins: &[u64]) -> anyhow::Result<()> {
    let tenant = ground.big().await?.id.uuid();
    let logins: Vec<i64> = logins.iter().copied().map(i64::try_from).collect::<Result<_, _>>()?;
    let sql = "INSERT INTO crm.trading_account (tenant_id, id, client_id, server_id, login, environment, group_name, currency, digits, leverage, opened_at)
        SELECT $1, gen_random_uuid(), c.id, $2, l.login, 'demo', 'real\\standard', 'USD', 2, 100, now()
        FROM unnest($3::bigint[]) WITH ORDINALITY l (login, n)
        JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM (SELECT id FROM crm.client WHERE tenant_id = $1 AND owner_id IS NOT NULL AND archived_at IS NULL ORDER BY id LIMIT $4) first) c USING (n)
        ON CONFLICT DO NOTHING";
    let count = i64::try_from(logins.len())?;
    sqlx::query(sql).bind(tenant).bind(server).bind(&logins).bind(count).execute(&ground.admin).await?;
    Ok(())
}

/// The measured broker's front door, and who may come in.
pub(super) struct Office {
    pub server: SocketAddr,
    pub host: String,
    http: Arc<Http>,
    documents: Arc<Documents>,
    logins: Vec<DemoLogin>,
}

impl Office {
    pub(super) async fn open(ground: &Ground, wanted: &Trading) -> anyhow::Result<Self> {
        let logins = people::keep(ground, &ground.operation(&ground.big().await?)).await?;
        let port = ground.config.public.port.context("PUBLIC_PORT is missing")?;
        let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Ok(Self {
            server,
            host: format!("{BIG}.{}:{port}", ground.config.public.platform),
            http: Arc::new(Http::new(server)),
            documents: Arc::new(Documents::read(&wanted.documents)?),
            logins,
        })
    }

    /// Signs one of a role in, in turn.
    pub(super) async fn sign_in(&self, role: &str, number: usize) -> anyhow::Result<Session> {
        let of_role: Vec<&DemoLogin> = self.logins.iter().filter(|login| login.role == role).collect();
        let login = of_role.get(number % of_role.len().max(1)).with_context(|| format!("nobody is {role}"))?;
        Session::sign_in(&self.http, &self.documents, &self.host, login).await
    }
}

//! The MetaTrader servers of the demo's brokers, where a simulator runs beside them, and how much one person may move on
//! them alone.

use super::DemoDoors;
use crate::trading_hosts;
use anyhow::Context;
use crm_access::{OpContext, kinds};
use crm_app::UseCaseError;
use crm_app::account_products::{self, NewAccountProduct};
use crm_app::balance_operations::{self, SetBalanceBand};
use crm_app::trading::{TimeLimits, TradingHub};
use crm_app::trading_servers::{NewTradingServerInput, add_in};
use crm_model::{Pii, TradingDaylight, TradingEnvironment, TradingHost, TradingProduct};
use crm_storage::{BalanceFindings, TenantEntry, TradingServers};
use crm_trading::{GroupSpec, MarginMode, Money};
use std::net::SocketAddr;

/// Where a simulator is, and how to sign in to it.
#[derive(Debug)]
pub struct DemoServers([NewTradingServerInput; 2]);

impl DemoServers {
    /// Reads `SIMULATOR_MT5`, `SIMULATOR_MT4` and what belongs to them; `None` where no simulator is named.
    ///
    /// # Errors
    /// Half of them is missing, or an address is none.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Option<Self>> {
        let Some(mt5) = variable("SIMULATOR_MT5") else { return Ok(None) };
        let need = |name: &str| variable(name).with_context(|| format!("{name} is missing beside SIMULATOR_MT5"));
        let server = |name: &str, kind, address: &str, manager, secret| -> anyhow::Result<_> {
            let address: SocketAddr =
                address.parse().with_context(|| format!("{address} is no address such as 127.0.0.1:8443"))?;
            Ok(NewTradingServerInput {
                kind,
                environment: TradingEnvironment::Demo,
                name: name.to_owned(),
                host: address.ip().to_string(),
                port: address.port().into(),
                manager,
                secret: Pii::new(secret),
                authorities: None,
                pin: None,
                plain: false,
                authority_url: None,
                scope: None,
                platform: None,
                daylight: TradingDaylight::Europe,
            })
        };
        let (login, password) = (need("SIMULATOR_MT5_LOGIN")?, need("SIMULATOR_MT5_PASSWORD")?);
        let mt5 = NewTradingServerInput {
            pin: Some(need("SIMULATOR_MT5_PIN")?),
            ..server("MT5 practice", TradingProduct::Mt5, &mt5, login, password)?
        };
        let (client, secret) = (need("SIMULATOR_MT4_CLIENT")?, need("SIMULATOR_MT4_SECRET")?);
        let mt4 = NewTradingServerInput {
            plain: true,
            platform: Some(need("SIMULATOR_MT4_PLATFORM")?),
            ..server("MT4 practice", TradingProduct::Mt4, &need("SIMULATOR_MT4")?, client, secret)?
        };
        Ok(Some(Self([mt5, mt4])))
    }
}

/// Allows the simulator's hosts and adds what of its servers is not there.
pub(super) async fn keep(
    op: &OpContext,
    doors: &DemoDoors,
    broker: &TenantEntry,
    servers: &DemoServers,
) -> anyhow::Result<()> {
    let permit = op.require_system::<kinds::TradingServerManage>()?;
    let hub = TradingHub::new(doors.clock.clone(), true, TimeLimits::default());
    for server in &servers.0 {
        let host = TradingHost::parse("host", &server.host).map_err(|problem| anyhow::anyhow!(problem.message))?;
        trading_hosts::allow(&doors.provision, &doors.clock, broker, &host).await?;
        let tx = doors.db.begin(op).await?;
        if TradingServers::of(&tx).list().await?.iter().any(|row| row.record.name == server.name) {
            tx.abandon().await?;
            continue;
        }
        let (id, added) = add_in(op, &hub, &tx, &permit, server).await.map_err(said)?;
        let product = NewAccountProduct {
            server: id,
            name: format!("{} Standard", server.name),
            group: practice_group(server.kind).name,
            leverages: vec![30, 100, 200, 500],
            minimum_deposit: None,
        };
        let group = practice_group(server.kind);
        let (_, offered) = account_products::add_in(op, &tx, &permit, &product, &group).await.map_err(said)?;
        tx.commit_all(vec![added, offered]).await?;
    }
    keep_band(op, doors).await
}

/// What one person may move alone in dollars, where nobody has said so yet.
async fn keep_band(op: &OpContext, doors: &DemoDoors) -> anyhow::Result<()> {
    let permit = op.require_system::<kinds::SettingsManage>()?;
    let band = SetBalanceBand {
        currency: "USD".to_owned(),
        version: 0,
        alone_up_to: "1000.00".to_owned(),
        alone_a_day: "5000.00".to_owned(),
        approve_up_to: "25000.00".to_owned(),
    };
    let tx = doors.db.begin(op).await?;
    if BalanceFindings::of(&tx).bands().await?.iter().any(|known| known.currency == band.currency) {
        return Ok(tx.abandon().await?);
    }
    let (_, set) = balance_operations::set_band_in(&tx, &permit, &band).await.map_err(said)?;
    Ok(tx.commit(set).await?)
}

/// The simulator's group for practice accounts.
fn practice_group(kind: TradingProduct) -> GroupSpec {
    GroupSpec {
        name: match kind {
            TradingProduct::Mt5 => "demo\\standard".to_owned(),
            TradingProduct::Mt4 => "demo".to_owned(),
        },
        currency: "USD".to_owned(),
        currency_digits: 2,
        margin_mode: MarginMode::Hedging,
        margin_call: Money::ONE_HUNDRED,
        stop_out: Money::from(50),
        levels_are_money: false,
        company: String::new(),
    }
}

fn said(error: UseCaseError) -> anyhow::Error {
    match error {
        UseCaseError::Invalid(problems) => {
            anyhow::anyhow!(problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join(" "))
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str) -> Option<String> {
        let text = match name {
            "SIMULATOR_MT5" => "127.0.0.1:18443",
            "SIMULATOR_MT4" => "127.0.0.1:18480",
            "SIMULATOR_MT5_LOGIN" => "1000",
            _ => "x",
        };
        Some(text.to_owned())
    }

    #[test]
    fn a_simulator_is_named_whole_or_not_at_all() {
        assert!(DemoServers::from_env(|_| None).unwrap().is_none());
        let DemoServers([mt5, mt4]) = DemoServers::from_env(variable).unwrap().unwrap();
        assert_eq!((mt5.port, mt5.pin.as_deref(), mt5.plain), (18_443, Some("x"), false));
        assert_eq!((mt4.port, mt4.platform.as_deref(), mt4.plain), (18_480, Some("x"), true));
        let without_pin = DemoServers::from_env(|name| variable(name).filter(|_| name != "SIMULATOR_MT5_PIN"));
        assert!(without_pin.unwrap_err().to_string().contains("SIMULATOR_MT5_PIN"));
    }
}

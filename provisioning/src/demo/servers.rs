//! The MetaTrader servers of the demo's brokers, where a simulator runs beside them, and how much one person may move on
//! them alone.

use super::DemoDoors;
use crate::trading_hosts;
use anyhow::Context;
use crm_access::{OpContext, kinds};
use crm_app::UseCaseError;
use crm_app::account_products::{self, NewAccountProduct, OfferedCurrency};
use crm_app::balance_operations::{self, SetBalanceBand};
use crm_app::trading::{TimeLimits, TradingHub};
use crm_app::trading_servers::{NewTradingServerInput, add_in};
use crm_model::{Pii, TradingDaylight, TradingEnvironment, TradingHost, TradingProduct};
use crm_storage::{AccountProductCurrency, AccountProducts, BalanceFindings, TenantEntry, TradingServers};
use serde::Deserialize;
use std::net::SocketAddr;

/// Where a simulator is, how to sign in to it, and which of its logins belong to whom.
#[derive(Debug)]
pub struct DemoServers {
    mt5: NewTradingServerInput,
    mt4: NewTradingServerInput,
    pub(super) accounts: Vec<DemoAccounts>,
}

/// Logins of the simulator that belong to a broker's clients.
#[derive(Debug, Deserialize)]
pub(super) struct DemoAccounts {
    /// The broker's slug.
    pub broker: String,
    /// The server's name at the broker.
    pub server: String,
    /// The first login; the others follow.
    pub first: u64,
    /// How many.
    pub count: u64,
}

/// A server as a demo broker has it.
struct DemoServer {
    name: &'static str,
    kind: TradingProduct,
    environment: TradingEnvironment,
    products: &'static [Offer],
}

/// What is offered on it.
struct Offer {
    product: &'static str,
    /// Group and currency, the usual one first.
    groups: &'static [(&'static str, &'static str)],
    leverages: &'static [i32],
    /// In each currency.
    minimum_deposit: Option<&'static str>,
}

const USUAL: &[i32] = &[30, 100, 200, 500];

const fn standard(product: &'static str, groups: &'static [(&'static str, &'static str)]) -> Offer {
    Offer { product, groups, leverages: USUAL, minimum_deposit: None }
}

const SERVERS: [DemoServer; 5] = [
    DemoServer {
        name: "MT5 live",
        kind: TradingProduct::Mt5,
        environment: TradingEnvironment::Live,
        products: &[
            standard("Standard", &[("real\\standard", "USD"), ("real\\standard-eur", "EUR")]),
            Offer {
                minimum_deposit: Some("1000.00"),
                leverages: &[30, 100, 200],
                ..standard("Pro", &[("real\\pro", "USD")])
            },
            Offer {
                minimum_deposit: Some("5000.00"),
                leverages: &[30, 100],
                ..standard("ECN", &[("real\\ecn", "USD")])
            },
            Offer { minimum_deposit: Some("1000.00"), ..standard("Cent", &[("real\\cent", "USC")]) },
            standard("Swap-free", &[("real\\swapfree", "USD")]),
        ],
    },
    DemoServer {
        name: "MT5 exchange",
        kind: TradingProduct::Mt5,
        environment: TradingEnvironment::Live,
        products: &[standard("Exchange", &[("real\\netting", "USD")])],
    },
    DemoServer {
        name: "MT4 live",
        kind: TradingProduct::Mt4,
        environment: TradingEnvironment::Live,
        products: &[standard("MT4 Standard", &[("standard", "USD")])],
    },
    DemoServer {
        name: "MT5 practice",
        kind: TradingProduct::Mt5,
        environment: TradingEnvironment::Demo,
        products: &[standard("MT5 practice Standard", &[("demo\\standard", "USD")])],
    },
    DemoServer {
        name: "MT4 practice",
        kind: TradingProduct::Mt4,
        environment: TradingEnvironment::Demo,
        products: &[standard("MT4 practice Standard", &[("demo", "USD")])],
    },
];

/// The product whose accounts are there from the beginning, by the server's name, and the group that they are in.
pub(super) fn usual_product(server: &str) -> Option<(&'static str, &'static str)> {
    let server = SERVERS.iter().find(|known| known.name == server)?;
    let offer = server.products.first()?;
    offer.groups.first().map(|(group, _)| (offer.product, *group))
}

impl DemoServers {
    /// Reads `SIMULATOR_MT5`, `SIMULATOR_MT4` and what belongs to them; `None` where no simulator is named.
    ///
    /// # Errors
    /// Half of them is missing, or an address is none.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Option<Self>> {
        let Some(mt5) = variable("SIMULATOR_MT5") else { return Ok(None) };
        let need = |name: &str| variable(name).with_context(|| format!("{name} is missing beside SIMULATOR_MT5"));
        let server = |kind, address: &str, manager, secret| -> anyhow::Result<_> {
            let address: SocketAddr =
                address.parse().with_context(|| format!("{address} is no address such as 127.0.0.1:8443"))?;
            Ok(NewTradingServerInput {
                kind,
                environment: TradingEnvironment::Demo,
                name: String::new(),
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
            ..server(TradingProduct::Mt5, &mt5, login, password)?
        };
        let (client, secret) = (need("SIMULATOR_MT4_CLIENT")?, need("SIMULATOR_MT4_SECRET")?);
        let mt4 = NewTradingServerInput {
            plain: true,
            platform: Some(need("SIMULATOR_MT4_PLATFORM")?),
            ..server(TradingProduct::Mt4, &need("SIMULATOR_MT4")?, client, secret)?
        };
        let accounts = variable("SIMULATOR_ACCOUNTS").unwrap_or_else(|| "[]".to_owned());
        let accounts = serde_json::from_str(&accounts).context("SIMULATOR_ACCOUNTS is not right")?;
        Ok(Some(Self { mt5, mt4, accounts }))
    }

    fn input(&self, server: &DemoServer) -> NewTradingServerInput {
        let base = match server.kind {
            TradingProduct::Mt5 => &self.mt5,
            TradingProduct::Mt4 => &self.mt4,
        };
        NewTradingServerInput { name: server.name.to_owned(), environment: server.environment, ..base.clone() }
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
    for server in &SERVERS {
        let input = servers.input(server);
        let host = TradingHost::parse("host", &input.host).map_err(|problem| anyhow::anyhow!(problem.message))?;
        trading_hosts::allow(&doors.provision, &doors.clock, broker, &host).await?;
        let tx = doors.db.begin(op).await?;
        let mut events = Vec::new();
        let known = TradingServers::of(&tx).list().await?.into_iter().find(|row| row.record.name == server.name);
        let id = match known {
            Some(known) => known.record.id,
            None => {
                let (id, added) = add_in(op, &hub, &tx, &permit, &input).await.map_err(said)?;
                events.push(added);
                id
            }
        };
        let offered = AccountProducts::of(&tx).list().await?;
        for offer in server.products.iter().filter(|offer| offered.iter().all(|known| known.name != offer.product)) {
            let product = NewAccountProduct {
                server: id,
                name: offer.product.to_owned(),
                currencies: offer.groups.iter().map(|(group, currency)| offer.offered(group, currency)).collect(),
                leverages: offer.leverages.to_vec(),
            };
            let groups: Vec<_> = offer.groups.iter().map(|(group, currency)| as_simulated(group, currency)).collect();
            let (_, added) = account_products::add_in(op, &tx, &permit, &product, &groups).await.map_err(said)?;
            events.push(added);
        }
        if events.is_empty() {
            tx.abandon().await?;
        } else {
            tx.commit_all(events).await?;
        }
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

impl Offer {
    fn offered(&self, group: &str, currency: &str) -> OfferedCurrency {
        OfferedCurrency {
            group: group.to_owned(),
            currency: Some(currency.to_owned()),
            minimum_deposit: self.minimum_deposit.map(str::to_owned),
        }
    }
}

/// The group as the simulator has it.
fn as_simulated(group: &str, currency: &str) -> AccountProductCurrency {
    let (group, currency) = (group.to_owned(), currency.to_owned());
    AccountProductCurrency { currency, group, digits: 2, minimum_deposit: 0 }
}

pub(super) fn said(error: UseCaseError) -> anyhow::Error {
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
            "SIMULATOR_ACCOUNTS" => r#"[{"broker":"northwind","server":"MT5 live","first":700001,"count":2}]"#,
            _ => "x",
        };
        Some(text.to_owned())
    }

    #[test]
    fn a_simulator_is_named_whole_or_not_at_all() {
        assert!(DemoServers::from_env(|_| None).unwrap().is_none());
        let DemoServers { mt5, mt4, accounts } = DemoServers::from_env(variable).unwrap().unwrap();
        assert_eq!(accounts.first().map(|line| (line.first, line.count)), Some((700_001, 2)));
        assert_eq!((mt5.port, mt5.pin.as_deref(), mt5.plain), (18_443, Some("x"), false));
        assert_eq!((mt4.port, mt4.platform.as_deref(), mt4.plain), (18_480, Some("x"), true));
        let without_pin = DemoServers::from_env(|name| variable(name).filter(|_| name != "SIMULATOR_MT5_PIN"));
        assert!(without_pin.unwrap_err().to_string().contains("SIMULATOR_MT5_PIN"));
    }
}

//! Two invented brokers with people and clients. For a developer's machine only: its people have known passwords.

mod accounts;
mod booked;
mod brokers;
mod custom;
mod doubt;
mod file;
mod requests;
mod servers;
mod staff;
mod targets;

pub use doubt::doubt;
pub use file::{DemoFile, DemoLogin, DemoTenant};
pub use servers::DemoServers;
pub use staff::keep_person;

use crate::generator::{self, Plan};
use crate::onboarding::{self, FirstManager, Look, NewTenant};
use crate::{Slug, Template};
use anyhow::Context;
use brokers::{BROKERS, DemoBroker};
use crm_access::TenantRef;
use crm_identity::PasswordHasher;
use crm_model::{Clock, Pii};
use crm_storage::{Clients, ProvisionDb, TenantDb, TenantStatus};
use std::path::Path;
use std::sync::Arc;

/// What the seed works through: onboarding's door for the brokers, the application's for their people and clients.
pub struct DemoDoors {
    /// As crm_provision.
    pub provision: ProvisionDb,
    /// As crm_app.
    pub db: TenantDb,
    /// Where time comes from.
    pub clock: Clock,
    /// The domain under which the brokers live.
    pub platform: String,
    /// The MetaTrader servers that the brokers get.
    pub servers: Option<DemoServers>,
}

/// Clients in one transaction.
const BATCH: usize = 500;

/// Makes the demo, or finishes one that was cut off; nothing happens when it is whole. Passwords are made anew until it
/// is, and written to `out` before they are used.
///
/// # Errors
/// The database, or a file that cannot be written.
pub async fn seed(doors: &DemoDoors, out: &Path, clients: u32, progress: &(dyn Fn(&str) + Sync)) -> anyhow::Result<()> {
    if is_whole(doors, out).await? {
        progress("seeded before; nothing was changed");
        return Ok(());
    }
    let mut file = DemoFile::fresh(&doors.platform)?;
    file.write(out)?;
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let hasher = PasswordHasher::new(workers, 64)?;
    for (broker, tenant) in BROKERS.iter().zip(&file.tenants) {
        let made =
            keep_broker(doors, broker, tenant).await.with_context(|| format!("{} could not be made", broker.name))?;
        let op = onboarding::operation(&made, "demo seed", &doors.clock);
        staff::keep(&op, &doors.db, &hasher, broker, tenant)
            .await
            .with_context(|| format!("people of {}", broker.name))?;
        targets::keep(&op, &doors.db, broker).await.with_context(|| format!("targets at {}", broker.name))?;
        staff::keep_keys(&op, &doors.db, tenant).await.with_context(|| format!("keys of {}", broker.name))?;
        if let Some(servers) = &doors.servers {
            let entry = doors.provision.find(broker.slug).await?.context("the broker is gone")?;
            servers::keep(&op, doors, &entry, servers)
                .await
                .with_context(|| format!("trading servers of {}", broker.name))?;
        }
        progress(&format!("{}: {} people, {} template", broker.name, tenant.people.len(), broker.template));
        keep_clients(doors, broker, &made, clients).await.with_context(|| format!("clients of {}", broker.name))?;
        progress(&format!("{}: {clients} clients", broker.name));
        let filled = custom::keep(&op, &doors.db).await.with_context(|| format!("own fields of {}", broker.name))?;
        progress(&format!("{}: own fields of {filled} clients", broker.name));
        if let Some(servers) = &doors.servers {
            let linked = accounts::keep(&op, &doors.db, broker, &servers.accounts)
                .await
                .with_context(|| format!("trading accounts of {}", broker.name))?;
            progress(&format!("{}: {linked} trading accounts", broker.name));
            let booked = booked::keep(&op, &doors.db, broker, &servers.accounts)
                .await
                .with_context(|| format!("past deposits of {}", broker.name))?;
            progress(&format!("{}: {booked} deposits and withdrawals of the last weeks", broker.name));
            let waiting = requests::keep(&op, &doors.db, broker, &servers.accounts)
                .await
                .with_context(|| format!("requests of {}", broker.name))?;
            progress(&format!("{}: {waiting} requests wait for a second person", broker.name));
        }
    }
    file.complete = true;
    file.write(out)
}

async fn is_whole(doors: &DemoDoors, out: &Path) -> anyhow::Result<bool> {
    if !DemoFile::read(out)?.is_some_and(|file| file.complete) {
        return Ok(false);
    }
    for broker in &BROKERS {
        let found = doors.provision.find(broker.slug).await?;
        if !found.is_some_and(|entry| entry.status != TenantStatus::Provisioning) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn keep_broker(doors: &DemoDoors, broker: &DemoBroker, file: &DemoTenant) -> anyhow::Result<TenantRef> {
    let others = doors.provision.list().await?;
    let manager = broker.people.first().map(|person| person.name.to_owned()).context("the demo has no people")?;
    let new = NewTenant {
        slug: Slug::parse(broker.slug, others.iter().map(|entry| entry.tenant.slug.as_ref()))?,
        name: broker.name.to_owned(),
        template: Template::named(broker.template)?,
        manager: FirstManager { name: Pii::new(manager), email: staff::first_email(file)? },
        invite: false,
        time_zone: broker.time_zone.to_owned(),
        look: Look {
            legal_name: Some(broker.legal_name.to_owned()),
            primary_color: Some(broker.primary_color.to_owned()),
            logo_svg: Some(broker.logo_svg.to_owned()),
            support_email: Some(broker.support_email.to_owned()),
            default_country: Some(broker.default_country.to_owned()),
            language: Some(crm_model::SpokenLanguage::English),
        },
    };
    Ok(onboarding::create(&doors.provision, &doors.clock, &new, &|_| true).await?.entry.tenant)
}

/// Goes on after the last client that is there: the numbers tell how many there are.
async fn keep_clients(doors: &DemoDoors, broker: &DemoBroker, tenant: &TenantRef, clients: u32) -> anyhow::Result<()> {
    let op = onboarding::operation(tenant, "demo seed", &doors.clock);
    let before = Template::named(broker.template)?.settings.client_numbers_after;
    let tx = doors.db.read(&op).await?;
    let there = u64::try_from(Clients::of(&tx).last_number().await? - before).unwrap_or(0);
    drop(tx);
    let plan = Arc::new(Plan::read(&op, &doors.db, broker.seed, u64::from(clients)).await?);
    generator::generate(&op, &doors.db, &plan, there.min(u64::from(clients))..u64::from(clients), BATCH).await
}

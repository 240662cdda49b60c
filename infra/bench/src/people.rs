//! Who works at the measured broker. Passwords are made anew by each run and stand in no file.

use crate::ground::{BIG, Ground};
use anyhow::Context;
use crm_access::OpContext;
use crm_identity::PasswordHasher;
use crm_model::{RoleId, TeamId};
use crm_storage::{AccessChange, Roles, Teams};
use provisioning::demo::{DemoLogin, keep_person};
use std::collections::HashMap;

/// Role and team of everybody; the first of each role does what is measured.
const PLACES: [(&str, &str, u8); 7] = [
    ("CRM Manager", "Management", 1),
    ("Agent", "Sales North", 4),
    ("Agent", "Sales South", 4),
    ("Agent", "Retention", 4),
    ("Dealer", "Management", 1),
    ("Support", "Support", 1),
    ("Compliance Officer", "Compliance", 1),
];

/// Makes everybody, or gives those who are there new passwords.
pub(crate) async fn keep(ground: &Ground, op: &OpContext) -> anyhow::Result<Vec<DemoLogin>> {
    let hasher = PasswordHasher::new(2, 64)?;
    let mut logins = Vec::new();
    for (role, team, count) in PLACES {
        for n in 1..=count {
            logins.push(login(role, team, n)?);
        }
    }
    let mut hashes = Vec::new();
    for login in &logins {
        hashes.push(hasher.hash(&login.password).await?);
    }
    let tx = ground.db.begin(op).await?;
    AccessChange::begin(&tx).await?;
    let roles: HashMap<String, RoleId> =
        Roles::of(&tx).list().await?.into_iter().map(|role| (role.name, role.id)).collect();
    let teams: HashMap<String, TeamId> =
        Teams::of(&tx).list().await?.into_iter().map(|team| (team.name, team.id)).collect();
    let mut events = Vec::new();
    for (login, hash) in logins.iter().zip(&hashes) {
        let role = roles.get(&login.role).copied().with_context(|| format!("there is no role {}", login.role))?;
        let team = teams.get(&login.team).copied().with_context(|| format!("there is no team {}", login.team))?;
        events.push(keep_person(&tx, login, role, team, hash).await?.1);
    }
    tx.commit_all(events).await?;
    Ok(logins)
}

fn login(role: &str, team: &str, n: u8) -> anyhow::Result<DemoLogin> {
    let place = format!("{role} {team} {n}");
    Ok(DemoLogin {
        email: format!("{}@{BIG}.example", place.to_lowercase().replace(' ', ".")),
        name: place,
        host: String::new(),
        role: role.to_owned(),
        team: team.to_owned(),
        password: crm_identity::BearerSecret::generate(crm_identity::Prefix::Session)?.expose().to_owned(),
        totp_secret: None,
    })
}

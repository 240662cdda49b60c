//! Who asks, and for what: read through the portal's own documents before anything is measured.

use crate::ground::{BIG, Ground};
use crate::http_client::Http;
use crate::people;
use crate::session::{Documents, Session};
use anyhow::{Context, ensure};
use crm_model::StaffId;
use provisioning::Template;
use provisioning::demo::DemoLogin;
use provisioning::generator::{self, Plan};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

/// Rows of a page.
pub(crate) const PAGE: usize = 50;
/// Which page is asked for by cursor, where the reader's list is that long.
const FAR: usize = 500;

/// A client of the agent's own.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    pub id: String,
    pub version: i64,
    pub name: String,
}

/// Everything that operations are made of.
pub(crate) struct World {
    /// Masked contacts, own clients only.
    pub agent: Session,
    /// Masked contacts, every client.
    pub support: Session,
    /// Contacts in full, every client: only such a person may search by them.
    pub officer: Session,
    pub agent_id: String,
    pub own: Vec<Own>,
    /// How many there are in all.
    pub count: i64,
    /// The number of the far page and the cursor before it.
    pub far: (usize, String),
    pub statuses: Vec<String>,
    pub countries: Vec<String>,
    /// E-mail addresses and phone numbers that clients have.
    pub contacts: Vec<(String, String)>,
    pub plan: Arc<Plan>,
    pub clients: u64,
}

impl World {
    pub(crate) async fn prepare(ground: &Ground, documents: &Path) -> anyhow::Result<Self> {
        let op = ground.operation(&ground.big().await?);
        let logins = people::keep(ground, &op).await?;
        let port = ground.config.public.port.context("PUBLIC_PORT is missing")?;
        let http = Arc::new(Http::new(SocketAddr::from((Ipv4Addr::LOCALHOST, port))));
        let documents = Arc::new(Documents::read(documents)?);
        let host = format!("{BIG}.{}:{port}", ground.config.public.platform);
        let person = async |role: &str| -> anyhow::Result<Session> {
            let login: &DemoLogin = logins.iter().find(|login| login.role == role).context("nobody of that role")?;
            Session::sign_in(&http, &documents, &host, login).await
        };
        let agent = person("Agent").await?;
        let viewer = agent.ask("Viewer", json!({})).await?;
        let agent_id = text(&viewer, "/viewer/staff/id")?;
        let me = StaffId::parse(&agent_id).context("an id that is none")?.uuid();
        let count = sqlx::query_scalar("SELECT count(*) FROM crm.client WHERE owner_id = $1").bind(me);
        let count: i64 = count.fetch_one(&ground.admin).await?;
        let seeded = Template::named("default")?.settings.client_numbers_after + i64::from(ground.clients);
        let (own, cursors, countries) = walk(&agent, seeded).await?;
        let page = FAR.min(cursors.len() / PAGE);
        ensure!(page > 1, "the agent has {} clients, which is no list to measure", own.len());
        let before = (page - 1) * PAGE - 1;
        let plan = ground.plan(&op, u64::from(ground.clients)).await?;
        Ok(Self {
            support: person("Support").await?,
            officer: person("Compliance Officer").await?,
            agent_id,
            far: (page, cursors.get(before).cloned().context("a page without a cursor")?),
            statuses: texts(&viewer, "/viewer/broker/salesStatuses", "/id")?,
            contacts: contacts(&plan, u64::from(ground.clients)),
            clients: u64::from(ground.clients),
            count,
            agent,
            own,
            countries,
            plan,
        })
    }
}

type Walked = (Vec<Own>, Vec<String>, Vec<String>);

/// The agent's list as far as the far page reaches: clients of the seed, the cursors of all rows, and the countries in them.
/// Later clients are left alone: pgbench keeps the sealed values of one under the ids of many, so they do not open.
async fn walk(agent: &Session, seeded: i64) -> anyhow::Result<Walked> {
    let (mut own, mut cursors, mut countries) = (Vec::new(), Vec::new(), Vec::new());
    while cursors.len() < FAR * PAGE {
        let answer = agent.ask("Clients", json!({"first": 200, "after": cursors.last()})).await?;
        for edge in answer.pointer("/clients/edges").and_then(Value::as_array).context("a list without rows")? {
            let number: i64 = text(edge, "/node/number")?.trim_start_matches("C-").parse()?;
            if number <= seeded {
                own.push(Own {
                    id: text(edge, "/node/id")?,
                    version: edge
                        .pointer("/node/version")
                        .and_then(Value::as_i64)
                        .context("a client without a version")?,
                    name: text(edge, "/node/displayName")?,
                });
            }
            cursors.push(text(edge, "/cursor")?);
            countries.extend(text(edge, "/node/country").ok());
        }
        if answer.pointer("/clients/pageInfo/hasNextPage") != Some(&Value::Bool(true)) {
            break;
        }
    }
    countries.sort();
    countries.dedup();
    Ok((own, cursors, countries))
}

/// What was typed for clients all over the list.
fn contacts(plan: &Plan, clients: u64) -> Vec<(String, String)> {
    let some = (0..97).map(|n| generator::client(plan, n * (clients / 97).max(1)).input);
    let both = some.filter_map(|input| Some((input.email?.expose().clone(), input.phone?.expose().clone())));
    both.collect()
}

fn text(value: &Value, place: &str) -> anyhow::Result<String> {
    Ok(value.pointer(place).and_then(Value::as_str).with_context(|| format!("no {place} in an answer"))?.to_owned())
}

fn texts(value: &Value, list: &str, place: &str) -> anyhow::Result<Vec<String>> {
    value
        .pointer(list)
        .and_then(Value::as_array)
        .context("no list in an answer")?
        .iter()
        .map(|v| text(v, place))
        .collect()
}

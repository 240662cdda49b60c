//! What is measured: each operation is one document of the portal with variables that change from request to request.

use crate::session::Session;
use crate::world::{PAGE, World};
use anyhow::Context;
use bytes::Bytes;
use crm_model::ClientKind;
use provisioning::generator;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many requests of an operation are captured for pgbench.
pub(crate) const CAPTURED: u64 = 12;
/// Clients that are opened and edited in turn.
const TURNS: usize = 4_000;

type Variables = Box<dyn Fn(u64) -> anyhow::Result<Value> + Send + Sync>;

/// One operation of one person.
pub(crate) struct Operation {
    /// For `--only`.
    pub key: &'static str,
    /// For people.
    pub name: String,
    session: Session,
    document: &'static str,
    variables: Variables,
    taken: AtomicU64,
}

impl Operation {
    /// Sends the next request.
    pub(crate) async fn run(&self) -> anyhow::Result<()> {
        self.send(CAPTURED + self.taken.fetch_add(1, Ordering::Relaxed)).await
    }

    /// Sends one of the requests that no run sends.
    pub(crate) async fn run_for_capture(&self, number: u64) -> anyhow::Result<()> {
        self.send(number.min(CAPTURED - 1)).await
    }

    async fn send(&self, number: u64) -> anyhow::Result<()> {
        let body: Bytes = self.session.body(self.document, &(self.variables)(number)?)?;
        self.session.send(body).await.map(drop)
    }
}

/// All of them, in the order of the report.
pub(crate) fn all(world: &Arc<World>) -> Vec<Arc<Operation>> {
    let far = format!("list, page {} by cursor", world.far.0);
    vec![
        made("first", "list, first page", &world.agent, "Clients", |_| Ok(json!({"first": PAGE}))),
        of(world, "page", &far, &world.agent, "Clients", |w, _| Ok(json!({"first": PAGE, "after": w.far.1}))),
        of(world, "filter", "list, by status and country", &world.agent, "Clients", filtered),
        of(world, "word", "search, first letters of a word", &world.agent, "Clients", |w, n| search(&word(w, n, 4))),
        of(world, "letters", "search, two letters", &world.agent, "Clients", |w, n| search(&word(w, n, 2))),
        of(world, "email", "search, e-mail", &world.officer, "Clients", |w, n| search(&turn(&w.contacts, n)?.0)),
        of(world, "phone", "search, phone", &world.officer, "Clients", |w, n| search(&turn(&w.contacts, n)?.1)),
        of(world, "open", "open a profile", &world.agent, "OpenClient", |w, n| {
            Ok(json!({"id": turn(own(w), n * 7)?.id}))
        }),
        of(world, "create", "create", &world.agent, "CreateClient", create),
        of(world, "edit", "edit", &world.agent, "EditClient", edit),
        made("all-first", "all clients: first page", &world.support, "Clients", |_| Ok(json!({"first": PAGE}))),
        of(world, "all-word", "all clients: first letters", &world.support, "Clients", |w, n| search(&word(w, n, 4))),
        of(world, "all-letters", "all clients: two letters", &world.support, "Clients", |w, n| search(&word(w, n, 2))),
        made("count", "count beside the list", &world.agent, "ClientCount", |_| Ok(json!({}))),
    ]
}

fn made(
    key: &'static str,
    name: &str,
    session: &Session,
    document: &'static str,
    variables: impl Fn(u64) -> anyhow::Result<Value> + Send + Sync + 'static,
) -> Arc<Operation> {
    let (name, variables, taken) = (name.to_owned(), Box::new(variables), AtomicU64::new(0));
    Arc::new(Operation { key, name, session: session.clone(), document, variables, taken })
}

fn of(
    world: &Arc<World>,
    key: &'static str,
    name: &str,
    session: &Session,
    document: &'static str,
    variables: impl Fn(&World, u64) -> anyhow::Result<Value> + Send + Sync + 'static,
) -> Arc<Operation> {
    let world = Arc::clone(world);
    made(key, name, session, document, move |number| variables(&world, number))
}

fn turn<T>(list: &[T], number: u64) -> anyhow::Result<&T> {
    let at = usize::try_from(number)? % list.len().max(1);
    list.get(at).context("an empty list")
}

fn own(world: &World) -> &[crate::world::Own] {
    world.own.get(..TURNS).unwrap_or(&world.own)
}

fn search(typed: &str) -> anyhow::Result<Value> {
    Ok(json!({"first": PAGE, "search": typed}))
}

/// The first letters of the last name of a client from anywhere in the agent's list.
fn word(world: &World, number: u64, letters: usize) -> String {
    let client = turn(&world.own, number * 1_009).ok();
    let last = client.and_then(|client| client.name.split(' ').rfind(|word| word.chars().count() > 3));
    last.unwrap_or("mart").to_lowercase().chars().take(letters).collect()
}

fn filtered(world: &World, number: u64) -> anyhow::Result<Value> {
    let status = turn(&world.statuses, number)?;
    let countries = [turn(&world.countries, number)?, turn(&world.countries, number + 5)?];
    Ok(json!({"first": PAGE, "filter": {"and": [{"salesStatus": {"in": [status]}}, {"country": countries}]}}))
}

fn create(world: &World, number: u64) -> anyhow::Result<Value> {
    let input = generator::client(&world.plan, world.clients + number).input;
    let kind = if input.kind == Some(ClientKind::Corporate) { "CORPORATE" } else { "INDIVIDUAL" };
    Ok(json!({"input": {
        "kind": kind, "firstName": input.first_name, "lastName": input.last_name, "companyName": input.company_name,
        "email": input.email.as_ref().map(|e| e.expose()), "phone": input.phone.as_ref().map(|p| p.expose()),
        "country": input.country, "language": input.language, "source": input.source, "campaign": input.campaign,
        "ownerId": world.agent_id, "marketingConsent": input.marketing_consent,
    }}))
}

/// Requests for capture have clients of their own, since pgbench will edit these on its own account.
fn edit(world: &World, number: u64) -> anyhow::Result<Value> {
    let (kept, rest) = own(world).split_at_checked(usize::try_from(CAPTURED)?).context("too few clients")?;
    let (client, before) = match number.checked_sub(CAPTURED) {
        None => (turn(kept, number)?, 0),
        Some(number) => (turn(rest, number)?, number / u64::try_from(rest.len())?),
    };
    let version = client.version + i64::try_from(before)?;
    Ok(json!({"input": {"id": client.id, "version": version, "campaign": format!("Bench {number} {before}")}}))
}

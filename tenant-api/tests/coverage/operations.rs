//! RBAC-01, ISO-02, GQL-11, AUD-04: every root field of the schema by every caller on every row.

use crate::actors::Actor;
use crate::beats;
use crate::entries::{self, Call, Entry};
use crate::fields::Fields;
use crate::live;
use crate::outcome::{bare, is_ok, is_refusal, word};
use crate::places::{Kind, Place, row};
use crate::rows::refusals;
use crate::snapshot::Table;
use crate::support::battery::Battery;
use crate::support::log::SecurityLog;
use crate::versions::version_of;
use crate::world::{KEYS, World};
use crm_testing::{Answer, Browser};
use serde_json::json;
use std::collections::BTreeSet;

/// Who calls: as whom it counts, what it sends with, and under which name it stands in the table.
struct Caller<'a> {
    name: &'a str,
    browser: Browser,
    me: &'a Actor,
    /// The column of the table of fields.
    role: Option<&'a str>,
}

/// The tables while they are made.
struct Run<'a> {
    world: &'a World,
    battery: Battery,
    fields: Fields,
    log: SecurityLog,
    calls: u32,
    /// Everything that was wrong, told together at the end.
    wrong: Vec<String>,
}

#[tokio::test]
async fn every_operation_by_every_caller_on_every_row() {
    let world = World::new().await;
    let mut run = Run {
        world: &world,
        battery: Battery::of_schema(),
        fields: Fields::of_schema(),
        log: SecurityLog::listen(),
        calls: 0,
        wrong: Vec::new(),
    };
    let callers = callers(&world);
    let head = ["operation", "row"].into_iter().chain(callers.iter().map(|c| c.name)).map(str::to_owned).collect();
    let mut table = Table::new(head);
    refuse_unknown_operations(&run.battery);
    for entry in entries::all() {
        for place in entry.kind.places() {
            run.twin(entry, *place).await;
        }
        for (place, words) in run.every_caller(entry, &callers).await {
            table.push([entry.operation, place.name()].into_iter().map(str::to_owned).chain(words).collect());
        }
    }
    live::every_subscription(
        &world,
        &mut table,
        &callers.iter().map(|c| (c.name, &c.browser, c.me)).collect::<Vec<_>>(),
        &mut run.fields,
    )
    .await;
    beats::every_beat(
        &world,
        &run.battery,
        &mut table,
        &callers.iter().map(|c| (c.name, &c.browser, c.me)).collect::<Vec<_>>(),
        &mut run.fields,
    )
    .await;
    run.previews(&callers).await;
    world.rows.check(&world.app).await;
    assert!(run.wrong.is_empty(), "{:#?}", run.wrong);
    table.check("operations.tsv");
    let roles: Vec<&str> = world.roles().map(|actor| actor.role.as_str()).collect();
    run.fields.table(&roles).check("fields.tsv");
    println!("{} operations, {} callers, {} calls", entries::all().len() + 2, callers.len(), run.calls);
}

fn callers(world: &World) -> Vec<Caller<'_>> {
    let cora = world.actor("Cora");
    let outside = |name, browser: Browser| Caller { name, browser, me: cora, role: None };
    // a copy of the cookie: an answer that clears it must not sign Nina out of her own portal
    let foreign_cookie = world.app.browser(&world.atlas);
    foreign_cookie.set_cookie(world.nina.browser.cookie());
    let mut all = vec![
        outside("nobody", world.app.browser(&world.atlas)),
        outside("half session", world.half.clone()),
        outside("stranger", world.stranger.clone()),
        outside("other broker's manager", foreign_cookie),
        outside("website key", world.app.browser(&world.atlas)),
        Caller { name: "manager, old step-up", browser: world.stale.browser.clone(), me: &world.stale, role: None },
    ];
    all.extend(world.roles().map(|actor| Caller {
        name: &actor.role,
        browser: actor.browser.clone(),
        me: actor,
        role: Some(&actor.role),
    }));
    all
}

/// Every operation of the schema has an entry, and every entry an operation.
fn refuse_unknown_operations(battery: &Battery) {
    let mut served = BTreeSet::new();
    for root in ["Query", "Mutation"] {
        for field in battery.root(root) {
            entries::of(field.name.node.as_str());
            served.insert(field.name.node.to_string());
        }
    }
    for entry in entries::all() {
        assert!(served.contains(entry.operation), "{} is no operation of the schema any more", entry.operation);
    }
    let subscriptions: Vec<&str> = battery.root(live::ROOT).iter().map(|field| field.name.node.as_str()).collect();
    assert_eq!(subscriptions, live::SUBSCRIPTIONS, "a subscription needs an entry in tests/coverage/live.rs");
}

impl Run<'_> {
    /// Somebody who may does it first: a refusal counts only after this.
    async fn twin(&mut self, entry: &Entry, place: Place) {
        let world = self.world;
        let me = match (place, entry.kind) {
            (Place::Unknown, _) => return,
            (Place::Foreign, _) => &world.nina,
            // a note is removed by its author, a session ended by its person
            (Place::Team, Kind::Note) => world.actor("Cora"),
            (Place::Other, Kind::OwnBalance | Kind::Import) => &world.vera,
            (Place::Other, kind) if kind.is_personal() || kind == Kind::Note => world.actor("Tom"),
            _ => &world.vera,
        };
        // the same row that the callers will name; for "own", one of the twin's choice that is a row of its kind
        let named = match (place, entry.kind) {
            (Place::Own, Kind::Staff) => row(world, world.actor("Agent"), entry.kind, place),
            _ => row(world, me, entry.kind, place),
        };
        let answer = self.ask(entry, &me.browser, me, &named).await;
        let said = word(&answer, entry.operation);
        if !is_ok(&said) {
            let text = answer.text();
            self.wrong.push(format!("the allowed twin of {} on {} was answered {text}", entry.operation, place.name()));
        }
        self.settle().await;
    }

    async fn every_caller(&mut self, entry: &Entry, callers: &[Caller<'_>]) -> Vec<(Place, Vec<String>)> {
        let places = entry.kind.places();
        let mut columns: Vec<Vec<(String, Answer)>> = Vec::new();
        for caller in callers {
            let mut column = Vec::new();
            for place in places {
                let named = row(self.world, caller.me, entry.kind, *place);
                column.push(self.one(entry, caller, *place, &named).await);
            }
            if let (Some(foreign), Some(unknown)) =
                (places.iter().position(|p| *p == Place::Foreign), places.iter().position(|p| *p == Place::Unknown))
            {
                let (foreign, unknown) = (&column[foreign].1, &column[unknown].1);
                if bare(foreign) != bare(unknown) {
                    let told = format!("{:?} and {:?}", bare(foreign), bare(unknown));
                    self.wrong.push(format!("ISO-02: {} tells {}: {told}", entry.operation, caller.name));
                }
            }
            columns.push(column);
        }
        let words = |at: usize| columns.iter().map(|column| column[at].0.clone()).collect();
        places.iter().enumerate().map(|(at, place)| (*place, words(at))).collect()
    }

    async fn one(&mut self, entry: &Entry, caller: &Caller<'_>, place: Place, named: &str) -> (String, Answer) {
        let told = refusals(&self.world.app).await;
        let mut browser = caller.browser.clone();
        if caller.role.is_none() && caller.name != "manager, old step-up" {
            // each from an address of its own: a flood from one is recorded ten times an hour only
            browser.address.set_ip(std::net::Ipv4Addr::from(0xC633_6400 + self.calls).into());
        }
        let cookie = browser.cookie();
        let answer = self.ask_as(entry, caller, &browser, named).await;
        browser.set_cookie(cookie);
        let said = word(&answer, entry.operation);
        let place = place.name();
        let what = format!("{} on {place} by {}: {said}", entry.operation, caller.name);
        if let Some(role) = caller.role {
            let root = if self.battery.root("Query").iter().any(|f| f.name.node == entry.operation) {
                "Query"
            } else {
                "Mutation"
            };
            let refusal = is_refusal(&said).then_some(said.as_str());
            self.fields.note(
                role,
                root,
                entry.operation,
                &answer.json()["data"][entry.operation],
                refusal.or((said == "invalid_input").then_some("invalid_input")),
            );
        }
        if is_ok(&said) {
            self.settle().await;
            return (said, answer);
        }
        let written = self.world.rows.written(&self.world.app).await;
        if !written.is_empty() {
            self.wrong.push(format!("{what}, and rows were written in {written:?}"));
            self.settle().await;
        }
        if is_refusal(&said) {
            if self.log.lines(answer.header("x-request-id").unwrap()).is_empty() {
                self.wrong.push(format!("{what}, without a line in the security log"));
            }
            let grown = refusals(&self.world.app).await - told;
            if grown != i64::from(!["nobody", "half session", "website key"].contains(&caller.name)) {
                self.wrong.push(format!("{what}, with {grown} rows in the trail"));
            }
        }
        (said, answer)
    }

    async fn ask_as(&mut self, entry: &Entry, caller: &Caller<'_>, browser: &Browser, named: &str) -> Answer {
        if caller.name != "website key" {
            return self.ask(entry, browser, caller.me, named).await;
        }
        let body = self.body(entry, caller.me, named).await;
        let mut request = browser.request(http::Method::POST, "/graphql", Some(&body));
        let secret = &self.world.ours.secrets[KEYS[2]];
        request.headers_mut().insert("authorization", format!("Bearer {secret}").parse().unwrap());
        self.calls += 1;
        browser.send(request).await
    }

    async fn ask(&mut self, entry: &Entry, browser: &Browser, me: &Actor, named: &str) -> Answer {
        self.calls += 1;
        let body = self.body(entry, me, named).await;
        browser.post("/graphql", &body).await
    }

    async fn body(&self, entry: &Entry, me: &Actor, named: &str) -> serde_json::Value {
        let version = version_of(self.world, named).await;
        let call = Call { world: self.world, me, id: named, version };
        json!({"query": self.battery.operation(entry.operation), "variables": (entry.variables)(&call)})
    }

    /// What the portal says of itself to who looks at it as an agent would have it.
    async fn previews(&mut self, callers: &[Caller<'_>]) {
        let start = "mutation M($id: ID!) { startPreview(id: $id) { errors { code } } }";
        let agent = json!({"id": self.world.atlas.role("Agent").to_string()});
        for caller in callers {
            let Some(role) = caller.role else { continue };
            let begun = caller.browser.ask(start, agent.clone()).await.json();
            if begun["data"]["startPreview"]["errors"] != json!([]) {
                continue;
            }
            let read = caller.browser.ask(&self.battery.operation("viewer"), json!({})).await.json();
            self.fields.note(role, "Query", "viewer", &read["data"]["viewer"], None);
            self.settle().await;
        }
    }

    /// Puts back what a success changed.
    async fn settle(&self) {
        self.world.rows.restore(&self.world.app).await;
    }
}

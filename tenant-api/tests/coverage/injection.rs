//! ISO-34: hostile SQL in every text of every operation, with another broker's true token in it.

use crate::entries::{self, Call};
use crate::inputs::Inputs;
use crate::outcome::word;
use crate::places::{Kind, Place, row};
use crate::support::battery::Battery;
use crate::versions::version_of;
use crate::world::World;
use serde_json::json;

/// What a thief would type: to end a literal, to look next door, to take the neighbour's context, to wait, to write.
pub fn payloads(world: &World) -> Vec<String> {
    let (token, tenant) = (&world.north.tenant.key, world.north.tenant.id.uuid());
    let inner = [
        "OR true".to_owned(),
        "OR 1=1 --".to_owned(),
        "OR '1'='1".to_owned(),
        format!("; SET LOCAL app.key = '{token}'; --"),
        format!("; SELECT set_config('app.key', '{token}', true); --"),
        format!("; SELECT set_config('app.tenant', '{tenant}', false); --"),
        format!("|| set_config('app.key', '{token}', true) ||"),
        "; SET ROLE crm_owner; --".to_owned(),
        "; SET SESSION AUTHORIZATION DEFAULT; --".to_owned(),
        "; RESET ALL; --".to_owned(),
        "; COMMIT; BEGIN; --".to_owned(),
        "; DELETE FROM crm.client; --".to_owned(),
        "; UPDATE crm.staff SET name = name; --".to_owned(),
        "; TRUNCATE crm.audit_event; --".to_owned(),
        "; DROP SCHEMA crm CASCADE; --".to_owned(),
        "; COPY crm.client TO STDOUT; --".to_owned(),
        "; DO $$ BEGIN PERFORM 1; END $$; --".to_owned(),
        "UNION SELECT display_name FROM crm.client --".to_owned(),
        "AND 1 = CAST((SELECT display_name FROM crm.client LIMIT 1) AS int) --".to_owned(),
        "AND pg_sleep(3) IS NULL --".to_owned(),
    ];
    // each once behind a quote that ends a literal, and once behind one that ends an identifier or a dollar quote
    inner
        .iter()
        .enumerate()
        .flat_map(|(n, sql)| [format!("x' {sql}"), format!("{} {sql}", ["x\"", "x$$", "x\\'", "%_"][n % 4])])
        .collect()
}

/// Everything that Northwind has, as its administrator sees it, but the version that every restoring raises.
async fn next_door(world: &World) -> String {
    let mut admin = world.app.admin().await;
    let tables: Vec<String> = sqlx::query_scalar("SELECT DISTINCT table_name::text FROM information_schema.columns WHERE table_schema = 'crm' AND column_name = 'tenant_id' AND table_name <> 'access_version' AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'crm') ORDER BY 1")
        .fetch_all(&mut *admin)
        .await
        .unwrap();
    let id = world.north.tenant.id.uuid();
    let digest = |table: &String| {
        format!(
            "SELECT md5(coalesce(string_agg(r::text, '|' ORDER BY r::text), '')) AS d FROM crm.{table} r WHERE tenant_id = '{id}'"
        )
    };
    let sql = format!(
        "SELECT string_agg(d, ' ') FROM ({}) x",
        tables.iter().map(digest).collect::<Vec<_>>().join(" UNION ALL ")
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *admin).await.unwrap()
}

/// No answer holds anything of Northwind, and none is a fault of the server.
fn judge(world: &World, what: &str, status: u16, said: &str, text: &str) {
    assert!(status < 500 && !["internal", "busy"].contains(&said), "{what}: {status} {said}: {text}");
    for canary in [world.nina.client.as_str(), world.nina.note.as_str(), "Nina Novak", "nina@novak.example"] {
        assert!(!text.contains(canary), "{what} shows {canary}: {text}");
    }
}

#[tokio::test]
async fn iso_34_no_text_of_any_operation_is_taken_for_sql() {
    let world = World::new().await;
    let (battery, inputs) = (Battery::of_schema(), Inputs::of_schema());
    let payloads = payloads(&world);
    assert_eq!(payloads.len(), 40);
    let theirs = next_door(&world).await;
    let (mut places, mut clients) = (0, world.app.number("SELECT count(*) FROM crm.client").await);
    for entry in entries::all() {
        let fields = [battery.root("Query"), battery.root("Mutation")].concat();
        let field = fields.iter().find(|field| field.name.node == entry.operation).unwrap();
        let document = battery.operation(entry.operation);
        let own = if entry.kind.is_personal() { Place::Own } else { Place::Other };
        let named = if entry.kind == Kind::Nothing { String::new() } else { row(&world, &world.vera, entry.kind, own) };
        for input in inputs.of(field, &["String", "ID", "Date", "DateTime"]) {
            places += 1;
            let mut version = version_of(&world, &named).await;
            // what is no text is parsed before anything sees it: one of each five shows that
            let step = if input.scalar == "String" { 1 } else { 5 };
            for payload in payloads.iter().step_by(step) {
                let call = Call { world: &world, me: &world.vera, id: &named, version };
                let variables = input.put(&(entry.variables)(&call), json!(payload));
                let answer = world.vera.browser.ask(&document, variables).await;
                let said = word(&answer, entry.operation);
                judge(
                    &world,
                    &format!("{} with {payload} at {}", entry.operation, input.name()),
                    answer.status(),
                    &said,
                    &answer.text(),
                );
                if said.starts_with("ok") {
                    version = version_of(&world, &named).await;
                }
            }
            let now = world.app.number("SELECT count(*) FROM crm.client").await;
            assert!(now >= clients, "{} at {} removed clients", entry.operation, input.name());
            world.rows.restore(&world.app).await;
            clients = world.app.number("SELECT count(*) FROM crm.client").await;
        }
        assert_eq!(next_door(&world).await, theirs, "{} reached next door", entry.operation);
    }
    assert!(places > 100, "{places} places were tried");
}

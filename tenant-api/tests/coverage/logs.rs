//! MASK-20, PII-01: after everything that can be done was done, no log line of any level holds a value of a client.

use crate::entries::{self, Call};
use crate::places::row;
use crate::support::battery::Battery;
use crate::support::log::SecurityLog;
use crate::versions::version_of;
use crate::world::World;

#[tokio::test]
async fn mask_20_no_log_line_holds_a_value_of_a_client() {
    let log = SecurityLog::listen();
    log.keep_everything();
    let world = World::new().await;
    let battery = Battery::of_schema();
    for entry in entries::all() {
        for place in entry.kind.places() {
            for me in [&world.vera, world.actor("Agent")] {
                let named = row(&world, me, entry.kind, *place);
                let version = version_of(&world, &named).await;
                let call = Call { world: &world, me, id: &named, version };
                me.browser.ask(&battery.operation(entry.operation), (entry.variables)(&call)).await;
            }
            world.rows.restore(&world.app).await;
        }
    }
    world.app.try_jobs().await;
    let text = log.everything();
    let lines = text.lines().count();
    assert!(lines > 100 && text.contains("refused"), "the log was kept: {lines} lines");
    for canary in [
        "@novak.example",
        "612 345 678",
        "612345678",
        "655444333",
        "655 444 333",
        "1988-04-02",
        "Calle Mayor",
        "@people.example",
        "paul@",
        "seven otters",
        "quiet copper",
        "Wants to be called",
        world.simulator.reach().mt5.password.as_str(),
        "bds_",
        "bdu_",
        "bd_live_sk_",
        world.vera.person.email.as_str(),
        world.actor("Agent").person.email.as_str(),
        world.north.tenant.key.as_str(),
        world.atlas.tenant.key.as_str(),
    ] {
        let line = text.lines().find(|line| line.contains(canary));
        assert!(
            line.is_none(),
            "{canary} stands in the log: {}",
            line.unwrap_or_default().chars().take(400).collect::<String>()
        );
    }
}

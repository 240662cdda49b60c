//! Live news inside one process: ids only, within reach. The socket's own cases are with the doors.

use super::documents::change;
use super::world::world;
use crm_cache::{LiveKind, Received};
use serde_json::json;

#[tokio::test]
async fn a_change_is_announced_with_ids_only_after_it_was_kept() {
    let w = world().await;
    let mut news = w.app.app.bus.subscribe(w.atlas.tenant.id).unwrap();
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let Received::Event(event) = news.recv().await else { panic!("news") };
    assert_eq!(event.kind, LiveKind::ClientCreated);
    assert_eq!(event.owner, Some(w.ana.id.uuid()));
    assert_eq!(event.team, Some(w.madrid.uuid()));
    assert_eq!(event.by, Some(w.manager.id.uuid()));
    manager
        .graphql(
            &change("editClient", "EditClientInput"),
            json!({"input": {"id": client["id"], "version": 1, "source": "Fair"}}),
        )
        .await;
    let Received::Event(event) = news.recv().await else { panic!("news") };
    assert_eq!((event.kind, event.version), (LiveKind::ClientUpdated, 2));
    assert!(!serde_json::to_string(&event).unwrap().contains("Olga"));
}

//! the work is broken off at any point, as kill -9 breaks it off, and goes on to exactly the rows of the file.

use super::world::world;
use crate::support::worker::worker;
use chrono::Duration;
use serde_json::json;
use std::time::Duration as Time;

#[tokio::test(flavor = "multi_thread")]
async fn r_01_a_commit_that_is_broken_off_writes_each_row_once() {
    let w = world().await;
    let mut file = String::from("First name,Last name,E-mail\n");
    for n in 0..5_000 {
        let email = if n % 50 == 7 { "none".to_owned() } else { format!("lead{n}@example.org") };
        file.push_str(&format!("Lead,Number {n},{email}\n"));
    }
    let import = w.bring(&w.manager, "many.csv", file.as_bytes()).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(4_900), &json!(100)));
    import.step_up().await;
    import.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": true})).await;
    let mut broken = 0;
    for lives in [30_u64, 250, 400, 600, 150, 500, 800, 300] {
        let ended =
            std::thread::scope(|scope| scope.spawn(|| worker(&w.app, Time::from_millis(lives))).join().unwrap());
        broken += i32::from(!ended);
        // the lease of what was begun ends
        w.app.advance(Duration::seconds(121));
    }
    assert!(broken > 0, "nothing was broken off");
    w.app.advance(Duration::seconds(121));
    w.app.run_jobs().await;
    let again = super::world::Import {
        world: &w,
        person: w.manager.clone(),
        browser: w.app.sign_in(&w.manager).await,
        id: import.id.clone(),
    };
    let now = again.now().await;
    assert_eq!(
        (&now["state"], &now["written"]["create"], &now["written"]["error"]),
        (&json!("COMMITTED"), &json!(4_900), &json!(100)),
        "{now}"
    );
    assert_eq!(w.clients().await, 4_900);
    assert_eq!(w.app.number("SELECT count(DISTINCT last_name) FROM crm.client").await, 4_900);
    assert_eq!(
        w.app
            .number("SELECT count(*) FROM crm.client_import_row WHERE outcome = 'create' AND client_id IS NOT NULL")
            .await,
        4_900
    );
}

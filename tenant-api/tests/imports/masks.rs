//! A role that does not see contacts learns nothing of them by an import: not what is in the book, not what others brought.

use super::world::{LEADS, World, world};
use crm_access::{FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleRules, Visibility};
use crm_testing::Person;
use serde_json::json;

pub async fn masked_importer(w: &mut World) -> Person {
    let grants = [Permission::ClientView, Permission::ClientCreate, Permission::ClientEdit, Permission::ClientImport];
    let shown = |class, visibility| FieldRule { class, relation: Relation::Any, visibility };
    let rules = RoleRules {
        grants: grants.into_iter().map(|permission| Grant { permission, reach: ReachLevel::All }).collect(),
        fields: vec![shown(FieldClass::Email, Visibility::Partial), shown(FieldClass::Phone, Visibility::Masked)],
        ..RoleRules::default()
    };
    let mut atlas = w.atlas.clone();
    w.app.role(&mut atlas, "Importer", &rules).await;
    let person = w.app.staff(&atlas, "Importer").await;
    w.atlas = atlas;
    person
}

#[tokio::test]
async fn a_masked_role_finds_nobody_by_what_it_does_not_see() {
    let mut w = world().await;
    let masked = masked_importer(&mut w).await;
    w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await.through().await;
    let import = w.bring(&masked, "probe.csv", LEADS.replace("Fair", "Web").as_bytes()).await;
    let now = import.now().await;
    assert_eq!((&now["matchBy"], &now["mayMatchBy"]), (&json!([]), &json!(["EXTERNAL_ID"])));
    let refused = import.try_map(json!({"matchBy": ["EMAIL"]})).await;
    assert_eq!(refused["errors"][0]["code"], "not_visible");
    let counts = import.check().await;
    assert_eq!(
        (&counts["matches"], &counts["create"]),
        (&json!(0), &json!(2)),
        "the same as if nobody were in the book: {counts}"
    );
}

#[tokio::test]
async fn cells_samples_and_reports_are_masked_as_the_fields_they_become() {
    let mut w = world().await;
    let masked = masked_importer(&mut w).await;
    let import = w.bring(&masked, "leads.csv", LEADS.as_bytes()).await;
    let shown = import.now().await.to_string();
    import.check().await;
    let rows = serde_json::to_string(&import.rows(json!(null)).await).unwrap();
    let failed = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.text();
    for secret in ["novak.example", "612 345", "1979-11-17", "ivan@petrov", "31/02"] {
        for (place, text) in [("samples", &shown), ("rows", &rows), ("report", &failed)] {
            assert!(!text.contains(secret), "{secret} in {place}");
        }
    }
    assert!(rows.contains("Olga") && failed.contains("Petrov"));
}

#[tokio::test]
async fn who_did_not_bring_the_file_sees_no_cell_of_it() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.check().await;
    let theirs = super::world::Import {
        world: &w,
        person: w.other.clone(),
        browser: w.app.sign_in(&w.other).await,
        id: import.id.clone(),
    };
    assert_eq!(theirs.now().await["mine"], false);
    assert!(
        theirs
            .rows(json!(null))
            .await
            .iter()
            .all(|row| row["cells"].is_null()
                && row["problems"].as_array().unwrap().iter().all(|p| p["found"].is_null()))
    );
    assert_eq!(theirs.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.status(), 422);
    assert_eq!(theirs.try_step("checkImport", "StepImportInput", json!({})).await["errors"][0]["code"], "not_yours");
}

/// MASK-03: what somebody typed for all rows is for his own eyes where it follows a class; the next file with these headers
/// is proposed without it.
#[tokio::test]
async fn mask_03_values_for_all_rows_follow_the_classes_of_their_fields() {
    let mut w = world().await;
    let masked = masked_importer(&mut w).await;
    let import = w.bring(&w.manager, "leads.csv", b"First name,E-mail\nOlga,olga@novak.example\n").await;
    let constants =
        json!([{"field": "ADDRESS_LINE1", "value": "Calle Secreta"}, {"field": "CAMPAIGN", "value": "Spring"}]);
    import.map(json!({ "constants": constants })).await;
    assert!(import.now().await.to_string().contains("Calle Secreta"), "twin: he sees what he typed");
    let theirs = super::world::Import {
        world: &w,
        person: masked.clone(),
        browser: w.app.sign_in(&masked).await,
        id: import.id.clone(),
    };
    let shown = theirs.now().await;
    assert_eq!(shown["constants"], json!([{"field": "CAMPAIGN", "customFieldId": null, "value": "Spring"}]));
    import.through().await;
    let next = w.bring(&masked, "more.csv", b"First name,E-mail\nIvan,ivan@petrov.example\n").await;
    let shown = next.now().await;
    assert_eq!(shown["mappingRemembered"], true);
    assert!(shown.to_string().contains("Spring") && !shown.to_string().contains("Secreta"), "{shown}");
}

//! The generator of rows: every tenant table gets one, through the wall.
#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]
use crm_testing::{DatabaseRole, SampleRows, TestDb, tenant_tables};

#[tokio::test]
async fn crm_app_can_fill_every_tenant_table_of_its_own_tenant() {
    let db = TestDb::new().await.unwrap();
    let atlas = db.bare_tenant("atlas").await.unwrap();
    let mut app = db.connect(DatabaseRole::App).await.unwrap();
    let tables = tenant_tables(&mut app).await.unwrap();
    assert!(tables.len() > 25, "{} tables", tables.len());
    sqlx::query("SELECT set_config('app.key', $1, false)").bind(&atlas.key).execute(&mut app).await.unwrap();
    let rows = SampleRows::insert(&mut app, &tables, &atlas).await.unwrap();
    assert_eq!(rows.0.len(), tables.len());
    for table in &tables {
        let filled = rows.of(&table.name).unwrap();
        for key in &table.foreign_keys {
            for column in &key.columns {
                assert!(filled.contains_key(column), "{}.{column} has no value", table.name);
            }
        }
    }
}

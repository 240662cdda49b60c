//! Sign-in by e-mail and password.

use crate::support::start;
use serde_json::json;

#[tokio::test]
async fn maria_signs_in_with_her_app_and_out_again() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;

    let browser = app.sign_in(&maria).await;
    assert_eq!(browser.get("/auth/state").await.json(), json!({"state": "signed_in"}));

    let out = browser.post("/auth/sign-out", &json!({})).await;
    assert_eq!(out.status(), 204);
    assert_eq!(browser.get("/auth/state").await.json(), json!({"state": "signed_out"}));
}

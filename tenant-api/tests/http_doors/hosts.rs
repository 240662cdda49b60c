use crate::world::{ATLAS, World};

#[tokio::test]
async fn a_query_is_answered_for_who_is_signed_in() {
    let world = World::new().await;
    let answer = world.query("{ serverTime }").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.json()["data"]["serverTime"].is_string(), "{}", answer.text());
    let page = world.get(ATLAS, "/clients").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("\"slug\":\"atlas\""), "{}", page.text());
}

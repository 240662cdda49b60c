//! IMPT-08: the same file twice, at once, and after a stop.

use super::world::{LEADS, world};
use serde_json::json;

#[tokio::test]
async fn impt_08_the_same_file_is_in_the_book_once_until_it_is_taken_back() {
    let w = world().await;
    let first = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    let twin = w.bring(&w.manager, "same leads.csv", LEADS.as_bytes()).await;
    first.check().await;
    twin.check().await;
    assert_eq!(first.commit(true).await["errors"], json!([]));
    assert_eq!(twin.commit(true).await["errors"][0]["code"], "same_file");
    assert_eq!(w.clients().await, 2);
    first.undo().await;
    assert_eq!(w.clients().await, 0);
    twin.through().await;
    assert_eq!(w.clients().await, 2, "taken back, it may come again");
}

#[tokio::test]
async fn impt_08_other_files_with_the_same_people_make_no_second_clients() {
    let w = world().await;
    let first = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    let second = w.bring(&w.manager, "other.csv", LEADS.replace("Fair", "Web").as_bytes()).await;
    for import in [&first, &second] {
        assert_eq!(import.check().await["create"], 2, "neither is in the book yet");
    }
    assert_eq!(first.commit(true).await["errors"], json!([]));
    assert_eq!(second.commit(true).await["errors"], json!([]));
    let now = second.now().await;
    assert_eq!((&now["written"]["create"], &now["written"]["skip"]), (&json!(0), &json!(3)), "the commit looks again");
    assert_eq!(w.clients().await, 2);
}

#[tokio::test]
async fn a_file_with_an_external_id_is_found_again_by_it() {
    let w = world().await;
    let file = "Id,Name,Country\nA-1,Olga Novak,ES\nA-2,Ivan Petrov,ES\n";
    let first = w.bring(&w.manager, "ids.csv", file.as_bytes()).await;
    assert_eq!(first.now().await["matchBy"], json!(["EXTERNAL_ID"]));
    first.through().await;
    let second = w.bring(&w.manager, "ids 2.csv", format!("{file}A-3,Marta Silva,PT\n").as_bytes()).await;
    let counts = second.check().await;
    assert_eq!((&counts["create"], &counts["skip"], &counts["matches"]), (&json!(1), &json!(2), &json!(2)));
}

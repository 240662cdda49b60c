//! Files of every kind are read as what they are.

use super::workbook::{container, parts, row};
use super::world::world;
use serde_json::json;

#[tokio::test]
async fn a_workbook_is_read_sheet_by_sheet() {
    let w = world().await;
    let leads = [
        row(1, &["Leads of May"]),
        row(3, &["Name", "E-mail", "Country"]),
        row(4, &["Olga Novak", "olga@novak.example", "ES"]),
    ];
    let more = [
        row(1, &["Name", "E-mail"]),
        row(2, &["Ivan Petrov", "ivan@petrov.example"]),
        row(3, &["Marta Silva", "marta@silva.example"]),
    ];
    let file = container(&parts(&[("Notes", leads.concat()), ("June", more.concat())]));
    let import = w.bring(&w.manager, "leads.xlsx", &file).await;
    let now = import.now().await;
    assert_eq!(
        (&now["format"], &now["sheets"], &now["sheet"]),
        (&json!("XLSX"), &json!(["Notes", "June"]), &json!("Notes")),
        "{now}"
    );
    assert_eq!((&now["headerRow"], &now["columns"][0]["field"]), (&json!(3), &json!("FULL_NAME")));
    assert_eq!(import.check().await["create"], 1);
    import.read(json!({"sheet": "June"})).await;
    let now = import.now().await;
    assert_eq!((&now["sheet"], &now["headerRow"], &now["rowCount"]), (&json!("June"), &json!(1), &json!(2)));
    import.through().await;
    assert_eq!(w.clients().await, 2);
    let twin = w.bring(&w.manager, "leads.xlsx", &file).await;
    twin.through().await;
    assert_eq!(w.clients().await, 3, "another sheet of the same file is another table");
}

#[tokio::test]
async fn encodings_delimiters_and_quotes_are_found_out_and_can_be_chosen() {
    let w = world().await;
    let text = "Vorname;Nachname;E-Mail\nJörg;Müller;joerg@mueller.example\nÄnne;Groß;aenne@gross.example\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (file, encoding) in [(latin, "windows-1252"), (utf16, "UTF-16LE"), (text.as_bytes().to_vec(), "UTF-8")] {
        let import = w.bring(&w.manager, "leads.csv", &file).await;
        let now = import.now().await;
        assert_eq!((&now["encoding"], &now["delimiter"]), (&json!(encoding), &json!(";")), "{now}");
        let rows = import.rows(json!(null)).await;
        assert_eq!(rows[0]["cells"][1]["value"], "Müller");
    }
    let import = w.bring(&w.manager, "other.csv", b"a;b\n'x;y';z\n").await;
    import.read(json!({"delimiter": ";", "quote": "'"})).await;
    let rows = import.rows(json!(null)).await;
    assert!(rows.iter().any(|row| row["cells"][0]["value"] == "x;y"), "{rows:?}");
}

#[tokio::test]
async fn parts_must_be_whole_and_fit() {
    let w = world().await;
    let file = vec![b'a'; 1024 * 1024 + 5];
    let import = w.upload(&w.manager, "big.csv", &file).await;
    assert_eq!(import.part(1, b"1234").await.status(), 422, "the last part is as long as the rest");
    assert_eq!(import.part(2, b"1").await.status(), 422);
    assert_eq!(import.part(0, &[b'a'; 100]).await.status(), 422);
    assert_eq!(import.part(1, b"12345").await.status(), 204, "the same part again replaces it");
    let mut request =
        import.browser.request(http::Method::POST, &format!("/imports/{}/parts/0", import.id), Some(&json!({})));
    request.headers_mut().insert("content-type", "application/json".parse().unwrap());
    assert_eq!(import.browser.send(request).await.status(), 415);
    import.read(json!({})).await;
    assert_eq!(import.part(0, &file[..1024 * 1024]).await.status(), 409, "the upload is over");
}

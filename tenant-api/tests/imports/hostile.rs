//! Files that mean harm are refused by a process that can do none, and the one that serves lives on.

use super::workbook::{container, parts, row};
use super::world::{World, world};
use serde_json::json;

async fn refusal(w: &World, name: &str, file: &[u8]) -> String {
    let import = w.bring(&w.manager, name, file).await;
    let now = import.now().await;
    assert_eq!(now["state"], "REFUSED", "{name}: {now}");
    let code = now["refusal"]["code"].as_str().unwrap().to_owned();
    import.plain("cancelImport").await;
    code
}

fn sheet() -> Vec<(&'static str, Vec<u8>)> {
    parts(&[("Leads", row(1, &["Name"]) + &row(2, &["Olga"]))])
}

#[tokio::test]
async fn impt_01_bombs_are_refused() {
    let w = world().await;
    let mut large = sheet();
    large.push(("xl/media/huge.xml", vec![b' '; 130 * 1024 * 1024]));
    assert_eq!(refusal(&w, "bomb.xlsx", &container(&large)).await, "workbook_too_large");
    let mut many = sheet();
    for n in 0..60 {
        let name: &'static str = Box::leak(format!("xl/x{n}.xml").into_boxed_str());
        many.push((name, b"<x/>".to_vec()));
    }
    assert_eq!(refusal(&w, "parts.xlsx", &container(&many)).await, "workbook_too_large");
    let lies = parts(&[("Leads", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>".to_owned())]);
    assert_eq!(refusal(&w, "far.xlsx", &container(&lies)).await, "too_many_rows");
}

#[tokio::test]
async fn impt_03_document_types_are_refused_in_every_part() {
    let w = world().await;
    for (place, part) in sheet().iter().enumerate() {
        let mut parts = sheet();
        let text = String::from_utf8(part.1.clone()).unwrap();
        let entity = "<?xml version=\"1.0\"?><!doctype x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
        parts[place].1 = format!("{entity}{text}").into_bytes();
        assert_eq!(refusal(&w, part.0, &container(&parts)).await, "document_type");
    }
}

#[tokio::test]
async fn impt_04_tricks_of_containers_are_refused() {
    let w = world().await;
    for name in ["../evil.xml", "/etc/passwd", "xl\\evil.xml"] {
        let mut parts = sheet();
        parts.push((name, b"<x/>".to_vec()));
        assert_eq!(refusal(&w, name, &container(&parts)).await, "bad_parts", "{name}");
    }
    let mut twice = sheet();
    twice.push(twice[4].clone());
    let code = refusal(&w, "twice.xlsx", &container(&twice)).await;
    assert!(["bad_parts", "unreadable"].contains(&code.as_str()), "{code}");
    let mut locked = container(&sheet());
    let flags = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap() + 8;
    locked[flags] |= 1;
    assert!(["encrypted", "unreadable"].contains(&refusal(&w, "locked.xlsx", &locked).await.as_str()));
    assert_eq!(refusal(&w, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest").await, "encrypted");
    assert_eq!(refusal(&w, "cut.xlsx", &container(&sheet())[..200]).await, "unreadable");
}

#[tokio::test]
async fn impt_05_texts_without_end_are_refused_and_strange_ones_are_rows_with_problems() {
    let w = world().await;
    let long = [b"Name,E-mail\nOlga,".to_vec(), vec![b'x'; 3 * 1024 * 1024]].concat();
    assert_eq!(refusal(&w, "line.csv", &long).await, "row_too_long");
    let open = format!("Name,E-mail\n\"Olga,{}", "a,b\n".repeat(600_000));
    assert_eq!(refusal(&w, "quote.csv", open.as_bytes()).await, "row_too_long");
    assert_eq!(refusal(&w, "wide.csv", ",".repeat(100_000).as_bytes()).await, "too_many_columns");
    let strange = b"First name,Last name,E-mail\nOl\0ga,Novak,olga@novak.example\nJos\xe9,Ruiz,jose@ruiz.example\nMar\xc3\xada,Sol,maria@sol.example\nA,B,c@d.example,more,cells\n";
    let import = w.bring(&w.manager, "strange.csv", strange).await;
    import.read(json!({"encoding": "utf-8"})).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(1), &json!(3)), "{counts}");
    let codes: Vec<_> =
        import.rows(json!(["ERROR"])).await.iter().map(|row| row["problems"][0]["code"].clone()).collect();
    assert_eq!(codes, [json!("control_character"), json!("unreadable_character"), json!("too_many_cells")]);
}

#[tokio::test]
async fn impt_06_formulas_are_text_and_leave_as_text() {
    let w = world().await;
    let file = "First name,Last name,E-mail\n=1+1,@SUM(A1),olga@novak.example\n\"=cmd|' /C calc'!A0\",Novak,none\n";
    let import = w.bring(&w.manager, "formula.csv", file.as_bytes()).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(1), &json!(1)));
    let rows = import.rows(json!(["CREATE"])).await;
    assert_eq!(
        (&rows[0]["problems"][0]["code"], &rows[0]["problems"][0]["severity"]),
        (&json!("formula_text"), &json!("WARNING"))
    );
    import.commit(true).await;
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client WHERE first_name = '=1+1'").await, 1);
    let text = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.text();
    assert!(text.contains("\"'=cmd|' /C calc'!A0\""), "{text}");
    let cached = parts(&[(
        "Leads",
        row(1, &["First name"])
            + "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>WEBSERVICE(\"http://x\")</f><v>Olga</v></c></row>",
    )]);
    let import = w.bring(&w.manager, "cached.xlsx", &container(&cached)).await;
    assert_eq!(import.rows(json!(null)).await[0]["cells"][0]["value"], "Olga");
}

#[tokio::test]
async fn impt_04_links_zip64_and_containers_within_a_container() {
    let w = world().await;
    let entry = |file: &[u8], n: usize| {
        file.windows(4).enumerate().filter(|(_, window)| window == b"PK\x01\x02").nth(n).unwrap().0
    };
    // a link: the mode of the part says so in the upper half of its outer attributes
    let mut link = container(&sheet());
    let at = entry(&link, 4) + 38;
    link[at..at + 4].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes());
    assert_eq!(refusal(&w, "link.xlsx", &link).await, "bad_parts");
    // what stands in a container of its own is never unpacked: the part is no sheet, and counts with its size
    let mut nested = sheet();
    nested.push(("xl/embeddings/inner.zip", container(&sheet())));
    let import = w.bring(&w.manager, "nested.xlsx", &container(&nested)).await;
    assert_eq!(import.now().await["sheets"], json!(["Leads"]));
    let mut bomb = sheet();
    bomb.push(("xl/embeddings/inner.zip", container(&[("huge", vec![b' '; 130 * 1024 * 1024])])));
    let import = w.bring(&w.manager, "inner bomb.xlsx", &container(&bomb)).await;
    assert_eq!(import.now().await["state"], "MAPPING", "packed it is small, and nobody unpacks it");
    // sizes of 64 bits that are announced and not there say nothing: what counts is what comes out
    let announced = |file: &mut [u8], n: usize| {
        let at = entry(file, n) + 20;
        file[at..at + 8].copy_from_slice(&[0xff; 8]);
    };
    let mut wide = container(&sheet());
    announced(&mut wide, 4);
    let import = w.bring(&w.manager, "zip64.xlsx", &wide).await;
    assert_eq!(import.rows(json!(null)).await[0]["cells"][0]["value"], "Olga");
    let mut large = sheet();
    large.push(("xl/media/huge.xml", vec![b' '; 130 * 1024 * 1024]));
    let mut large = container(&large);
    announced(&mut large, 5);
    let code = refusal(&w, "zip64 bomb.xlsx", &large).await;
    assert!(["unreadable", "workbook_too_large"].contains(&code.as_str()), "{code}");
}

/// IMPT-06: whatever a cell begins with, what leaves in the file of failed rows is text.
#[tokio::test]
async fn impt_06_every_beginning_of_a_formula_leaves_as_text() {
    let w = world().await;
    let cells = ["=HYPERLINK(\"\"http://x\"\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "plain"];
    let mut file = String::from("First name,Remark,E-mail\n");
    for (n, cell) in cells.iter().enumerate() {
        file.push_str(&format!("Lead{n},\"{cell}\",none\n"));
    }
    let import = w.bring(&w.manager, "formulas.csv", file.as_bytes()).await;
    assert_eq!(import.check().await["error"], cells.len());
    let text = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.text();
    for (n, cell) in cells.iter().enumerate() {
        let safe = if *cell == "plain" { "plain".to_owned() } else { format!("\"'{cell}\"") };
        assert!(text.contains(&format!("Lead{n},{safe},none")), "{cell:?} in {text:?}");
    }
}

/// IMPT-05: the size is said before the first byte, and refused by the server.
#[tokio::test]
async fn impt_05_a_file_of_more_than_200_mb_is_refused_before_it_comes() {
    let w = world().await;
    let browser = w.app.sign_in(&w.manager).await;
    let document =
        "mutation($input: StartImportInput!) { startImport(input: $input) { import { id } errors { code path } } }";
    let start = async |size: i64| {
        let input = json!({"input": {"fileName": "leads.csv", "size": size}});
        browser.graphql(document, input).await["startImport"]["errors"].clone()
    };
    assert_eq!(start(200_000_000).await, json!([]));
    for size in [200_000_001, 0, -1] {
        assert_eq!(start(size).await, json!([{"code": "file_too_large", "path": ["size"]}]), "{size}");
    }
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_import").await, 1);
}

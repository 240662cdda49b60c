//! The search box.

use super::documents::{DUPLICATES, PALETTE};
use super::world::{olga, with, world};
use crm_model::ClientId;
use serde_json::{Value, json};

#[tokio::test]
async fn one_box_finds_names_in_any_script_numbers_and_contacts() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let olga_novak = w.olga_of_ana(&manager).await;
    w.create(
        &manager,
        json!({"kind": "INDIVIDUAL", "firstName": "Ольга", "lastName": "Новикова", "email": "olga@novikova.ru"}),
    )
    .await;
    w.create(&manager, json!({"kind": "CORPORATE", "companyName": "Ñandú Trading S.A."})).await;
    let search = |typed: &'static str| {
        let (w, manager) = (&w, &manager);
        async move {
            let mut names = w.names(manager, json!({"search": typed})).await;
            names.sort();
            names
        }
    };
    assert_eq!(search("olg").await, ["Olga Novak", "Ольга Новикова"], "transliterated beside the original script");
    assert_eq!(search("ольг").await, ["Ольга Новикова"]);
    assert_eq!(search("nov ol").await.len(), 2, "every word must match, in any order");
    assert_eq!(search("novak olga x").await.len(), 0);
    assert_eq!(search("nandu").await, ["Ñandú Trading S.A."]);
    assert_eq!(search("OLGA.NOVAK@example.com").await, ["Olga Novak"]);
    assert_eq!(search("@example.com").await, ["Olga Novak"]);
    assert_eq!(search("olga.novak@").await, ["Olga Novak"]);
    assert_eq!(search("+34 612 345 678").await, ["Olga Novak"]);
    assert_eq!(search("5678").await, ["Olga Novak"]);
    let number = olga_novak["number"].as_str().unwrap().to_owned();
    assert_eq!(w.names(&manager, json!({"search": number})).await, ["Olga Novak"]);
    assert_eq!(w.names(&manager, json!({"search": number.trim_start_matches("C-")})).await, ["Olga Novak"]);
    assert!(search("lga").await.is_empty(), "words are found by how they begin");
    assert!(search("%").await.is_empty());
}

/// A word is looked up in another way when it matches many: what is found, by whom and in which order stays the same.
#[tokio::test]
async fn how_much_a_word_matches_changes_nothing_in_what_is_found() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (ana, tom) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.tom).await);
    let first = w.olga_of_ana(&manager).await;
    let second = w.create(&manager, with(olga(), json!({"firstName": "Vera", "ownerId": w.ana.id.to_string()}))).await;
    w.create(&manager, with(olga(), json!({"firstName": "Hugo", "ownerId": w.tom.id.to_string()}))).await;
    let mut admin = w.app.admin().await;
    for (word, count) in [("few", 20), ("several", 2_500), ("most", 10_500)] {
        for client in [&first, &second] {
            let id = ClientId::parse(client["id"].as_str().unwrap()).unwrap();
            sqlx::query("INSERT INTO crm.client_token (tenant_id, token, client_id) SELECT $1, $2 || n, $3 FROM generate_series(1, $4) n")
                .bind(w.atlas.tenant.id.uuid())
                .bind(word)
                .bind(id.uuid())
                .bind(count)
                .execute(&mut *admin)
                .await
                .unwrap();
        }
    }
    for typed in ["few", "several", "most", "several most", "most several nov", "most olg"] {
        let only_olga = typed.ends_with("olg");
        let both: &[&str] = if only_olga { &["Olga Novak"] } else { &["Vera Novak", "Olga Novak"] };
        assert_eq!(w.names(&manager, json!({"search": typed})).await, both, "{typed}");
        assert_eq!(w.names(&ana, json!({"search": typed})).await, both, "{typed}");
        assert!(w.names(&tom, json!({"search": typed})).await.is_empty(), "{typed}");
        assert_eq!(w.names(&manager, json!({"search": typed, "first": 1})).await, both[..1], "{typed}");
    }
}

/// ISO-15, ISO-16: a search, the palette and the duplicate warning of one broker never see another's clients.
#[tokio::test]
async fn iso_15_nothing_of_another_broker_is_found() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    w.olga_of_ana(&manager).await;
    let northwind = w.app.tenant("northwind").await;
    let other = w.app.sign_in(&w.app.staff(&northwind, "CRM Manager").await).await;
    for typed in ["olga", "Olga.Novak@example.com", "+34612345678", "5678", "C-1"] {
        assert!(w.names(&other, json!({"search": typed})).await.is_empty(), "{typed}");
        let palette = other.graphql(PALETTE, json!({"search": typed})).await;
        assert!(palette["palette"].as_array().unwrap().iter().all(|e| e["kind"] != "CLIENT"));
    }
    let probe = json!({"probe": {"email": "olga.novak@example.com", "phone": "+34612345678"}});
    assert_eq!(
        other.graphql(DUPLICATES, probe.clone()).await["possibleDuplicates"],
        json!({"checked": true, "matches": []})
    );
    assert_eq!(manager.graphql(DUPLICATES, probe).await["possibleDuplicates"]["matches"].as_array().unwrap().len(), 2);
    let staff = other.graphql("query { assignableStaff { id } }", json!({})).await;
    assert!(!staff.to_string().contains(&w.ana.id.to_string()));
}

/// PII-06, SECURITY 11: for a reader of masks the answer is the same whether or not somebody has the address.
#[tokio::test]
async fn pii_06_contacts_cannot_be_guessed_by_those_who_read_masks() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    w.olga_of_ana(&manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    for (there, not) in [
        ("olga.novak@example.com", "nobody@example.com"),
        ("+34 612 345 678", "+34 612 345 679"),
        ("5678", "5679"),
        ("@example.com", "@example.org"),
    ] {
        let ask = |typed: &str| json!({"search": typed, "first": 10});
        assert_eq!(w.names(&ana, ask(there)).await, w.names(&ana, ask(not)).await, "{there}");
    }
    let answer = |email: &str| {
        let (ana, probe) = (&ana, json!({"probe": {"email": email}}));
        async move { ana.graphql(DUPLICATES, probe).await }
    };
    assert_eq!(answer("olga.novak@example.com").await, answer("nobody@example.com").await);
    assert_eq!(answer("x").await["possibleDuplicates"], json!({"checked": false, "matches": []}));
}

#[tokio::test]
async fn the_palette_offers_only_what_the_viewer_may_do() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    w.create(&manager, with(olga(), json!({"ownerId": w.ana.id.to_string()}))).await;
    let targets = |data: Value| {
        data["palette"].as_array().unwrap().iter().map(|e| e["target"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = targets(manager.graphql(PALETTE, json!({"search": ""})).await);
    assert!(all.contains(&"/roles".to_owned()) && all.contains(&"/audit".to_owned()));
    let ana = w.app.sign_in(&w.ana).await;
    let hers = targets(ana.graphql(PALETTE, json!({"search": ""})).await);
    assert!(
        !hers.contains(&"/roles".to_owned())
            && !hers.contains(&"/audit".to_owned())
            && hers.contains(&"/clients".to_owned())
    );
    let found = targets(ana.graphql(PALETTE, json!({"search": "nov"})).await);
    assert!(found.iter().any(|t| t.starts_with("/clients/cli_")));
}

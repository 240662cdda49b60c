//! Pages, sorts, filters, counts.

use super::documents::{COUNT, list};
use super::world::{olga, with, world};
use serde_json::{Value, json};

async fn people(w: &super::world::World, browser: &crm_testing::Browser) {
    for (n, (first, last, country)) in [
        ("Ана", "Петрова", "BG"),
        ("Björn", "Ångström", "SE"),
        ("محمد", "الفاسي", "MA"),
        ("Zoë", "Adams", "GB"),
        ("Bea", "Adams", "GB"),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("p{n}@mail{}.example", n % 2);
        w.create(browser, with(olga(), json!({"firstName": first, "lastName": last, "country": country, "email": email, "phone": format!("+3461234567{n}")}))).await;
        w.app.advance(chrono::Duration::seconds(1));
    }
}

#[tokio::test]
async fn every_sort_pages_through_every_row_once_in_both_directions() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    people(&w, &manager).await;
    for field in ["CREATED_AT", "UPDATED_AT", "NAME", "NUMBER", "LAST_CONTACT_AT", "NEXT_FOLLOW_UP_AT"] {
        let mut orders: Vec<Vec<String>> = Vec::new();
        for direction in ["ASC", "DESC"] {
            let (mut after, mut seen): (Value, Vec<String>) = (Value::Null, Vec::new());
            loop {
                let data = manager
                    .graphql(
                        &list(),
                        json!({"first": 2, "after": after, "sort": {"field": field, "direction": direction}}),
                    )
                    .await;
                let page = &data["clients"];
                seen.extend(
                    page["edges"].as_array().unwrap().iter().map(|e| e["node"]["number"].as_str().unwrap().to_owned()),
                );
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
            assert_eq!(seen.len(), 5, "{field} {direction}: {seen:?}");
            orders.push(seen);
        }
        orders[1].reverse();
        assert_eq!(orders[0], orders[1], "{field}: one order is the other reversed");
    }
    let names = w.names(&manager, json!({"sort": {"field": "NAME", "direction": "ASC"}})).await;
    assert_eq!(names[..3], ["Bea Adams", "Zoë Adams", "Björn Ångström"]);
}

/// MASK-03, MASK-04: hidden fields are neither filtered nor sorted by, and a cursor holds nothing of them.
#[tokio::test]
async fn mask_03_sealed_fields_are_filtered_only_by_those_who_read_them() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    people(&w, &manager).await;
    let found = |filter: Value| {
        let (w, manager) = (&w, &manager);
        async move { w.names(manager, json!({"filter": filter})).await.len() }
    };
    assert_eq!(found(json!({"email": {"equals": "P1@MAIL1.example"}})).await, 1);
    assert_eq!(found(json!({"email": {"domain": "mail0.example"}})).await, 3);
    assert_eq!(found(json!({"phone": {"equals": "+34612345670"}})).await, 1);
    assert_eq!(found(json!({"phone": {"lastFour": "5673"}})).await, 1);
    assert_eq!(found(json!({"phone": {"isPresent": false}})).await, 0);
    assert_eq!(found(json!({"underAge": true})).await, 0);
    assert_eq!(found(json!({"or": [{"country": ["SE"]}, {"and": [{"country": ["GB"]}, {"not": {"email": {"domain": "mail1.example"}}}]}]})).await, 2);
    let ana = w.app.sign_in(&w.ana).await;
    for filter in [
        json!({"email": {"equals": "p1@mail1.example"}}),
        json!({"email": {"isPresent": true}}),
        json!({"phone": {"lastFour": "5673"}}),
        json!({"underAge": true}),
        json!({"not": {"email": {"domain": "x.y"}}}),
    ] {
        assert_eq!(ana.graphql_refusal(&list(), json!({"filter": filter})).await, "invalid_input", "{filter}");
        assert_eq!(ana.graphql_refusal(COUNT, json!({"filter": filter})).await, "invalid_input", "{filter}");
    }
    for sort in ["EMAIL", "PHONE", "DATE_OF_BIRTH"] {
        let answer = manager.ask(&list(), json!({"sort": {"field": sort, "direction": "ASC"}})).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "invalid_input");
    }
}

#[tokio::test]
async fn counts_and_filters_respect_reach() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    people(&w, &manager).await;
    let hers = w.olga_of_ana(&manager).await;
    let other = w.create(&manager, with(olga(), json!({"email": "o2@mail.example", "phone": "+34612345679"}))).await;
    let ana = w.app.sign_in(&w.ana).await;
    assert_eq!(manager.graphql(COUNT, json!({})).await["clientCount"], json!({"value": 7, "capped": false}));
    assert_eq!(ana.graphql(COUNT, json!({})).await["clientCount"]["value"], 1);
    assert_eq!(ana.graphql(COUNT, json!({"search": "adams"})).await["clientCount"]["value"], 0);
    let others = w.tom.id.to_string();
    assert!(w.names(&ana, json!({"filter": {"not": {"owner": {"in": [others]}}}})).await.len() == 1);
    assert!(
        w.names(&ana, json!({"filter": {"or": [{"owner": {"isNull": true}}, {"owner": {"isNull": false}}]}})).await
            == ["Olga Novak"]
    );
    // which of these a list holds: those within reach that fit
    let these = json!([hers["id"], other["id"]]);
    assert_eq!(w.names(&manager, json!({"filter": {"ids": these}})).await.len(), 2);
    assert_eq!(w.names(&ana, json!({"filter": {"ids": these}})).await, ["Olga Novak"]);
    let free = json!({"ids": these, "owner": {"isNull": true}});
    assert_eq!(manager.graphql(COUNT, json!({"filter": free})).await["clientCount"]["value"], 1);
}

#[tokio::test]
async fn a_filter_is_bounded_and_its_mistakes_are_named() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let mut deep = json!({"country": ["ES"]});
    for _ in 0..6 {
        deep = json!({"and": [deep]});
    }
    let wide = json!({"or": vec![json!({"country": ["ES"]}); 33]});
    for filter in [
        deep,
        wide,
        json!({}),
        json!({"owner": {}}),
        json!({"owner": {"in": ["cli_x"]}}),
        json!({"country": []}),
        json!({"ids": []}),
        json!({"ids": ["cli_x"]}),
    ] {
        assert_eq!(manager.graphql_refusal(&list(), json!({"filter": filter})).await, "invalid_input", "{filter}");
    }
    for after in ["x", "eyJ9", "e30"] {
        assert_eq!(manager.graphql_refusal(&list(), json!({"after": after})).await, "invalid_input");
    }
    for first in [0, 201, -1] {
        assert_eq!(manager.graphql_refusal(&list(), json!({"first": first})).await, "invalid_input");
    }
}

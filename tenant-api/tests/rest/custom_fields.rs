//! The broker's own fields through the website door: what there is, sent with a registration, read back.

use crate::support::start;
use crate::website::{clients, manager, refusals, website};
use crm_testing::{Answer, Browser};
use serde_json::{Value, json};

const FIELD: &str = "field { id version key choices { id label retired } } errors { code }";

async fn made(browser: &Browser, input: Value) -> Value {
    let document =
        format!("mutation($input: CreateCustomFieldInput!) {{ createCustomField(input: $input) {{ {FIELD} }} }}");
    let answer = browser.graphql(&document, json!({ "input": input })).await["createCustomField"].take();
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["field"].clone()
}

async fn change(browser: &Browser, input: Value) {
    let document =
        format!("mutation($input: ChangeCustomFieldInput!) {{ changeCustomField(input: $input) {{ {FIELD} }} }}");
    let answer = browser.graphql(&document, json!({ "input": input })).await;
    assert_eq!(answer["changeCustomField"]["errors"], json!([]), "{answer}");
}

fn places(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}

/// Fields of each kind; the number is personal, the text is required of staff. Gives the field of choices.
async fn book(maria: &Browser) -> Value {
    made(maria, json!({"label": "Employer", "kind": "TEXT", "required": true})).await;
    made(maria, json!({"label": "Yearly income", "kind": "NUMBER", "class": "DATE_OF_BIRTH"})).await;
    made(maria, json!({"label": "Contract ends", "kind": "DATE"})).await;
    let tier = made(maria, json!({"label": "Tier", "kind": "CHOICE", "choices": ["Gold", "Silver", "Bronze"]})).await;
    made(maria, json!({"label": "Speaks at events", "kind": "FLAG"})).await;
    let mut choices = tier["choices"].clone();
    choices[2]["retired"] = json!(true);
    change(maria, json!({"id": tier["id"], "version": 1, "choices": choices})).await;
    tier
}

fn olga(custom: &Value) -> String {
    json!({"first_name": "Olga", "custom_fields": custom}).to_string()
}

#[tokio::test]
async fn a_website_learns_the_fields_sends_values_and_reads_them_back() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let tier = book(&maria).await;
    let site = website(&app, &atlas, &maria, &["client.create", "client.view", "contact.view"]).await;
    let listed = site.get("/v1/custom-fields").await;
    assert_eq!(listed.status(), 200, "{}", listed.text());
    let fields = listed.json()["data"].as_array().unwrap().clone();
    let keys: Vec<&str> = fields.iter().map(|field| field["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["employer", "yearly_income", "contract_ends", "tier", "speaks_at_events"]);
    assert_eq!(
        fields[1],
        json!({"key": "yearly_income", "label": "Yearly income", "kind": "number", "personal": true, "required": false, "choices": []})
    );
    let gold = json!({"id": tier["choices"][0]["id"], "label": "Gold"});
    let silver = json!({"id": tier["choices"][1]["id"], "label": "Silver"});
    assert_eq!(fields[3]["choices"], json!([gold, silver]), "without the retired one");

    let sent = json!({"employer": " Harbour Lines ", "yearly_income": "52000.50", "contract_ends": "2027-03-31",
        "tier": gold["id"], "speaks_at_events": "true"});
    let answer = site.post(olga(&sent)).await;
    assert_eq!(answer.status(), 201, "{}", answer.text());
    assert!(!answer.text().contains("Harbour"), "MASK-24");
    let path = format!("/v1/clients/{}", answer.json()["id"].as_str().unwrap());
    let plain = |value: &str| json!({"value": value, "masked": false, "choice_id": null});
    let read = site.get(&path).await.json()["custom_fields"].clone();
    let whole = json!({"employer": plain("Harbour Lines"), "yearly_income": plain("52000.5"), "contract_ends": plain("2027-03-31"),
        "tier": {"value": "Gold", "masked": false, "choice_id": gold["id"]}, "speaks_at_events": plain("true")});
    assert_eq!(read, whole);
    // nothing is required of a website; what is null or blank is none
    let bare = site.post(olga(&json!({"employer": null, "tier": " "}))).await;
    assert_eq!(bare.status(), 201, "{}", bare.text());
    site.register("Ada").await;
    let page = site.get("/v1/clients").await.json();
    let shown: Vec<&Value> = page["data"].as_array().unwrap().iter().map(|client| &client["custom_fields"]).collect();
    assert_eq!(shown, [&json!({}), &json!({}), &whole]);
    let trail = "SELECT count(*) FROM crm.audit_event WHERE action = 'client.registered' AND body LIKE '%custom.tier%'";
    assert_eq!(app.number(trail).await, 1);

    let speaks = maria.graphql("{ customFields { id key version } }", json!({})).await["customFields"][4].clone();
    change(&maria, json!({"id": speaks["id"], "version": speaks["version"], "archived": true})).await;
    assert!(site.get(&path).await.json()["custom_fields"]["speaks_at_events"].is_null());
    assert_eq!(site.get("/v1/custom-fields").await.json()["data"].as_array().unwrap().len(), 4);
    let gone = site.post(olga(&json!({"speaks_at_events": "true"}))).await;
    assert_eq!(places(&gone), [("/custom_fields/speaks_at_events".to_owned(), "archived_field".to_owned())]);
}

#[tokio::test]
async fn every_wrong_value_is_named_by_the_key_of_its_field() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let tier = book(&maria).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post(olga(&json!({"tier": tier["choices"][0]["id"]}))).await.status(), 201);
    let wrong = site
        .post(olga(
            &json!({"employer": "x".repeat(501), "yearly_income": "olga@novak.example", "contract_ends": "31.3.2027",
            "tier": "Gold", "speaks_at_events": "perhaps"}),
        ))
        .await;
    assert_eq!((wrong.status(), wrong.code().as_str()), (422, "invalid_input"));
    assert!(!wrong.text().contains("novak"), "{}", wrong.text());
    let place = |key: &str, code: &str| (format!("/custom_fields/{key}"), code.to_owned());
    let found = places(&wrong);
    for place in [
        place("employer", "too_long"),
        place("yearly_income", "invalid_number"),
        place("contract_ends", "invalid_date"),
        place("tier", "unknown_id"),
        place("speaks_at_events", "invalid_flag"),
    ] {
        assert!(found.contains(&place), "{place:?} in {found:?}");
    }
    let retired = site.post(olga(&json!({"tier": tier["choices"][2]["id"]}))).await;
    assert_eq!(places(&retired), [place("tier", "retired_choice")]);
    let unknown = site.post(olga(&json!({"shoe_size": "43", "olga@novak.example": "x"}))).await;
    let mut found = places(&unknown);
    found.sort();
    assert_eq!(found, [("/custom_fields".to_owned(), "unknown_field".to_owned()), place("shoe_size", "unknown_field")]);
    assert!(!unknown.text().contains("novak"), "{}", unknown.text());
    for (body, pointer) in [
        (json!(["x"]), "/custom_fields"),
        (json!({"tier": 1}), "/custom_fields/tier"),
        (json!({"tier": true}), "/custom_fields/tier"),
    ] {
        let answer = site.post(olga(&body)).await;
        assert_eq!((answer.status(), answer.code().as_str()), (400, "invalid_body"), "{body}");
        assert_eq!(places(&answer)[0].0, pointer, "{}", answer.text());
    }
    assert_eq!(clients(&app).await, 1);
}

/// MASK-03: what follows a class is a mask for a key without `contact.view`, in a client and in a page.
#[tokio::test]
async fn mask_03_personal_fields_are_masked_without_contact_view() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let tier = book(&maria).await;
    let whole = website(&app, &atlas, &maria, &["client.create", "client.view", "contact.view"]).await;
    let masked = website(&app, &atlas, &maria, &["client.view"]).await;
    let create = website(&app, &atlas, &maria, &["client.create"]).await;
    let sent = json!({"yearly_income": "52000", "tier": tier["choices"][0]["id"]});
    let id = create.post(olga(&sent)).await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/clients/{id}");
    assert!(whole.get(&path).await.text().contains("52000"), "the allowed twin");
    for path in [path.as_str(), "/v1/clients"] {
        let seen = masked.get(path).await;
        let client = if path == "/v1/clients" { seen.json()["data"][0].clone() } else { seen.json() };
        assert_eq!(
            client["custom_fields"]["yearly_income"],
            json!({"value": "••••••", "masked": true, "choice_id": null})
        );
        assert_eq!(client["custom_fields"]["tier"]["value"], "Gold", "an open field is read");
        assert!(!seen.text().contains("52000"), "{}", seen.text());
    }
    // definitions are for those who register and for those who read
    for site in [&masked, &create] {
        assert_eq!(site.get("/v1/custom-fields").await.status(), 200);
    }
    let other = website(&app, &atlas, &maria, &["trading_account.view"]).await;
    let refused = other.get("/v1/custom-fields").await;
    assert_eq!((refused.status(), refused.code().as_str()), (403, "forbidden"));
    assert_eq!(refusals(&app, "forbidden").await, 1);
}

/// ISO-01, ISO-02: another broker's keys and choices are nobody's.
#[tokio::test]
async fn iso_02_another_brokers_fields_are_nobodys() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nina) = (manager(&app, &atlas).await, manager(&app, &north).await);
    let tier = book(&maria).await;
    let own = made(&nina, json!({"label": "Tier", "kind": "CHOICE", "choices": ["One"]})).await;
    let other = website(&app, &north, &nina, &["client.create"]).await;
    assert_eq!(other.post(olga(&json!({"tier": own["choices"][0]["id"]}))).await.status(), 201, "the allowed twin");
    let listed = other.get("/v1/custom-fields").await;
    assert_eq!(listed.json()["data"].as_array().unwrap().len(), 1);
    let foreign = other.post(olga(&json!({"tier": tier["choices"][0]["id"]}))).await;
    assert_eq!(places(&foreign), [("/custom_fields/tier".to_owned(), "unknown_id".to_owned())]);
    let missing = other.post(olga(&json!({"employer": "x"}))).await;
    assert_eq!(places(&missing), [("/custom_fields/employer".to_owned(), "unknown_field".to_owned())]);
    assert_eq!(clients(&app).await, 1);
}

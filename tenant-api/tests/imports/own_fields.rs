//! Columns that become fields of the broker's own: guessed, read by kind, written, taken back, masked.

use super::masks::masked_importer;
use super::world::{Import, World, world};
use crm_testing::Browser;
use serde_json::{Value, json};

const FIELD: &str = "field { id version key choices { id label retired } } errors { code }";
const CREATE: &str =
    "mutation($input: CreateClientInput!) { createClient(input: $input) { client { id version } errors { code } } }";
const OPEN: &str = "mutation($id: ID!) { openClient(id: $id) { client { profile { customFields { fieldId value { display masked } } } } } }";
const FIELDS: &str = "{ importFields { field label maxLength mayFill mayOverwrite customField { id key kind required archived choices { label } } } }";

async fn made(browser: &Browser, input: Value) -> Value {
    let document =
        format!("mutation($input: CreateCustomFieldInput!) {{ createCustomField(input: $input) {{ {FIELD} }} }}");
    let answer = browser.graphql(&document, json!({ "input": input })).await["createCustomField"].take();
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["field"].clone()
}

async fn changed(browser: &Browser, input: Value) -> Value {
    let document =
        format!("mutation($input: ChangeCustomFieldInput!) {{ changeCustomField(input: $input) {{ {FIELD} }} }}");
    let answer = browser.graphql(&document, json!({ "input": input })).await["changeCustomField"].take();
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["field"].clone()
}

/// One field of each kind; the number follows dates of birth, and one of the choices is retired.
struct Book {
    employer: Value,
    income: Value,
    ends: Value,
    tier: Value,
    speaks: Value,
}

async fn book(manager: &Browser) -> Book {
    let tier = made(manager, json!({"label": "Tier", "kind": "CHOICE", "choices": ["Gold", "Silver", "Bronze"]})).await;
    let mut choices = tier["choices"].clone();
    choices[2]["retired"] = json!(true);
    Book {
        employer: made(manager, json!({"label": "Employer", "kind": "TEXT"})).await,
        income: made(manager, json!({"label": "Yearly income", "kind": "NUMBER", "class": "DATE_OF_BIRTH"})).await,
        ends: made(manager, json!({"label": "Contract ends", "kind": "DATE"})).await,
        tier: changed(manager, json!({"id": tier["id"], "version": 1, "choices": choices})).await,
        speaks: made(manager, json!({"label": "Speaks at events", "kind": "FLAG"})).await,
    }
}

const FILE: &str = "First name,E-mail,Employer,yearly_income,Contract ends,TIER,Speaks at events\n\
    Olga,olga@novak.example,Harbour Lines,52000.50,31/12/2027,gold,نعم\n\
    Ivan,ivan@petrov.example,North Mill,-3,02/03/2027,Silver,no\n\
    Marta,marta@silva.example,Own business,a lot,31/02/2027,Iron,perhaps\n\
    Jean,jean@dupont.example,,,,Bronze,\n";

/// What an opened profile shows of the broker's own fields, by their ids.
async fn shown(browser: &Browser, client: &Value) -> Value {
    let opened = browser.graphql(OPEN, json!({"id": client})).await;
    let mut values = json!({});
    for value in opened["openClient"]["client"]["profile"]["customFields"].as_array().unwrap() {
        values[value["fieldId"].as_str().unwrap()] = value["value"]["display"].clone();
    }
    values
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

fn columns(import: &Value) -> &Vec<Value> {
    import["columns"].as_array().unwrap()
}

fn codes(problems: &Value) -> Vec<&str> {
    problems.as_array().unwrap().iter().filter_map(|problem| problem["code"].as_str()).collect()
}

/// The columns as they were found out, with the rules of some places.
fn with_rules(import: &Value, rules: &[(usize, &str)]) -> Value {
    let of = |column: &Value| {
        let place = usize::try_from(column["index"].as_u64().unwrap()).unwrap();
        let rule = rules.iter().find(|(at, _)| *at == place).map_or(column["rule"].clone(), |(_, rule)| json!(rule));
        json!({"index": column["index"], "field": column["field"], "customFieldId": column["customFieldId"], "rule": rule,
            "dateOrder": column["dateOrder"]})
    };
    columns(import).iter().map(of).collect()
}

#[tokio::test]
async fn columns_become_the_brokers_own_fields_and_undo_brings_them_back() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let b = book(&manager).await;
    let known = json!([{"fieldId": b.employer["id"], "value": "Old Mill"}, {"fieldId": b.tier["id"], "value": b.tier["choices"][1]["id"]}]);
    let input =
        json!({"kind": "INDIVIDUAL", "firstName": "Olga", "email": "olga@novak.example", "customFields": known});
    let olga = manager.graphql(CREATE, json!({ "input": input })).await["createClient"]["client"]["id"].clone();

    let import = w.bring(&w.manager, "own.csv", FILE.as_bytes()).await;
    let now = import.now().await;
    let named: Vec<&Value> = columns(&now).iter().map(|column| &column["customFieldId"]).collect();
    let fields = [&b.employer, &b.income, &b.ends, &b.tier, &b.speaks].map(|field| &field["id"]);
    assert_eq!(named[2..], fields, "by labels and by a key, however they are spelt: {now}");
    assert_eq!(columns(&now)[4]["dateOrder"], "DMY");
    let columns = with_rules(&now, &[(2, "OVERWRITE"), (5, "ONLY_IF_BLANK")]);
    import.map(json!({"columns": columns, "onMatch": "UPDATE", "matchBy": ["EMAIL"]})).await;
    let counts = import.check().await;
    assert_eq!(
        (&counts["create"], &counts["update"], &counts["error"]),
        (&json!(1), &json!(1), &json!(2)),
        "an exact dry run: {counts}"
    );
    let bad = import.rows(json!(["ERROR"])).await;
    assert_eq!(codes(&bad[0]["problems"]), ["invalid_number", "invalid_date", "unknown_choice", "not_yes_or_no"]);
    assert_eq!(codes(&bad[1]["problems"]), ["retired_choice"]);
    let iron = &bad[0]["problems"][2];
    assert_eq!((&iron["customFieldId"], &iron["column"], &iron["found"]), (&b.tier["id"], &json!(5), &json!("Iron")));
    assert_eq!(iron["message"], "Use one of the field's choices: Gold, Silver.");

    import.through().await;
    let ivan = import.rows(json!(["CREATE"])).await[0]["client"]["id"].clone();
    let of = |field: &Value, seen: &Value| seen[id(field)].clone();
    let seen = shown(&manager, &ivan).await;
    assert_eq!((of(&b.employer, &seen), of(&b.income, &seen)), (json!("North Mill"), json!("-3")));
    assert_eq!((of(&b.ends, &seen), of(&b.tier, &seen)), (json!("2027-03-02"), json!("Silver")));
    assert_eq!(of(&b.speaks, &seen), "false");
    let seen = shown(&manager, &olga).await;
    assert_eq!(of(&b.employer, &seen), "Harbour Lines", "overwritten");
    assert_eq!(of(&b.tier, &seen), "Silver", "it was not blank");
    assert_eq!((of(&b.income, &seen), of(&b.ends, &seen)), (json!("52000.5"), json!("2027-12-31")));
    assert_eq!(of(&b.speaks, &seen), "true");
    let open = "SELECT count(*) FROM crm.custom_value WHERE position('North'::bytea IN text_sealed) > 0";
    assert_eq!(w.app.number(open).await, 0, "words rest sealed");
    let told = "SELECT count(*) FROM crm.audit_event WHERE body LIKE '%custom_fields%' AND body LIKE '%contract_ends%'";
    assert_eq!(w.app.number(told).await, 1, "the trail says which fields were filled");

    let again = w.bring(&w.manager, "again.csv", FILE.replace("Olga,", "Olha,").as_bytes()).await;
    assert_eq!(again.now().await["mappingRemembered"], true);
    let counts = again.check().await;
    assert_eq!((&counts["skip"], &counts["update"]), (&json!(2), &json!(0)), "the same values are no change: {counts}");

    let undone = import.undo().await;
    assert_eq!((&undone["restored"], &undone["refused"]), (&json!(1), &json!(0)), "{undone}");
    let seen = shown(&manager, &olga).await;
    assert_eq!((of(&b.employer, &seen), of(&b.tier, &seen)), (json!("Old Mill"), json!("Silver")));
    assert!([&b.income, &b.ends, &b.speaks].into_iter().all(|field| of(field, &seen).is_null()), "{seen}");
}

#[tokio::test]
async fn a_new_client_has_what_is_required_from_a_column_a_default_or_one_value() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let desk = made(&manager, json!({"label": "Desk", "kind": "TEXT", "required": true})).await;
    let file =
        |extra: &str| format!("First name,E-mail,Room\nAda,ada@novak.example,One\nBo,bo@novak.example,{extra}\n");
    let import = w.bring(&w.manager, "desk.csv", file("").as_bytes()).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(0), &json!(2)), "asked as of staff by hand: {counts}");
    let problem = &counts["problems"][0];
    assert_eq!((&problem["code"], &problem["customFieldId"]), (&json!("required"), &desk["id"]));
    assert!(problem["message"].as_str().unwrap().contains("Desk"), "{problem}");

    let column = |more: Value| {
        let mut column = json!({"index": 2, "customFieldId": desk["id"]});
        column.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!([{"index": 0, "field": "FIRST_NAME"}, {"index": 1, "field": "EMAIL"}, column])
    };
    import.map(json!({"columns": column(json!({}))})).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(1), &json!(1)), "a blank cell is none: {counts}");
    import.map(json!({"columns": column(json!({"default": "Two"}))})).await;
    assert_eq!(import.check().await["create"], 2);

    let people = json!([{"index": 0, "field": "FIRST_NAME"}, {"index": 1, "field": "EMAIL"}]);
    let constants = json!([{"customFieldId": desk["id"], "value": "Three"}]);
    for wrong in [json!([{"customFieldId": desk["id"], "field": "SOURCE", "value": "x"}]), json!([{"value": "x"}])] {
        let document = "mutation($input: MapImportInput!) { mapImport(input: $input) { errors { code } } }";
        let input = json!({"id": import.id, "version": import.now().await["version"], "headerRow": 1, "columns": people, "constants": wrong,
            "matchBy": [], "onMatch": "SKIP", "onRepeat": "SKIP", "assignment": {"mode": "NOBODY"}});
        assert_eq!(import.browser.graphql_refusal(document, json!({ "input": input })).await, "invalid_input");
    }
    let twice = import.try_map(json!({"columns": column(json!({})), "constants": constants})).await;
    assert_eq!(codes(&twice["errors"]), ["mapped_twice"]);
    import.map(json!({"columns": people, "constants": constants})).await;
    let done = import.through().await;
    assert_eq!(done["written"]["create"], 2);
    assert_eq!(done["constants"], json!([{"field": null, "customFieldId": desk["id"], "value": "Three"}]));
    assert_eq!(w.app.number("SELECT count(*) FROM crm.custom_value WHERE text_sealed IS NOT NULL").await, 2);

    // what was mapped is remembered; a field that was archived meanwhile is not filled any more
    let next = w.bring(&w.manager, "next.csv", file("Four").replace("novak", "sand").as_bytes()).await;
    let now = next.now().await;
    assert_eq!((&now["mappingRemembered"], &now["constants"]), (&json!(true), &done["constants"]));
    changed(&manager, json!({"id": desk["id"], "version": 1, "archived": true})).await;
    let refused = next.try_map(json!({"constants": constants})).await;
    assert_eq!(codes(&refused["errors"]), ["archived_field"]);
    let last = w.bring(&w.manager, "last.csv", file("Five").replace("novak", "stone").as_bytes()).await;
    assert_eq!(last.now().await["constants"], json!([]));
    assert_eq!(last.check().await["create"], 2);
}

/// MASK-14, MASK-10: what follows a class that the role does not show is masked wherever cells stand, and is not changed.
#[tokio::test]
async fn mask_14_a_field_that_follows_a_class_is_masked_and_not_overwritten() {
    let mut w = world().await;
    let masked = masked_importer(&mut w).await;
    let manager = w.app.sign_in(&w.manager).await;
    let b = book(&manager).await;
    let file =
        "First name,Reference id,Employer,Yearly income\nOlga,A-1,Harbour Lines,52000.50\nIvan,A-2,North Mill,61k\n";
    let whole = w.bring(&w.manager, "whole.csv", file.as_bytes()).await;
    assert!(whole.now().await.to_string().contains("52000.50"), "the allowed twin");
    let map = async |import: &Import<'_>, rule: &str, on_match: &str| {
        let columns = json!([{"index": 0, "field": "FIRST_NAME"}, {"index": 1, "field": "EXTERNAL_ID"},
            {"index": 2, "customFieldId": b.employer["id"], "rule": "OVERWRITE"}, {"index": 3, "customFieldId": b.income["id"], "rule": rule}]);
        import.try_map(json!({"columns": columns, "matchBy": ["EXTERNAL_ID"], "onMatch": on_match})).await["errors"]
            .clone()
    };
    assert_eq!(map(&whole, "OVERWRITE", "UPDATE").await, json!([]));
    whole.through().await;

    let changed = file.replace("Harbour Lines", "City Hospital").replace("52000.50", "99000").replace("61k", "77k");
    let import = w.bring(&masked, "probe.csv", changed.as_bytes()).await;
    let fields = import.browser.graphql(FIELDS, json!({})).await;
    let fills = |field: &Value| {
        let all = fields["importFields"].as_array().unwrap();
        let found = all.iter().find(|info| info["customField"]["id"] == field["id"]).unwrap();
        (found["mayFill"].clone(), found["mayOverwrite"].clone())
    };
    assert_eq!(fills(&b.employer), (json!(true), json!(true)));
    assert_eq!(fills(&b.income), (json!(false), json!(false)));
    assert_eq!(codes(&map(&import, "OVERWRITE", "UPDATE").await), ["not_visible"]);
    assert_eq!(map(&import, "KEEP", "UPDATE").await, json!([]));
    let samples = import.now().await.to_string();
    let counts = import.check().await;
    assert_eq!((&counts["update"], &counts["error"]), (&json!(1), &json!(1)), "{counts}");
    let rows = serde_json::to_string(&import.rows(json!(null)).await).unwrap();
    let failed = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.text();
    for (place, text) in [("samples", &samples), ("rows", &rows), ("report", &failed)] {
        assert!(!text.contains("99000") && !text.contains("77k"), "{place}: {text}");
        assert!(text.contains("North Mill"), "an open field is read: {place}");
    }
    import.through().await;
    let (income, number) = (uuid(&b.income), "SELECT millionths FROM crm.custom_value WHERE field_id");
    assert_eq!(w.app.number(&format!("{number} = '{income}'")).await, 52_000_500_000, "kept");
}

fn uuid(field: &Value) -> uuid::Uuid {
    crm_model::CustomFieldId::parse(id(field)).unwrap().uuid()
}

/// ISO-02: another broker's field is nobody's.
#[tokio::test]
async fn iso_02_a_column_does_not_become_another_brokers_field() {
    let w: World = world().await;
    let north = w.app.tenant("north").await;
    let nina = w.app.sign_in(&w.app.staff(&north, "CRM Manager").await).await;
    let theirs = made(&nina, json!({"label": "Employer", "kind": "TEXT", "required": true})).await;
    let import = w.bring(&w.manager, "own.csv", FILE.as_bytes()).await;
    let now = import.now().await;
    assert!(columns(&now).iter().all(|column| column["customFieldId"].is_null()), "{now}");
    let map = async |field: &str| {
        let columns = json!([{"index": 0, "field": "FIRST_NAME"}, {"index": 2, "customFieldId": field}]);
        import.try_map(json!({"columns": columns, "matchBy": []})).await["errors"].clone()
    };
    let nobodys = crm_model::CustomFieldId::generate().to_string();
    assert_eq!(codes(&map(id(&theirs)).await), ["unknown_id"]);
    assert_eq!(map(id(&theirs)).await, map(&nobodys).await);
    assert_eq!(import.check().await["create"], 4, "and nothing of theirs is required here");
}

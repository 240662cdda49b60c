//! Fields that a broker adds to its clients: who makes them, who reads and writes them, what a list may ask of them.

use super::documents::{AUDIT, change};
use super::world::{World, olga, with, world};
use crm_testing::Browser;
use serde_json::{Value, json};

const FIELD: &str = "id version key label kind class required archived filterable choices { id label retired }";
const ERRORS: &str = "errors { code path }";
const SHOWN: &str = "fieldId choiceId value { display masked canReveal present }";

async fn define(browser: &Browser, input: Value) -> Value {
    let document = format!(
        "mutation M($input: CreateCustomFieldInput!) {{ createCustomField(input: $input) {{ field {{ {FIELD} }} {ERRORS} }} }}"
    );
    browser.graphql(&document, json!({ "input": input })).await["createCustomField"].clone()
}

async fn made(browser: &Browser, input: Value) -> Value {
    let answer = define(browser, input).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["field"].clone()
}

async fn redefine(browser: &Browser, input: Value) -> Value {
    let document = format!(
        "mutation M($input: ChangeCustomFieldInput!) {{ changeCustomField(input: $input) {{ field {{ {FIELD} }} {ERRORS} }} }}"
    );
    browser.graphql(&document, json!({ "input": input })).await["changeCustomField"].clone()
}

async fn fields(browser: &Browser) -> Value {
    browser.graphql(&format!("{{ customFields {{ {FIELD} }} }}"), json!({})).await["customFields"].clone()
}

async fn edit(browser: &Browser, client: &Value, version: i64, values: Value) -> Value {
    let input = json!({"id": client["id"], "version": version, "customFields": values});
    browser.graphql(&change("editClient", "EditClientInput"), json!({ "input": input })).await["editClient"].clone()
}

/// The values of one client in the list, by field.
async fn listed(browser: &Browser, client: &Value) -> Value {
    let document =
        format!("query Q($ids: [ID!]!) {{ clientCustomFields(clientIds: $ids) {{ clientId values {{ {SHOWN} }} }} }}");
    let found = browser.graphql(&document, json!({"ids": [client["id"]]})).await["clientCustomFields"].clone();
    let mut values = json!({});
    for value in found[0]["values"].as_array().into_iter().flatten() {
        values[value["fieldId"].as_str().unwrap()] = value.clone();
    }
    values
}

/// The values of an opened profile, by field.
async fn opened(browser: &Browser, client: &Value) -> Value {
    let document = format!(
        "mutation O($id: ID!) {{ openClient(id: $id) {{ client {{ profile {{ customFields {{ {SHOWN} }} }} }} }} }}"
    );
    let answer = browser.graphql(&document, json!({"id": client["id"]})).await;
    let mut values = json!({});
    for value in answer["openClient"]["client"]["profile"]["customFields"].as_array().unwrap() {
        values[value["fieldId"].as_str().unwrap()] = value.clone();
    }
    values
}

async fn found(browser: &Browser, condition: Value) -> Vec<String> {
    let document = "query Q($filter: ClientFilter) { clients(filter: $filter) { edges { node { displayName } } } }";
    let data = browser.graphql(document, json!({"filter": {"customField": condition}})).await;
    let edges = data["clients"]["edges"].as_array().unwrap();
    let mut names: Vec<String> =
        edges.iter().map(|edge| edge["node"]["displayName"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// What stands against a question.
async fn refusal(browser: &Browser, condition: Value) -> String {
    let document = "query Q($filter: ClientFilter) { clients(filter: $filter) { edges { node { id } } } }";
    browser.ask(document, json!({"filter": {"customField": condition}})).await.text()
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["code"].as_str().unwrap_or_else(|| panic!("no error in {answer}"))
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

/// One field of each kind; the number follows dates of birth.
struct Book {
    text: Value,
    number: Value,
    date: Value,
    choice: Value,
    flag: Value,
}

async fn book(manager: &Browser) -> Book {
    Book {
        text: made(manager, json!({"label": "Employer", "kind": "TEXT"})).await,
        number: made(manager, json!({"label": "Yearly income", "kind": "NUMBER", "class": "DATE_OF_BIRTH"})).await,
        date: made(manager, json!({"label": "Contract ends", "kind": "DATE"})).await,
        choice: made(manager, json!({"label": "Tier", "kind": "CHOICE", "choices": ["Gold", "Silver"]})).await,
        flag: made(manager, json!({"label": "Speaks at events", "kind": "FLAG"})).await,
    }
}

impl Book {
    fn values(&self) -> Value {
        json!([
            {"fieldId": self.text["id"], "value": " Harbour Lines "},
            {"fieldId": self.number["id"], "value": "52000.50"},
            {"fieldId": self.date["id"], "value": "2027-03-31"},
            {"fieldId": self.choice["id"], "value": self.choice["choices"][0]["id"]},
            {"fieldId": self.flag["id"], "value": "true"},
        ])
    }

    async fn olga(&self, w: &World, manager: &Browser) -> Value {
        let input = with(olga(), json!({"ownerId": w.ana.id.to_string(), "customFields": self.values()}));
        w.create(manager, input).await
    }
}

#[tokio::test]
async fn a_manager_makes_fields_and_an_agent_does_not() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let tier = made(&manager, json!({"label": "Tier", "kind": "CHOICE", "choices": ["Gold", "Silver"]})).await;
    assert_eq!((&tier["key"], &tier["version"]), (&json!("tier"), &json!(1)));
    assert_eq!(code(&define(&manager, json!({"label": "TIER", "kind": "TEXT"})).await), "taken");
    assert_eq!(
        code(&define(&manager, json!({"label": "Score", "kind": "NUMBER", "key": "Bad key"})).await),
        "invalid_key"
    );
    assert_eq!(
        code(&define(&manager, json!({"label": "Mail", "kind": "TEXT", "class": "EMAIL"})).await),
        "invalid_class"
    );
    assert_eq!(code(&define(&manager, json!({"label": "Level", "kind": "CHOICE"})).await), "required");
    let ana = w.app.sign_in(&w.ana).await;
    let document =
        format!("mutation M($input: CreateCustomFieldInput!) {{ createCustomField(input: $input) {{ {ERRORS} }} }}");
    let refused = ana.ask(&document, json!({"input": {"label": "Mine", "kind": "TEXT"}})).await;
    assert!(refused.text().contains("forbidden"), "{}", refused.text());
    assert_eq!(fields(&ana).await.as_array().unwrap().len(), 1, "an agent reads what there is");
}

#[tokio::test]
async fn a_choice_is_renamed_and_retired_and_a_colleagues_change_is_not_lost() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let all = book(&manager).await;
    let client = all.olga(&w, &manager).await;
    let (gold, silver) = (&all.choice["choices"][0]["id"], &all.choice["choices"][1]["id"]);
    let choices = json!([{"label": "Platinum", "retired": false}, {"id": gold, "label": "Golden", "retired": true}, {"id": silver, "label": "Silver", "retired": false}]);
    let input = json!({"id": all.choice["id"], "version": 1, "choices": choices});
    let changed = redefine(&manager, input.clone()).await;
    assert_eq!(changed["errors"], json!([]), "{changed}");
    assert_eq!(changed["field"]["choices"][0]["label"], "Platinum");
    assert_eq!(code(&redefine(&manager, input).await), "conflict");
    let lost =
        json!({"id": all.choice["id"], "version": 2, "choices": [{"id": silver, "label": "Silver", "retired": false}]});
    assert_eq!(code(&redefine(&manager, lost).await), "missing_choice");
    assert_eq!(listed(&manager, &client).await[id(&all.choice)]["value"]["display"], "Golden", "the client keeps it");
    let again = json!([{"fieldId": all.choice["id"], "value": silver}]);
    assert_eq!(edit(&manager, &client, 1, again).await["errors"], json!([]));
    let retired = edit(&manager, &client, 2, json!([{"fieldId": all.choice["id"], "value": gold}])).await;
    assert_eq!(code(&retired), "retired_choice");
    assert_eq!(retired["errors"][0]["path"], json!(["customFields", all.choice["id"]]));
    let archived = redefine(&manager, json!({"id": all.flag["id"], "version": 1, "archived": true})).await;
    assert_eq!(archived["field"]["archived"], true);
    let gone = edit(&manager, &client, 2, json!([{"fieldId": all.flag["id"], "value": "false"}])).await;
    assert_eq!(code(&gone), "archived_field");
}

#[tokio::test]
async fn values_are_written_with_the_client_and_stand_in_the_trail() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let all = book(&manager).await;
    let client = all.olga(&w, &manager).await;
    let seen = opened(&manager, &client).await;
    assert_eq!(seen[id(&all.text)]["value"]["display"], "Harbour Lines");
    assert_eq!(seen[id(&all.number)]["value"]["display"], "52000.5");
    assert_eq!(seen[id(&all.date)]["value"]["display"], "2027-03-31");
    assert_eq!(seen[id(&all.choice)]["value"]["display"], "Gold");
    assert_eq!(seen[id(&all.choice)]["choiceId"], all.choice["choices"][0]["id"]);
    assert_eq!(seen[id(&all.flag)]["value"]["display"], "true");
    let sealed =
        w.app.number("SELECT count(*) FROM crm.custom_value WHERE position('Harbour'::bytea IN text_sealed) > 0").await;
    assert_eq!(sealed, 0, "words rest sealed");
    let wrong = json!([
        {"fieldId": all.number["id"], "value": "a lot"},
        {"fieldId": all.date["id"], "value": "31.03.2027"},
        {"fieldId": all.flag["id"], "value": "perhaps"},
        {"fieldId": "fld_00000000000000000000000000", "value": "x"},
    ]);
    let refused = edit(&manager, &client, 1, wrong).await;
    let codes: Vec<&str> =
        refused["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["invalid_number", "invalid_date", "invalid_flag", "unknown_id"]);
    let next = json!([{"fieldId": all.text["id"], "value": "North Mill"}, {"fieldId": all.date["id"], "value": null}]);
    let saved = edit(&manager, &client, 1, next.clone()).await;
    assert_eq!((&saved["errors"], &saved["client"]["version"]), (&json!([]), &json!(2)), "{saved}");
    assert_eq!(code(&edit(&manager, &client, 1, next.clone()).await), "conflict");
    let same = edit(&manager, &client, 2, next).await;
    assert_eq!(same["client"]["version"], 2, "what does not differ is no change");
    let trail = manager.graphql(AUDIT, json!({"filter": {"actions": ["client.changed"]}})).await;
    let changes = &trail["auditEvents"]["edges"][0]["node"]["changes"];
    let told = |field: &str| changes.as_array().unwrap().iter().find(|change| change["field"] == field).unwrap();
    let employer = told("custom.employer");
    assert_eq!(employer["before"]["display"], "Harbour Lines");
    assert_eq!(employer["after"]["display"], "North Mill");
    assert_eq!(told("custom.contract_ends")["before"]["display"], "2027-03-31");
    let verified = manager.graphql("mutation { verifyAudit { ok } }", json!({})).await;
    assert_eq!(verified["verifyAudit"]["ok"], true, "{verified}");
}

#[tokio::test]
async fn staff_fill_in_what_is_required() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let tier = made(&manager, json!({"label": "Desk", "kind": "TEXT", "required": true})).await;
    let create = change("createClient", "CreateClientInput");
    let refused = manager.graphql(&create, json!({"input": olga()})).await["createClient"].clone();
    assert_eq!(code(&refused), "required");
    assert_eq!(refused["errors"][0]["path"], json!(["customFields", tier["id"]]));
    let client =
        w.create(&manager, with(olga(), json!({"customFields": [{"fieldId": tier["id"], "value": "One"}]}))).await;
    let cleared = edit(&manager, &client, 1, json!([{"fieldId": tier["id"], "value": null}])).await;
    assert_eq!(code(&cleared), "required");
}

#[tokio::test]
async fn a_list_asks_each_kind_what_it_can_answer() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let all = book(&manager).await;
    all.olga(&w, &manager).await;
    w.create(&manager, with(olga(), json!({"firstName": "Irina", "customFields": [{"fieldId": all.number["id"], "value": "-3"}, {"fieldId": all.flag["id"], "value": "false"}, {"fieldId": all.choice["id"], "value": all.choice["choices"][1]["id"]}, {"fieldId": all.date["id"], "value": "2026-12-01"}]}))).await;
    let ask = |field: &Value, more: Value| with(json!({"fieldId": field["id"]}), more);
    let (both, olga, irina) = (vec!["Irina Novak", "Olga Novak"], vec!["Olga Novak"], vec!["Irina Novak"]);
    assert_eq!(found(&manager, ask(&all.text, json!({"isPresent": true}))).await, olga);
    assert_eq!(found(&manager, ask(&all.text, json!({"isPresent": false}))).await, irina);
    assert_eq!(found(&manager, ask(&all.number, json!({"min": "52000.5", "max": "52000.5"}))).await, olga);
    assert_eq!(found(&manager, ask(&all.number, json!({"above": "52000.5"}))).await, Vec::<String>::new());
    assert_eq!(found(&manager, ask(&all.number, json!({"below": "0"}))).await, irina);
    assert_eq!(found(&manager, ask(&all.number, json!({"min": "-3", "below": "60000"}))).await, both);
    assert_eq!(found(&manager, ask(&all.date, json!({"from": "2027-01-01"}))).await, olga);
    assert_eq!(found(&manager, ask(&all.date, json!({"before": "2027-03-31"}))).await, irina);
    assert_eq!(found(&manager, ask(&all.choice, json!({"choiceIds": [all.choice["choices"][1]["id"]]}))).await, irina);
    assert_eq!(found(&manager, ask(&all.flag, json!({"is": true}))).await, olga);
    assert!(refusal(&manager, ask(&all.text, json!({"min": "1"}))).await.contains("invalid_condition"));
    assert!(refusal(&manager, ask(&all.text, json!({}))).await.contains("one question"));
    let unknown = json!({"fieldId": "fld_00000000000000000000000000", "isPresent": true});
    assert!(refusal(&manager, unknown).await.contains("unknown_id"));
}

/// MASK-03, MASK-10, MASK-14: who sees a class masked does not read, ask for or overwrite a field that follows it.
#[tokio::test]
async fn mask_03_a_field_that_follows_a_class_is_masked_everywhere() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let all = book(&manager).await;
    let client = all.olga(&w, &manager).await;
    let income = id(&all.number);
    assert_eq!(listed(&manager, &client).await[income]["value"]["display"], "52000.5", "the allowed twin");
    let ana = w.app.sign_in(&w.ana).await;
    for seen in [listed(&ana, &client).await, opened(&ana, &client).await] {
        assert_eq!(
            seen[income]["value"],
            json!({"display": "••••••", "masked": true, "canReveal": true, "present": true})
        );
        assert_eq!(seen[id(&all.text)]["value"]["display"], "Harbour Lines", "an open field is read");
    }
    let asked = refusal(&ana, json!({"fieldId": income, "above": "1"})).await;
    assert!(asked.contains("field_not_filterable"), "{asked}");
    assert!(refusal(&ana, json!({"fieldId": income, "isPresent": true})).await.contains("field_not_filterable"));
    let named = fields(&ana).await;
    let of = |field: &Value| {
        named.as_array().unwrap().iter().find(|f| f["id"] == field["id"]).unwrap()["filterable"].clone()
    };
    assert_eq!((of(&all.number), of(&all.text)), (json!(false), json!(true)));
    let written = edit(&ana, &client, 1, json!([{"fieldId": income, "value": "1"}])).await;
    assert_eq!(code(&written), "not_visible");
    // the trail follows the reader, too
    let raised = edit(&manager, &client, 1, json!([{"fieldId": income, "value": "61000"}])).await;
    assert_eq!(raised["errors"], json!([]));
    let filter = json!({"filter": {"actions": ["client.changed"]}});
    let told = manager.graphql(AUDIT, filter.clone()).await;
    assert_eq!(told["auditEvents"]["edges"][0]["node"]["changes"][0]["after"]["display"], "61000");
    let auditor = w.app.sign_in(&w.app.staff(&w.atlas, "Read-only auditor").await).await;
    let masked = auditor.graphql(AUDIT, filter).await.to_string();
    assert!(masked.contains("custom.yearly_income") && !masked.contains("61000"), "{masked}");
    // with a reason, and counted
    let reveal = "mutation R($input: RevealInput!) { revealContact(input: $input) { value left errors { code } } }";
    let input = json!({"clientId": client["id"], "customFieldId": income, "field": "DATE_OF_BIRTH", "reason": "Checks the limit for leverage"});
    let shown = ana.graphql(reveal, json!({ "input": input })).await;
    assert_eq!(shown["revealContact"]["value"], "61000", "{shown}");
    let open = json!({"clientId": client["id"], "customFieldId": all.text["id"], "field": "ADDRESS", "reason": "Checks the limit for leverage"});
    let refused = ana.graphql(reveal, json!({ "input": open })).await;
    assert_eq!(refused["revealContact"]["errors"][0]["code"], "not_masked");
    // a dealer does not learn that there is a value
    let dealer = w.app.sign_in(&w.app.staff(&w.atlas, "Dealer").await).await;
    assert!(listed(&dealer, &client).await[income].is_null());
    assert_eq!(opened(&dealer, &client).await[income]["value"]["present"], false);
}

/// ISO-02: another broker's fields, choices and clients are nobody's.
#[tokio::test]
async fn iso_02_another_brokers_fields_are_nobodys() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let all = book(&manager).await;
    let client = all.olga(&w, &manager).await;
    let north = w.app.tenant("north").await;
    let nina = w.app.sign_in(&w.app.staff(&north, "CRM Manager").await).await;
    assert_eq!(fields(&nina).await, json!([]));
    assert_eq!(listed(&nina, &client).await, json!({}));
    let theirs = w.create(&nina, olga()).await;
    for field in [&all.text, &all.choice] {
        let named = edit(&nina, &theirs, 1, json!([{"fieldId": field["id"], "value": "x"}])).await;
        assert_eq!(code(&named), "unknown_id");
    }
    let own = made(&nina, json!({"label": "Tier", "kind": "CHOICE", "choices": ["One"]})).await;
    let foreign = json!([{"fieldId": own["id"], "value": all.choice["choices"][0]["id"]}]);
    assert_eq!(code(&edit(&nina, &theirs, 1, foreign).await), "unknown_id");
    let missing = json!({"id": all.text["id"], "version": 1, "label": "Taken over"});
    let document =
        format!("mutation M($input: ChangeCustomFieldInput!) {{ changeCustomField(input: $input) {{ {ERRORS} }} }}");
    let answer = nina.ask(&document, json!({ "input": missing })).await;
    assert!(answer.text().contains("not_found"), "{}", answer.text());
    assert!(refusal(&nina, json!({"fieldId": all.text["id"], "isPresent": true})).await.contains("unknown_id"));
    // an agent of another team does not reach the client
    let tom = w.app.sign_in(&w.tom).await;
    assert_eq!(listed(&tom, &client).await, json!({}));
}

/// A view keeps thresholds, never words; who may not ask gets it without the condition.
#[tokio::test]
async fn mask_03_a_view_goes_on_without_what_its_reader_may_not_ask() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let all = book(&manager).await;
    let document =
        "mutation M($input: CreateSavedViewInput!) { createSavedView(input: $input) { view { id } errors { code } } }";
    let save = async |items: Value| {
        let definition = json!({"filter": {"join": "all", "items": items}, "columns": [{"name": all.number["id"], "pinned": false, "width": null}]});
        let input = json!({"name": "Income", "audience": "EVERYBODY", "definition": definition});
        manager.graphql(document, json!({ "input": input })).await["createSavedView"].clone()
    };
    let words = json!([{"field": "custom", "custom": all.text["id"], "values": ["Harbour Lines"]}]);
    assert_eq!(code(&save(words).await), "invalid_condition");
    let unfit = json!([{"field": "custom", "custom": all.text["id"], "min": "1"}]);
    assert_eq!(code(&save(unfit).await), "invalid_condition");
    let items = json!([{"field": "custom", "custom": all.number["id"], "above": "40000"}, {"field": "custom", "custom": all.flag["id"], "on": true}]);
    let saved = save(items).await;
    assert_eq!(saved["errors"], json!([]), "{saved}");
    let read = "{ savedViews { views { name dropped definition { filter columns { name } } } } }";
    let theirs = |data: Value| {
        data["savedViews"]["views"].as_array().unwrap().iter().find(|v| v["name"] == "Income").unwrap().clone()
    };
    let whole = theirs(manager.graphql(read, json!({})).await);
    assert_eq!(whole["definition"]["filter"]["items"].as_array().unwrap().len(), 2);
    assert_eq!(whole["definition"]["columns"][0]["name"], all.number["id"]);
    let ana = w.app.sign_in(&w.ana).await;
    let part = theirs(ana.graphql(read, json!({})).await);
    assert_eq!(part["dropped"], json!(["DATE_OF_BIRTH"]));
    assert_eq!(
        part["definition"]["filter"]["items"],
        json!([{"field": "custom", "custom": all.flag["id"], "on": true}])
    );
}

#[tokio::test]
async fn the_profile_is_laid_out_by_the_broker() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let field = made(&manager, json!({"label": "Employer", "kind": "TEXT"})).await;
    let document = format!(
        "mutation M($input: ChangeProfileLayoutInput!) {{ changeProfileLayout(input: $input) {{ layout {{ version sections {{ title fields }} }} {ERRORS} }} }}"
    );
    let lay = async |browser: &Browser, version: i32, sections: Value| {
        let input = json!({"version": version, "sections": sections});
        browser.graphql(&document, json!({ "input": input })).await["changeProfileLayout"].clone()
    };
    let sections = json!([{"title": "Work", "fields": [field["id"], "source"]}]);
    let saved = lay(&manager, 0, sections.clone()).await;
    assert_eq!(saved["layout"], json!({"version": 1, "sections": sections}), "{saved}");
    assert_eq!(code(&lay(&manager, 0, json!([])).await), "conflict");
    let second = lay(&manager, 1, json!([{"title": "Work", "fields": ["source"]}])).await;
    assert_eq!(second["layout"]["version"], 2);
    assert_eq!(code(&lay(&manager, 2, json!([{"title": "Work", "fields": ["salary"]}])).await), "unknown_field");
    let ana = w.app.sign_in(&w.ana).await;
    let read = ana.graphql("{ profileLayout { version sections { title } } }", json!({})).await;
    assert_eq!(read["profileLayout"], json!({"version": 2, "sections": [{"title": "Work"}]}));
    let refused = ana.ask(&document, json!({"input": {"version": 2, "sections": []}})).await;
    assert!(refused.text().contains("forbidden"), "{}", refused.text());
}

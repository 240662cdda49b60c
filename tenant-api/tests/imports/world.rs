//! Atlas FX with a manager who imports, a second one, two agents; and what every story does with a file.

use crate::support::start;
use bytes::Bytes;
use crm_model::TeamId;
use crm_testing::{Answer, Broker, Browser, Person, TestApp};
use http::{Method, header};
use serde_json::{Value, json};

/// Everybody of these stories.
pub struct World {
    pub app: TestApp,
    pub atlas: Broker,
    pub madrid: TeamId,
    pub manager: Person,
    pub other: Person,
    pub ana: Person,
    pub tom: Person,
}

pub async fn world() -> World {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let madrid = app.team(&atlas, "Madrid", None, None).await;
    let manager = app.staff(&atlas, "CRM Manager").await;
    let other = app.staff(&atlas, "CRM Manager").await;
    let ana = app.staff_in(&atlas, &["Agent"], Some(madrid)).await;
    let tom = app.staff_in(&atlas, &["Agent"], Some(madrid)).await;
    World { app, atlas, madrid, manager, other, ana, tom }
}

const IMPORT: &str = "id version state fileName size received fileHash format refusal { code message } encoding delimiter quote
    sheets sheet headerRow rowCount mappingRemembered matchBy mayMatchBy onMatch onRepeat skipBadRows forgotten mine
    columns { index name samples field customFieldId rule dateOrder } constants { field customFieldId value } counts { create update skip error repeats matches problems { code column customFieldId message count } }
    written { create update skip error } undo { deleted archived restored refused possible } progress { done total }
    assignment { mode owners { id } shares { owner { id } count } }";
const ROW: &str = "row outcome repeats cells { value masked fixed } problems { column customFieldId code message found severity } client { id number displayName }";

/// Good leads with three mistakes: an address that is none, a day that is none, a person without a name.
pub const LEADS: &str = "First name,Last name,E-mail,Phone,Country,Date of birth,Source\n\
    Olga,Novak,olga@novak.example,+34 612 345 678,ES,1988-04-02,Fair\n\
    Ivan,Petrov,ivan@petrov,+34 655 443 322,ES,1979-11-17,Fair\n\
    Marta,Silva,marta@silva.example,+351 912 345 678,PT,31/02/1990,Fair\n\
    ,,nobody@else.example,+34 655 443 323,ES,,Fair\n\
    Jean,Dupont,jean@dupont.example,+33 6 12 34 56 78,FR,1992-09-05,Website\n\
    Olga,Nowak,OLGA@novak.example,+34 612 345 678,ES,1988-04-02,Fair\n";

/// A file on its way.
pub struct Import<'a> {
    pub world: &'a World,
    pub person: Person,
    pub browser: Browser,
    pub id: String,
}

impl World {
    /// Somebody brings a file, and it is read.
    pub async fn bring(&self, person: &Person, name: &str, file: &[u8]) -> Import<'_> {
        let import = self.upload(person, name, file).await;
        import.read(json!({})).await;
        import
    }

    /// Somebody brings a file; nothing reads it yet.
    pub async fn upload(&self, person: &Person, name: &str, file: &[u8]) -> Import<'_> {
        let browser = self.app.sign_in(person).await;
        let started = browser
            .graphql(
                &format!("mutation($input: StartImportInput!) {{ startImport(input: $input) {{ import {{ {IMPORT} partSize }} errors {{ code }} }} }}"),
                json!({"input": {"fileName": name, "size": file.len()}}),
            )
            .await;
        let import = &started["startImport"]["import"];
        assert!(import.is_object(), "{started}");
        let id = import["id"].as_str().unwrap().to_owned();
        let part = usize::try_from(import["partSize"].as_u64().unwrap()).unwrap();
        let import = Import { world: self, person: person.clone(), browser, id };
        for (n, bytes) in file.chunks(part).enumerate() {
            let answer = import.part(n, bytes).await;
            assert_eq!(answer.status(), 204, "{}", answer.text());
        }
        import
    }

    /// How many clients the broker has.
    pub async fn clients(&self) -> i64 {
        self.app.number("SELECT count(*) FROM crm.client WHERE archived_at IS NULL").await
    }
}

impl Import<'_> {
    pub async fn part(&self, n: usize, bytes: &[u8]) -> Answer {
        let mut request = self.browser.request(Method::POST, &format!("/imports/{}/parts/{n}", self.id), None);
        request.headers_mut().insert(header::CONTENT_TYPE, "application/octet-stream".parse().unwrap());
        *request.body_mut() = Bytes::copy_from_slice(bytes);
        self.browser.send(request).await
    }

    /// The import as it stands.
    pub async fn now(&self) -> Value {
        let document = format!("query($id: ID!) {{ clientImport(id: $id) {{ {IMPORT} }} }}");
        self.browser.graphql(&document, json!({"id": self.id})).await["clientImport"].take()
    }

    /// One step by its mutation; gives the payload.
    pub async fn try_step(&self, mutation: &str, input_type: &str, more: Value) -> Value {
        let mut input = json!({"id": self.id, "version": self.now().await["version"]});
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        let document = format!(
            "mutation($input: {input_type}!) {{ {mutation}(input: $input) {{ import {{ id version state }} errors {{ code message path }} }} }}"
        );
        self.browser.graphql(&document, json!({"input": input})).await[mutation].take()
    }

    pub async fn step(&self, mutation: &str, input_type: &str, more: Value) {
        let payload = self.try_step(mutation, input_type, more).await;
        assert_eq!(payload["errors"], json!([]), "{mutation}");
        self.world.app.run_jobs().await;
    }

    pub async fn read(&self, options: Value) {
        self.step("readImport", "ReadImportInput", options).await;
    }

    /// Maps by what was found out, with some choices changed.
    pub async fn map(&self, choices: Value) {
        let payload = self.try_map(choices).await;
        assert_eq!(payload["errors"], json!([]));
    }

    pub async fn try_map(&self, choices: Value) -> Value {
        let now = self.now().await;
        let columns: Vec<Value> = now["columns"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|column| !column["field"].is_null() || !column["customFieldId"].is_null())
            .map(|c| json!({"index": c["index"], "field": c["field"], "customFieldId": c["customFieldId"], "rule": c["rule"], "dateOrder": c["dateOrder"]}))
            .collect();
        let mut input = json!({"headerRow": now["headerRow"], "columns": columns, "matchBy": now["matchBy"], "onMatch": now["onMatch"],
            "onRepeat": now["onRepeat"], "assignment": {"mode": "NOBODY"}});
        for (key, value) in choices.as_object().unwrap() {
            input[key] = value.clone();
        }
        self.try_step("mapImport", "MapImportInput", input).await
    }

    /// The dry run; gives its counts.
    pub async fn check(&self) -> Value {
        self.step("checkImport", "StepImportInput", json!({})).await;
        let now = self.now().await;
        assert_eq!(now["state"], "CHECKED", "{now}");
        now["counts"].clone()
    }

    pub async fn step_up(&self) {
        let code = self.world.app.next_code(&self.person);
        let answer = self.browser.post("/auth/step-up", &json!({"code": code})).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
    }

    pub async fn commit(&self, skip_bad: bool) -> Value {
        self.step_up().await;
        let payload = self.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": skip_bad})).await;
        self.world.app.run_jobs().await;
        payload
    }

    /// Brought to its end: tried out, written without the rows that have problems; gives the import.
    pub async fn through(&self) -> Value {
        self.check().await;
        let payload = self.commit(true).await;
        assert_eq!(payload["errors"], json!([]));
        let now = self.now().await;
        assert_eq!(now["state"], "COMMITTED", "{now}");
        now
    }

    pub async fn undo(&self) -> Value {
        self.step_up().await;
        self.step("undoImport", "StepImportInput", json!({})).await;
        let now = self.now().await;
        assert_eq!(now["state"], "UNDONE", "{now}");
        now["undo"].clone()
    }

    /// Rows, all or with some outcomes.
    pub async fn rows(&self, outcomes: Value) -> Vec<Value> {
        let document = format!(
            "query($id: ID!, $outcomes: [ImportOutcome!]) {{ clientImportRows(id: $id, outcomes: $outcomes, first: 100) {{ edges {{ node {{ {ROW} }} }} }} }}"
        );
        let data = self.browser.graphql(&document, json!({"id": self.id, "outcomes": outcomes})).await;
        data["clientImportRows"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
    }

    pub async fn plain(&self, mutation: &str) -> Value {
        let document = format!(
            "mutation($id: ID!) {{ {mutation}(id: $id) {{ import {{ id version state }} errors {{ code }} }} }}"
        );
        self.browser.graphql(&document, json!({"id": self.id})).await[mutation].take()
    }
}

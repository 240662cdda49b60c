//! ISO-02, ISO-05: at every place where an id comes in, another broker's live id is answered like nobody's.

use crate::entries::{self, Call, Entry};
use crate::inputs::{Input, Inputs};
use crate::outcome::{bare, is_ok, word};
use crate::places::{Kind, Place, row};
use crate::snapshot::Table;
use crate::support::battery::Battery;
use crate::versions::version_of;
use crate::world::World;
use crm_model::{ClientId, ContactId, CustomChoiceId, CustomFieldId, RoleId, StatusOptionId, TagId};
use serde_json::{Value, json};

/// Whose id is put in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours,
    Theirs,
    Nobodys,
}

/// An id of what the place names.
fn id_for(world: &World, entry_kind: Kind, input: &Input, whose: Whose) -> String {
    let place = match whose {
        Whose::Ours if entry_kind.is_personal() || entry_kind == Kind::Note => Place::Own,
        Whose::Ours => Place::Other,
        Whose::Theirs => Place::Foreign,
        Whose::Nobodys => Place::Unknown,
    };
    let of = |kind: Kind| row(world, &world.vera, kind, place);
    let broker = if whose == Whose::Theirs { &world.north } else { &world.atlas };
    let owner = if whose == Whose::Theirs { &world.nina } else { world.actor("Tom") };
    let nobodys = whose == Whose::Nobodys;
    let tag = |name: &str| if nobodys { TagId::generate().to_string() } else { broker.tags[name].to_string() };
    let status =
        |name: &str| if nobodys { StatusOptionId::generate().to_string() } else { broker.statuses[name].to_string() };
    let choice = || match whose {
        Whose::Ours => world.ours.choice.clone(),
        Whose::Theirs => world.theirs.choice.clone(),
        Whose::Nobodys => CustomChoiceId::generate().to_string(),
    };
    match input.ends() {
        // beside the first of two clients that are the same person stands the second
        ("id", "kept") | ("keptId" | "fromId", _) => of(Kind::Twin),
        ("id", "others") | ("otherIds", _) if whose == Whose::Ours => world.ours.twins.other.clone(),
        ("id", "others") | ("otherIds", _) => of(Kind::Twin),
        ("id", "choices") => choice(),
        ("id" | "token", _) => of(entry_kind),
        ("serverId", _) => of(Kind::Server),
        ("productId", _) => of(Kind::Product),
        ("accountId", _) => of(Kind::Account),
        ("operationId", _) => of(Kind::Balance),
        ("commandId", _) => of(Kind::Trade),
        ("clientId" | "clientIds" | "targetId", _) | ("ids", "filter") => of(Kind::Client),
        ("ownerIds", _) => of(Kind::Staff),
        ("contactId", _) if nobodys => ContactId::generate().to_string(),
        ("contactId", _) => owner.phone.clone(),
        ("ownerId" | "participantIds" | "leaderId" | "actorId" | "requestedById" | "assigneeId", _)
        | ("absentId" | "staffId", _)
        | ("in", "owner") => of(Kind::Staff),
        // nobody covers himself
        ("coverId", _) if whose == Whose::Ours => world.vera.person.id.to_string(),
        ("coverId", _) => of(Kind::Staff),
        ("teamId", _) | ("in", "team") => of(Kind::Team),
        ("parentId", _) => of(Kind::EmptyTeam),
        ("roleId", "roleEnds") if nobodys => RoleId::generate().to_string(),
        ("roleId", "roleEnds") => broker.role("Agent").to_string(),
        ("roleIds" | "roleId", _) => of(Kind::SpareRole),
        ("viewId", _) => of(Kind::View),
        ("doneTaskId", _) => of(Kind::Task),
        ("nextIds", _) => status("Converted"),
        ("tagIds" | "remove" | "addTagIds" | "removeTagIds", _) | ("in", "tag") => tag("VIP"),
        ("customFieldId", _) if nobodys => CustomFieldId::generate().to_string(),
        ("customFieldId", _) if whose == Whose::Ours => world.ours.personal_field.clone(),
        ("customFieldId", _) => world.theirs.personal_field.clone(),
        ("fieldId", _) => of(Kind::Field),
        ("choiceIds", _) => choice(),
        ("add", _) => tag("Newsletter"),
        ("salesStatusId" | "statusId", _) => status("Interested"),
        ("retentionStatusId", _) => status("Active"),
        // those that somebody has
        ("in", "salesStatus") => status("New"),
        ("in", "retentionStatus") => status("Dormant"),
        _ => panic!("{} takes an id of what? Say it in tests/coverage/ids.rs", input.name()),
    }
}

/// A condition on a broker's own field names the field and asks something; a kind of mistake has a name.
fn whole_question(variables: &mut Value, field: &str) {
    match variables {
        Value::Object(parts) => {
            for (name, part) in parts {
                if name == "customField" && part.is_object() {
                    if part.get("choiceIds").is_none() {
                        part["isPresent"] = json!(true);
                    }
                    if part.get("fieldId").is_none() {
                        part["fieldId"] = json!(field);
                    }
                } else if name == "problem" && part.is_object() {
                    part["code"] = json!("invalid_date");
                } else {
                    whole_question(part, field);
                }
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(|part| whole_question(part, field)),
        _ => {}
    }
}

#[tokio::test]
async fn iso_02_another_brokers_id_is_nobodys_wherever_it_is_put() {
    let world = World::new().await;
    let (battery, inputs) = (Battery::of_schema(), Inputs::of_schema());
    let mut wrong = Vec::new();
    let head = ["operation", "place", "ours", "another broker's", "nobody's"];
    let mut table = Table::new(head.into_iter().map(str::to_owned).collect());
    // the trail first: it names what was refused later
    let (trail, rest): (Vec<&Entry>, Vec<&Entry>) =
        entries::all().into_iter().partition(|entry| ["auditEvents", "takeAuditFile"].contains(&entry.operation));
    for entry in trail.into_iter().chain(rest) {
        let fields = [battery.root("Query"), battery.root("Mutation")].concat();
        let field = fields.iter().find(|field| field.name.node == entry.operation).unwrap();
        for input in inputs.of(field, &["ID"]).into_iter().chain(token(entry.operation)) {
            let mut answers = Vec::new();
            for whose in [Whose::Ours, Whose::Theirs, Whose::Nobodys] {
                let own = if entry.kind.is_personal() || entry.kind == Kind::Note { Place::Own } else { Place::Other };
                let named =
                    if entry.kind == Kind::Nothing { String::new() } else { row(&world, &world.vera, entry.kind, own) };
                let version = version_of(&world, &named).await;
                let call = Call { world: &world, me: &world.vera, id: &named, version };
                let variables = alone(&input, (entry.variables)(&call));
                let mut variables = input.put(&variables, json!(id_for(&world, entry.kind, &input, whose)));
                whole_question(&mut variables, &world.ours.field);
                let answer = world.vera.browser.ask(&battery.operation(entry.operation), variables).await;
                let said = word(&answer, entry.operation);
                let what = format!("{} with {}: {said}", entry.operation, input.name());
                let written = world.rows.written(&world.app).await;
                if whose == Whose::Ours && !is_ok(&said) {
                    wrong.push(format!("{what}: the allowed twin: {}", answer.text()));
                }
                if whose != Whose::Ours && !written.is_empty() {
                    wrong.push(format!("{what}, and rows were written in {written:?}"));
                }
                world.rows.restore(&world.app).await;
                answers.push((said, answer));
            }
            let (theirs, nobodys) = (bare(&answers[1].1), bare(&answers[2].1));
            if theirs != nobodys {
                wrong.push(format!("{} tells at {}: {theirs:?} and {nobodys:?}", entry.operation, input.name()));
            }
            let words = answers.into_iter().map(|(said, _)| said);
            table.push([entry.operation.to_owned(), input.name()].into_iter().chain(words).collect());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    table.check("ids.tsv");
    the_trail_tells_no_more(&world).await;
}

/// What was refused stands in one's own trail with the id that one sent, and with nothing that tells whose it is.
async fn the_trail_tells_no_more(world: &World) {
    let manager = &world.vera.browser;
    let mut seen = Vec::new();
    for client in [world.nina.client.clone(), ClientId::generate().to_string()] {
        assert_eq!(
            manager
                .graphql_refusal(
                    "mutation M($id: ID!) { openClient(id: $id) { errors { code } } }",
                    json!({"id": client})
                )
                .await,
            "not_found"
        );
        let newest = "{ auditEvents(first: 1) { edges { node { action title refused actor reason targetKind targetId targetLabel changes { field } } } } }";
        seen.push(manager.graphql(newest, json!({})).await.to_string().replace(&client, "ID"));
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].contains("not_found"), "{}", seen[0]);
}

/// What stands beside one list of tags goes: it would be a change of its own.
fn alone(input: &Input, mut variables: Value) -> Value {
    if ["add", "remove"].contains(&input.ends().0) {
        (variables["input"]["add"], variables["input"]["remove"]) = (json!([]), json!([]));
    }
    match input.ends() {
        // a column becomes one thing, and nobody is looked for by what is not mapped any more
        ("customFieldId", holder @ ("columns" | "constants")) => {
            variables["input"][holder][0]["field"] = Value::Null;
            variables["input"]["matchBy"] = json!([]);
        }
        ("customFieldId", "problem") => {}
        // one value is shown at a time
        ("customFieldId", _) => variables["input"]["contactId"] = Value::Null,
        _ => {}
    }
    // as many as match
    if input.path.iter().any(|name| name == "matching") && input.path[0] == "input" {
        variables["input"]["expected"] = Value::Null;
    }
    // and what stands beside the place of an act on many clients would be another act
    let kind = match input.ends() {
        ("statusId", "act") => "SALES_STATUS",
        ("addTagIds" | "removeTagIds", "act") => "TAGS",
        (_, "act") => "ASSIGN",
        _ => return variables,
    };
    let holder = if input.path[0] == "input" { &mut variables["input"] } else { &mut variables };
    holder["act"] = json!({ "kind": kind });
    variables
}

/// A token names a row as an id does.
fn token(operation: &str) -> Option<Input> {
    let inputs = Inputs::of_schema();
    let battery = Battery::of_schema();
    let field = battery.root("Mutation").iter().find(|field| field.name.node == operation)?;
    inputs.of(field, &["String"]).into_iter().find(|input| input.name() == "token")
}

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Call;
use super::answer::{Failure, Outcome};
use super::routes::paged;
use super::show::{self, number};
use crate::engine::{Account, Deal, Engine, NewAccount, PasswordKind, Person, Platform, Refusal};
use crate::mask;
use crate::world::World;

/// Longest name of a group.
const GROUP: usize = 15;

pub(super) fn run(world: &mut World, call: &Call) -> Outcome {
    let engine = &mut world.engine;
    match call.route.as_str() {
        "UserRecordGet" | "UserRecordRequest" => Ok(show::user(engine, own(engine, call.number(0)?)?).into()),
        "UserRecordsRequest" => {
            let found = logins(call).into_iter().filter_map(|login| own(engine, login).ok());
            Ok(found.map(|account| show::user(engine, account)).collect::<Value>().into())
        }
        "UsersRequest" => paged(call, engine.accounts(Platform::Mt4).collect(), |account| show::user(engine, account)),
        "AdmUsersRequestSafe" => {
            let group = call.part(0).unwrap_or_default();
            let found = engine.accounts(Platform::Mt4).filter(|account| mask::matches(group, &account.group));
            Ok(found.map(|account| show::user(engine, account)).collect::<Value>().into())
        }
        "MarginLevelGet" | "MarginLevelRequest" => {
            Ok(show::margin_level(engine, own(engine, call.number(0)?)?)?.into())
        }
        "MarginsGet" => {
            let levels: Result<Value, Refusal> =
                engine.accounts(Platform::Mt4).map(|account| show::margin_level(engine, account)).collect();
            Ok(levels?.into())
        }
        "AdmBalanceCheck" => balance_check(engine, call),
        "UserRecordNew" => create(engine, call),
        "UserPasswordSet" => {
            let login = own(engine, call.number(0)?)?.login;
            let kind = if flag(call, "changeInvestor") { PasswordKind::Investor } else { PasswordKind::Main };
            engine.set_password(login, kind, password(call)?)?;
            Ok(json!(true).into())
        }
        "UserPasswordCheck" => {
            let login = own(engine, call.number(0)?)?.login;
            Ok(json!(engine.check_password(login, PasswordKind::Main, password(call)?).is_ok()).into())
        }
        "UserRecord" | "UserRecordUpdate" => {
            let login = own(engine, call.number(0)?)?.login;
            change(engine, login, fields(call)?)?;
            Ok(show::user(engine, engine.account(login)?).into())
        }
        _ => group_operation(engine, call),
    }
}

/// An account of this server.
pub(super) fn own(engine: &Engine, login: u64) -> Result<&Account, Refusal> {
    let account = engine.account(login)?;
    let shown = engine.group(&account.group).is_some_and(|group| group.platform == Platform::Mt4);
    if shown { Ok(account) } else { Err(Refusal::NotFound) }
}

fn flag(call: &Call, name: &str) -> bool {
    call.query.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
}

fn password(call: &Call) -> Result<&str, Failure> {
    call.body.as_str().ok_or(Failure::validation("the body must be the password as a JSON string"))
}

fn fields(call: &Call) -> Result<&Map<String, Value>, Failure> {
    call.body.as_object().ok_or(Failure::validation("the body must be a JSON object"))
}

/// Logins of the query; the SDKs repeat the name or join by commas.
fn logins(call: &Call) -> Vec<u64> {
    let text = call.query.get("logins").map_or("", String::as_str);
    text.split(',').filter_map(|login| login.trim().parse().ok()).collect()
}

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn create(engine: &mut Engine, call: &Call) -> Outcome {
    let fields = fields(call)?;
    let mut person = Person::default();
    fill(&mut person, fields);
    let count = |name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or(0);
    let group = text(fields, "group").unwrap_or_default();
    if group.is_empty() || group.chars().count() > GROUP {
        return Err(Failure::manager("InvalidData"));
    }
    let login = engine.create_account(&NewAccount {
        login: count("login"),
        platform: Platform::Mt4,
        group,
        person,
        rights: fields.get("enableFlags").and_then(Value::as_u64).unwrap_or(3) & 0xF,
        leverage: u32::try_from(count("leverage")).map_err(|_| Refusal::Parameters)?,
        agent: count("agentAccount"),
        main: String::new(),
        investor: String::new(),
        phone: String::new(),
    })?;
    Ok(show::user(engine, engine.account(login)?).into())
}

/// Takes over the fields that are there; unknown ones mean nothing.
fn change(engine: &mut Engine, login: u64, fields: &Map<String, Value>) -> Result<(), Failure> {
    let group =
        text(fields, "group").filter(|group| engine.account(login).is_ok_and(|account| account.group != *group));
    if let Some(group) = &group {
        engine.change_group(login, group)?;
    }
    if let Some(leverage) = fields.get("leverage").and_then(Value::as_u64) {
        engine.change_leverage(login, u32::try_from(leverage).map_err(|_| Refusal::Parameters)?)?;
    }
    engine.edit_account(login, |person, rights, agent| {
        fill(person, fields);
        if let Some(flags) = fields.get("enableFlags").and_then(Value::as_u64) {
            *rights = (*rights & !0xF) | (flags & 0xF);
        }
        *agent = fields.get("agentAccount").and_then(Value::as_u64).unwrap_or(*agent);
    })?;
    Ok(())
}

fn fill(person: &mut Person, fields: &Map<String, Value>) {
    let places: [(&str, &mut String, usize); 12] = [
        ("name", &mut person.name, 127),
        ("externalId", &mut person.id, 31),
        ("status", &mut person.status, 15),
        ("country", &mut person.country, 31),
        ("city", &mut person.city, 31),
        ("state", &mut person.state, 31),
        ("zipCode", &mut person.zip, 15),
        ("address", &mut person.address, 95),
        ("leadSource", &mut person.lead_source, 31),
        ("phone", &mut person.phone, 31),
        ("email", &mut person.email, 47),
        ("comment", &mut person.comment, 63),
    ];
    for (name, place, longest) in places {
        if let Some(value) = text(fields, name) {
            *place = value.chars().take(longest).collect();
        }
    }
    if let Some(color) = fields.get("userColor").and_then(Value::as_i64) {
        person.color = color.to_string();
    }
}

fn group_operation(engine: &mut Engine, call: &Call) -> Outcome {
    let fields = fields(call)?;
    let list = fields.get("logins").and_then(Value::as_array).filter(|list| !list.is_empty());
    let logins: Vec<u64> =
        list.ok_or(Failure::validation("logins must not be empty"))?.iter().filter_map(Value::as_u64).collect();
    let command = match fields.get("command") {
        Some(Value::Number(number)) => number.to_string(),
        other => other.and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase(),
    };
    for login in &logins {
        own(engine, *login)?;
    }
    for login in logins {
        match command.as_str() {
            "delete" | "0" => engine.delete_account(login)?,
            "enable" | "1" => engine.edit_account(login, |_, rights, _| *rights |= 1)?,
            "disable" | "2" => engine.edit_account(login, |_, rights, _| *rights &= !1)?,
            "leverage" | "3" => {
                let leverage = fields.get("leverage").and_then(Value::as_u64).unwrap_or(0);
                engine.change_leverage(login, u32::try_from(leverage).map_err(|_| Refusal::Parameters)?)?;
            }
            "setgroup" | "4" => engine.change_group(login, &text(fields, "newGroup").unwrap_or_default())?,
            _ => return Err(Failure::validation("command must be Delete, Enable, Disable, Leverage or SetGroup")),
        }
    }
    Ok(json!(true).into())
}

/// Balance beside what the records add up to.
fn balance_check(engine: &Engine, call: &Call) -> Outcome {
    let row = |account: &Account| {
        let deals = engine.deals_of(account.login, i64::MIN, i64::MAX);
        let sum: Decimal = deals.filter(|deal| !deal.action.moves_credit()).map(Deal::amount).sum();
        json!({ "login": account.login, "diff": number(account.balance - sum) })
    };
    if call.part(0).is_some() {
        return Ok(row(own(engine, call.number(0)?)?).into());
    }
    Ok(engine.accounts(Platform::Mt4).map(row).collect::<Value>().into())
}

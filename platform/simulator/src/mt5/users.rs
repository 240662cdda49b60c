use rust_decimal::Decimal;

use super::answer::Answer;
use super::json::{Object, array, fixed};
use super::params::Params;
use super::{needed, show};
use crate::engine::{Account, Engine, NewAccount, PasswordKind, Person, Platform, Refusal};
use crate::mask;
use crate::world::World;

/// Rights of a new account that names none: enabled, password change, confirmed, trailing, experts, reports.
const USUAL_RIGHTS: u64 = 0x1 | 0x2 | 0x20 | 0x40 | 0x100;

pub(super) fn run(world: &mut World, verb: &str, params: &Params) -> Result<Answer, Refusal> {
    let engine = &mut world.engine;
    match verb {
        "add" => add(engine, params),
        "update" => update(engine, params),
        "delete" => {
            let login = own(engine, params)?.login;
            engine.delete_account(login).map(|()| Answer::done())
        }
        "archive/add" => {
            let login = own(engine, params)?.login;
            engine.archive_account(login).map(|()| Answer::done())
        }
        "archive/get" => {
            let account = engine.archived(needed(params, "login")?)?;
            Ok(Answer::with(&show::user(engine, account)))
        }
        "archive/get_batch" => {
            let chosen = |account: &&Account| match (params.numbers("login"), params.text("group")) {
                (Some(logins), _) => logins.contains(&account.login),
                (None, group) => group.is_some_and(|group| mask::matches(group, &account.group)),
            };
            let found = engine.all_archived().filter(chosen);
            Ok(Answer::with(&array(found.map(|account| show::user(engine, account)))))
        }
        "get" => own(engine, params).map(|account| Answer::with(&show::user(engine, account))),
        "get_batch" => {
            let found = chosen(engine, params)?;
            Ok(Answer::with(&array(found.into_iter().map(|account| show::user(engine, account)))))
        }
        "logins" => {
            let found = by_group(engine, params.text("group").ok_or(Refusal::Parameters)?);
            Ok(Answer::with(&array(found.map(|account| super::quoted(account.login)))))
        }
        "total" => {
            let total = engine.accounts(Platform::Mt5).count();
            Ok(Answer::with(&Object::new().with("Total", total).done()))
        }
        "group" => {
            let account = own(engine, params)?;
            Ok(Answer::with(&Object::new().with("Group", &account.group).done()))
        }
        "check_password" => {
            let login = own(engine, params)?.login;
            let password = params.text("password").unwrap_or_default();
            engine.check_password(login, kind(params)?, password).map(|()| Answer::done())
        }
        "change_password" => {
            let login = own(engine, params)?.login;
            let password = params.text("password").unwrap_or_default();
            engine.set_password(login, kind(params)?, password).map(|()| Answer::done())
        }
        "account/get" => {
            let account = own(engine, params)?;
            if !account.active {
                return Err(Refusal::NotFound);
            }
            Ok(Answer::with(&show::account(engine, account)?))
        }
        "account/get_batch" => {
            let found = chosen(engine, params)?.into_iter().filter(|account| account.active);
            let shown: Result<Vec<_>, _> = found.map(|account| show::account(engine, account)).collect();
            Ok(Answer::with(&array(shown?)))
        }
        "check_balance" => check_balance(engine, params),
        _ => Ok(Answer::code(12_000)),
    }
}

/// The account that `login` names, if this server shows it.
pub(super) fn own<'a>(engine: &'a Engine, params: &Params) -> Result<&'a Account, Refusal> {
    visible(engine, needed(params, "login")?)
}

pub(super) fn visible(engine: &Engine, login: u64) -> Result<&Account, Refusal> {
    let account = engine.account(login)?;
    let shown = engine.group(&account.group).is_some_and(|group| group.platform == Platform::Mt5);
    if shown { Ok(account) } else { Err(Refusal::NotFound) }
}

/// Accounts of a mask of groups.
pub(super) fn by_group<'a>(engine: &'a Engine, group: &'a str) -> impl Iterator<Item = &'a Account> {
    engine.accounts(Platform::Mt5).filter(move |account| mask::matches(group, &account.group))
}

/// Accounts of a list of logins or a mask of groups, never of both.
fn chosen<'a>(engine: &'a Engine, params: &'a Params) -> Result<Vec<&'a Account>, Refusal> {
    match (params.numbers("login"), params.text("group")) {
        (Some(logins), None) => Ok(logins.into_iter().filter_map(|login| visible(engine, login).ok()).collect()),
        (None, Some(group)) => Ok(by_group(engine, group).collect()),
        _ => Err(Refusal::Parameters),
    }
}

fn kind(params: &Params) -> Result<PasswordKind, Refusal> {
    match params.text("type") {
        Some("main") => Ok(PasswordKind::Main),
        Some("investor") => Ok(PasswordKind::Investor),
        Some("api") => Ok(PasswordKind::Api),
        _ => Err(Refusal::Parameters),
    }
}

fn add(engine: &mut Engine, params: &Params) -> Result<Answer, Refusal> {
    let mut person = Person::default();
    fill(&mut person, params);
    let text = |name: &str| params.text(name).unwrap_or_default().to_owned();
    if person.name.is_empty() {
        return Err(Refusal::Parameters);
    }
    let login = engine.create_account(&NewAccount {
        login: params.number("login").unwrap_or(0),
        platform: Platform::Mt5,
        group: text("group"),
        person,
        rights: params.number("rights").unwrap_or(USUAL_RIGHTS),
        leverage: needed(params, "leverage")?,
        agent: params.number("agent").unwrap_or(0),
        main: text("passmain"),
        investor: text("passinvestor"),
        phone: if params.text("phonepassword").is_some() { text("phonepassword") } else { text("passphone") },
    })?;
    Ok(Answer::with(&show::user(engine, engine.account(login)?)))
}

fn update(engine: &mut Engine, params: &Params) -> Result<Answer, Refusal> {
    let account = own(engine, params)?;
    let (login, old_group) = (account.login, account.group.clone());
    if let Some(group) = params.text("group").filter(|group| *group != old_group) {
        engine.change_group(login, group)?;
    }
    if let Some(leverage) = params.number("leverage") {
        // A value that cannot be is silently not taken; the answer shows it.
        let _ = engine.change_leverage(login, leverage);
    }
    engine.edit_account(login, |person, rights, agent| {
        fill(person, params);
        *rights = params.number("rights").unwrap_or(*rights);
        *agent = params.number("agent").unwrap_or(*agent);
    })?;
    Ok(Answer::with(&show::user(engine, engine.account(login)?)))
}

/// Takes the fields that are there; one that is too long is silently not taken.
fn fill(person: &mut Person, params: &Params) {
    let parts = ["firstname", "middlename", "lastname"].map(|part| params.text(part).unwrap_or_default());
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        person.name = parts.join(" ");
    }
    let fields: [(&str, &mut String, usize); 17] = [
        ("name", &mut person.name, 127),
        ("company", &mut person.company, 63),
        ("account", &mut person.account, 31),
        ("country", &mut person.country, 31),
        ("language", &mut person.language, 8),
        ("city", &mut person.city, 31),
        ("state", &mut person.state, 31),
        ("zipcode", &mut person.zip, 15),
        ("address", &mut person.address, 127),
        ("phone", &mut person.phone, 31),
        ("email", &mut person.email, 63),
        ("id", &mut person.id, 31),
        ("status", &mut person.status, 15),
        ("comment", &mut person.comment, 63),
        ("color", &mut person.color, 15),
        ("leadsource", &mut person.lead_source, 31),
        ("leadcampaign", &mut person.lead_campaign, 31),
    ];
    for (name, field, longest) in fields {
        if let Some(text) = params.text(name).filter(|text| text.chars().count() <= longest) {
            text.clone_into(field);
        }
    }
}

/// Balance and credit beside what the deals add up to. They never differ here, so there is nothing to fix.
fn check_balance(engine: &Engine, params: &Params) -> Result<Answer, Refusal> {
    let account = own(engine, params)?;
    let digits = engine.group(&account.group).map_or(2, |group| group.digits);
    let sum = |credit: bool| -> Decimal {
        let deals = engine.deals_of(account.login, i64::MIN, i64::MAX);
        deals.filter(|deal| deal.action.moves_credit() == credit).map(crate::engine::Deal::amount).sum()
    };
    let pair = |user: Decimal, history: Decimal| {
        Object::new().with("User", fixed(user, digits)).with("History", fixed(history, digits)).done()
    };
    let answer = Object::new()
        .raw("Balance", &pair(account.balance, sum(false)))
        .raw("Credit", &pair(account.credit, sum(true)));
    Ok(Answer::with(&answer.done()))
}

use chrono::DateTime;

use super::answer::Answer;
use super::json::{Object, array};
use super::params::Params;
use super::{needed, show_configuration as show};
use crate::engine::{Engine, Group, Platform, Refusal, Symbol};
use crate::mask;
use crate::world::World;

/// Most rows of a mask's answer; more are left out with code 14.
const MOST_ROWS: usize = 5_000;

pub(super) fn run(world: &mut World, command: &str, params: &Params) -> Result<Answer, Refusal> {
    let engine = &world.engine;
    let total = |count: usize| Ok(Answer::with(&Object::new().with("Total", count).done()));
    match command {
        "time/server" => Ok(Answer::with(&Object::new().with("Time", server_time(engine)).done())),
        "time/get" => Ok(Answer::with(&time_settings(engine))),
        "common/get" => {
            let common = Object::new().with("Name", "MetaTrader simulator").with("Owner", "Simulated Broker");
            Ok(Answer::with(&common.with("Product", "Simulator").done()))
        }
        "manager/get" => Ok(Answer::with(&manager(world, params)?)),
        "group/total" => total(engine.groups(Platform::Mt5).count()),
        "group/next" => next(params, engine.groups(Platform::Mt5).map(|group| show::group(engine, group))),
        "group/get" => groups(engine, params),
        "symbol/total" => total(engine.symbols().len()),
        "symbol/next" => next(params, engine.symbols().iter().map(|symbol| show::symbol(symbol, None))),
        "symbol/get" => symbols(engine, params, None),
        "symbol/get_group" => {
            let name = params.text("group").ok_or(Refusal::Parameters)?;
            let group = engine.groups(Platform::Mt5).find(|group| group.name == name);
            symbols(engine, params, Some(group.ok_or(Refusal::NotFound)?))
        }
        _ => Ok(Answer::code(12_000)),
    }
}

/// `1572518788 2019.10.31 10:46:28`, both by the server's clock.
fn server_time(engine: &Engine) -> String {
    let local = engine.zone().local(engine.now());
    let shown = DateTime::from_timestamp_millis(local).map(|time| time.format("%Y.%m.%d %H:%M:%S").to_string());
    format!("{} {}", local.div_euclid(1_000), shown.unwrap_or_default())
}

fn time_settings(engine: &Engine) -> String {
    let zone = engine.zone();
    let hours = array(std::iter::repeat_n(super::quoted(1), 24));
    Object::new()
        .with("Daylight", u32::from(zone.daylight))
        .with("DaylightState", u32::from(zone.is_summer(engine.now())))
        .with("TimeZone", zone.minutes)
        .with("TimeServer", "")
        .raw("Days", &array(std::iter::repeat_n(hours, 7)))
        .done()
}

/// The manager who has signed in; the only one there is.
fn manager(world: &World, params: &Params) -> Result<String, Refusal> {
    let login = world.config.manager.login;
    if params.number::<u64>("login").is_some_and(|asked| asked != login) {
        return Err(Refusal::NotFound);
    }
    Ok(Object::new()
        .with("Login", login)
        .with("Name", "CRM manager")
        .with("Mailbox", "CRM")
        .with("Server", 1)
        .with("RequestLimitLogs", 0)
        .with("RequestLimitReports", 0)
        .raw("Groups", &array([super::quoted("*")]))
        .raw("Access", &array([]))
        .done())
}

/// Rows from `index` on; one as an object, several with `count` as an array.
fn next(params: &Params, mut rows: impl Iterator<Item = String>) -> Result<Answer, Refusal> {
    let index: usize = needed(params, "index")?;
    match params.number::<usize>("count") {
        Some(count) => Ok(Answer::with(&array(rows.skip(index).take(count.min(MOST_ROWS))))),
        None => rows.nth(index).map(|row| Answer::with(&row)).ok_or(Refusal::NotFound),
    }
}

fn groups(engine: &Engine, params: &Params) -> Result<Answer, Refusal> {
    if let Some(name) = params.text("group").filter(|name| !is_list(name)) {
        let group = engine.groups(Platform::Mt5).find(|group| group.name == name);
        return Ok(Answer::with(&show::group(engine, group.ok_or(Refusal::NotFound)?)));
    }
    let mask = params.text("mask").or_else(|| params.text("group")).ok_or(Refusal::Parameters)?;
    let found = engine.groups(Platform::Mt5).filter(|group| mask::matches(mask, &group.name));
    Ok(many(found.map(|group| show::group(engine, group)).collect()))
}

fn symbols(engine: &Engine, params: &Params, group: Option<&Group>) -> Result<Answer, Refusal> {
    if let Some(name) = params.text("symbol").filter(|name| !is_list(name)) {
        let id = engine.symbol_id(name).ok_or(Refusal::NotFound)?;
        return Ok(Answer::with(&show::symbol(engine.symbol(id)?, group)));
    }
    let mask = params.text("mask").or_else(|| params.text("symbol")).ok_or(Refusal::Parameters)?;
    let fits = |symbol: &&Symbol| mask::matches(mask, &symbol.path) || mask::matches(mask, &symbol.name);
    Ok(many(engine.symbols().iter().filter(fits).map(|symbol| show::symbol(symbol, group)).collect()))
}

fn is_list(text: &str) -> bool {
    text.contains(['*', ',', '!'])
}

fn many(mut rows: Vec<String>) -> Answer {
    let cut = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    Answer::code(if cut { 14 } else { 0 }).member("answer", &array(rows))
}

//! What is there, at the end of `./dev up` and in `./dev status`.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::demo::Demo;
use crate::dotenv::DotEnv;
use crate::report::Report;
use crate::state::State;
use crate::workspace::Workspace;

/// Prints the addresses and the demo's people; with `--json` one object.
pub fn print(report: &Report, file: &DotEnv, demo: Option<&Demo>, web: u16, mail: u16) {
    if report.is_json() {
        report.out(&object(demo, web, mail).to_string());
        return;
    }
    report.out("");
    let domain = file.get("PLATFORM_DOMAIN").unwrap_or("localhost");
    for tenant in demo.map(|demo| demo.tenants.as_slice()).unwrap_or_default() {
        report.out(&row(&tenant.name, &format!("http://{}.{domain}:{web}", tenant.slug)));
        for person in &tenant.people {
            let code =
                if person.totp_secret.is_some() { format!("   ./dev code {}", person.email) } else { String::new() };
            report.out(&format!("    {:<20} {:<34} {}{code}", person.role, person.email, person.password));
        }
        report.out(&row("  API", &format!("http://api.{}.{domain}:{web}/docs", tenant.slug)));
        for (what, key) in
            [("  API key, registers", &tenant.api_key), ("  API key, all scopes", &tenant.api_key_all_scopes)]
        {
            if let Some(key) = key {
                report.out(&row(what, key));
            }
        }
    }
    report.out(&row("Mail inbox", &format!("http://127.0.0.1:{mail}")));
    if demo.is_none() {
        report.out("  no demo was seeded");
    }
}

/// The object of `./dev up --json` for a stack that is up.
///
/// # Errors
/// When its state or its demo cannot be read.
pub fn describe(workspace: &Workspace) -> Result<Value> {
    let state = State::read(workspace)?;
    let port = |name: &str| state.ports.get(name).copied().with_context(|| format!("the stack has no port for {name}"));
    Ok(object(Demo::read(workspace)?.as_ref(), port("web")?, port("mail")?))
}

fn row(what: &str, value: &str) -> String {
    format!("  {what:<22} {value}")
}

fn object(demo: Option<&Demo>, web: u16, mail: u16) -> Value {
    let tenants: Vec<Value> = demo
        .map(|demo| demo.tenants.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|tenant| {
            json!({
                "slug": tenant.slug,
                "name": tenant.name,
                "portal": format!("http://{}.localhost:{web}", tenant.slug),
                "api": format!("http://api.{}.localhost:{web}", tenant.slug),
                "docs": format!("http://api.{}.localhost:{web}/docs", tenant.slug),
                "api_key": tenant.api_key,
                "api_key_all_scopes": tenant.api_key_all_scopes,
                "people": tenant.people.iter().map(|person| json!({
                    "name": person.name, "email": person.email, "role": person.role,
                    "password": person.password, "totp_secret": person.totp_secret,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"result": "up", "port": web, "mail": format!("http://127.0.0.1:{mail}"), "tenants": tenants})
}

//! `./dev status`: what runs, and where.

use anyhow::Result;
use serde_json::json;

use crate::demo::Demo;
use crate::dotenv::DotEnv;
use crate::report::Report;
use crate::stack::{database, objects, table};
use crate::state::State;
use crate::workspace::Workspace;

/// Prints each part's state; answers whether all of the stack runs.
///
/// # Errors
/// When the state cannot be read.
pub fn print(workspace: &Workspace, report: &Report) -> Result<bool> {
    let state = State::read(workspace)?;
    let mut parts: Vec<(String, bool, String)> = Vec::new();
    match database::existing(&state)? {
        Some(cluster) => parts.push((
            "database".into(),
            cluster.is_running()?,
            format!("private cluster, log {}", cluster.log().display()),
        )),
        None => parts.push((
            "database".into(),
            false,
            "no private cluster (made by ./dev up, or DATABASE_URL is used)".into(),
        )),
    }
    for (name, port) in [("maildev", "mail"), ("simulator", "mt5"), ("tenant-api", "web")] {
        let at = state.ports.get(port).map(|port| format!("127.0.0.1:{port}")).unwrap_or_default();
        parts.push((name.into(), state.is_alive(name), at));
    }
    // without Python there is none
    if let Some(port) = state.ports.get("s3") {
        parts.push((objects::NAME.into(), state.is_alive(objects::NAME), format!("127.0.0.1:{port}")));
    }
    // A server of the person's own is not ours to judge.
    let all = parts.iter().all(|(name, up, _)| *up || (name == "database" && state.cluster.is_none()));
    if report.is_json() {
        let parts: Vec<_> =
            parts.iter().map(|(name, up, detail)| json!({"part": name, "running": up, "detail": detail})).collect();
        report.out(&json!({"running": all, "parts": parts}).to_string());
        return Ok(all);
    }
    for (name, up, detail) in &parts {
        report.out(&format!(
            "  {} {name:<14} {:<9} {detail}",
            if *up { "✓" } else { "·" },
            if *up { "running" } else { "stopped" }
        ));
    }
    if let (true, Some(web), Some(mail)) = (all, state.ports.get("web"), state.ports.get("mail")) {
        table::print(report, &DotEnv::read(&workspace.env_file())?, Demo::read(workspace)?.as_ref(), *web, *mail);
    }
    Ok(all)
}

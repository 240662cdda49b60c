//! The stack's environment: secrets made once, addresses as they are today.

use std::collections::BTreeMap;

use anyhow::Result;

use super::database::url_for;
use crate::dotenv::DotEnv;
use crate::maildev::Address;
use crate::random;
use crate::weed;
use crate::workspace::Workspace;

/// Roles that log in, each with a password of its own (`CRM_APP_PASSWORD`, …).
pub const ROLES: [&str; 6] = ["crm_migrator", "crm_app", "crm_ops", "crm_provision", "crm_queue", "crm_backup"];

/// What tenant-api must not receive: other roles' doors.
const NOT_FOR_TENANT_API: [&str; 5] =
    ["DATABASE_URL", "DATABASE_URL_MIGRATOR", "DATABASE_URL_PROVISION", "DATABASE_URL_OPS", "POSTGRES_ADMIN_PASSWORD"];

/// Addresses of one start.
#[derive(Debug)]
pub struct Addresses {
    /// Port of portals and API.
    pub web: u16,
    /// Port of health and metrics.
    pub ops: u16,
    /// The mail catcher.
    pub mail: Address,
    /// The object store; none: the anchors of the audit go to the file alone.
    pub store: Option<weed::Address>,
}

/// Name of the variable with a role's password.
pub fn password_variable(role: &str) -> String {
    format!("{}_PASSWORD", role.to_ascii_uppercase())
}

/// Makes missing secrets and rewrites the managed part.
///
/// # Errors
/// When there is no randomness, or the server's address is no connection string.
pub fn fill(file: &mut DotEnv, workspace: &Workspace, at: &Addresses, admin_url: &str, database: &str) -> Result<()> {
    file.secret("CONTEXT_MASTER_KEY", random::key)?;
    if file.get("KEK_FILE").is_none() {
        file.secret("KEK", random::key)?;
    }
    let mut managed = BTreeMap::new();
    let mut put = |name: &str, value: String| managed.insert(name.to_owned(), value);
    for role in ROLES {
        let password = file.secret(&password_variable(role), random::password)?;
        let short = role.trim_start_matches("crm_").to_ascii_uppercase();
        if short != "BACKUP" {
            put(&format!("DATABASE_URL_{short}"), url_for(admin_url, role, &password, database)?);
        }
    }
    put("BROKERDESK_PROFILE", "development".into());
    put("PLATFORM_DOMAIN", "localhost".into());
    put("PUBLIC_SCHEME", "http".into());
    put("PUBLIC_PORT", at.web.to_string());
    put("LISTEN", format!("127.0.0.1:{}", at.web));
    put("OPS_LISTEN", format!("127.0.0.1:{}", at.ops));
    put("SMTP_URL", at.mail.smtp_url());
    put("MAIL_FROM", "Brokerdesk <no-reply@localhost>".into());
    put("PORTAL_DIR", workspace.root.join("admin-portal/apps/staff/dist").display().to_string());
    put("AUDIT_ANCHOR_FILE", workspace.state.join("audit-anchor.log").display().to_string());
    if let Some(store) = &at.store {
        put("S3_ENDPOINT", store.endpoint());
        put("S3_BUCKET", weed::BUCKET.into());
        put("S3_ACCESS_KEY_ID", weed::KEY_ID.into());
        put("S3_SECRET_ACCESS_KEY", store.secret.clone());
        // the data is thrown away, and so are its locks
        put("S3_LOCK", "compliance".into());
        put("S3_LOCK_DAYS", "1".into());
    }
    put("LOG", "info".into());
    put("LOG_FORMAT", "text".into());
    file.manage(managed);
    Ok(())
}

/// The variables that tenant-api gets.
pub fn for_tenant_api(file: &DotEnv) -> BTreeMap<String, String> {
    let mut variables = file.variables();
    variables.retain(|name, _| {
        !NOT_FOR_TENANT_API.contains(&name.as_str()) && !is_role_password(name) && !name.starts_with("SIMULATOR_")
    });
    variables
}

/// Whether a variable is a secret that [`fill`] made.
pub fn is_secret(name: &str) -> bool {
    matches!(name, "CONTEXT_MASTER_KEY" | "KEK") || is_role_password(name)
}

fn is_role_password(name: &str) -> bool {
    ROLES.iter().any(|role| password_variable(role) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenant_api_gets_its_own_doors_and_no_others() {
        let workspace = Workspace::find().unwrap();
        let mut file = DotEnv::default();
        let mail = Address { smtp: 1, web: 2, password: "x".into() };
        fill(
            &mut file,
            &workspace,
            &Addresses { web: 3, ops: 4, mail, store: None },
            "postgres://admin:y@h/postgres",
            "brokerdesk",
        )
        .unwrap();
        let given = for_tenant_api(&file);
        assert!(given.get("DATABASE_URL_APP").is_some_and(|url| url.starts_with("postgres://crm_app:")));
        assert!(given.contains_key("DATABASE_URL_QUEUE") && given.contains_key("KEK"));
        assert!(
            !given
                .keys()
                .any(|name| name.contains("PROVISION") || name.contains("MIGRATOR") || name.ends_with("_PASSWORD"))
        );
    }
}

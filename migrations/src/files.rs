//! The migration files, embedded, and the line that names their role.
use sha2::{Digest, Sha256};

use crate::bootstrap;

/// One migration: its name and its two texts.
#[derive(Clone, Copy, Debug)]
pub struct SqlFile {
    /// `NNNN_what`, also the name in `platform.seaql_migrations`.
    pub name: &'static str,
    /// Text of `NAME.up.sql`.
    pub up: &'static str,
    /// Text of `NAME.down.sql`.
    pub down: &'static str,
}

macro_rules! sql_file {
    ($name:literal) => {
        SqlFile {
            name: $name,
            up: include_str!(concat!("../sql/", $name, ".up.sql")),
            down: include_str!(concat!("../sql/", $name, ".down.sql")),
        }
    };
}

const FILES: [SqlFile; 48] = [
    sql_file!("0100_tenants"),
    sql_file!("0101_tenant_lookup"),
    sql_file!("0102_queue"),
    sql_file!("0110_staff"),
    sql_file!("0120_sign_in"),
    sql_file!("0130_clients"),
    sql_file!("0140_audit"),
    sql_file!("0150_provision_rights"),
    sql_file!("0160_api_version"),
    sql_file!("0170_list_indexes"),
    sql_file!("0200_trading_servers"),
    sql_file!("0210_trading_accounts"),
    sql_file!("0220_balance_operations"),
    sql_file!("0230_live_book"),
    sql_file!("0235_deals"),
    sql_file!("0240_trade_commands"),
    sql_file!("0250_account_password_links"),
    sql_file!("0260_events"),
    sql_file!("0261_deal_made_by"),
    sql_file!("0270_client_imports"),
    sql_file!("0280_follow_up"),
    sql_file!("0281_follow_up_valid"),
    sql_file!("0290_saved_views"),
    sql_file!("0300_figures"),
    sql_file!("0301_team"),
    sql_file!("0302_targets"),
    sql_file!("0310_client_bulk"),
    sql_file!("0320_role_limits"),
    sql_file!("0321_role_limits_valid"),
    sql_file!("0330_client_merges"),
    sql_file!("0331_client_merges_valid"),
    sql_file!("0340_custom_fields"),
    sql_file!("0350_watch"),
    sql_file!("0360_permission_use"),
    sql_file!("0370_key_rotation"),
    sql_file!("0380_broker_language"),
    sql_file!("0390_operators_grants"),
    sql_file!("0410_broker_time_zone"),
    sql_file!("0411_order_events"),
    sql_file!("0412_feed_workers"),
    sql_file!("0420_depositors"),
    sql_file!("0421_import_undo"),
    sql_file!("0422_do_not_call"),
    sql_file!("0430_product_currencies"),
    sql_file!("0431_product_currencies_moved"),
    sql_file!("0440_merged_import_rows"),
    sql_file!("0450_preview_draft"),
    sql_file!("0451_tag_version"),
];

/// The migrations in the order they run.
pub fn sql_files() -> &'static [SqlFile] {
    &FILES
}

/// How a file wants to be run, as its first line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Manner<'a> {
    /// The role to act as.
    pub role: &'a str,
    /// Inside one transaction; `false` for CREATE INDEX CONCURRENTLY.
    pub transaction: bool,
}

/// Reads `-- as: ROLE` or `-- as: ROLE, outside a transaction`.
pub(crate) fn manner(text: &str) -> Result<Manner<'_>, String> {
    const FORM: &str = "the first line must be `-- as: ROLE` or `-- as: ROLE, outside a transaction`, where ROLE is crm_owner, crm_lookup or crm_backfill";
    let line = text.lines().next().unwrap_or_default();
    let said = line.strip_prefix("-- as: ").ok_or(FORM)?;
    let (role, transaction) = match said.strip_suffix(", outside a transaction") {
        Some(role) => (role, false),
        None => (said, true),
    };
    match role {
        "crm_owner" | "crm_lookup" | "crm_backfill" => Ok(Manner { role, transaction }),
        _ => Err(FORM.to_owned()),
    }
}

/// A short hash of everything that shapes a database, to name a template that tests clone.
pub fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for text in bootstrap::TEXTS.into_iter().chain(FILES.iter().flat_map(|file| [file.name, file.up])) {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.update(include_str!("roles.rs"));
    hash.update(include_str!("lock_down.rs"));
    let hex = data_encoding::HEXLOWER.encode(&hash.finalize());
    hex.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_under_sql_is_listed_and_each_says_its_role() {
        let mut on_disk: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/sql"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".sql"))
            .collect();
        on_disk.sort();
        let mut listed: Vec<String> = FILES
            .iter()
            .flat_map(|file| [format!("{}.down.sql", file.name), format!("{}.up.sql", file.name)])
            .collect();
        assert!(FILES.is_sorted_by_key(|file| file.name), "files run in the order of their names");
        listed.sort();
        assert_eq!(listed, on_disk);
        for file in &FILES {
            manner(file.up).unwrap();
            manner(file.down).unwrap();
        }
    }

    #[test]
    fn a_file_that_does_not_say_its_role_is_refused() {
        assert!(manner("-- as: crm_owner\nSELECT 1").unwrap().transaction);
        assert!(!manner("-- as: crm_owner, outside a transaction\nSELECT 1").unwrap().transaction);
        assert!(manner("SELECT 1").is_err());
        assert!(manner("-- as: postgres\nSELECT 1").is_err());
    }
}

//! Where a deal comes from. The CRM's tag stands in the comment of what it made; but comments are inherited, and people write
//! them, so a tag counts only where the rest fits.

/// The trade command of `{k}` that made the deal `d`. One record of MT4 is two deals with one comment: an opening command made
/// the first of them, a closing one the second. What a client's terminal made is no command, whatever its comment says.
fn command(k: &str) -> String {
    format!(
        "{k}.tenant_id = $1 AND {k}.reference = d.reference AND {k}.account_id = d.account_id AND d.entry IS NOT NULL AND d.made_by IS DISTINCT FROM 'client'
         AND (d.leg = 0 OR (d.leg = 1) = ({k}.kind IN ('open', 'place_order', 'activate_order')))"
    )
}

/// The balance operation of `{b}` that made the deal `d`.
fn operation(b: &str) -> String {
    format!("{b}.tenant_id = $1 AND {b}.reference = d.reference AND {b}.account_id = d.account_id AND d.entry IS NULL")
}

/// Joins that give the command and the operation of a deal; a tag is one command's or one operation's.
pub(super) fn joined(k: &str, b: &str) -> String {
    format!("LEFT JOIN crm.trade_command {k} ON {} LEFT JOIN crm.balance_operation {b} ON {}", command(k), operation(b))
}

/// The source of a deal, where the joins stand.
pub(super) fn of(k: &str, b: &str) -> String {
    format!(
        "CASE WHEN {k}.id IS NOT NULL THEN 'trade_command' WHEN {b}.id IS NOT NULL THEN 'balance_operation' ELSE coalesce(d.made_by, 'unknown') END"
    )
}

/// Whether a deal's source is one of a list of texts, where no joins stand.
pub(super) fn is_one_of(list: &str) -> String {
    format!(
        "(CASE WHEN d.reference IS NOT NULL AND EXISTS (SELECT 1 FROM crm.trade_command k WHERE {}) THEN 'trade_command'
           WHEN d.reference IS NOT NULL AND EXISTS (SELECT 1 FROM crm.balance_operation b WHERE {}) THEN 'balance_operation'
           ELSE coalesce(d.made_by, 'unknown') END) = ANY({list})",
        command("k"),
        operation("b")
    )
}

/// Whether a booking `d` is no balance operation's of the CRM.
pub(super) fn is_no_operations() -> String {
    format!("(d.reference IS NULL OR NOT EXISTS (SELECT 1 FROM crm.balance_operation b WHERE {}))", operation("b"))
}

//! The search box. Tokens by word prefix and contacts by blind index; reach joins in the same query.

use super::filter::blinds;
use super::reach::Values;
use crm_model::PrefixRange;
use crm_vault::BlindIndex;

/// What was typed, understood. Every term must match.
#[derive(Clone, Debug)]
pub struct Search {
    /// The terms, most selective first.
    pub terms: Vec<SearchTerm>,
}

/// One thing that must match; within it, any of its parts.
#[derive(Clone, Debug, Default)]
pub struct SearchTerm {
    /// Tokens that start with a word.
    pub prefix: Option<PrefixRange>,
    /// Exact client number.
    pub number: Option<i64>,
    /// A whole contact.
    pub whole: Vec<BlindIndex>,
    /// A domain or last four digits.
    pub part: Vec<BlindIndex>,
    /// What stands before the `@`.
    pub local: Vec<BlindIndex>,
    /// Number of a trading account on its server.
    pub login: Option<i64>,
    /// Number of a position, open or closed.
    pub position: Option<i64>,
}

impl SearchTerm {
    /// A term that matches nothing: what was typed may not be searched by this reader.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.prefix.is_none()
            && self.number.is_none()
            && self.whole.is_empty()
            && self.part.is_empty()
            && self.local.is_empty()
            && self.login.is_none()
            && self.position.is_none()
    }

    /// Whether it may find client numbers by how they begin.
    pub(crate) fn is_of_numbers(&self) -> bool {
        self.prefix.as_ref().is_some_and(|range| range.from.starts_with(|first: char| first.is_ascii_digit()))
    }

    /// Ids of all matches, as a union of index scans.
    pub(crate) fn ids_sql(&self, values: &mut Values) -> String {
        let mut arms = Vec::new();
        if let Some(range) = &self.prefix {
            arms.push(format!(
                "SELECT t.client_id AS id FROM crm.client_token t WHERE t.tenant_id = $1 AND {}",
                prefix("t", range, values)
            ));
        }
        if let Some(number) = self.number {
            arms.push(format!(
                "SELECT n.id FROM crm.client n WHERE n.tenant_id = $1 AND n.number = {}",
                values.push(number)
            ));
        }
        for (column, any) in [("bidx", &self.whole), ("bidx_part", &self.part), ("bidx_local", &self.local)] {
            if !any.is_empty() {
                arms.push(format!("SELECT k.client_id AS id FROM crm.client_contact k WHERE k.tenant_id = $1 AND k.{column} = ANY({})", values.push(blinds(any))));
            }
        }
        if let Some(login) = self.login {
            arms.push(format!(
                "SELECT a.client_id AS id FROM crm.trading_account a WHERE a.tenant_id = $1 AND a.login = {}",
                values.push(login)
            ));
        }
        if let Some(position) = self.position {
            arms.push(format!(
                "SELECT a.client_id AS id FROM crm.deal d JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = d.account_id WHERE d.tenant_id = $1 AND d.position = {}",
                values.push(position)
            ));
        }
        if arms.is_empty() { "SELECT NULL::uuid AS id WHERE false".to_owned() } else { arms.join(" UNION ALL ") }
    }

    /// Whether client `c` is among the matches, which are at most `most`: a set that is made once. `IS TRUE` keeps the
    /// planner from turning it into a join, which would lose the order; the limit tells it that the set fits into memory.
    pub(crate) fn set_sql(&self, values: &mut Values, most: i64) -> String {
        format!("(c.id IN (SELECT u.id FROM ({}) u LIMIT {most})) IS TRUE", self.ids_sql(values))
    }

    /// Whether client `c` matches, as probes by the client's own id. `LIMIT 1` in a scalar query keeps the planner from
    /// turning the probe into a join that reads every match first.
    pub(crate) fn probe_sql(&self, values: &mut Values) -> String {
        let mut arms = Vec::new();
        if let Some(range) = &self.prefix {
            arms.push(format!(
                "(SELECT true FROM crm.client_token t WHERE t.tenant_id = $1 AND t.client_id = c.id AND {} LIMIT 1)",
                prefix("t", range, values)
            ));
        }
        if let Some(number) = self.number {
            arms.push(format!("c.number = {}", values.push(number)));
        }
        for (column, any) in [("bidx", &self.whole), ("bidx_part", &self.part), ("bidx_local", &self.local)] {
            if !any.is_empty() {
                arms.push(format!("(SELECT true FROM crm.client_contact k WHERE k.tenant_id = $1 AND k.client_id = c.id AND k.{column} = ANY({}) LIMIT 1)", values.push(blinds(any))));
            }
        }
        if let Some(login) = self.login {
            arms.push(format!("(SELECT true FROM crm.trading_account a WHERE a.tenant_id = $1 AND a.client_id = c.id AND a.login = {} LIMIT 1)", values.push(login)));
        }
        if let Some(position) = self.position {
            arms.push(format!("(SELECT true FROM crm.deal d JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = d.account_id WHERE d.tenant_id = $1 AND a.client_id = c.id AND d.position = {} LIMIT 1)", values.push(position)));
        }
        if arms.is_empty() { "false".to_owned() } else { format!("coalesce({}, false)", arms.join(", ")) }
    }
}

fn prefix(alias: &str, range: &PrefixRange, values: &mut Values) -> String {
    let from = values.push(range.from.clone());
    match &range.before {
        Some(before) => format!("{alias}.token >= {from} AND {alias}.token < {}", values.push(before.clone())),
        None => format!("{alias}.token >= {from}"),
    }
}

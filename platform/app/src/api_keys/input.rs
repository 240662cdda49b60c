use crate::UseCaseError;
use chrono::{DateTime, Utc};
use crm_access::{ApiScope, FieldClass, OpContext, Reach, ReachLevel};
use crm_model::{ApiKeyId, Problem, Problems};
use crm_storage::ApiKey;
use ipnet::IpNet;
use std::net::IpAddr;

/// Most networks in an allow-list.
const NETWORKS_MAX: usize = 50;
/// Longest name, in characters.
const NAME_MAX: usize = 80;

/// What a new key shall be.
#[derive(Clone, Debug)]
pub struct NewApiKeyInput {
    /// What people call it.
    pub name: String,
    /// `noun.verb` of [`ApiScope`].
    pub scopes: Vec<String>,
    /// Addresses or networks in CIDR form; empty for anywhere.
    pub ip_allow_list: Vec<String>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What of a key shall change; what is absent stays.
#[derive(Clone, Debug)]
pub struct EditApiKeyInput {
    /// Which key.
    pub id: ApiKeyId,
    /// The version that the caller saw.
    pub version: i32,
    /// A new name.
    pub name: Option<String>,
    /// All scopes it shall have.
    pub scopes: Option<Vec<String>>,
    /// All networks it may be used from.
    pub ip_allow_list: Option<Vec<String>>,
}

pub(super) struct Checked {
    pub name: String,
    pub scopes: Vec<ApiScope>,
    pub networks: Vec<String>,
    pub expires_at: Option<DateTime<Utc>>,
}

impl NewApiKeyInput {
    pub(super) fn checked(&self, op: &OpContext) -> Result<Checked, UseCaseError> {
        let mut problems = Problems::new();
        let name = name(&self.name, &mut problems);
        let scopes = scopes(&self.scopes, &mut problems);
        let networks = networks(&self.ip_allow_list, &mut problems);
        if self.expires_at.is_some_and(|end| end <= op.now()) {
            problems.push(Problem::at("expiresAt", "invalid_date", "Choose an end in the future, or none."));
        }
        problems.done()?;
        refuse_beyond_own(op, &scopes, "scopes")?;
        Ok(Checked { name, scopes, networks, expires_at: self.expires_at })
    }
}

impl EditApiKeyInput {
    /// Scopes that the key had already are not given anew.
    pub(super) fn apply(&self, op: &OpContext, key: &mut ApiKey) -> Result<(), UseCaseError> {
        let mut problems = Problems::new();
        if let Some(text) = &self.name {
            key.name = name(text, &mut problems);
        }
        let had = key.scopes.clone();
        if let Some(texts) = &self.scopes {
            key.scopes = scopes(texts, &mut problems);
        }
        if let Some(texts) = &self.ip_allow_list {
            key.ip_allow_list = networks(texts, &mut problems);
        }
        problems.done()?;
        let added: Vec<ApiScope> = key.scopes.iter().copied().filter(|s| !had.contains(s)).collect();
        refuse_beyond_own(op, &added, "scopes")
    }
}

fn name(text: &str, problems: &mut Problems) -> String {
    let name = problems.text("name", Some(text), NAME_MAX);
    if text.trim().is_empty() {
        problems.push(Problem::at("name", "required", "Name the website that will use the key."));
    }
    name.unwrap_or_default()
}

/// Known scopes in the catalogue's order, each once. Some only widen what another one shows.
fn scopes(texts: &[String], problems: &mut Problems) -> Vec<ApiScope> {
    if texts.iter().any(|text| ApiScope::from_text(text).is_none()) {
        problems.push(Problem::at("scopes", "unknown_id", "Choose from the scopes on offer."));
    }
    let scopes: Vec<ApiScope> =
        ApiScope::ALL.iter().copied().filter(|s| texts.iter().any(|t| t == s.as_str())).collect();
    if scopes.is_empty() {
        problems.push(Problem::at(
            "scopes",
            "required",
            "Choose at least one scope; a key without any can do nothing.",
        ));
    }
    for (wide, base) in [
        (ApiScope::ContactView, ApiScope::ClientView),
        (ApiScope::PositionView, ApiScope::TradingAccountView),
        (ApiScope::BalanceView, ApiScope::TradingAccountView),
    ] {
        if scopes.contains(&wide) && !scopes.contains(&base) {
            let text = format!("{} shows more of what {1} reads: add {1}.", wide.as_str(), base.as_str());
            problems.push(Problem::at("scopes", "required", text));
        }
    }
    scopes
}

fn networks(texts: &[String], problems: &mut Problems) -> Vec<String> {
    if texts.len() > NETWORKS_MAX {
        problems.push(Problem::at("ipAllowList", "too_long", format!("List at most {NETWORKS_MAX} networks.")));
        return Vec::new();
    }
    let mut networks = Vec::with_capacity(texts.len());
    for text in texts {
        match network(text) {
            Some(net) if !networks.contains(&net.to_string()) => networks.push(net.to_string()),
            Some(_) => {}
            None => problems.push(Problem::at(
                "ipAllowList",
                "invalid_network",
                "Write each entry as an address or a network, such as 203.0.113.7 or 203.0.113.0/24.",
            )),
        }
    }
    networks
}

/// A network without host bits; a bare address is a network of one.
fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))?;
    Some(net.trunc())
}

/// Whether an address lies in an allow-list; an empty list is anywhere, an unknown address is nowhere.
pub(super) fn allows(list: &[String], ip: Option<IpAddr>) -> bool {
    list.is_empty()
        || ip.is_some_and(|ip| list.iter().filter_map(|text| network(text)).any(|net| net.contains(&ip.to_canonical())))
}

/// Whether a person could give this scope away: he holds what it implies over all clients, and sees all contacts in full
/// where the scope shows them.
pub(super) fn may_give(op: &OpContext, scope: ApiScope) -> bool {
    let policy = op.policy();
    let sees = |class| policy.may_search_by(class, &Reach::All);
    policy.reach(scope.implies()) == Some(ReachLevel::All)
        && (scope != ApiScope::ContactView || (sees(FieldClass::Email) && sees(FieldClass::Phone)))
}

/// Nobody hands out what he lacks (RBAC-03, API-03).
pub(super) fn refuse_beyond_own(op: &OpContext, scopes: &[ApiScope], field: &str) -> Result<(), UseCaseError> {
    let beyond: Vec<&str> = scopes.iter().filter(|s| !may_give(op, **s)).map(|s| s.as_str()).collect();
    if beyond.is_empty() {
        return Ok(());
    }
    tracing::warn!(target: "security", request_id = %op.request().id, tenant = %op.tenant().slug, scopes = ?beyond, "an API key was asked for beyond its maker's own rights");
    Err(UseCaseError::invalid(
        field,
        "grant_exceeds_own",
        format!(
            "You cannot give {}: it goes further than your own rights. Ask somebody who holds it over all clients.",
            beyond.join(", ")
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_kept_without_host_bits_and_once() {
        let mut problems = Problems::new();
        let texts = ["203.0.113.7", " 203.0.113.9/24 ", "203.0.113.0/24", "2001:db8::1/48"].map(str::to_owned);
        assert_eq!(networks(&texts, &mut problems), ["203.0.113.7/32", "203.0.113.0/24", "2001:db8::/48"]);
        assert!(problems.clone().done().is_ok());
        networks(&["203.0.113.0/33".to_owned(), "example.com".to_owned()], &mut problems);
        assert_eq!(problems.done().unwrap_err().len(), 2);
    }

    #[test]
    fn an_address_is_held_against_the_list() {
        let list = vec!["203.0.113.0/24".to_owned()];
        let ip = |text: &str| Some(text.parse().unwrap());
        assert!(allows(&list, ip("203.0.113.200")) && allows(&list, ip("::ffff:203.0.113.1")) && allows(&[], None));
        assert!(!allows(&list, ip("203.0.114.1")) && !allows(&list, None));
    }
}

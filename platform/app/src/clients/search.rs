//! The search box: one field for names, client numbers, e-mail addresses, phone numbers, logins and tickets of positions.

use crm_access::{FieldClass, OpContext, Permission, Reach};
use crm_model::{Country, Email, Phone, search_words, word_range};
use crm_storage::{Search, SearchTerm};
use crm_vault::{BlindKind, TenantKeys};

/// Understands what was typed. `None` when it can match nothing for this reader: contacts are searched only by those who
/// read them in full on every client in their reach, and the answer to others does not depend on the data (PII-06).
#[must_use]
pub fn understand(
    op: &OpContext,
    reach: &Reach,
    keys: &TenantKeys,
    country: Option<Country>,
    typed: &str,
) -> Option<Search> {
    let typed: String = typed.trim().chars().take(120).collect();
    if typed.contains('@') {
        let term = op.policy().may_search_by(FieldClass::Email, reach).then(|| email_term(keys, &typed))??;
        return Some(Search { terms: vec![term] });
    }
    if let Some(number) = client_number(&typed) {
        return Some(Search { terms: vec![SearchTerm { number: Some(number), ..SearchTerm::default() }] });
    }
    if let Some(digits) = only_digits(&typed) {
        let phones = op.policy().may_search_by(FieldClass::Phone, reach);
        let term = digits_term(keys, &typed, &digits, phones, country);
        return Some(Search { terms: vec![numbers_on_servers(op, reach, &typed, term)] });
    }
    let terms: Vec<SearchTerm> =
        search_words(&typed).iter().map(|w| SearchTerm { prefix: Some(w.range()), ..SearchTerm::default() }).collect();
    (!terms.is_empty()).then_some(Search { terms })
}

/// What was typed, if it asks for a sealed value: a whole address, its domain or what stands before the `@`; a whole
/// number or its last four digits.
pub(super) fn exact(typed: &str) -> Option<(FieldClass, String)> {
    let typed: String = typed.trim().chars().take(120).collect();
    if let Some((local, domain)) = typed.rsplit_once('@') {
        let asks = local.is_empty() != domain.is_empty() || Email::parse("search", &typed).is_ok();
        return asks.then_some((FieldClass::Email, typed));
    }
    let digits = only_digits(&typed)?;
    (digits.len() == 4 || digits.len() >= 7).then_some((FieldClass::Phone, digits))
}

/// The digits of a text that is nothing but a number as people write it.
fn only_digits(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty() && typed.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c))).then_some(digits)
}

/// `C-100234` or `c100234`.
fn client_number(typed: &str) -> Option<i64> {
    let rest = typed.strip_prefix(['C', 'c'])?;
    rest.strip_prefix('-').unwrap_or(rest).parse().ok().filter(|n: &i64| *n > 0)
}

fn email_term(keys: &TenantKeys, typed: &str) -> Option<SearchTerm> {
    let (local, domain) = typed.rsplit_once('@')?;
    if local.is_empty() {
        return Some(SearchTerm {
            part: keys.blind_all(BlindKind::EmailDomain, &domain.to_ascii_lowercase()),
            ..SearchTerm::default()
        });
    }
    if domain.is_empty() {
        return Some(SearchTerm {
            local: keys.blind_all(BlindKind::EmailLocal, &local.to_lowercase()),
            ..SearchTerm::default()
        });
    }
    let email = Email::parse("search", typed).ok()?;
    Some(SearchTerm { whole: keys.blind_all(BlindKind::Email, &email.expose().normalised()), ..SearchTerm::default() })
}

/// Fewer digits are a client's number rather than a login or a ticket.
const LOGIN_DIGITS: usize = 4;
const TICKET_DIGITS: usize = 5;

/// Digits may be a login or the ticket of a position as well, for those who see accounts or positions of every client in
/// their reach: the answer to others does not depend on them.
fn numbers_on_servers(op: &OpContext, reach: &Reach, typed: &str, term: SearchTerm) -> SearchTerm {
    let number: Option<i64> = typed.parse().ok();
    let of = |permission: Permission, digits: usize| {
        let sees = op.reach(permission).is_some_and(|seen| seen == Reach::All || seen == *reach);
        number.filter(|_| sees && typed.len() >= digits)
    };
    SearchTerm {
        login: of(Permission::TradingAccountView, LOGIN_DIGITS),
        position: of(Permission::PositionView, TICKET_DIGITS),
        ..term
    }
}

/// Digits are the beginning of a client number and, for those who may, the last four digits or the whole of a phone.
fn digits_term(keys: &TenantKeys, typed: &str, digits: &str, phones: bool, country: Option<Country>) -> SearchTerm {
    let mut term = SearchTerm { prefix: Some(word_range(digits)), ..SearchTerm::default() };
    if phones && digits.len() == 4 {
        term.part = keys.blind_all(BlindKind::PhoneLastFour, digits);
    }
    if phones && digits.len() >= 7 {
        let international = format!("+{digits}");
        let parsed = Phone::parse("search", typed, country).or_else(|_| Phone::parse("search", &international, None));
        if let Ok(phone) = parsed {
            term.whole = keys.blind_all(BlindKind::Phone, phone.expose().as_str());
        }
    }
    term
}

//! The currencies of a product: one group of its server for each, as the server says.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{DIGITS_MAX, Problem, Problems, TradingServerId, is_currency, parse_amount, show_amount};
use crm_storage::AccountProductCurrency;
use crm_trading::GroupSpec;

/// Most currencies of one product.
const CURRENCIES_MAX: usize = 20;

/// A currency that a product shall offer.
#[derive(Clone, Debug)]
pub struct OfferedCurrency {
    /// The server's group, by its full name; its currency comes from the server.
    pub group: String,
    /// The currency that the group is expected to have.
    pub currency: Option<String>,
    /// Smallest first deposit in the currency.
    pub minimum_deposit: Option<String>,
}

/// What the server says of each offered group, in their order. Groups that the product has already are not asked for again: a
/// group keeps its currency.
///
/// # Errors
/// [`UseCaseError::Invalid`] with what the server says.
pub(super) async fn look(
    op: &OpContext,
    app: &App,
    server: TradingServerId,
    offered: &[OfferedCurrency],
    known: &[AccountProductCurrency],
) -> Result<Vec<AccountProductCurrency>, UseCaseError> {
    refuse_count(offered)?;
    let mut held = None;
    let (mut groups, mut problems) = (Vec::new(), Problems::new());
    for (place, each) in offered.iter().enumerate() {
        let name = each.group.trim();
        if let Some(there) = known.iter().find(|there| there.group == name) {
            groups.push(there.clone());
            continue;
        }
        if held.is_none() {
            held = match app.trading.hold(app, op.tenant(), server).await {
                Ok(held) => Some(held),
                Err(error) => return Err(error.problem()?.into()),
            };
        }
        let Some(asked) = &held else { continue };
        match asked.server.group(name).await {
            Ok(group) => groups.push(of_group(&group)),
            Err(error) => {
                let text = format!("The server does not show this group: {error}.");
                problems.push(at(place, Problem::at("group", "unknown_group", text)));
            }
        }
    }
    problems.done()?;
    Ok(groups)
}

fn of_group(group: &GroupSpec) -> AccountProductCurrency {
    let GroupSpec { name, currency, currency_digits, .. } = group.clone();
    AccountProductCurrency { currency, group: name, digits: currency_digits, minimum_deposit: 0 }
}

/// The currencies by name, from what was offered and what the server says of each group.
pub(super) fn read(
    offered: &[OfferedCurrency],
    groups: &[AccountProductCurrency],
    problems: &mut Problems,
) -> Vec<AccountProductCurrency> {
    let mut currencies: Vec<AccountProductCurrency> = Vec::new();
    for (place, (each, group)) in offered.iter().zip(groups).enumerate() {
        if !is_currency(&group.currency) || group.digits > DIGITS_MAX {
            let text = "The group's currency cannot be kept by the CRM.";
            problems.push(at(place, Problem::at("group", "unknown_currency", text)));
            continue;
        }
        let expected = each.currency.as_deref().map(str::trim).filter(|expected| !expected.is_empty());
        if expected.is_some_and(|expected| expected != group.currency) {
            let text = format!(
                "On the server this group is in {}, not in the currency that was named: choose another group.",
                group.currency
            );
            problems.push(at(place, Problem::at("group", "other_currency", text)));
        }
        if currencies.iter().any(|there| there.currency == group.currency) {
            let text = format!("Another group is in {} already: a product has one for each currency.", group.currency);
            problems.push(at(place, Problem::at("group", "duplicate_currency", text)));
        }
        let minimum = deposit(each.minimum_deposit.as_deref(), group.digits);
        let minimum = problems.keep(minimum.map_err(|problem| at(place, problem))).unwrap_or(0);
        currencies.push(AccountProductCurrency { minimum_deposit: minimum, ..group.clone() });
    }
    currencies.sort_by(|one, other| one.currency.cmp(&other.currency));
    currencies
}

/// A product without a currency is none.
pub(super) fn refuse_count(offered: &[OfferedCurrency]) -> Result<(), UseCaseError> {
    if offered.is_empty() || offered.len() > CURRENCIES_MAX {
        let text = format!("Offer 1 to {CURRENCIES_MAX} groups, each of another currency.");
        return Err(UseCaseError::invalid("currencies", "invalid_currencies", text));
    }
    Ok(())
}

fn at(place: usize, problem: Problem) -> Problem {
    problem.under(&place.to_string()).under("currencies")
}

fn deposit(text: Option<&str>, digits: u32) -> Result<i64, Problem> {
    let nothing = |text: &str| text.bytes().all(|byte| byte == b'0' || byte == b'.');
    match text.map(str::trim).filter(|text| !nothing(text)) {
        Some(text) => parse_amount("minimumDeposit", text, digits, false),
        None => Ok(0),
    }
}

/// For the trail: which group for each currency.
pub(super) fn groups_in_words(currencies: &[AccountProductCurrency]) -> String {
    listed(currencies.iter().map(|each| format!("{} {}", each.currency, each.group)))
}

/// For the trail: the smallest first deposits.
pub(super) fn deposits_in_words(currencies: &[AccountProductCurrency]) -> String {
    listed(
        currencies.iter().map(|each| format!("{} {}", show_amount(each.minimum_deposit, each.digits), each.currency)),
    )
}

fn listed(each: impl Iterator<Item = String>) -> String {
    each.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(group: &str, currency: Option<&str>, minimum: &str) -> OfferedCurrency {
        let (group, currency) = (group.to_owned(), currency.map(str::to_owned));
        OfferedCurrency { group, currency, minimum_deposit: Some(minimum.to_owned()) }
    }

    fn group(name: &str, currency: &str, digits: u32) -> AccountProductCurrency {
        AccountProductCurrency { currency: currency.to_owned(), group: name.to_owned(), digits, minimum_deposit: 0 }
    }

    fn problems_of(offered: &[OfferedCurrency], groups: &[AccountProductCurrency]) -> Vec<(String, &'static str)> {
        let mut problems = Problems::new();
        read(offered, groups, &mut problems);
        let found = problems.done().err().into_iter().flat_map(|problems| problems.to_vec());
        found.map(|problem| (problem.path.join("."), problem.code)).collect()
    }

    #[test]
    fn each_currency_has_its_group_and_its_minimum_in_its_own_digits() {
        let rows = [offered("usd", Some("USD"), "10.00"), offered("jpy", None, "1000"), offered("eur", None, "0.00")];
        let groups = [group("usd", "USD", 2), group("jpy", "JPY", 0), group("eur", "EUR", 2)];
        let mut problems = Problems::new();
        let kept = read(&rows, &groups, &mut problems);
        assert!(problems.is_empty());
        let kept: Vec<_> = kept.iter().map(|each| (each.currency.as_str(), each.minimum_deposit)).collect();
        assert_eq!(kept, [("EUR", 0), ("JPY", 1_000), ("USD", 1_000)]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_row() {
        let usd = group("usd", "USD", 2);
        let twice = [offered("usd", None, ""), offered("pro", None, "")];
        assert_eq!(
            problems_of(&twice, &[usd.clone(), group("pro", "USD", 2)]),
            [("currencies.1.group".to_owned(), "duplicate_currency")]
        );
        let other = [offered("usd", Some("EUR"), "1.001")];
        assert_eq!(
            problems_of(&other, &[usd]),
            [
                ("currencies.0.group".to_owned(), "other_currency"),
                ("currencies.0.minimumDeposit".to_owned(), "invalid_amount")
            ]
        );
        let unknown = [offered("x", None, "")];
        let path = "currencies.0.group".to_owned();
        assert_eq!(problems_of(&unknown, &[group("x", "usd", 2)]), [(path.clone(), "unknown_currency")]);
        assert_eq!(problems_of(&unknown, &[group("x", "BTC", 18)]), [(path, "unknown_currency")]);
    }

    #[test]
    fn a_product_has_a_currency_and_not_too_many() {
        assert!(refuse_count(&[]).is_err());
        assert!(refuse_count(&[offered("usd", None, "")]).is_ok());
        assert!(refuse_count(&vec![offered("usd", None, ""); CURRENCIES_MAX + 1]).is_err());
    }
}

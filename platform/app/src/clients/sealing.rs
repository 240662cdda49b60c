//! Personal values on their way to rest: sealed under the client's key, masked, indexed blind.

use crate::UseCaseError;
use chrono::{Datelike, NaiveDate};
use crm_model::{Address, ClientId, ContactId, ContactKind, Email, Phone, Pii, Problem, TenantId, search_tokens};
use crm_storage::{ContactBlinds, NewContact, client_place, contact_place};
use crm_vault::{ClientKey, Sealer, TenantKeys, mask_email, mask_phone};

pub(crate) fn email(
    tenant: TenantId,
    keys: &TenantKeys,
    key: &ClientKey,
    email: &Pii<Email>,
    primary: bool,
) -> Result<NewContact, UseCaseError> {
    let id = ContactId::generate();
    let email = email.expose();
    let blinds = ContactBlinds::of_email(keys, email);
    Ok(NewContact {
        id,
        kind: ContactKind::Email,
        primary,
        sealed: key.seal_str(&contact_place(tenant, id), email.as_str())?,
        mask: mask_email(email.as_str()),
        bidx: blinds.whole,
        bidx_part: blinds.part,
        bidx_local: blinds.local,
    })
}

pub(crate) fn phone(
    tenant: TenantId,
    keys: &TenantKeys,
    key: &ClientKey,
    phone: &Pii<Phone>,
    primary: bool,
) -> Result<NewContact, UseCaseError> {
    let id = ContactId::generate();
    let phone = phone.expose();
    let blinds = ContactBlinds::of_phone(keys, phone);
    Ok(NewContact {
        id,
        kind: ContactKind::Phone,
        primary,
        sealed: key.seal_str(&contact_place(tenant, id), phone.as_str())?,
        mask: mask_phone(phone.as_str()),
        bidx: blinds.whole,
        bidx_part: blinds.part,
        bidx_local: blinds.local,
    })
}

pub(crate) fn date_of_birth(
    tenant: TenantId,
    client: ClientId,
    key: &ClientKey,
    date: NaiveDate,
) -> Result<Vec<u8>, UseCaseError> {
    Ok(key.seal_str(&client_place(tenant, client, "date_of_birth_sealed"), &date.to_string())?)
}

pub(crate) fn address(
    tenant: TenantId,
    client: ClientId,
    key: &ClientKey,
    address: &Pii<Address>,
) -> Result<Vec<u8>, UseCaseError> {
    let text = serde_json::to_string(address.expose()).map_err(|_| UseCaseError::Internal("address"))?;
    Ok(key.seal_str(&client_place(tenant, client, "address_sealed"), &text)?)
}

/// Whether somebody born on `date` is younger than 18 on `today`.
pub(crate) fn under_age(date: NaiveDate, today: NaiveDate) -> bool {
    let birthday = date.with_year(date.year() + 18).or_else(|| NaiveDate::from_ymd_opt(date.year() + 18, 3, 1));
    birthday.is_some_and(|b| today < b)
}

/// A date of birth that somebody alive can have.
pub(crate) fn birth_date(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Problem> {
    if date.year() < 1900 || date >= today {
        return Err(Problem::at("dateOfBirth", "invalid_date", "Write a date of birth between 1900 and today."));
    }
    Ok(date)
}

pub(crate) fn tokens<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    search_tokens(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_comes_of_age_on_the_birthday() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert!(under_age(day(2008, 11, 23), day(2026, 11, 22)));
        assert!(!under_age(day(2008, 11, 22), day(2026, 11, 22)));
        assert!(under_age(day(2008, 2, 29), day(2026, 2, 28)));
        assert!(!under_age(day(2008, 2, 29), day(2026, 3, 1)));
    }
}

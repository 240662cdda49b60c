//! Field by field: what each client has, and whose value the kept client goes on with.

use crate::UseCaseError;
use crate::clients::{ClientCard, Personal};
use crm_access::{FieldClass, OpContext, Visibility};
use crm_model::{ClientStage, ClientStatus, KycStatus, MergeField, RiskLevel, StatusOptionId};
use crm_storage::{Change, ClientRecord, StatusOption};

/// The broker's statuses, for their names.
pub(super) struct Statuses(pub(super) Vec<StatusOption>);

impl Statuses {
    fn name(&self, id: StatusOptionId) -> Option<String> {
        self.0.iter().find(|status| status.id == id).map(|status| status.name.clone())
    }
}

/// The class that decides who reads a field, where one does.
const fn class(field: MergeField) -> Option<FieldClass> {
    match field {
        MergeField::DateOfBirth => Some(FieldClass::DateOfBirth),
        MergeField::Address => Some(FieldClass::Address),
        _ => None,
    }
}

/// Whether the reader sees a field of this client in full: what is not seen is not chosen either.
pub(super) fn is_seen(op: &OpContext, card: &ClientCard, field: MergeField) -> bool {
    class(field).is_none_or(|class| card.reading(op, class).visibility == Visibility::Full)
}

/// What a client has, as text of the broker or of the catalogue; personal values as the reader may see them.
pub(super) fn shown(
    op: &OpContext,
    card: &ClientCard,
    field: MergeField,
    statuses: &Statuses,
) -> Result<Personal, UseCaseError> {
    Ok(match field {
        MergeField::DateOfBirth => card.date_of_birth(op)?,
        MergeField::Address => card.address(op)?,
        _ => {
            let display = text(&card.client, field, statuses);
            Personal { present: display.is_some(), display, masked: false, can_reveal: false }
        }
    })
}

fn text(client: &ClientRecord, field: MergeField, statuses: &Statuses) -> Option<String> {
    let said = |yes: bool| yes.then(|| "yes".to_owned());
    match field {
        MergeField::Name => Some(client.names.parts().collect::<Vec<_>>().join(" ")),
        MergeField::Country => client.country.clone(),
        MergeField::Nationality => client.nationality.clone(),
        MergeField::Language => client.language.clone(),
        MergeField::DateOfBirth | MergeField::Address => None,
        MergeField::Source => client.source.clone(),
        MergeField::Campaign => client.campaign.clone(),
        MergeField::ReferrerCode => client.referrer_code.clone(),
        MergeField::SalesStatus => statuses.name(client.sales_status),
        MergeField::RetentionStatus => client.retention_status.and_then(|id| statuses.name(id)),
        MergeField::Owner => client.owner.as_ref().map(|(_, name)| name.clone()),
        MergeField::Stage => Some(client.stage.as_str().to_owned()),
        MergeField::Status => Some(client.status.as_str().to_owned()),
        MergeField::KycStatus => Some(client.kyc_status.as_str().to_owned()),
        MergeField::RiskLevel => Some(client.risk_level.as_str().to_owned()),
        MergeField::Pep => said(client.pep),
        MergeField::UsPerson => said(client.us_person),
        MergeField::MarketingConsent => said(client.marketing_consent),
        MergeField::DoNotCall => said(client.do_not_call),
    }
}

/// Whose value stays unless somebody chooses: the kept client's unless it is blank, or what the field's rule says.
pub(super) fn winner(all: &[ClientCard], field: MergeField) -> usize {
    let records: Vec<&ClientRecord> = all.iter().map(|card| &card.client).collect();
    winner_of(&records, field)
}

fn winner_of(all: &[&ClientRecord], field: MergeField) -> usize {
    // the first of those who have most
    let most = |rank: fn(&ClientRecord) -> u8| {
        let best = all.iter().map(|client| rank(client)).max().unwrap_or_default();
        all.iter().position(|client| rank(client) == best).unwrap_or_default()
    };
    match field {
        MergeField::Name | MergeField::SalesStatus => 0,
        MergeField::Country => most(|c| u8::from(c.country.is_some())),
        MergeField::Nationality => most(|c| u8::from(c.nationality.is_some())),
        MergeField::Language => most(|c| u8::from(c.language.is_some())),
        MergeField::DateOfBirth => most(|c| u8::from(c.date_of_birth_sealed.is_some())),
        MergeField::Address => most(|c| u8::from(c.address_sealed.is_some())),
        MergeField::Source => most(|c| u8::from(c.source.is_some())),
        MergeField::Campaign => most(|c| u8::from(c.campaign.is_some())),
        MergeField::ReferrerCode => most(|c| u8::from(c.referrer_code.is_some())),
        MergeField::RetentionStatus => most(|c| u8::from(c.retention_status.is_some())),
        MergeField::Owner => most(|c| u8::from(c.owner.is_some())),
        MergeField::Stage => most(|c| match c.stage {
            ClientStage::Lead => 0,
            ClientStage::Registered => 1,
            ClientStage::Depositor => 2,
        }),
        MergeField::Status => most(|c| match c.status {
            ClientStatus::Blacklisted => 2,
            ClientStatus::Suspended => 1,
            _ => 0,
        }),
        MergeField::KycStatus => most(|c| match c.kyc_status {
            KycStatus::Blocked => 2,
            KycStatus::Rejected => 1,
            _ => 0,
        }),
        MergeField::RiskLevel => most(|c| match c.risk_level {
            RiskLevel::Low => 0,
            RiskLevel::Medium => 1,
            RiskLevel::High => 2,
        }),
        MergeField::Pep => most(|c| u8::from(c.pep)),
        MergeField::UsPerson => most(|c| u8::from(c.us_person)),
        MergeField::MarketingConsent => most(|c| u8::from(!c.marketing_consent)),
        MergeField::DoNotCall => most(|c| u8::from(c.do_not_call)),
    }
}

/// The columns that a field is kept in.
pub(super) const fn columns(field: MergeField) -> &'static [&'static str] {
    match field {
        MergeField::Name => &["first_name", "middle_name", "last_name", "company_name", "display_name", "name_key"],
        MergeField::Country => &["country"],
        MergeField::Nationality => &["nationality"],
        MergeField::Language => &["language"],
        MergeField::DateOfBirth => &["date_of_birth_sealed", "under_age"],
        MergeField::Address => &["address_sealed"],
        MergeField::Source => &["source", "utm_source", "utm_medium", "utm_campaign"],
        MergeField::Campaign => &["campaign"],
        MergeField::ReferrerCode => &["referrer_code"],
        MergeField::SalesStatus => &["sales_status_id"],
        MergeField::RetentionStatus => &["retention_status_id"],
        MergeField::Owner => &["owner_id", "team_id"],
        MergeField::Stage => &["stage"],
        MergeField::Status => &["status"],
        MergeField::KycStatus => &["kyc_status"],
        MergeField::RiskLevel => &["risk_level"],
        MergeField::Pep => &["pep"],
        MergeField::UsPerson => &["us_person"],
        MergeField::MarketingConsent => &["marketing_consent"],
        MergeField::DoNotCall => &["do_not_call", "do_not_call_reason_sealed", "do_not_call_at", "do_not_call_by"],
    }
}

/// The columns that are sealed under their client's key.
pub(super) const SEALED: [&str; 3] = ["date_of_birth_sealed", "address_sealed", "do_not_call_reason_sealed"];

/// What is kept sealed of a client in one of these columns.
pub(super) fn sealed<'a>(client: &'a ClientRecord, column: &str) -> Option<&'a Vec<u8>> {
    match column {
        "date_of_birth_sealed" => client.date_of_birth_sealed.as_ref(),
        "address_sealed" => client.address_sealed.as_ref(),
        "do_not_call_reason_sealed" => client.do_not_call_reason_sealed.as_ref(),
        _ => None,
    }
}

/// The trail's line on a field that changed hands.
pub(super) fn change(
    kept: &ClientCard,
    other: &ClientCard,
    field: MergeField,
    statuses: &Statuses,
) -> Result<Change, UseCaseError> {
    let (before, after) = (text(&kept.client, field, statuses), text(&other.client, field, statuses));
    let born = |card: &ClientCard| {
        let sealed = card.client.date_of_birth_sealed.as_ref();
        sealed.map(|_| card.open("date_of_birth_sealed", sealed)).transpose()
    };
    let lives = |card: &ClientCard| card.client.address_sealed.as_ref().map(|_| card.address_line()).transpose();
    Ok(match field {
        MergeField::Name => Change::private("name", before, after),
        MergeField::DateOfBirth => Change::personal("dateOfBirth", FieldClass::DateOfBirth, born(kept)?, born(other)?),
        MergeField::Address => Change::personal("address", FieldClass::Address, lives(kept)?, lives(other)?),
        MergeField::Country => Change::plain("country", before, after),
        MergeField::Nationality => Change::plain("nationality", before, after),
        MergeField::Language => Change::plain("language", before, after),
        MergeField::Source => Change::plain("source", before, after),
        MergeField::Campaign => Change::plain("campaign", before, after),
        MergeField::ReferrerCode => Change::plain("referrerCode", before, after),
        MergeField::SalesStatus => Change::plain("salesStatus", before, after),
        MergeField::RetentionStatus => Change::plain("retentionStatus", before, after),
        MergeField::Owner => Change::plain("owner", before, after),
        MergeField::Stage => Change::plain("stage", before, after),
        MergeField::Status => Change::plain("status", before, after),
        MergeField::KycStatus => Change::plain("kycStatus", before, after),
        MergeField::RiskLevel => Change::plain("riskLevel", before, after),
        MergeField::Pep => Change::plain("pep", before, after),
        MergeField::UsPerson => Change::plain("usPerson", before, after),
        MergeField::MarketingConsent => Change::plain("marketingConsent", before, after),
        MergeField::DoNotCall => Change::plain("doNotCall", before, after),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_storage::WRITTEN;

    #[test]
    fn a_merge_writes_only_columns_that_it_may_write_and_each_for_one_field() {
        let mut seen: Vec<&str> = Vec::new();
        for field in MergeField::ALL {
            for column in columns(*field) {
                assert!(WRITTEN.contains(column), "{column}");
                assert!(!seen.contains(column), "{column} twice");
                seen.push(column);
            }
        }
        for column in SEALED {
            assert!(seen.contains(&column));
        }
    }
}

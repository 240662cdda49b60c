//! The wire's names of an import's enums.

use async_graphql::Enum;

/// How far an import has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportState")]
pub enum ClientImportState {
    Uploading,
    Reading,
    Refused,
    Mapping,
    Checking,
    Checked,
    Committing,
    Paused,
    Cancelled,
    Committed,
    Undoing,
    Undone,
}

/// What kind of file it is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportFormat")]
pub enum ImportFormat {
    Csv,
    Xlsx,
}

/// A field that a column can be mapped to. There is no other: balances, KYC, owners, passwords are not importable.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportField")]
pub enum ImportField {
    FirstName,
    MiddleName,
    LastName,
    /// Split into first and last name.
    FullName,
    CompanyName,
    Email,
    Phone,
    Country,
    Language,
    Nationality,
    DateOfBirth,
    #[graphql(name = "ADDRESS_LINE1")]
    AddressLine1,
    #[graphql(name = "ADDRESS_LINE2")]
    AddressLine2,
    City,
    PostalCode,
    Region,
    Source,
    Campaign,
    UtmSource,
    UtmMedium,
    UtmCampaign,
    ReferrerCode,
    /// By the name of one of the broker's sales statuses.
    SalesStatus,
    /// Names of the broker's tags, separated by a semicolon or a comma.
    Tags,
    /// Yes or no.
    MarketingConsent,
    /// The client's id in another system.
    ExternalId,
}

/// What a column does to a client that is there already. Contacts are only added, never replaced.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportColumnRule")]
pub enum ImportColumnRule {
    Keep,
    Overwrite,
    OnlyIfBlank,
}

/// In which order dates are written.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportDateOrder")]
pub enum ImportDateOrder {
    Auto,
    Dmy,
    Mdy,
    Ymd,
}

/// In which order full names are written.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportNameOrder")]
pub enum ImportNameOrder {
    FirstLast,
    LastFirst,
}

/// By what a row finds a client that is there already.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportMatchField")]
pub enum ImportMatchField {
    Email,
    Phone,
    ExternalId,
}

/// What happens with a row whose client is in the book already.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportMatchAction")]
pub enum ImportMatchAction {
    Skip,
    Update,
    Create,
}

/// What happens with a later row of the file that is the same person as an earlier one.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportRepeatAction")]
pub enum ImportRepeatAction {
    /// The later row is left out.
    Skip,
    /// The later row is left out, and the earlier one takes over what it says, by the rule of each column.
    Merge,
    /// The later row becomes a client of its own.
    Create,
}

/// To whom new clients are given.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportAssignMode")]
pub enum ImportAssignMode {
    Nobody,
    Agent,
    Team,
    RoundRobin,
}

/// What becomes of a row.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ImportOutcome")]
pub enum ImportOutcome {
    /// Becomes a client.
    Create,
    /// Changes a client.
    Update,
    /// Is left out by a rule, or has nothing to change.
    Skip,
    /// Has problems.
    Error,
    /// Undo left this row's client as it is: changed since.
    UndoRefused,
    /// Undo took this row back.
    Undone,
}

/// Whether a problem keeps the row back.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportSeverity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

//! The wire's names of the model's enums.

use async_graphql::Enum;

/// A person or a company.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ClientKind")]
pub enum ClientKind {
    Individual,
    Corporate,
}

/// Where the client stands in the life cycle.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ClientStage")]
pub enum ClientStage {
    Lead,
    Registered,
    Depositor,
}

/// Whether the client may use the broker at all.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ClientStatus")]
pub enum ClientStatus {
    EmailUnverified,
    Active,
    Suspended,
    Closed,
    Blacklisted,
}

/// How far identity checks have come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::KycStatus")]
pub enum KycStatus {
    NotStarted,
    Pending,
    DocumentsRequired,
    Approved,
    Rejected,
    Expired,
    Blocked,
}

/// The broker's own judgement of risk.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::RiskLevel")]
pub enum RiskLevel {
    Low,
    Medium,
    High,
}

/// E-mail address or phone number.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ContactKind")]
pub enum ContactKind {
    Email,
    Phone,
}

/// What a status of the broker means.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::StatusType")]
pub enum StatusType {
    Open,
    Ongoing,
    Hold,
    Won,
    Lost,
}

/// A class of fields that a role shows or hides as one.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_access::FieldClass")]
pub enum FieldClass {
    Email,
    Phone,
    Address,
    DateOfBirth,
}

/// In which part of a client's timeline an event stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TimelinePart")]
pub enum TimelineKind {
    Note,
    Change,
    Read,
    Credential,
}

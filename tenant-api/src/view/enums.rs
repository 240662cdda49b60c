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

/// Which of the broker's two lists of statuses.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::StatusKind")]
pub enum StatusKind {
    Sales,
    Retention,
}

/// Something to do, or a call.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TaskKind")]
pub enum TaskKind {
    Task,
    CallBack,
}

/// How far a follow-up has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TaskState")]
pub enum TaskState {
    Open,
    Done,
    Cancelled,
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
    Contact,
    Money,
    Trading,
    Change,
    Read,
    Credential,
}

/// How far a grant reaches.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_access::ReachLevel")]
pub enum Reach {
    Own,
    Team,
    All,
}

/// How much of a field a reader sees.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_access::Visibility")]
pub enum Visibility {
    Full,
    Partial,
    Masked,
    Hidden,
}

/// For which relation of the reader to the record a rule holds.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_access::Relation")]
pub enum Relation {
    Any,
    Owner,
    Participant,
    SameTeam,
    Other,
}

/// By what the list of clients can be divided into groups.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ClientGroupField")]
pub enum ClientGroupField {
    SalesStatus,
    RetentionStatus,
    Owner,
    Team,
    Country,
}

/// By what a view sorts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ViewSortField")]
pub enum ViewSortField {
    Created,
    Updated,
    Name,
    Number,
    Contact,
    FollowUp,
}

/// How high the rows of a view are.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::ViewDensity")]
pub enum ViewDensity {
    Compact,
    Normal,
    Comfortable,
}

/// Whether a staff member may work.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::StaffStatus")]
pub enum StaffStatus {
    Invited,
    Active,
    Suspended,
}

/// What a team does.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::Desk")]
pub enum Desk {
    Sales,
    Retention,
    Support,
    Compliance,
    Finance,
    Dealing,
    Management,
}

/// Something that can be done with a client.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientActionName {
    Edit,
    Assign,
    EditContact,
    ResetPassword,
    WriteNote,
    FollowUp,
    Reveal,
    Archive,
    Restore,
}

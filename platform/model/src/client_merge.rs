//! Clients that are the same person: what they may share, what is decided field by field, what stands against a merge.

text_enum! {
    /// What two clients have in common.
    SharedBy {
        /// An e-mail address.
        Email = "email",
        /// A phone number.
        Phone = "phone",
        /// What the client is called elsewhere.
        ExternalId = "external_id",
    }
}

text_enum! {
    /// A field of the client that is kept, as a merge decides it.
    MergeField {
        /// First, middle and last name and the company's, together.
        Name = "name",
        /// Country.
        Country = "country",
        /// Nationality.
        Nationality = "nationality",
        /// Language.
        Language = "language",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// Address.
        Address = "address",
        /// Source.
        Source = "source",
        /// Campaign.
        Campaign = "campaign",
        /// Introducing broker's code.
        ReferrerCode = "referrer_code",
        /// Sales status.
        SalesStatus = "sales_status",
        /// Retention status.
        RetentionStatus = "retention_status",
        /// Owner, with the owner's team.
        Owner = "owner",
        /// Life-cycle stage: the furthest.
        Stage = "stage",
        /// Client status: the strictest.
        Status = "status",
        /// KYC status: the kept one's, unless another was rejected or blocked.
        KycStatus = "kyc_status",
        /// Risk level: the highest.
        RiskLevel = "risk_level",
        /// Politically exposed person: once said, said.
        Pep = "pep",
        /// US person: once said, said.
        UsPerson = "us_person",
        /// Marketing consent: only if everyone gave it.
        MarketingConsent = "marketing_consent",
        /// Not to be called: once said, said.
        DoNotCall = "do_not_call",
    }
}

impl MergeField {
    /// Whether a person chooses whose value stays; all else follows a rule.
    #[must_use]
    pub const fn is_chosen(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Country
                | Self::Nationality
                | Self::Language
                | Self::DateOfBirth
                | Self::Address
                | Self::Source
                | Self::Campaign
                | Self::ReferrerCode
                | Self::SalesStatus
                | Self::RetentionStatus
        )
    }
}

text_enum! {
    /// What moves to the client that is kept.
    MergeMove {
        /// Notes.
        Notes = "notes",
        /// Tasks and call-backs.
        Tasks = "tasks",
        /// Tags that the kept one does not have.
        Tags = "tags",
        /// People who take part in the others only.
        Participants = "participants",
        /// Names elsewhere.
        ExternalIds = "external_ids",
        /// Trading accounts, with their money, deals and positions.
        TradingAccounts = "trading_accounts",
        /// Balance operations of these accounts.
        BalanceOperations = "balance_operations",
        /// Trade commands of these accounts.
        TradeCommands = "trade_commands",
    }
}

text_enum! {
    /// What stands against a merge, or against taking one back.
    MergeBlock {
        /// In the archive.
        Archived = "archived",
        /// A person and a company.
        OtherKind = "other_kind",
        /// Of different brands.
        OtherBrand = "other_brand",
        /// Withdrawals wait.
        Frozen = "frozen",
        /// An account's money is frozen over a difference.
        AccountFrozen = "account_frozen",
        /// Money is on its way.
        MoneyPending = "money_pending",
        /// A trade command is on its way.
        TradePending = "trade_pending",
        /// An account is being opened.
        OpeningPending = "opening_pending",
        /// An import is writing.
        ImportRunning = "import_running",
        /// An act on many clients is running.
        BulkRunning = "bulk_running",
        /// More contacts than a client has.
        TooManyContacts = "too_many_contacts",
        /// More tags than a client has.
        TooManyTags = "too_many_tags",
    }
}

impl MergeBlock {
    /// What to do about it, for people.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Archived => "This client is archived: restore it first.",
            Self::OtherKind => "A person and a company are never merged.",
            Self::OtherBrand => "These clients belong to different brands.",
            Self::Frozen => "Withdrawals of this client wait: merge when they no longer do.",
            Self::AccountFrozen => "The money of an account is frozen over a difference: close the difference first.",
            Self::MoneyPending => "A balance operation waits or is on its way: let it end first.",
            Self::TradePending => "A trade command waits or is on its way: let it end first.",
            Self::OpeningPending => "A trading account is being opened: let it end first.",
            Self::ImportRunning => "An import is at work on this client: let it end first.",
            Self::BulkRunning => "A change of many clients is at work on this client: let it end first.",
            Self::TooManyContacts => "Together they have more than 20 contacts: remove some first.",
            Self::TooManyTags => "Together they have more than 20 tags: remove some first.",
        }
    }
}

/// Others that one merge may take.
pub const MERGED_MAX: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_protects_the_person_or_the_broker_follows_a_rule() {
        let ruled: Vec<MergeField> = MergeField::ALL.iter().copied().filter(|field| !field.is_chosen()).collect();
        assert_eq!(
            ruled,
            [
                MergeField::Owner,
                MergeField::Stage,
                MergeField::Status,
                MergeField::KycStatus,
                MergeField::RiskLevel,
                MergeField::Pep,
                MergeField::UsPerson,
                MergeField::MarketingConsent,
                MergeField::DoNotCall
            ]
        );
    }

    #[test]
    fn whatever_stands_against_it_says_how_to_mend_it() {
        for block in MergeBlock::ALL {
            assert!(block.sentence().ends_with('.'), "{block}");
        }
    }
}

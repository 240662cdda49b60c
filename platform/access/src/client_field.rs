//! Which field of a client may be used for what: the one table (SECURITY 8). A field without a row does not compile; a field
//! of the API without an entry fails `tenant-api/tests/clients/field_table.rs`.

use crate::FieldClass;

/// What can be done with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldUse {
    /// Shown on a list or a profile.
    Read,
    /// A condition of a list.
    Filter,
    /// The order of a list.
    Sort,
    /// Found by the search box.
    Search,
    /// Groups of a list with their counts.
    Group,
    /// Leaves in a file.
    Export,
    /// Shown beside a new client as a possible duplicate.
    Preview,
    /// Before and after in the trail.
    Diff,
    /// Part of a live event or a mail to staff.
    Notify,
}

impl FieldUse {
    /// Every use.
    pub const ALL: &'static [Self] = &[
        Self::Read,
        Self::Filter,
        Self::Sort,
        Self::Search,
        Self::Group,
        Self::Export,
        Self::Preview,
        Self::Diff,
        Self::Notify,
    ];
}

/// Who may use a field in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldAccess {
    /// Nobody: also what the product does not do.
    Never,
    /// Whoever reaches the client.
    Reached,
    /// As much as the role shows of the class for the relation to this client.
    Shown(FieldClass),
    /// Who reads the class in full on every client of his reach ([`crate::Policy::may_search_by`]).
    Full(FieldClass),
}

/// The row of a field.
#[derive(Clone, Copy)]
struct Row {
    read: FieldAccess,
    filter: FieldAccess,
    sort: FieldAccess,
    search: FieldAccess,
    group: FieldAccess,
    export: FieldAccess,
    preview: FieldAccess,
    diff: FieldAccess,
    notify: FieldAccess,
}

impl Row {
    /// Read and compared; nothing else unless it is said.
    const fn new(of: FieldAccess) -> Self {
        const NEVER: FieldAccess = FieldAccess::Never;
        Self {
            read: of,
            filter: NEVER,
            sort: NEVER,
            search: NEVER,
            group: NEVER,
            export: NEVER,
            preview: NEVER,
            diff: of,
            notify: NEVER,
        }
    }

    /// A field whose value rests in the clear.
    const fn clear() -> Self {
        Self::new(FieldAccess::Reached)
    }

    /// A field whose value rests sealed.
    const fn sealed(class: FieldClass) -> Self {
        Self::new(FieldAccess::Shown(class))
    }

    /// What a hit tells, it tells in full.
    const fn found(self) -> FieldAccess {
        match self.read {
            FieldAccess::Shown(class) => FieldAccess::Full(class),
            other => other,
        }
    }

    const fn filter(self) -> Self {
        Self { filter: self.found(), ..self }
    }

    const fn search(self) -> Self {
        Self { search: self.found(), ..self }
    }

    const fn sort(self) -> Self {
        Self { sort: self.read, ..self }
    }

    const fn group(self) -> Self {
        Self { group: self.read, ..self }
    }

    const fn preview(self) -> Self {
        Self { preview: self.read, ..self }
    }

    const fn notify(self) -> Self {
        Self { notify: self.read, ..self }
    }
}

macro_rules! client_fields {
    ($($(#[$doc:meta])* $field:ident $name:literal => $row:expr;)+) => {
        /// A field of a client, as the API names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ClientField { $($(#[$doc])* $field,)+ }

        impl ClientField {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$field,)+];

            /// As the API names it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$field => $name,)+ }
            }

            const fn row(self) -> Row {
                match self { $(Self::$field => $row,)+ }
            }
        }
    };
}

client_fields! {
    /// Id.
    Id "id" => Row::clear().filter().notify();
    /// Number for people.
    Number "number" => Row::clear().sort().search().preview();
    /// Grows with each change.
    Version "version" => Row::clear().notify();
    /// Person or company.
    Kind "kind" => Row::clear().filter();
    /// Life-cycle stage.
    Stage "stage" => Row::clear().filter();
    /// The one line by which people know the client.
    DisplayName "displayName" => Row::clear().sort().search().preview();
    /// The first e-mail address.
    Email "email" => Row::sealed(FieldClass::Email).filter().search();
    /// The first phone number.
    Phone "phone" => Row::sealed(FieldClass::Phone).filter().search();
    /// Country.
    Country "country" => Row::clear().filter().group();
    /// Language.
    Language "language" => Row::clear().filter();
    /// Sales status.
    SalesStatus "salesStatus" => Row::clear().filter().group();
    /// Retention status.
    RetentionStatus "retentionStatus" => Row::clear().filter().group();
    /// KYC status.
    KycStatus "kycStatus" => Row::clear().filter();
    /// Client status.
    Status "status" => Row::clear().filter();
    /// Who looks after the client.
    Owner "owner" => Row::clear().filter().group();
    /// The owner's team.
    Team "team" => Row::clear().filter().group();
    /// Tags.
    Tags "tags" => Row::clear().filter();
    /// Where the client came from.
    Source "source" => Row::clear().filter();
    /// Created.
    CreatedAt "createdAt" => Row::clear().filter().sort();
    /// Changed last.
    UpdatedAt "updatedAt" => Row::clear().filter().sort();
    /// Last contact.
    LastContactAt "lastContactAt" => Row::clear().filter().sort();
    /// Next follow-up.
    NextFollowUpAt "nextFollowUpAt" => Row::clear().filter().sort();
    /// Archived.
    ArchivedAt "archivedAt" => Row::clear().filter();
    /// First name.
    FirstName "firstName" => Row::clear().search();
    /// Middle name.
    MiddleName "middleName" => Row::clear().search();
    /// Last name.
    LastName "lastName" => Row::clear().search();
    /// Company.
    CompanyName "companyName" => Row::clear().search();
    /// All addresses and numbers: each follows its own class.
    Contacts "contacts" => Row::clear();
    /// Date of birth; the filter knows only "younger than 18".
    DateOfBirth "dateOfBirth" => Row::sealed(FieldClass::DateOfBirth).filter();
    /// Postal address.
    Address "address" => Row::sealed(FieldClass::Address);
    /// Nationality.
    Nationality "nationality" => Row::clear();
    /// Marketing campaign.
    Campaign "campaign" => Row::clear();
    /// UTM source.
    UtmSource "utmSource" => Row::clear();
    /// UTM medium.
    UtmMedium "utmMedium" => Row::clear();
    /// UTM campaign.
    UtmCampaign "utmCampaign" => Row::clear();
    /// Introducing broker's code.
    ReferrerCode "referrerCode" => Row::clear();
    /// Risk level.
    RiskLevel "riskLevel" => Row::clear().filter();
    /// Politically exposed person.
    Pep "pep" => Row::clear();
    /// Whether the client is not to be called.
    DoNotCall "doNotCall" => Row::clear().filter();
    /// Why not, in the words of who said so.
    DoNotCallReason "doNotCallReason" => Row::clear();
    /// Since when.
    DoNotCallAt "doNotCallAt" => Row::clear();
    /// Who said so.
    DoNotCallBy "doNotCallBy" => Row::clear();
    /// US person.
    UsPerson "usPerson" => Row::clear();
    /// Level reached by identity checks.
    VerificationLevel "verificationLevel" => Row::clear();
    /// May be written to for marketing.
    MarketingConsent "marketingConsent" => Row::clear();
    /// When the terms were accepted.
    TermsAcceptedAt "termsAcceptedAt" => Row::clear();
    /// When a lead became registered.
    RegisteredAt "registeredAt" => Row::clear();
    /// When a registered client deposited first.
    ConvertedAt "convertedAt" => Row::clear();
    /// Last sign-in to the client area.
    LastLoginAt "lastLoginAt" => Row::clear();
    /// Must set a new password before anything else.
    MustResetPassword "mustResetPassword" => Row::clear();
    /// Withdrawals wait until then.
    MoneyFrozenUntil "moneyFrozenUntil" => Row::clear();
    /// Who takes part besides the owner.
    Participants "participants" => Row::clear();
    /// The broker's own fields: each follows the class that its definition names, or none.
    CustomFields "customFields" => Row::clear().filter();
    /// Notes.
    Notes "notes" => Row::clear();
    /// What is to be done for the client.
    Tasks "tasks" => Row::clear();
}

impl ClientField {
    /// Who may use the field in this way.
    #[must_use]
    pub const fn access(self, to: FieldUse) -> FieldAccess {
        let row = self.row();
        match to {
            FieldUse::Read => row.read,
            FieldUse::Filter => row.filter,
            FieldUse::Sort => row.sort,
            FieldUse::Search => row.search,
            FieldUse::Group => row.group,
            FieldUse::Export => row.export,
            FieldUse::Preview => row.preview,
            FieldUse::Diff => row.diff,
            FieldUse::Notify => row.notify,
        }
    }

    /// The field with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mask_03_what_is_sealed_is_never_sorted_grouped_or_sent_around() {
        for field in ClientField::ALL {
            let FieldAccess::Shown(class) = field.access(FieldUse::Read) else { continue };
            for to in [FieldUse::Sort, FieldUse::Group, FieldUse::Export, FieldUse::Notify] {
                assert_eq!(field.access(to), FieldAccess::Never, "{field:?} {to:?}");
            }
            for to in [FieldUse::Filter, FieldUse::Search] {
                let access = field.access(to);
                assert!(access == FieldAccess::Never || access == FieldAccess::Full(class), "{field:?} {to:?}");
            }
            assert_eq!(field.access(FieldUse::Diff), FieldAccess::Shown(class));
        }
    }

    #[test]
    fn live_events_carry_ids_and_versions_only() {
        let told: Vec<&str> = ClientField::ALL
            .iter()
            .filter(|field| field.access(FieldUse::Notify) != FieldAccess::Never)
            .map(|field| field.as_str())
            .collect();
        assert_eq!(told, ["id", "version"]);
        assert_eq!(FieldUse::ALL.len(), 9);
    }
}

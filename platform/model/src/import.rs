//! The import of clients from a file: what a column may become, and what may become of a row.

text_enum! {
    /// How far an import has come.
    ImportState {
        /// Parts of the file arrive.
        Uploading = "uploading",
        /// The file is being read.
        Reading = "reading",
        /// The file is not taken.
        Refused = "refused",
        /// Waits for a mapping, or for a dry run of it.
        Mapping = "mapping",
        /// The dry run is at work.
        Checking = "checking",
        /// The dry run has ended.
        Checked = "checked",
        /// Rows are being written.
        Committing = "committing",
        /// Writing was stopped for a while.
        Paused = "paused",
        /// Writing was stopped for good; what was written stays.
        Cancelled = "cancelled",
        /// All rows were worked off.
        Committed = "committed",
        /// What was written is being taken back.
        Undoing = "undoing",
        /// What could be taken back was.
        Undone = "undone",
    }
}

impl ImportState {
    /// Whether the file may be read, mapped and checked anew.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Refused | Self::Mapping | Self::Checked)
    }

    /// Whether clients were written by it that may be there still.
    #[must_use]
    pub const fn has_written(self) -> bool {
        matches!(self, Self::Committing | Self::Paused | Self::Cancelled | Self::Committed)
    }
}

text_enum! {
    /// A field that a column can be mapped to. What is not here cannot be imported (IMPT-07).
    ImportField {
        FirstName = "first_name",
        MiddleName = "middle_name",
        LastName = "last_name",
        /// Split into first and last name.
        FullName = "full_name",
        CompanyName = "company_name",
        Email = "email",
        Phone = "phone",
        Country = "country",
        Language = "language",
        Nationality = "nationality",
        DateOfBirth = "date_of_birth",
        AddressLine1 = "address_line1",
        AddressLine2 = "address_line2",
        City = "city",
        PostalCode = "postal_code",
        Region = "region",
        Source = "source",
        Campaign = "campaign",
        UtmSource = "utm_source",
        UtmMedium = "utm_medium",
        UtmCampaign = "utm_campaign",
        ReferrerCode = "referrer_code",
        /// By the name of one of the tenant's sales statuses.
        SalesStatus = "sales_status",
        /// Names of the tenant's tags.
        Tags = "tags",
        MarketingConsent = "marketing_consent",
        /// The client's id in another system.
        ExternalId = "external_id",
    }
}

text_enum! {
    /// What a column does to a client that is there already.
    ImportColumnRule { Keep = "keep", Overwrite = "overwrite", OnlyIfBlank = "only_if_blank" }
}

text_enum! {
    /// In which order a date is written.
    ImportDateOrder { Auto = "auto", Dmy = "dmy", Mdy = "mdy", Ymd = "ymd" }
}

text_enum! {
    /// In which order a full name is written.
    ImportNameOrder { FirstLast = "first_last", LastFirst = "last_first" }
}

text_enum! {
    /// By what a row finds a client that is there already.
    ImportMatchField { Email = "email", Phone = "phone", ExternalId = "external_id" }
}

text_enum! {
    /// What happens with a row whose client is in the book already.
    ImportMatchAction { Skip = "skip", Update = "update", Create = "create" }
}

text_enum! {
    /// What happens with a later row of the file that is the same person as an earlier one.
    ImportRepeatAction {
        /// Is left out.
        Skip = "skip",
        /// Is left out, and the earlier row takes over what it says, by the rule of each column.
        Merge = "merge",
        /// Becomes a client of its own.
        Create = "create",
    }
}

text_enum! {
    /// To whom new clients are given.
    ImportAssignMode { Nobody = "nobody", Agent = "agent", Team = "team", RoundRobin = "round_robin" }
}

text_enum! {
    /// What becomes of a row.
    ImportOutcome {
        /// Becomes a client.
        Create = "create",
        /// Changes a client.
        Update = "update",
        /// Is left out by a rule, or has nothing to change.
        Skip = "skip",
        /// Has problems.
        Error = "error",
        /// Undo left the client as it is.
        UndoRefused = "undo_refused",
        /// Undo took it back.
        Undone = "undone",
    }
}

text_enum! {
    /// What kind of file it is.
    ImportFormat { Csv = "csv", Xlsx = "xlsx" }
}

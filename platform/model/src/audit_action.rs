//! What can have happened: past tense, `noun.verb_past`. The trail keeps the name; people read the title.

/// In which part of a client's timeline an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelinePart {
    /// Notes.
    Note,
    /// Outcomes of contacts, follow-ups, and whether the client may be called.
    Contact,
    /// Balance operations and the first deposit.
    Money,
    /// Trading accounts and trade commands.
    Trading,
    /// Changes of the record.
    Change,
    /// Reads that matter.
    Read,
    /// E-mail and password.
    Credential,
}

macro_rules! actions {
    ($($variant:ident = $name:literal, $title:literal, $part:expr;)+) => {
        /// Every kind of audit event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum AuditAction { $(#[doc = $title] $variant),+ }

        impl AuditAction {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// `noun.verb_past`, as the trail keeps it.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $name),+ } }

            /// Reads the kept name.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> { match text { $($name => Some(Self::$variant),)+ _ => None } }

            /// For people.
            #[must_use]
            pub const fn title(self) -> &'static str { match self { $(Self::$variant => $title),+ } }

            /// Where it stands in a client's timeline; `None` when it has no place there.
            #[must_use]
            pub const fn timeline(self) -> Option<TimelinePart> { match self { $(Self::$variant => $part),+ } }
        }
    };
}

actions! {
    SignedIn = "session.signed_in", "Signed in", None;
    SignInRefused = "session.sign_in_refused", "Sign-in refused", None;
    SecondFactorRefused = "session.second_factor_refused", "Second factor refused", None;
    SignedOut = "session.signed_out", "Signed out", None;
    SteppedUp = "session.stepped_up", "Confirmed with a second factor", None;
    SessionRevoked = "session.revoked", "Session ended", None;
    SessionUsedAtForeignHost = "session.used_at_foreign_host", "Session used at a foreign host", None;
    PasswordResetRequested = "credential.reset_requested", "Password reset asked for", None;
    PasswordResetSent = "credential.reset_sent", "Password link sent", None;
    PasswordSet = "credential.password_set", "Password set", None;
    PasswordChanged = "credential.password_changed", "Password changed", None;
    TotpEnrolmentBegun = "credential.totp_enrolment_begun", "Authenticator app being set up", None;
    TotpEnrolled = "credential.totp_enrolled", "Authenticator app set up", None;
    TotpDisabled = "credential.totp_disabled", "Authenticator app removed", None;
    RecoveryCodesRenewed = "credential.recovery_codes_renewed", "Recovery codes renewed", None;
    AccessRefused = "access.refused", "Access refused", None;
    StaffInvited = "staff.invited", "Staff member invited", None;
    StaffInvitationSent = "staff.invitation_sent", "Invitation sent", None;
    StaffChanged = "staff.changed", "Staff member changed", None;
    StaffStatusChanged = "staff.status_changed", "Staff member's status changed", None;
    PreferencesChanged = "staff.preferences_changed", "Own preferences changed", None;
    TeamCreated = "team.created", "Team made", None;
    TeamChanged = "team.changed", "Team changed", None;
    TeamDeleted = "team.deleted", "Team removed", None;
    CoverSet = "cover.set", "Cover of an absent colleague set", None;
    CoverEnded = "cover.ended", "Cover of an absent colleague ended", None;
    TargetSet = "target.set", "Target of a person set", None;
    AccessExplained = "access.explained", "Asked why a colleague sees the client, or does not", Some(TimelinePart::Read);
    PreviewBegun = "role.preview_begun", "Portal looked at as a role", None;
    PreviewEnded = "role.preview_ended", "Preview of a role ended", None;
    RoleCreated = "role.created", "Role made", None;
    RoleChanged = "role.changed", "Role changed", None;
    RoleDeleted = "role.deleted", "Role removed", None;
    ApiKeyCreated = "api_key.created", "API key made", None;
    ApiKeyChanged = "api_key.changed", "API key changed", None;
    ApiKeyRolled = "api_key.rolled", "API key rolled", None;
    ApiKeyRevoked = "api_key.revoked", "API key revoked", None;
    TradingServerAdded = "trading_server.added", "Trading server added", None;
    TradingServerChanged = "trading_server.changed", "Trading server changed", None;
    TradingServerTested = "trading_server.tested", "Trading server tested", None;
    TradingServerArchived = "trading_server.archived", "Trading server archived", None;
    TradingServerRestored = "trading_server.restored", "Trading server restored", None;
    AccountProductAdded = "account_product.added", "Account product added", None;
    AccountProductChanged = "account_product.changed", "Account product changed", None;
    TradingAccountRequested = "trading_account.requested", "Trading account asked for", Some(TimelinePart::Trading);
    TradingAccountOpened = "trading_account.opened", "Trading account opened", Some(TimelinePart::Trading);
    TradingAccountRefused = "trading_account.refused", "Trading account not opened", Some(TimelinePart::Trading);
    TradingAccountUnknown = "trading_account.unknown", "Nobody knows whether the trading account was opened", Some(TimelinePart::Trading);
    TradingAccountLinked = "trading_account.linked", "Trading account linked", Some(TimelinePart::Trading);
    TradingAccountChangeRequested = "trading_account.change_requested", "Change of a trading account sent", Some(TimelinePart::Trading);
    TradingAccountChanged = "trading_account.changed", "Trading account changed", Some(TimelinePart::Trading);
    TradingAccountArchived = "trading_account.archived", "Trading account archived", Some(TimelinePart::Trading);
    TradingPasswordRequested = "trading_account.password_requested", "New trading password sent", Some(TimelinePart::Credential);
    TradingPasswordSet = "trading_account.password_set", "Trading password set and shown once", Some(TimelinePart::Credential);
    TradingPasswordLinkRequested = "trading_account.password_link_requested", "One-time link to a trading password asked for", Some(TimelinePart::Credential);
    TradingPasswordLinkSent = "trading_account.password_link_sent", "One-time link to a trading password sent", Some(TimelinePart::Credential);
    TradingPasswordNotSet = "trading_account.password_not_set", "Trading password not set: the server did not answer or refused", Some(TimelinePart::Credential);
    AccountPasswordRuleChanged = "account_password_rule.changed", "Rule of trading passwords changed", None;
    BalanceRequested = "balance.requested", "Balance operation asked for", Some(TimelinePart::Money);
    BalanceApproved = "balance.approved", "Balance operation agreed to", Some(TimelinePart::Money);
    BalanceDeclined = "balance.declined", "Balance operation declined", Some(TimelinePart::Money);
    BalanceCancelled = "balance.cancelled", "Balance operation taken back", Some(TimelinePart::Money);
    BalanceConfirmed = "balance.confirmed", "Balance operation booked", Some(TimelinePart::Money);
    BalanceRejected = "balance.rejected", "Balance operation refused by the server", Some(TimelinePart::Money);
    BalanceUnknown = "balance.unknown", "Nobody knows whether the balance operation was booked", Some(TimelinePart::Money);
    BalanceNotApplied = "balance.not_applied", "Balance operation was never booked", Some(TimelinePart::Money);
    BalanceDifferenceFound = "balance.difference_found", "Difference with the server's books", Some(TimelinePart::Money);
    BalanceFindingClosed = "balance.difference_closed", "Difference explained", None;
    BalanceBandChanged = "balance.band_changed", "Limits of balance operations changed", None;
    TradeRequested = "trade.requested", "Trade command asked for", Some(TimelinePart::Trading);
    TradeApproved = "trade.approved", "Trade command agreed to", Some(TimelinePart::Trading);
    TradeDeclined = "trade.declined", "Trade command declined", Some(TimelinePart::Trading);
    TradeCancelled = "trade.cancelled", "Trade command taken back", Some(TimelinePart::Trading);
    TradeConfirmed = "trade.confirmed", "Trade command carried out", Some(TimelinePart::Trading);
    TradePartial = "trade.partial", "Trade command carried out in part", Some(TimelinePart::Trading);
    TradeRejected = "trade.rejected", "Trade command refused by the server", Some(TimelinePart::Trading);
    TradeUnknown = "trade.unknown", "Nobody knows whether the trade command was carried out", Some(TimelinePart::Trading);
    TradeNotApplied = "trade.not_applied", "Trade command was never carried out", Some(TimelinePart::Trading);
    DealingRuleChanged = "dealing.rule_changed", "Rule of dealing changed", None;
    ClientRegistered = "client.registered", "Client registered", Some(TimelinePart::Change);
    ClientsImported = "client.imported", "Clients imported", None;
    ImportFileRead = "client_import.file_read", "File of clients read", None;
    ImportMapped = "client_import.mapped", "Columns of an import mapped", None;
    ImportCellsMended = "client_import.cells_mended", "Cells of an import mended", None;
    ImportChecked = "client_import.checked", "Import of clients tried out", None;
    ImportBegun = "client_import.begun", "Import of clients begun", None;
    ImportPaused = "client_import.paused", "Import of clients paused", None;
    ImportResumed = "client_import.resumed", "Import of clients resumed", None;
    ImportCancelled = "client_import.cancelled", "Import of clients cancelled", None;
    ImportFinished = "client_import.finished", "Import of clients finished", None;
    ImportUndoBegun = "client_import.undo_begun", "Undo of an import begun", None;
    ImportRowsUndone = "client_import.rows_undone", "Rows of an import taken back", None;
    ImportForgotten = "client_import.forgotten", "Import's file and undo destroyed", None;
    BulkBegun = "client_bulk.begun", "Change of many clients begun", None;
    BulkWritten = "client_bulk.written", "Changed together with others", Some(TimelinePart::Change);
    BulkFinished = "client_bulk.finished", "Change of many clients finished", None;
    BulkStopped = "client_bulk.stopped", "Change of many clients stopped", None;
    BulkUndoBegun = "client_bulk.undo_begun", "Undo of a change of many clients begun", None;
    BulkRowsUndone = "client_bulk.rows_undone", "Change made together with others taken back", Some(TimelinePart::Change);
    ClientChanged = "client.changed", "Details changed", Some(TimelinePart::Change);
    ClientStatusChanged = "client.status_changed", "Status changed", Some(TimelinePart::Change);
    ClientAssigned = "client.assigned", "Owner changed", Some(TimelinePart::Change);
    ClientTagsChanged = "client.tags_changed", "Tags changed", Some(TimelinePart::Change);
    ClientContactAdded = "client.contact_added", "Contact added", Some(TimelinePart::Change);
    ClientContactRemoved = "client.contact_removed", "Contact removed", Some(TimelinePart::Change);
    ClientArchived = "client.archived", "Archived", Some(TimelinePart::Change);
    ClientRestored = "client.restored", "Restored", Some(TimelinePart::Change);
    ClientMerged = "client.merged", "Merged with another client", Some(TimelinePart::Change);
    ClientMergeUndone = "client.merge_undone", "Merge taken back", Some(TimelinePart::Change);
    DuplicatesDismissed = "client.duplicates_dismissed", "Said not to be the same person as another client", Some(TimelinePart::Change);
    DuplicatesRecalled = "client.duplicates_recalled", "May be the same person as another client after all", Some(TimelinePart::Change);
    ClientChangeUndone = "client.change_undone", "Change taken back", Some(TimelinePart::Change);
    ClientEmailChanged = "client.email_changed", "E-mail changed", Some(TimelinePart::Credential);
    ClientPasswordResetRequested = "client.password_reset_requested", "Password link asked for", Some(TimelinePart::Credential);
    ClientCredentialLinkSent = "client.credential_link_sent", "Password link sent", Some(TimelinePart::Credential);
    ClientCredentialSet = "client.credential_set", "Client set a password", Some(TimelinePart::Credential);
    ClientConverted = "client.converted", "First deposit: the client is a depositor", Some(TimelinePart::Money);
    ClientCameOfAge = "client.came_of_age", "Came of age", Some(TimelinePart::Change);
    ClientOpened = "client.opened", "Profile opened", Some(TimelinePart::Read);
    ClientRead = "client.read", "Read by a website", Some(TimelinePart::Read);
    ClientsLookedUp = "client.looked_up", "Clients looked up by a contact", None;
    ClientsListed = "client.listed", "Clients listed by a website", None;
    TradingAccountRead = "trading_account.read", "Trading account read by a website", Some(TimelinePart::Read);
    TradingAccountsListed = "trading_account.listed", "Trading accounts listed by a website", None;
    DealsListed = "deal.listed", "Deals read by a website", Some(TimelinePart::Read);
    PositionsListed = "position.listed", "Open positions read by a website", Some(TimelinePart::Read);
    OrdersListed = "order.listed", "Waiting orders read by a website", Some(TimelinePart::Read);
    EventsListed = "event.listed", "Events read by a website", None;
    BalanceOperationsListed = "balance.listed", "Balance operations read by a website", Some(TimelinePart::Read);
    ContactRevealed = "contact.revealed", "Contact shown in full", Some(TimelinePart::Read);
    NoteWritten = "note.written", "Note written", Some(TimelinePart::Note);
    NoteChanged = "note.changed", "Note changed", Some(TimelinePart::Note);
    NoteDeleted = "note.deleted", "Note removed", Some(TimelinePart::Note);
    OutcomeRecorded = "client.outcome_recorded", "Outcome of a contact recorded", Some(TimelinePart::Contact);
    DoNotCallSet = "client.do_not_call_set", "Not to be called any more", Some(TimelinePart::Contact);
    DoNotCallLifted = "client.do_not_call_lifted", "May be called again", Some(TimelinePart::Contact);
    TaskCreated = "task.created", "Follow-up planned", Some(TimelinePart::Contact);
    TaskChanged = "task.changed", "Follow-up changed", Some(TimelinePart::Contact);
    TaskDone = "task.done", "Follow-up done", Some(TimelinePart::Contact);
    TaskCancelled = "task.cancelled", "Follow-up cancelled", Some(TimelinePart::Contact);
    TaskReopened = "task.reopened", "Follow-up opened again", Some(TimelinePart::Contact);
    ClientStatusCreated = "client_status.created", "Status of clients made", None;
    ClientStatusEdited = "client_status.changed", "Status of clients changed", None;
    TagCreated = "tag.created", "Tag made", None;
    TagEdited = "tag.changed", "Tag changed", None;
    TagDeleted = "tag.deleted", "Tag deleted", None;
    CustomFieldCreated = "custom_field.created", "Custom field made", None;
    CustomFieldChanged = "custom_field.changed", "Custom field changed", None;
    ProfileLayoutChanged = "profile_layout.changed", "Layout of the profile changed", None;
    SavedViewCreated = "saved_view.created", "View of the list made", None;
    SavedViewChanged = "saved_view.changed", "View of the list changed", None;
    SavedViewShared = "saved_view.shared", "View of the list shared, or taken back", None;
    SavedViewDeleted = "saved_view.deleted", "View of the list removed", None;
    RoleViewChanged = "role.view_changed", "View that a role's people begin with changed", None;
    AuditFileAsked = "audit.file_asked", "Trail asked for as a file", None;
    FileTaken = "file.taken", "File taken out", None;
    WatchAlertRaised = "watch_alert.raised", "Unusual reading noticed", None;
    WatchAlertClosed = "watch_alert.closed", "Alert of unusual reading closed", None;
    WatchRuleChanged = "watch_rule.changed", "Threshold of unusual reading changed", None;
    AuditVerified = "audit.verified", "Audit chain verified", None;
    TradingHostAllowed = "trading_host.allowed", "Host of trading servers allowed", None;
    TradingHostWithdrawn = "trading_host.withdrawn", "Host of trading servers no longer allowed", None;
    TenantCreated = "tenant.created", "Broker set up", None;
    TenantSuspended = "tenant.suspended", "Broker suspended", None;
    TenantLanguageChanged = "tenant.language_changed", "Broker's language changed", None;
    TenantTimeZoneChanged = "tenant.time_zone_changed", "Broker's time zone changed", None;
    TenantResumed = "tenant.resumed", "Broker resumed", None;
    TenantKeysRewrapped = "tenant.keys_rewrapped", "Data keys wrapped anew", None;
    TenantKeyAdded = "tenant.key_added", "New data key ordered", None;
    TenantValuesResealed = "tenant.values_resealed", "Values sealed under the new data key", None;
    TenantKeyRotated = "tenant.key_rotated", "Everything is under the new data key", None;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_reads_back() {
        for action in AuditAction::ALL {
            assert_eq!(AuditAction::from_text(action.as_str()), Some(*action));
        }
    }
}

/// A permission by its type, so that the wrong permit does not compile.
pub trait PermissionKind {
    /// The entry of the catalogue.
    const PERMISSION: Permission;
}

macro_rules! catalogue {
    ($($variant:ident = $name:literal, reach: $reach:literal, step_up: $step:literal, $sentence:literal;)+) => {
        /// The catalogue: what a role of a broker can allow. Roles are data; this list is code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission { $(#[doc = $sentence] $variant),+ }

        impl Permission {
            /// The whole catalogue, in the order of the role editor.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// `noun.verb`, as roles keep it.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $name),+ } }

            /// Reads `noun.verb`; `None` when the catalogue has no such entry (RBAC-04).
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> { match text { $($name => Some(Self::$variant),)+ _ => None } }

            /// What it allows, for the role editor.
            #[must_use]
            pub const fn sentence(self) -> &'static str { match self { $(Self::$variant => $sentence),+ } }

            /// Whether own / team / all makes a difference.
            #[must_use]
            pub const fn has_reach(self) -> bool { match self { $(Self::$variant => $reach),+ } }

            /// Whether each use needs a second factor not older than ten minutes (SECURITY 18).
            #[must_use]
            pub const fn needs_step_up(self) -> bool { match self { $(Self::$variant => $step),+ } }
        }

        /// One type for each permission.
        pub mod kinds {
            use super::{Permission, PermissionKind};
            $(#[doc = $sentence] #[derive(Clone, Copy, Debug)] pub struct $variant;
              impl PermissionKind for $variant { const PERMISSION: Permission = Permission::$variant; })+
        }
    };
}

catalogue! {
    ClientView = "client.view", reach: true, step_up: false, "See clients in lists and open their profiles.";
    ClientCreate = "client.create", reach: false, step_up: false, "Register new clients and leads.";
    ClientEdit = "client.edit", reach: true, step_up: false, "Change a client's details, statuses and tags.";
    ClientEditContact = "client.edit_contact", reach: true, step_up: false, "Change a client's e-mail by the secure flow and add contacts.";
    ClientResetPassword = "client.reset_password", reach: true, step_up: false, "Send a client a one-time link to set a new password.";
    ClientAssign = "client.assign", reach: true, step_up: false, "Give a client to another owner.";
    ClientDelete = "client.delete", reach: true, step_up: false, "Archive clients and restore them.";
    ClientMerge = "client.merge", reach: true, step_up: false, "See clients that look like the same person and merge them; merging and taking it back ask for a second factor.";
    ClientImport = "client.import", reach: false, step_up: false, "Import clients from files; writing them and taking them back ask for a second factor.";
    ContactReveal = "contact.reveal", reach: true, step_up: false, "See one masked contact in full, with a reason, counted and audited.";
    NoteWrite = "note.write", reach: true, step_up: false, "Write notes on clients and change own ones.";
    TaskManage = "task.manage", reach: true, step_up: false, "Plan tasks and call-backs for clients, work them off, and record outcomes.";
    SavedViewShare = "saved_view.share", reach: true, step_up: false, "Share views of the client list with one's teams or with everybody, and say what a role begins with.";
    FigureView = "figure.view", reach: false, step_up: false, "See the home page: new clients, deposits and what waits, within the reach of one's other rights.";
    StaffView = "staff.view", reach: false, step_up: false, "See staff members, their teams and roles.";
    StaffManage = "staff.manage", reach: false, step_up: true, "Invite staff, change their teams and roles, suspend them.";
    StaffCover = "staff.cover", reach: true, step_up: false, "Say who covers an absent colleague, and until when: for oneself, for the people of one's teams, or for everybody.";
    StaffTarget = "staff.target", reach: true, step_up: false, "Say what is expected of people: contacts a day and first deposits a month.";
    TeamManage = "team.manage", reach: false, step_up: false, "Make, change and remove teams.";
    RoleManage = "role.manage", reach: false, step_up: true, "Make and change roles, up to what one holds oneself.";
    AuditView = "audit.view", reach: false, step_up: false, "Read the audit trail and verify its chain.";
    AuditExport = "audit.export", reach: false, step_up: true, "Take the audit trail out as a file, with a reason.";
    AuditWatch = "audit.watch", reach: false, step_up: false, "See alerts of unusual reading, close them, and say what is unusual.";
    ApiKeyManage = "api_key.manage", reach: false, step_up: true, "Make, roll and revoke API keys of the broker's websites.";
    TradingServerManage = "trading_server.manage", reach: false, step_up: true, "Add, test, change and archive the broker's trading servers.";
    TradingAccountView = "trading_account.view", reach: true, step_up: false, "See clients' trading accounts, without their figures.";
    TradingAccountCreate = "trading_account.create", reach: true, step_up: false, "Open trading accounts for clients and link existing ones.";
    TradingAccountEdit = "trading_account.edit", reach: true, step_up: true, "Change product and leverage of trading accounts, block and archive them.";
    TradingAccountPassword = "trading_account.password", reach: true, step_up: true, "Set a new trading password, which is shown once.";
    PositionView = "position.view", reach: true, step_up: false, "See clients' positions, orders and deals, live and past.";
    PositionOpen = "position.open", reach: true, step_up: false, "Open positions for clients, place orders and fill them.";
    PositionModify = "position.modify", reach: true, step_up: false, "Change the stops of clients' positions, and their waiting orders.";
    PositionClose = "position.close", reach: true, step_up: false, "Close clients' positions and cancel their waiting orders.";
    PositionApprove = "position.approve", reach: true, step_up: true, "Agree to large trade commands that somebody else asked for.";
    BalanceView = "balance.view", reach: true, step_up: false, "See the figures of trading accounts and their balance operations.";
    BalanceAdjust = "balance.adjust", reach: true, step_up: true, "Ask for money in and out of trading accounts, up to one's band alone.";
    BalanceApprove = "balance.approve", reach: true, step_up: true, "Agree to balance operations that somebody else asked for, and close differences.";
    BalanceApproveLarge = "balance.approve_large", reach: true, step_up: true, "Agree to large balance operations as well.";
    FieldManage = "field.manage", reach: false, step_up: false, "Make and change the broker's own fields of clients and the layout of the profile.";
    SettingsManage = "settings.manage", reach: false, step_up: true, "Set how much money a person may move alone, the rule of dealing, and the statuses of clients.";
}

impl Permission {
    /// What stands before the dot: the row of the role matrix.
    #[must_use]
    pub fn resource(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(noun, _)| noun)
    }

    /// What stands after the dot: the column of the role matrix.
    #[must_use]
    pub fn verb(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(_, verb)| verb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_noun_a_verb_and_a_sentence() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_text(permission.as_str()), Some(*permission));
            assert!(!permission.resource().is_empty() && !permission.verb().is_empty());
            assert!(permission.sentence().ends_with('.'));
        }
    }

    #[test]
    fn rbac_04_unknown_and_wildcard_names_are_no_permissions() {
        for name in ["*", "client.*", "operator.manage", "", "client", "CLIENT.VIEW"] {
            assert_eq!(Permission::from_text(name), None);
        }
    }
}

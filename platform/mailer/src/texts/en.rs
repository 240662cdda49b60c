use super::{LetterText, Texts};
use crate::SecurityChange;

pub(super) const TEXTS: Texts = Texts {
    hello: "Hello {name},",
    hello_nobody: "Hello,",
    questions: "Questions? Write to",
    questions_nobody: "Questions? Ask your contact at {brand}.",
    moment: "{day} {month} {year}, {time} ({zone})",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    minutes,
    time: "Time: {at}",
    address: "Address: {ip}",
    invitation: LetterText {
        subject: "You are invited to join {brand}",
        lead: "{invited_by} invites you to work at {brand}. Choose a password to join:",
        action: "Join {brand}",
        closing: "The link works once and until {expires}. If you did not expect this invitation, ignore it.",
        warning: "",
    },
    password_reset: LetterText {
        subject: "Set a new password for {brand}",
        lead: "a new password was asked for at {brand}. Set it here:",
        action: "Set a new password",
        closing: "The link works once and for {minutes}. You will still need your second factor. If you did not ask for this, ignore it: your password stays as it is.",
        warning: "",
    },
    client_credential: LetterText {
        subject: "Set the password of your {brand} account",
        lead: "please set a new password for your {brand} account. Until then you cannot sign in.",
        action: "Set your password",
        closing: "The link works once and for {minutes}. Nobody at {brand} sees your password or will ask for it.",
        warning: "",
    },
    account_password: LetterText {
        subject: "A new password for your {brand} trading account {login}",
        lead: "you can take a new password for your trading account {login}. It is made when you open the link and press the button, and shown to you this once; your old password works until then.",
        action: "Take the new password",
        closing: "The link works once and for {minutes}. Nobody at {brand} sees your password or will ask for it. You did not ask for one? Do not open the link, and tell us.",
        warning: "",
    },
    client_email_changed: LetterText {
        subject: "The e-mail address of your {brand} account was changed",
        lead: "the e-mail address of your {brand} account was changed to {mask} on {at}. This message goes to the address that was used before.",
        action: "",
        closing: "You were signed out everywhere, and withdrawals wait for a while.",
        warning: "If you did not ask for this change, tell us at once.",
    },
    security_notice: LetterText {
        subject: "Security notice from {brand}",
        lead: "",
        action: "",
        closing: "If this was you, there is nothing to do. If not, change your password and tell your manager at once.",
        warning: "",
    },
    change,
};

fn minutes(n: u32) -> String {
    if n == 1 { "1 minute".to_owned() } else { format!("{n} minutes") }
}

const fn change(change: SecurityChange) -> &'static str {
    match change {
        SecurityChange::PasswordChanged => "Your password was changed.",
        SecurityChange::TotpEnrolled => "An authenticator app was added to your sign-in.",
        SecurityChange::TotpRemoved => "The authenticator app was removed from your sign-in.",
        SecurityChange::RecoveryCodesRenewed => {
            "New recovery codes were made for your sign-in. The old ones no longer work."
        }
        SecurityChange::RecoveryCodeUsed => "A recovery code was used to sign in to your account.",
    }
}

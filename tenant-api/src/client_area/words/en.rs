use super::Words;

pub(super) const WORDS: Words = Words {
    name: "English",
    common: &[
        ("looking", "Looking at your link…"),
        ("ended", "This link has ended. Ask for a new one."),
        ("ended_support", "This link has ended. Ask {support} for a new one."),
        ("away", "We cannot be reached at the moment. Try again in a moment."),
        ("wrong", "Something went wrong. Try again in a moment."),
        ("no_script", "This page needs JavaScript to read your link safely."),
    ],
    set_password: &[
        ("title", "Set your password"),
        ("hello", "Hello {name}. You will sign in as {email}."),
        ("email", "E-mail"),
        ("new_password", "New password"),
        ("hint", "At least 8 characters. A few unrelated words are stronger than one word with digits."),
        ("show", "Show the password"),
        ("send", "Set password"),
        ("done", "Your password is set. You may close this page."),
    ],
    account_password: &[
        ("title", "Your trading password"),
        ("hello_main", "Hello {name}. This is for the main password of your account {login} on {server}."),
        (
            "hello_investor",
            "Hello {name}. This is for the investor password, which may only look, of your account {login} on {server}.",
        ),
        (
            "about",
            "The new password is made when you press the button, and shown to you this once. Your old one stops working then. Have your password manager or a pen ready.",
        ),
        ("send", "Make and show my new password"),
        ("login", "Login"),
        ("server", "Server"),
        ("password", "Password"),
        ("copy", "Copy the password"),
        ("done", "Your new password is set. Keep it now: it is not shown again."),
        ("copied", "Copied."),
        ("not_copied", "It could not be copied: select it and copy it by hand."),
    ],
    said: &[],
};

//! Names of commands: the present ones and their older spelling.

/// The command of a path: `/api/user/add`, or `/user_add` as before build 2920.
pub(super) fn command(path: &str) -> Option<String> {
    let path = path.to_ascii_lowercase();
    if let Some(command) = path.strip_prefix("/api/") {
        return Some(command.trim_end_matches('/').to_owned());
    }
    let old = path.strip_prefix('/')?;
    let command = match old {
        "user_pass_check" => "user/check_password",
        "user_pass_change" => "user/change_password",
        "user_deposit_change" => "trade/balance",
        "dealer_send" => "dealer/send_request",
        "dealer_updates" => "dealer/get_request_result",
        "user_account_get" => "user/account/get",
        "user_account_get_batch" => "user/account/get_batch",
        "quit" => "quit",
        _ => {
            let (noun, verb) = old.split_once('_')?;
            return NOUNS.contains(&noun).then(|| format!("{noun}/{verb}"));
        }
    };
    Some(command.to_owned())
}

const NOUNS: [&str; 13] = [
    "auth", "test", "time", "common", "user", "trade", "position", "order", "history", "deal", "tick", "symbol",
    "group",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_mean_the_same() {
        for (path, meant) in [
            ("/api/user/add", "user/add"),
            ("/API/User/Get_Batch", "user/get_batch"),
            ("/user_add", "user/add"),
            ("/auth_start", "auth/start"),
            ("/user_deposit_change", "trade/balance"),
            ("/dealer_send", "dealer/send_request"),
            ("/user_account_get", "user/account/get"),
            ("/tick_last_group", "tick/last_group"),
            ("/quit", "quit"),
        ] {
            assert_eq!(command(path).as_deref(), Some(meant), "{path}");
        }
        assert_eq!(command("/favicon.ico"), None);
    }
}

/// What stands for a value its reader may not see at all.
pub const MASKED: &str = "••••••";

/// The partial mask of an e-mail address: first letter and top-level domain, everything else of fixed width.
/// What is no address becomes [`MASKED`].
#[must_use]
pub fn mask_email(email: &str) -> String {
    let Some((local, domain)) = email.rsplit_once('@') else {
        return MASKED.to_owned();
    };
    let Some(first) = local.chars().next() else {
        return MASKED.to_owned();
    };
    let first = if first.is_alphanumeric() { first } else { '•' };
    let top = domain.rsplit_once('.').map(|(_, top)| top);
    match top.filter(|top| top.len() >= 2 && top.chars().all(|c| c.is_alphanumeric() || c == '-')) {
        Some(top) => format!("{first}•••@•••.{top}"),
        None => format!("{first}•••@•••"),
    }
}

/// The partial mask of a phone number in E.164: country code and last two digits. What is no such number becomes
/// [`MASKED`].
#[must_use]
pub fn mask_phone(e164: &str) -> String {
    let Some(code) = calling_code(e164) else {
        return MASKED.to_owned();
    };
    match e164.len().checked_sub(2).and_then(|at| e164.get(at..)) {
        Some(last) => format!("+{code} ••• ••• {last}"),
        None => MASKED.to_owned(),
    }
}

/// Calling codes of two digits (ITU-T E.164 annex); 1 and 7 stand alone, every other code has three.
const TWO_DIGITS: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
];

/// The country calling code of a number in E.164 (`+` and 7 to 15 digits), without the plus sign.
#[must_use]
pub fn calling_code(e164: &str) -> Option<&str> {
    let digits = e164.strip_prefix('+')?;
    if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.starts_with('0')
    {
        return None;
    }
    let length = match digits.get(..2) {
        Some(two) if two.starts_with(['1', '7']) => 1,
        Some(two) if TWO_DIGITS.contains(&two) => 2,
        _ => 3,
    };
    digits.get(..length)
}

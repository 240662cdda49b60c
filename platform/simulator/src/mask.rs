//! Masks of groups and symbol paths: a list with commas, `*` for any text, `!` in front excludes.

/// Whether a name fits a mask: one of its patterns without `!` fits and none with `!` does.
#[must_use]
pub fn matches(mask: &str, name: &str) -> bool {
    let mut fits = false;
    for pattern in mask.split(',').map(str::trim).filter(|pattern| !pattern.is_empty()) {
        match pattern.strip_prefix('!') {
            Some(excluded) if fits_one(excluded, name) => return false,
            Some(_) => {}
            None => fits = fits || fits_one(pattern, name),
        }
    }
    fits
}

fn fits_one(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(between) = last.replace(part) {
            match rest.find(between) {
                Some(at) => rest = rest.get(at + str::len(between)..).unwrap_or_default(),
                None => return false,
            }
        }
    }
    match last {
        Some(end) => rest.ends_with(end),
        None => rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_choose_and_exclude() {
        assert!(matches("*", "real\\standard"));
        assert!(matches("real\\*", "real\\standard"));
        assert!(!matches("real\\*", "demo\\standard"));
        assert!(!matches("real\\*,!real\\pro", "real\\pro"));
        assert!(matches("demo\\*, real\\p*o", "real\\pro"));
        assert!(matches("*EUR*", "Forex\\Major\\EURUSD"));
        assert!(!matches("!real\\pro", "real\\standard"));
        assert!(!matches("", "real\\standard"));
        assert!(!matches("real", "real\\standard"));
        assert!(matches("a*a", "aa") && !matches("a*a", "a"));
    }
}

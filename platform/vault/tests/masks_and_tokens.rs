//! What leaves the vault in the open: masks, commitments, the database's token, key files' errors.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

use crm_model::TenantId;
use crm_vault::{
    ContextKeys, KeyEncryption, LocalKek, MASKED, calling_code, commitment, mask_email, mask_phone, new_salt,
};
use proptest::prelude::*;
use uuid::Uuid;

#[test]
fn mask_15_masks_show_what_the_policy_allows() {
    assert_eq!(mask_email("olga@novak.com"), "o•••@•••.com");
    assert_eq!(mask_email("o@x.com"), "o•••@•••.com", "one letter looks like many");
    assert_eq!(mask_email("o.very.long.name@mail.some.example.com"), "o•••@•••.com");
    assert_eq!(mask_email("ольга@почта.рф"), "о•••@•••.рф");
    assert_eq!(mask_email("_x@localhost"), "••••@•••");
    for bad in ["", "@", "@x.com", "no address"] {
        assert_eq!(mask_email(bad), MASKED);
    }
    assert_eq!(mask_phone("+34612345678"), "+34 ••• ••• 78");
    assert_eq!(mask_phone("+12125550123"), "+1 ••• ••• 23");
    assert_eq!(mask_phone("+35799123456"), "+357 ••• ••• 56");
    assert_eq!(mask_phone("+79161234567"), "+7 ••• ••• 67");
    for bad in ["", "+", "34612345678", "+34 612 345 678", "+346", "+0123456789", "+34612345x78"] {
        assert_eq!(mask_phone(bad), MASKED);
    }
    assert_eq!(calling_code("+4915112345678"), Some("49"));
}

proptest! {
    /// MASK-15: two addresses with the same first letter and top-level domain have the same mask, whatever their
    /// length; so have two numbers of one country with the same last two digits.
    #[test]
    fn mask_15_nothing_else_shows(a in "[a-z0-9._+-]{0,40}", b in "[a-z0-9._+-]{0,40}", at in "[a-z]{1,30}", bt in "[a-z.]{0,20}[a-z]") {
        prop_assert_eq!(mask_email(&format!("q{a}@{at}.com")), mask_email(&format!("q{b}@{bt}.com")));
    }

    #[test]
    fn mask_15_phone_lengths_do_not_show(a in "[0-9]{4,10}", b in "[0-9]{4,10}") {
        prop_assert_eq!(mask_phone(&format!("+34{a}42")), mask_phone(&format!("+34{b}42")));
    }

    #[test]
    fn any_text_has_a_mask(text in ".{0,60}") {
        prop_assert!(mask_email(&text).chars().count() >= 6);
        prop_assert!(mask_phone(&text).chars().count() >= 6);
    }
}

#[test]
fn commitments_bind_value_and_salt() {
    let salt = new_salt().unwrap();
    assert_eq!(commitment(&salt, b"a"), commitment(&salt, b"a"));
    assert_ne!(commitment(&salt, b"a"), commitment(&salt, b"b"));
    assert_ne!(commitment(&salt, b"a"), commitment(&new_salt().unwrap(), b"a"));
}

/// Fixed values computed with another program (Python's hmac and hashlib), so that a change of the derivation, which
/// would lock every tenant out, cannot go unnoticed.
#[test]
fn the_databases_token_is_stable() {
    let keys = ContextKeys::new([7; 32]);
    let tenant = TenantId::from_uuid(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef));
    let token = keys.token(tenant);
    assert_eq!(token.expose(), "88944bc0a8673ab8d1a6ddc056e10ad17ebc32a325343bdbd6cfe2ba95010bc5");
    let digest: String = token.digest().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, "e3d35e4c7d72d27f3ed51839426119c21be787c0032da2626bb134c06a1bc587");
    assert_ne!(token.expose(), keys.token(TenantId::generate()).expose());
    assert!(!format!("{keys:?} {token:?}").contains(&token.expose()[..8]));
}

#[test]
fn a_key_is_named_by_its_bytes_and_must_look_random() {
    let hex: String = (0..32_u8).map(|n| format!("{:02x}", n * 7 + 1)).collect();
    let kek = LocalKek::from_hex(&hex).unwrap();
    assert_eq!(LocalKek::from_hex(&format!(" {}\n", hex.to_uppercase())).unwrap().id(), kek.id(), "one key, one id");
    assert!(!kek.id().contains(&hex[..8]));
    for (bad, mend) in
        [("abcd", "openssl rand -hex 32"), (&"a".repeat(500), "openssl rand -hex 32"), (&"0".repeat(64), "not random")]
    {
        let error = LocalKek::from_hex(bad).unwrap_err().to_string();
        assert!(error.contains(mend), "{error}");
    }
}

use thiserror::Error;

/// Why the vault refused. Never carries keys or plain text.
#[derive(Debug, Error)]
pub enum VaultError {
    /// Authentication failed: wrong key, wrong place, or changed bytes.
    #[error("the sealed value does not open here: it was sealed for another place, under another key, or was changed")]
    DoesNotOpen,
    /// The bytes are not an envelope of this vault.
    #[error("the sealed value is malformed: {0}")]
    Malformed(&'static str),
    /// The envelope names a key version that is not loaded.
    #[error("the value is sealed under key version {version}, which is not loaded (loaded: {loaded})")]
    UnknownVersion {
        /// Version the envelope names.
        version: u16,
        /// Versions at hand, newest first, separated by commas.
        loaded: String,
    },
    /// A key of one tenant was asked to work at a place of another.
    #[error("the keys belong to another tenant than the place they were asked to work at")]
    WrongTenant,
    /// A set of tenant keys was given no version, or one version twice.
    #[error("a tenant needs at least one key and each version only once: {0}")]
    KeySet(&'static str),
    /// The key encryption key that wrapped this key is not configured.
    #[error(
        "the key is wrapped by key encryption key {wrapped_by}, which is not configured (configured: {configured})"
    )]
    UnknownKek {
        /// Id of the key encryption key that is needed.
        wrapped_by: String,
        /// Ids at hand, separated by commas.
        configured: String,
    },
    /// A key file or a key in the environment is unusable; the text says how to mend it.
    #[error("unusable key encryption key: {0}")]
    BadKek(String),
    /// The key encryption service could not be reached; worth another try.
    #[error("the key encryption service did not answer: {0}")]
    Unavailable(String),
    /// The text inside is not UTF-8.
    #[error("the sealed value is not text")]
    NotText,
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness")]
    Randomness,
    /// More than the cipher can seal at once (64 GiB).
    #[error("the value is too large to seal")]
    TooLarge,
}

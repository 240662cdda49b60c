//! Personal data at rest: who can read a stolen copy of the database? Nobody.
//!
//! Three keys stand in a row. The **key encryption key** ([`KeyEncryption`]: a file, the environment, later a KMS)
//! wraps one key per **tenant** ([`TenantKeys`]), which wraps one key per **client** ([`ClientKey`]). Sealed columns
//! hold AES-256-GCM-SIV envelopes bound to their [`Place`] (tenant, table, column, row): an envelope copied anywhere
//! else does not open. Destroying a client's wrapped key erases everything sealed under it.
//!
//! What must be found without being read has a **blind index** ([`BlindKind`]): an HMAC under a key of the tenant, so
//! the same address looks different at two brokers. What a masked reader sees is computed once at write time
//! ([`mask_email`], [`mask_phone`], [`MASKED`]). Audit rows carry [`commitment`]s instead of values.
//!
//! [`ContextKeys`] makes the token that opens the database's row-level security for one tenant.
//!
//! Sealing, opening, masks and indexes are synchronous and take microseconds; only unwrapping a tenant key may wait
//! for the outside, and [`Vault`] remembers the result.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")
)]

mod blind;
mod client_key;
mod commitment;
mod context;
mod envelope;
mod error;
mod file_key;
mod kek;
mod mask;
mod place;
mod secret;
mod tenant_keys;
mod vault;

pub use blind::{BlindIndex, BlindKind};
pub use client_key::ClientKey;
pub use commitment::{commitment, new_salt};
pub use context::{ContextKeys, ContextToken};
pub use error::VaultError;
pub use file_key::FileKey;
pub use kek::{KeyEncryption, LocalKek};
pub use mask::{MASKED, calling_code, mask_email, mask_phone};
pub use place::{Place, Sealer};
pub use tenant_keys::TenantKeys;
pub use vault::{Vault, WrappedKey};

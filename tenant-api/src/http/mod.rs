//! What every request passes, whichever noun it is about.

pub(crate) mod audit;
pub mod body;
pub mod budget;
pub(crate) mod bulk;
pub mod caller;
pub mod cookie;
pub mod error;
pub mod gate;
pub mod headers;
pub(crate) mod imports;
pub mod json_check;
pub mod ops;
pub mod path;
pub mod portal;
pub mod same_origin;
pub mod scope;
pub mod server;
pub mod tenant;

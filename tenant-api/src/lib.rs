//! HTTP side.

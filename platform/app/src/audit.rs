//! The trail as its readers see it: masked by the reader's own rights at the time of reading (MASK-10).

mod anchor;
mod file;
mod timeline;
mod trail;

pub use anchor::{AnchorPlaces, AnchorStore, AnchorStoreOptions, anchor_heads, verify, verify_as_system};
pub use file::{ask_file, file_rows};
pub use timeline::{TimelineEvent, timeline};
pub use trail::{ShownChange, ShownEvent, Trail, trail};

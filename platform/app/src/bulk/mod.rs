//! One act on many clients (docs/BULK.md): whom it takes is fixed when it begins; a job works the rows off, commit by commit,
//! under the rights that the person has at that moment and by the rules of the act on one client; what was changed can be
//! taken back as long as nobody changed it since.

mod act;
mod decide;
mod look;
mod preview;
mod report;
mod right;
mod start;
mod step;
mod turns;
mod undo;
mod whom;
mod work;
mod write;

pub use act::BulkAct;
pub use decide::message;
pub use look::{BulkRowShown, BulkShown, find, latest, rows};
pub use preview::{BulkPreview, preview};
pub use report::failed_rows;
pub(crate) use start::field;
pub use start::{StartBulk, UNDO_FOR, start};
pub use step::{stop, undo};
pub use undo::{UndoBulk, undo_bulk};
pub use whom::{NAMED_MAX, WhomInput};
pub use work::{CarryOutBulk, carry_out_bulk};

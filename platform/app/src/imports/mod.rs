//! Imports of clients from files (docs/IMPORT.md). A file comes in parts and rests sealed; a capped process reads it; a
//! mapping says what its columns are; a dry run says what would become of each row; the commit writes the rows block by
//! block under the rights of the person who began it; undo takes them back as long as the import's key is there.

mod ahead;
mod assign;
mod change;
mod check;
mod commit;
mod countries;
mod custom;
mod custom_fit;
mod forget;
mod guess;
mod judge;
mod lens;
mod look;
mod map;
mod mapping;
mod mend;
mod merge;
mod pictures;
mod read;
mod repeats;
mod report;
mod rows;
mod shelf;
mod start;
mod steps;
mod transform;
mod undo;
mod work;
mod write;

pub use check::{CheckImport, check, check_import};
pub use commit::{CommitImport, commit, commit_import};
pub use custom_fit::own_fields;
pub use forget::{ForgetImports, forget_imports};
pub use judge::{ProblemCount, ProblemKind, RowProblem};
pub use look::{ColumnShown, Counts, ImportShown, RowCell, RowShown, Share, fields, find, list, may_match_by};
pub use map::{MapImport, map};
pub use mapping::{Assignment, ColumnMap, Constant, CustomColumn, Mapping};
pub use mend::{MendCell, mend};
pub use read::{ReadImport, ReadImportFile, read, read_import_file};
pub use report::{example, failed_rows};
pub use rows::rows;
pub use start::{KEPT, PART, put_part, start};
pub use steps::{cancel, pause, resume};
pub use undo::{UndoImport, undo, undo_import};

//! Puts a folder of generated files on disk as a whole, beside what Terraform itself keeps there.
//!
//! It knows paths and bytes. It must not know AWS, TOML, nor what stands inside a file.
//!
//! # What is promised
//!
//! After [`replace`] fails, or its process is killed at any instant, the folder is wholly the old one or wholly the new
//! one; what Terraform keeps there (state, lock file, plans, `.terraform/`) stands in it either way. The new files are
//! written into a hidden folder beside it (`.<name>.staging`), Terraform's own files are hard-linked into that, and then
//! the two folders are exchanged in one step. The next run clears what a killed one left behind, and carries over what
//! Terraform has written into it since.
//!
//! # What is not
//!
//! - *Loss of power.* Nothing is synced to the disk: the files can be made again from their source in milliseconds, a
//!   sync would cost many times as much as all the rest, and Terraform's own files are not rewritten, only linked.
//! - *One step everywhere.* Where the system or the file system cannot exchange two folders (it is possible on Linux with
//!   ext4, XFS, Btrfs, tmpfs and others, and on macOS with APFS), two renames do it. A process killed between the two
//!   leaves no folder under its name; the old one then stands beside it as `.<name>.replaced`, whole. The next
//!   [`replace`] puts it back first, and [`read`] reads it there.
//! - *A shell that stands in the folder.* The folder is another one afterwards; `cd .` brings the shell into it. When
//!   nothing has changed, nothing is written and the shell stays where it is.
//! - *A Terraform that runs there meanwhile.* It has read the old files, writes into the state that both folders share,
//!   and cannot make new files once its folder is gone. Do not replace a folder in the middle of an apply.
//! - *A link everywhere.* A file of Terraform's that cannot be hard-linked (it belongs to somebody else, or the file system
//!   knows no links) is copied; if it is changed before the exchange, the changed one wins by its time of change.
//! - *Other systems.* On a system that is no Unix two renames do it as well, a file `.synth.lock` in the folder above is locked, modes are not
//!   carried over, and a program that holds a file of the folder open can keep it from being replaced (`system`).
//! - *Every file system.* Two runs keep apart by a lock on the folder above; where a folder cannot be locked (NFS), nothing
//!   is done.
//! - *The folder's owner and access lists.* The folder keeps its mode; the rest comes from the one who runs.
//!
//! One folder is one Terraform configuration: Terraform's own files are known at its top level only.

mod discard;
mod disk;
mod error;
mod exchange;
pub mod file;
mod files;
mod held;
mod manifest;
mod names;
mod outcome;
mod path;
mod place;
mod replace;
mod stage;
mod survey;
mod survivor;
mod system;

#[cfg(all(test, unix))]
mod every_step;

pub use error::{Action, Error};
pub use files::{ClashError, Files};
pub use held::Held;
pub use names::MANIFEST;
pub use outcome::{Count, Outcome};
pub use path::{PathError, PathFault, RelativePath};
pub use replace::{read, replace, replace_in_two_renames};

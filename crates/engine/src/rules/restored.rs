//! Whether the database begins as a restored one, as more than one rule asks. It must not know any single rule.

use aws::DbInstance;

use super::decided::Decided;
use super::rule::Subject;
use crate::environment::Given;

/// Whether the database is restored; nothing where that is not known.
pub(super) fn restored(subject: &Subject<'_>, rds: &rds::Config) -> Option<Decided<bool>> {
    let names_one = |given: &Given| match given {
        Given::Text(text) => Some(!text.is_empty()),
        Given::List(blocks) => Some(!blocks.is_empty()),
        _ => Some(true),
    };
    let of_moment =
        subject.decided("main", DbInstance::RESTORE_TO_POINT_IN_TIME.name(), names_one, ("rds.restore", rds.restore.is_some()))?;
    let of_snapshot =
        subject.decided("main", DbInstance::SNAPSHOT_IDENTIFIER.name(), names_one, ("rds.restore", rds.restore.is_some()))?;
    Some(if of_snapshot.is_overridden { of_snapshot } else { of_moment })
}

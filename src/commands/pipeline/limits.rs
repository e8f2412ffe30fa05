//! How many minutes each part of a delivery may take, so that what hangs is noticed, and what that comes to. It must not know any pipeline's
//! language.
//!
//! What waits for AWS has more than `deliver.sh` waits: twice ten minutes for a rollout, twice half an hour for a snapshot, half an hour for a job.

pub(super) const LINT: u32 = 10;
pub(super) const TEST: u32 = 20;
/// Code and dependencies, each.
pub(super) const SCAN: u32 = 15;
pub(super) const BUILD: u32 = 15;
pub(super) const IMAGE: u32 = 20;
pub(super) const IMAGE_SCAN: u32 = 10;
pub(super) const PUSH: u32 = 10;
pub(super) const SNAPSHOT: u32 = 65;
pub(super) const RUN: u32 = 40;
pub(super) const DEPLOY: u32 = 25;
pub(super) const SMOKE: u32 = 5;
pub(super) const STEADY: u32 = 12;
pub(super) const RENEW: u32 = 5;
/// For how long a person is waited for.
pub(super) const APPROVAL: u32 = 4 * 60;

/// Of a job that does all checks.
pub(super) const CHECKS_JOB: u32 = 45;
/// Of a job that builds the image.
pub(super) const IMAGE_JOB: u32 = 45;

/// A time as people say it.
pub(super) fn spoken(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

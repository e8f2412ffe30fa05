//! Sizes and distances in the picture.

use crate::scene::Rect;

/// Between the picture's edge and what stands in it.
pub(super) const MARGIN: i32 = 24;
/// Between a frame and what stands in it.
pub(super) const PADDING: i32 = 12;
/// The height of a frame's name.
pub(super) const NAME: i32 = 28;
/// The height of a box with a name and two lines.
pub(super) const BOX: i32 = 64;
/// The height of a box with a name and one line.
pub(super) const SMALL_BOX: i32 = 46;
/// Between two things in one frame.
pub(super) const GAP: i32 = 10;

/// As many boxes as there are things, one under the other.
pub(super) fn stacked(count: usize, height: i32) -> i32 {
    let count = i32::try_from(count).unwrap_or(i32::MAX / 1000);
    count * height + (count - 1).max(0) * GAP
}

/// The place of the n-th of them, from 0.
pub(super) fn nth(first: Rect, n: usize) -> Rect {
    let n = i32::try_from(n).unwrap_or(i32::MAX / 1000);
    Rect { y: first.y + n * (first.height + GAP), ..first }
}

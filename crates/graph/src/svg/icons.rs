//! The small drawings in the boxes: strokes on a field of 18 by 18.

use crate::scene::Look;

/// The drawing of a box; frames have none.
pub(super) fn icon(look: Look) -> Option<&'static str> {
    match look {
        Look::Region | Look::Network | Look::Zone | Look::Public | Look::Private | Look::Isolated | Look::Cluster => None,
        // A container: a cube.
        Look::Compute => Some("M9 1.5L16 5.2V12.8L9 16.5L2 12.8V5.2zM2 5.2L9 9L16 5.2M9 9V16.5"),
        // One way in, several out.
        Look::Connection => Some("M9 2.5V7M9 7L3.5 11.5M9 7L14.5 11.5M9 7V11.5M2 12H5V15H2zM7.5 12H10.5V15H7.5zM13 12H16V15H13z"),
        // A cylinder.
        Look::Data => Some(
            "M2.5 4.5C2.5 1.2 15.5 1.2 15.5 4.5S2.5 7.8 2.5 4.5V13.5C2.5 16.8 15.5 16.8 15.5 13.5V4.5M2.5 9C2.5 12.3 15.5 12.3 15.5 9",
        ),
        // A lock.
        Look::Guard => Some("M3.5 8H14.5V16H3.5zM5.5 8V5.5C5.5 1 12.5 1 12.5 5.5V8M9 11V13"),
        // A curve.
        Look::Watch => Some("M2 2V16H16M4.5 12.5L7.5 8.5L10.5 10.5L15 4.5"),
        // A globe.
        Look::Outside => {
            Some("M9 1.5A7.5 7.5 0 1 1 9 16.5A7.5 7.5 0 1 1 9 1.5M1.5 9H16.5M9 1.5C4.5 5 4.5 13 9 16.5C13.5 13 13.5 5 9 1.5")
        }
    }
}

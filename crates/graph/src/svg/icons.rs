//! The small drawings in the boxes: strokes on a field of 18 by 18.

use crate::scene::Icon;

pub(super) fn drawing(icon: Icon) -> &'static str {
    match icon {
        // A clock.
        Icon::Backups => "M9 1.5A7.5 7.5 0 1 1 9 16.5A7.5 7.5 0 1 1 9 1.5M9 5V9L12 11",
        // A bucket.
        Icon::Bucket => "M2.5 4H15.5L13.5 16H4.5zM2.5 4C2.5 1.5 15.5 1.5 15.5 4",
        // A flash.
        Icon::Cache => "M10 1.5L3.5 10.5H8.5L7.5 16.5L14.5 7.5H9.5z",
        // A curve.
        Icon::Chart => "M2 2V16H16M4.5 12.5L7.5 8.5L10.5 10.5L15 4.5",
        // A cube.
        Icon::Container => "M9 1.5L16 5.2V12.8L9 16.5L2 12.8V5.2zM2 5.2L9 9L16 5.2M9 9V16.5",
        // A cylinder.
        Icon::Database => {
            "M2.5 4.5C2.5 1.2 15.5 1.2 15.5 4.5S2.5 7.8 2.5 4.5V13.5C2.5 16.8 15.5 16.8 15.5 13.5V4.5M2.5 9C2.5 12.3 15.5 12.3 15.5 9"
        }
        // An arrow in, an arrow out.
        Icon::InternetGateway => "M2.5 5.5H15.5M12.5 2.5L15.5 5.5L12.5 8.5M15.5 12.5H2.5M5.5 9.5L2.5 12.5L5.5 15.5",
        // A key.
        Icon::Key => "M5 5.75A3.25 3.25 0 1 1 5 12.25A3.25 3.25 0 1 1 5 5.75M8.25 9H16.5V12M13 9V11.5",
        // One way in, several out.
        Icon::LoadBalancer => "M9 2.5V7M9 7L3.5 11.5M9 7L14.5 11.5M9 7V11.5M2 12H5V15H2zM7.5 12H10.5V15H7.5zM13 12H16V15H13z",
        // A terminal.
        Icon::Machine => "M1.5 3H16.5V15H1.5zM4.5 6.5L7.5 9L4.5 11.5M9 12H13.5",
        // A signpost.
        Icon::Names => "M6 1.5V16.5M2 3H12.5L15.5 5.75L12.5 8.5H2zM3.5 16.5H8.5",
        // A way out through a door.
        Icon::NatGateway => "M7 2.5H2.5V15.5H7M6.5 9H15.5M12 5.5L15.5 9L12 12.5",
        // A bell.
        Icon::Notification => {
            "M9 2C5.5 2 4.5 5 4.5 8V11L3 13.5H15L13.5 11V8C13.5 5 12.5 2 9 2M7.5 13.5C7.5 16.5 10.5 16.5 10.5 13.5"
        }
        // A head and shoulders.
        Icon::People => "M9 2A3 3 0 1 1 9 8A3 3 0 1 1 9 2M3 16.5C3 9 15 9 15 16.5z",
        // One after the other.
        Icon::Queue => "M1.5 6H5.5V12H1.5zM7 6H11V12H7zM12.5 9H16.5M14.5 7L16.5 9L14.5 11",
        // Layers.
        Icon::Registry => "M9 2L16 5.5L9 9L2 5.5zM2 9L9 12.5L16 9M2 12.5L9 16L16 12.5",
        // A lock.
        Icon::Secret => "M3.5 8H14.5V16H3.5zM5.5 8V5.5C5.5 1 12.5 1 12.5 5.5V8M9 11V13",
        // A globe.
        Icon::World => "M9 1.5A7.5 7.5 0 1 1 9 16.5A7.5 7.5 0 1 1 9 1.5M1.5 9H16.5M9 1.5C4.5 5 4.5 13 9 16.5C13.5 13 13.5 5 9 1.5",
    }
}

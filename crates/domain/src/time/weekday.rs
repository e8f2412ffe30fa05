//! The days of the week. It must not know what happens on them.

use crate::choice::choice;

choice! {
    /// A day of the week, in the three letters that RDS writes.
    #[expect(missing_docs, reason = "a day says all there is to say")]
    Weekday is "a day of the week",
    "a day of the week": "A day of the week, in three letters.",
    example: "mon",
    Monday = "mon",
    Tuesday = "tue",
    Wednesday = "wed",
    Thursday = "thu",
    Friday = "fri",
    Saturday = "sat",
    Sunday = "sun",
}

impl Weekday {
    /// How many days lie between Monday and this day.
    pub fn days_from_monday(self) -> u32 {
        self as u32
    }
}

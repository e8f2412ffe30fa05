//! Time: of the day, of the year, of the week, in a zone, on a schedule. It must not know what happens then.

mod cron;
mod cron_field;
mod date;
mod period;
mod schedule_expression;
mod time_of_day;
mod time_zone;
mod weekday;

pub use cron::{CronError, CronExpression, CronProblem};
pub use date::{Date, DateError};
pub use period::{KeyDeletionWindow, RotationDays};
pub use schedule_expression::{EventAge, RateUnit, RetryAttempts, ScheduleExpression, ScheduleExpressionError};
pub use time_of_day::{TimeOfDay, TimeOfDayError};
pub use time_zone::{TimeZone, TimeZoneError};
pub use weekday::Weekday;

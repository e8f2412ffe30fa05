//! The log: a line of JSON an event, with the fields that the environment's saved queries search.

use tracing::Level;
use tracing_subscriber::fmt::format::FmtSpan;

/// The name of the field with the request's id; `monitoring.log_fields.request_id` names it in the settings.
pub const REQUEST_ID: &str = "request_id";

/// The name of the field with how long a request took; `monitoring.log_fields.duration` names it in the settings.
pub const DURATION: &str = "duration_ms";

/// Starts to log to standard output, from which ECS takes it.
pub fn start(level: Level) {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_span_events(FmtSpan::NONE)
        .with_max_level(level)
        .init();
}

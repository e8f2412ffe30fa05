//! The alarms, the dashboard and the costs: their settings, what they make, and what contradicts itself.

mod alarms;
mod common;
mod contradictions;
mod costs;
mod dashboard;
mod logs_and_events;
mod schema;
mod topics;

//! What RDS itself tells of the database: failures, failovers, full storage, maintenance.

use std::collections::BTreeSet;

use aws::{DbEventSubscription, DbEventSubscriptionRequired};
use terraform::{Document, Resource};

use crate::Context;
use crate::config::DatabaseEvent;
use crate::subject::Database;

/// A mail for each event of these categories.
pub(crate) fn subscription(document: &mut Document, context: &Context, events: &BTreeSet<DatabaseEvent>, database: &Database) {
    // A subscription without categories is one to all of them (RDS API Reference, `CreateEventSubscription`).
    if events.is_empty() {
        return;
    }
    let variables = context.variables;
    let replica = database.has_read_replica.then_some(&variables.database_reader_identifier);
    document.resource(Resource::new(
        "database",
        DbEventSubscription::new(DbEventSubscriptionRequired { sns_topic: (&context.topics.alerts.arn).into() })
            .name(context.identity.named("database-events"))
            .source_type("db-instance")
            .source_ids(std::iter::once(&variables.database_identifier).chain(replica).collect::<Vec<_>>())
            .event_categories(events.iter().map(|event| event.as_str()).collect::<Vec<_>>()),
    ));
}

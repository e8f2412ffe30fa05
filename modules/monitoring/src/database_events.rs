//! What RDS itself tells of the database: failures, failovers, full storage, maintenance.

use std::collections::BTreeSet;

use aws::{DbEventSubscription, DbEventSubscriptionRequired};
use terraform::{Document, Resource};

use crate::Context;
use crate::config::DatabaseEvent;
use crate::interface::DatabaseVariables;

/// A mail for each event of these categories.
pub(crate) fn subscription(
    document: &mut Document,
    context: &Context,
    database: &DatabaseVariables,
    events: &BTreeSet<DatabaseEvent>,
) {
    // A subscription without categories is one to all of them (RDS API Reference, `CreateEventSubscription`).
    if events.is_empty() {
        return;
    }
    let replica = context.replica.iter().map(|replica| &replica.database_replica_identifier);
    let sources: Vec<_> = std::iter::once(&database.database_identifier).chain(replica).collect();
    document.resource(Resource::new(
        "database",
        DbEventSubscription::new(DbEventSubscriptionRequired { sns_topic: context.topics.alerts.arn.clone() })
            .name(context.identity.named("database-events"))
            .source_type("db-instance")
            .source_ids(sources)
            .event_categories(events.iter().map(|event| event.as_str()).collect::<Vec<_>>()),
    ));
}

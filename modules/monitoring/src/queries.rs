//! The saved queries of CloudWatch Logs Insights: what a person on call would otherwise type at night.

use aws::{CloudwatchQueryDefinition, CloudwatchQueryDefinitionRequired};
use domain::ServiceName;
use terraform::{Document, Resource};

use crate::Context;
use crate::config::LogFields;

/// The queries of one service.
pub(crate) fn queries(document: &mut Document, context: &Context, service: &ServiceName, fields: &LogFields) {
    let LogFields { level, request_id, duration } = fields;
    // Some log libraries write `error`, others `ERROR`.
    let by_level = format!(
        "fields @timestamp, {level}, {request_id}, @message\n\
         | filter tolower({level}) = \"error\"\n\
         | sort @timestamp desc\n\
         | limit 200"
    );
    let by_request_id = format!(
        "fields @timestamp, {level}, @message\n\
         | filter {request_id} = \"put the request's id here\"\n\
         | sort @timestamp asc"
    );
    let slowest = format!(
        "filter ispresent({duration})\n\
         | fields @timestamp, {duration}, {request_id}, @message\n\
         | sort {duration} desc\n\
         | limit 50"
    );
    for (what, query) in [("by-level", by_level), ("by-request-id", by_request_id), ("slowest", slowest)] {
        let definition = CloudwatchQueryDefinition::new(CloudwatchQueryDefinitionRequired {
            // The console shows what stands before a slash as a folder.
            name: format!("{}/{service}/{what}", context.identity.prefix()).into(),
            query_string: query.into(),
        })
        .log_group_names([context.variables.log_group_names.key(service.as_str())]);
        document.resource(Resource::new(format!("{}_{}", service.label(), what.replace('-', "_")), definition));
    }
}

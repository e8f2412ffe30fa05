//! The saved queries of CloudWatch Logs Insights: what a person on call would otherwise type at night.

use aws::{CloudwatchQueryDefinition, CloudwatchQueryDefinitionRequired};
use domain::ServiceName;
use terraform::{Document, Module, Resource};

use crate::Context;
use crate::config::LogFields;
use crate::subject::Subject;

/// The queries of all services and jobs.
pub(crate) fn queries(module: &mut Module, context: &Context, subject: &Subject, fields: &LogFields) {
    for service in subject.services.keys() {
        of_service(module.document("queries"), context, service, fields);
    }
    for job in subject.jobs.keys() {
        of_job(module.document("queries"), context, job, fields);
    }
}

/// The queries of one service.
fn of_service(document: &mut Document, context: &Context, service: &ServiceName, fields: &LogFields) {
    let LogFields { level, request_id, .. } = fields;
    let by_request_id = format!(
        "fields @timestamp, {level}, @message\n\
         | filter {request_id} = \"put the request's id here\"\n\
         | sort @timestamp asc"
    );
    let warnings = format!(
        "fields @timestamp, {level}, {request_id}, @message\n\
         | filter tolower({level}) in [\"warn\", \"warning\"]\n\
         | sort @timestamp desc\n\
         | limit 200"
    );
    let counts_by_level = format!(
        "filter ispresent({level})\n\
         | stats count(*) as entries by bin(5m), tolower({level})"
    );
    let all = [
        ("by-level", by_level(fields)),
        ("by-request-id", by_request_id),
        ("counts-by-level", counts_by_level),
        ("slowest", slowest(fields)),
        ("warnings", warnings),
    ];
    add(document, context, service, all);
}

/// The queries of one job, to which nobody sends requests.
fn of_job(document: &mut Document, context: &Context, job: &ServiceName, fields: &LogFields) {
    add(document, context, job, [("by-level", by_level(fields)), ("slowest", slowest(fields))]);
}

fn by_level(fields: &LogFields) -> String {
    let LogFields { level, request_id, .. } = fields;
    // Some log libraries write `error`, others `ERROR`.
    format!(
        "fields @timestamp, {level}, {request_id}, @message\n\
         | filter tolower({level}) = \"error\"\n\
         | sort @timestamp desc\n\
         | limit 200"
    )
}

fn slowest(fields: &LogFields) -> String {
    let LogFields { request_id, duration, .. } = fields;
    format!(
        "filter ispresent({duration})\n\
         | fields @timestamp, {duration}, {request_id}, @message\n\
         | sort {duration} desc\n\
         | limit 50"
    )
}

fn add<const N: usize>(document: &mut Document, context: &Context, task: &ServiceName, queries: [(&str, String); N]) {
    for (what, query) in queries {
        let definition = CloudwatchQueryDefinition::new(CloudwatchQueryDefinitionRequired {
            // The console shows what stands before a slash as a folder.
            name: format!("{}/{task}/{what}", context.identity.prefix()).into(),
            query_string: query.into(),
        })
        .log_group_names([context.variables.log_group_names.key(task.as_str())]);
        document.resource(Resource::new(format!("{}_{}", task.label(), what.replace('-', "_")), definition));
    }
}

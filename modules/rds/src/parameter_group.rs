//! The parameters with which PostgreSQL runs.

use aws::db_parameter_group::{Parameter, ParameterRequired};
use aws::{DbParameterGroup, DbParameterGroupReference, DbParameterGroupRequired};
use domain::Identity;
use terraform::{Document, Lifecycle, Resource};

use crate::config::{ApplyMethod, Rds};

/// The group of the parameters.
pub(crate) fn parameter_group(document: &mut Document, identity: &Identity, rds: &Rds) -> DbParameterGroupReference {
    let family = rds.engine_version.parameter_group_family();
    let group = DbParameterGroup::new(DbParameterGroupRequired { family: family.clone().into() })
        // The provider completes the name, so that a group for the next major version can stand beside this one.
        .name_prefix(format!("{}-{family}-", identity.prefix()))
        .description(format!("{}: {family}", identity.prefix()))
        .parameter(parameters(rds));
    document.resource(
        // An instance needs a group of its own version's family at every moment, also in the midst of a major upgrade.
        Resource::new("main", group).lifecycle(Lifecycle::new().create_before_destroy()),
    )
}

fn parameters(rds: &Rds) -> Vec<Parameter> {
    // PostgreSQL writes every statement for 0, and none for -1; in the settings 0 is off, as it is everywhere.
    let slow_statements = match rds.logs.slow_statement_milliseconds {
        0 => "-1".to_owned(),
        milliseconds => milliseconds.to_string(),
    };
    // RDS spells a boolean 0 or 1. All four are dynamic: they work at once, without a reboot.
    let connections = u8::from(rds.logs.connections).to_string();
    let own = [
        ("rds.force_ssl", "1".to_owned()),
        ("log_connections", connections.clone()),
        ("log_disconnections", connections),
        ("log_min_duration_statement", slow_statements),
    ];
    let own = own.into_iter().map(|(name, value)| parameter(name, value, ApplyMethod::Immediate));
    let more = rds.parameters.iter().map(|(name, given)| parameter(name.as_str(), given.value.clone(), given.apply_method));
    own.chain(more).collect()
}

fn parameter(name: &str, value: String, apply_method: ApplyMethod) -> Parameter {
    Parameter::new(ParameterRequired { name: name.into(), value: value.into() }).apply_method(apply_method.as_str())
}

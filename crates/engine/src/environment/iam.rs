//! What holds for every role of an environment: the section `[iam]`.

use domain::{IamPath, PolicyArn};
use schemars::JsonSchema;
use serde::Deserialize;

/// What holds for every role of an environment, the services' and all others, as organizations demand it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Iam {
    /// The managed policy beyond which no role may go, whatever its own policies allow, by its ARN. It has to exist, and to allow what the
    /// services need.
    pub permissions_boundary: Option<PolicyArn>,
    /// The path in front of the roles' names, such as `/services/`. Choose it before the first apply: AWS moves no role, so that another
    /// path makes all of them anew.
    pub path: Option<IamPath>,
}

//! Who reaches a cache: what its security group lets in, and where the settings say so only with a token of IAM's.

use aws::elasticache_user::{AuthenticationMode, AuthenticationModeRequired};
use aws::{
    ElasticacheUser, ElasticacheUserGroup, ElasticacheUserGroupReference, ElasticacheUserGroupRequired, ElasticacheUserReference,
    ElasticacheUserRequired, SecurityGroup, SecurityGroupReference,
};
use terraform::{Document, Lifecycle, Resource, Value};

use crate::config::Cache;
use crate::interface::Variables;

/// What stands between a cache and its clients.
pub(crate) struct Access {
    /// The cache's own group, into which each service that uses it puts a rule.
    pub(crate) group: SecurityGroupReference,
    /// Where it asks by IAM who connects.
    pub(crate) login: Option<UserAndGroup>,
}

/// The user as whom everybody connects, and the group of users that the cache knows.
pub(crate) struct UserAndGroup {
    pub(crate) user: ElasticacheUserReference,
    pub(crate) group: ElasticacheUserGroupReference,
}

/// What the user may: everything but what stops or empties the cache or reads how it is set up (Valkey's category `dangerous`), and of that `INFO`, which
/// libraries ask for. Channels are named since Valkey has none for who is told none.
const ACCESS: &str = "on ~* &* +@all -@dangerous +info";

/// The group, and the user where the cache asks for one.
pub(crate) fn access(document: &mut Document, cache: &Cache, variables: &Variables) -> Access {
    let name = format!("{}-cache", cache.full_name());
    let group = SecurityGroup::new()
        .name(name.clone())
        .description(format!("The cache {}", cache.full_name()))
        .vpc_id(&variables.vpc_id)
        .tags([("Name", name)]);
    let group = document.resource(Resource::new(cache.label(), group));
    let login = cache.asks_by_iam().then(|| login(document, cache));
    Access { group, login }
}

/// With IAM the user's name and its id are one (ElastiCache User Guide, "Authenticating with IAM", limitations), and there is no password. A group for
/// Valkey holds only users that say who they are, so the user `default`, who does not, is in none ("Role-Based Access Control (RBAC)").
fn login(document: &mut Document, cache: &Cache) -> UserAndGroup {
    let name = cache.full_name();
    let required = ElasticacheUserRequired {
        access_string: ACCESS.into(),
        engine: "valkey".into(),
        user_id: name.into(),
        user_name: name.into(),
    };
    let by_iam = AuthenticationMode::new(AuthenticationModeRequired { r#type: "iam".into() });
    let user = document.resource(Resource::new(cache.label(), ElasticacheUser::new(required).authentication_mode(by_iam)));
    let required = ElasticacheUserGroupRequired { engine: "valkey".into(), user_group_id: name.into() };
    let users: Vec<Value<String>> = vec![user.user_id().into()];
    let group = ElasticacheUserGroup::new(required).user_ids(users);
    // ElastiCache deletes no group that is in use, so the cache has to let go of it first.
    let group = document.resource(Resource::new(cache.label(), group).lifecycle(Lifecycle::new().create_before_destroy()));
    UserAndGroup { user, group }
}

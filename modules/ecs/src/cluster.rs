//! The cluster, and where its tasks run: Fargate, some of them on Spot capacity.

use aws::ecs_cluster::{Setting, SettingRequired};
use aws::{EcsCluster, EcsClusterCapacityProviders, EcsClusterCapacityProvidersRequired, EcsClusterReference, EcsClusterRequired};
use domain::Identity;
use terraform::{Document, Resource};

use crate::config::Cluster;

/// Fargate's two capacity providers, by the names that AWS gives them.
pub(crate) const FARGATE: &str = "FARGATE";
pub(crate) const FARGATE_SPOT: &str = "FARGATE_SPOT";

/// The cluster with both of Fargate's capacity providers, so that a service's share of Spot is only its own matter.
pub(crate) fn cluster(document: &mut Document, identity: &Identity, cluster: &Cluster) -> EcsClusterReference {
    let insights =
        Setting::new(SettingRequired { name: "containerInsights".into(), value: cluster.container_insights.as_str().into() });
    let resource =
        Resource::new("main", EcsCluster::new(EcsClusterRequired { name: identity.named("cluster").into() }).setting([insights]));
    let cluster = document.resource(resource);
    document.resource(Resource::new(
        "main",
        EcsClusterCapacityProviders::new(EcsClusterCapacityProvidersRequired { cluster_name: cluster.name().into() })
            .capacity_providers([FARGATE, FARGATE_SPOT]),
    ));
    cluster
}

//! Load balancers that exist already, as far as something here stands on them.

use std::collections::BTreeMap;

use aws::LbListenerRule;
use domain::ListenerArn;
use terraform::Address;

use crate::resources::Resources;

/// A load balancer that exists already.
pub struct ExistingLoadBalancer {
    /// The part of its ARN by which CloudWatch knows it.
    pub arn_suffix: String,
    /// The first of the rules here that stand on its listeners.
    pub rule: Address,
}

pub(crate) fn load_balancers(resources: &Resources<'_>) -> Vec<ExistingLoadBalancer> {
    let of_rule = |rule: terraform::read::View<'_, LbListenerRule>| {
        let listener: ListenerArn = rule.get(LbListenerRule::LISTENER_ARN).literal()?.parse().ok()?;
        Some((listener.load_balancer_arn_suffix(), rule.address()))
    };
    let mut found: BTreeMap<String, Address> = BTreeMap::new();
    for (arn_suffix, rule) in resources.of().filter_map(of_rule) {
        found.entry(arn_suffix).or_insert(rule);
    }
    found.into_iter().map(|(arn_suffix, rule)| ExistingLoadBalancer { arn_suffix, rule }).collect()
}

//! The ARN of a load balancer's listener, from which that of the load balancer follows.

use super::account::AccountId;
use super::arn::{Arn, ArnError};
use super::arn_kinds::arn_kind;
use super::region::Region;
use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};

arn_kind! {
    /// The ARN of a listener of an Application Load Balancer; it is in a region.
    ///
    /// Service Authorization Reference, "Actions, resources, and condition keys for Elastic Load Balancing V2":
    /// `listener/app/<name>/<id of the load balancer>/<id of the listener>`.
    ListenerArn is "a listener of an Application Load Balancer" of "elasticloadbalancing", regional,
    "the ARN of a listener of an Application Load Balancer": "The ARN of a listener of an Application Load Balancer.",
    pattern: r"^arn:aws:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener/app/[A-Za-z0-9-]{1,32}/[0-9a-f]{16}/[0-9a-f]{16}$",
    example: "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2",
    resource: |resource| of_resource(resource).is_some(),
}

impl ListenerArn {
    /// The load balancer's own id, which no other one has.
    pub fn load_balancer_id(&self) -> &str {
        self.parts().1
    }

    /// The part of the load balancer's ARN by which CloudWatch knows it, such as `app/shared/50dc6c495c0c9188`.
    pub fn load_balancer_arn_suffix(&self) -> String {
        let (name, load_balancer) = self.parts();
        format!("app/{name}/{load_balancer}")
    }

    /// The load balancer's ARN.
    pub fn load_balancer_arn(&self) -> String {
        let (region, account) = (self.region(), self.account());
        format!("arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{}", self.load_balancer_arn_suffix())
    }

    /// The load balancer's name and its id.
    fn parts(&self) -> (&str, &str) {
        of_resource(self.0.resource()).expect("the kind's check asks for the form")
    }
}

/// The load balancer's name and its id.
fn of_resource(resource: &str) -> Option<(&str, &str)> {
    let mut parts = resource.strip_prefix("listener/app/")?.split('/');
    let (name, load_balancer, listener) = (parts.next()?, parts.next()?, parts.next()?);
    let is_id = |id: &str| id.len() == 16 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    // Elastic Load Balancing API Reference, `CreateLoadBalancer`: up to 32 letters, digits and hyphens.
    let is_name = (1..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && is_id(load_balancer) && is_id(listener) && parts.next().is_none()).then_some((name, load_balancer))
}

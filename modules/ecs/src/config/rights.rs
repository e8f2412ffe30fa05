//! What a service's tasks may do in AWS and whom they reach, beyond what its other settings give them, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Cidr, ConditionKey, ConditionOperator, PolicyArn, Port, PrefixListId, SecurityGroupId, StatementAction, StatementResource,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fed;

/// What the tasks may do: a statement of the task role's policy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The actions, as `service:Action`. A wildcard allows what AWS adds next year: rules ask for its reason.
    pub actions: BTreeSet<StatementAction>,
    /// The resources, by their ARNs, wildcards included, or what a module gives, `{ from = "orders.table_arn" }`; `*` only for actions for which AWS
    /// accepts no ARN.
    pub resources: BTreeSet<Fed<StatementResource>>,
    /// When the statement holds: by operator and key the values, any of them, as in `StringEquals."aws:SourceVpc" = ["vpc-0a1b2c3d"]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conditions: BTreeMap<ConditionOperator, BTreeMap<ConditionKey, ConditionValues>>,
}

/// The values with which a condition compares, any of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct ConditionValues(pub(crate) Vec<String>);

/// Whom the tasks may reach, or who may reach them, on a port: address ranges, prefix lists and security groups.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// The port, or the first one.
    pub port: Port,
    /// The last port, if there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_port: Option<Port>,
    /// `tcp` or `udp`.
    #[serde(default)]
    pub protocol: Protocol,
    /// IPv4 address ranges.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub cidrs: BTreeSet<Cidr>,
    /// Prefix lists, by their ids.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub prefix_lists: BTreeSet<PrefixListId>,
    /// Security groups, by their ids, or what a module gives: `{ from = "search.security_group_id" }`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub security_groups: BTreeSet<Fed<SecurityGroupId>>,
}

/// The protocol of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
}

/// The other end of one rule of a security group.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Peer<'a> {
    Range(&'a Cidr),
    PrefixList(&'a PrefixListId),
    Group(&'a Fed<SecurityGroupId>),
}

impl Way {
    /// The first and the last port.
    pub(crate) fn ports(&self) -> (u32, u32) {
        (self.port.get(), self.last_port.unwrap_or(self.port).get())
    }

    /// Everybody whom it names.
    pub(crate) fn peers(&self) -> impl Iterator<Item = Peer<'_>> {
        let ranges = self.cidrs.iter().map(Peer::Range);
        let lists = self.prefix_lists.iter().map(Peer::PrefixList);
        ranges.chain(lists).chain(self.security_groups.iter().map(Peer::Group))
    }

    /// The name of the rule for one of them, as Terraform's addresses carry it behind the service's: `to_6379_10_0_0_0_16`.
    pub(crate) fn label(&self, direction: &str, peer: Peer<'_>) -> String {
        let ports = match self.ports() {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}_{last}"),
        };
        let protocol = match self.protocol {
            Protocol::Tcp => "",
            Protocol::Udp => "udp_",
        };
        let peer = match peer {
            Peer::Range(cidr) => cidr.to_string().replace(['.', '/'], "_"),
            Peer::PrefixList(list) => list.as_str().replace('-', "_"),
            Peer::Group(Fed::Here(group)) => group.as_str().replace('-', "_"),
            Peer::Group(Fed::From(path)) => path.variable(),
        };
        format!("{direction}_{protocol}{ports}_{peer}")
    }
}

impl Protocol {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// What Terraform's addresses carry of a policy's name: `_` stands for what they do not take.
pub fn policy_label(policy: &Fed<PolicyArn>) -> String {
    match policy {
        Fed::Here(policy) => policy.name().replace(|letter: char| !letter.is_ascii_alphanumeric(), "_"),
        Fed::From(path) => path.variable(),
    }
}

//! What lets something into a security group, whichever of AWS's resource types says it: a rule of its own of either kind, or the group itself.

use aws::unbound::SECURITY_GROUP_RULE;
use aws::{DefaultSecurityGroup, SecurityGroup, VpcSecurityGroupIngressRule as IngressRule};
use aws::{default_security_group, security_group};
use terraform::json::Json;
use terraform::read::{Documents, Read, ResourceBlock};
use terraform::{ArgumentName, List, Number};

/// Something that lets in.
pub struct Opening<'a> {
    /// The resource that says so.
    pub resource: ResourceBlock<'a>,
    /// The id of the group, its references followed.
    pub group: Json,
    /// Whether it lets addresses in, and not what wears a security group.
    pub is_from_addresses: bool,
    /// Whether all addresses are among these.
    pub is_from_anywhere: bool,
    /// Whether it opens nothing but port 80 or port 443.
    pub is_web: bool,
}

/// A rule of the older kind, which is never emitted and has no binding; users write it.
enum SecurityGroupRule {}

impl SecurityGroupRule {
    const TYPE: ArgumentName<Self, String> = ArgumentName::new("type");
    const SECURITY_GROUP_ID: ArgumentName<Self, String> = ArgumentName::new("security_group_id");
    const CIDR_BLOCKS: ArgumentName<Self, List<String>> = ArgumentName::new("cidr_blocks");
    const IPV6_CIDR_BLOCKS: ArgumentName<Self, List<String>> = ArgumentName::new("ipv6_cidr_blocks");
    const PREFIX_LIST_IDS: ArgumentName<Self, List<String>> = ArgumentName::new("prefix_list_ids");
    const PROTOCOL: ArgumentName<Self, String> = ArgumentName::new("protocol");
    const FROM_PORT: ArgumentName<Self, Number> = ArgumentName::new("from_port");
    const TO_PORT: ArgumentName<Self, Number> = ArgumentName::new("to_port");
}

/// All that let something in, by file.
pub fn openings(documents: &Documents) -> Vec<Opening<'_>> {
    documents.all().flat_map(of_resource).collect()
}

fn of_resource(resource: ResourceBlock<'_>) -> Vec<Opening<'_>> {
    let itself = || Json::from(format!("${{{}.id}}", resource.address()));
    if let Some(it) = resource.view::<IngressRule>() {
        let ranges = [it.get(IngressRule::CIDR_IPV4), it.get(IngressRule::CIDR_IPV6)];
        return vec![Opening {
            resource,
            group: it.get(IngressRule::SECURITY_GROUP_ID).resolved().into_owned(),
            is_from_addresses: !it.get(IngressRule::REFERENCED_SECURITY_GROUP_ID).is_set(),
            is_from_anywhere: ranges.iter().any(is_anywhere),
            is_web: is_web(&it.get(IngressRule::IP_PROTOCOL), &it.get(IngressRule::FROM_PORT), &it.get(IngressRule::TO_PORT)),
        }];
    }
    if let Some(it) = resource.view_as::<SecurityGroupRule>(SECURITY_GROUP_RULE) {
        if it.get(SecurityGroupRule::TYPE).is("egress") {
            return Vec::new();
        }
        return vec![Opening {
            resource,
            group: it.get(SecurityGroupRule::SECURITY_GROUP_ID).resolved().into_owned(),
            ..opening(
                resource,
                [it.get(SecurityGroupRule::CIDR_BLOCKS), it.get(SecurityGroupRule::IPV6_CIDR_BLOCKS)],
                &it.get(SecurityGroupRule::PREFIX_LIST_IDS),
                is_web(
                    &it.get(SecurityGroupRule::PROTOCOL),
                    &it.get(SecurityGroupRule::FROM_PORT),
                    &it.get(SecurityGroupRule::TO_PORT),
                ),
            )
        }];
    }
    // The two name the same arguments, each as its own.
    macro_rules! inline {
        ($group:ident, $block:path) => {{
            use $block as Inline;
            resource.view::<$group>().map(|group| {
                let rules = group.blocks($group::INGRESS).map(|it| Opening {
                    group: itself(),
                    ..opening(
                        resource,
                        [it.get(Inline::CIDR_BLOCKS), it.get(Inline::IPV6_CIDR_BLOCKS)],
                        &it.get(Inline::PREFIX_LIST_IDS),
                        is_web(&it.get(Inline::PROTOCOL), &it.get(Inline::FROM_PORT), &it.get(Inline::TO_PORT)),
                    )
                });
                rules.collect::<Vec<_>>()
            })
        }};
    }
    inline!(SecurityGroup, security_group::Ingress)
        .or_else(|| inline!(DefaultSecurityGroup, default_security_group::Ingress))
        .unwrap_or_default()
}

fn opening<'a>(
    resource: ResourceBlock<'a>,
    ranges: [Read<'a, List<String>>; 2],
    lists: &Read<'a, List<String>>,
    is_web: bool,
) -> Opening<'a> {
    let named: Vec<Read<'_, String>> = ranges.iter().flat_map(Read::<List<String>>::elements).collect();
    Opening {
        resource,
        group: Json::Null,
        is_from_addresses: !named.is_empty() || !lists.elements().is_empty(),
        is_from_anywhere: named.iter().any(is_anywhere),
        is_web,
    }
}

fn is_anywhere(range: &Read<'_, String>) -> bool {
    range.is("0.0.0.0/0") || range.is("::/0")
}

fn is_web(protocol: &Read<'_, String>, from: &Read<'_, Number>, to: &Read<'_, Number>) -> bool {
    let is_tcp = protocol.is("tcp") || protocol.is("6");
    is_tcp && from.literal() == to.literal() && matches!(from.literal(), Some(80 | 443))
}

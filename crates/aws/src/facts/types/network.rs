//! The types of the network.

use super::row::*;
use crate::bindings::*;

#[rustfmt::skip]
pub(super) static ROWS: &[TypeFacts] = &[
    row::<DefaultSecurityGroup>(
        OfNothing, Guard, NotItself(NOTHING), NO_NAME,
        lost(Role::Part, Low, "the rules of a network's default group").of(&["vpc_id"]).shape(Shape::Group),
        by_tags(&["ec2:@:security-group/*"])
            .read(&["ec2:DescribeSecurityGroups"])
            .change(&["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<Eip>(
        OfAddress, Connection, Itself, NO_NAME,
        lost(Role::Reached, High, "a public address, which others may have allowed"),
        by_tags(&["ec2:@:elastic-ip/*"])
            .read(&["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"])
            .make(&["ec2:AllocateAddress", "ec2:CreateTags"])
            .change(&["ec2:ReleaseAddress", "ec2:AssociateAddress", "ec2:DisassociateAddress", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<FlowLog>(
        OfNothing, Watch, Itself, NO_NAME,
        lost(Role::Watcher, Medium, "the log of a network's connections").of(&["vpc_id", "subnet_id", "eni_id"]).shape(Shape::FlowLog),
        by_tags(&["ec2:@:vpc-flow-log/*"])
            .read(&["ec2:DescribeFlowLogs"])
            .make(&["ec2:CreateFlowLogs", "ec2:CreateTags"])
            .within(&["ec2:@:vpc/*"])
            .change(&["ec2:DeleteFlowLogs", "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<IamInstanceProfile>(
        OfNothing, Guard, NotItself(IAM), account("instance profile", IamInstanceProfile::NAME),
        lost(Role::Part, Low, "a profile that hands a role to machines").of(&["role"]),
        by_name(&["iam::@@:instance-profile@path{aws_iam_instance_profile.name}"])
            .read(&["iam:GetInstanceProfile"])
            .make(&["iam:CreateInstanceProfile", "iam:TagInstanceProfile", "iam:AddRoleToInstanceProfile"])
            .change(&["iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile", "iam:UntagInstanceProfile"]),
    ),
    row::<Instance>(
        OfNothing, Compute, Itself, NO_NAME,
        lost(Role::Data, High, "a machine, with its own disks"),
        by_tags(&["ec2:@:instance/*"])
            .read(&["ec2:DescribeInstances", "ec2:DescribeInstanceAttribute", "ec2:DescribeInstanceCreditSpecifications", "ec2:DescribeInstanceStatus", "ec2:DescribeInstanceTypes", "ec2:DescribeImages", "ec2:DescribeTags", "ec2:DescribeVolumes", "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DescribeIamInstanceProfileAssociations"])
            .make(&["ec2:RunInstances", "ec2:CreateTags"])
            .within(&["ec2:@:volume/*", "ec2:@:network-interface/*", "ec2:@:subnet/*", "ec2:@:security-group/*", "ec2:@:key-pair/*", "ec2:@region::image/*"])
            .change(&["ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances", "ec2:ModifyInstanceAttribute", "ec2:ModifyInstanceMetadataOptions", "ec2:MonitorInstances", "ec2:UnmonitorInstances", "ec2:AssociateIamInstanceProfile", "ec2:DisassociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<InternetGateway>(
        OfNothing, Connection, NotItself(NOTHING), NO_NAME,
        lost(Role::Reached, High, "an internet gateway").of(&["vpc_id"]),
        by_tags(&["ec2:@:internet-gateway/*"])
            .read(&["ec2:DescribeInternetGateways"])
            .make(&["ec2:CreateInternetGateway", "ec2:CreateTags"])
            .change(&["ec2:AttachInternetGateway", "ec2:DetachInternetGateway", "ec2:DeleteInternetGateway", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<NatGateway>(
        OfNothing, Connection, Itself, NO_NAME,
        lost(Role::Reached, Medium, "a NAT gateway, through which private subnets reach out").of(&["subnet_id"]),
        by_tags(&["ec2:@:natgateway/*"])
            .read(&["ec2:DescribeNatGateways"])
            .make(&["ec2:CreateNatGateway", "ec2:CreateTags"])
            .within(&["ec2:@:subnet/*", "ec2:@:elastic-ip/*"])
            .change(&["ec2:DeleteNatGateway", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<Route>(
        OfNothing, Connection, NotItself(NOTHING), NO_NAME,
        lost(Role::Reached, Medium, "a route").of(&["route_table_id"]).shape(Shape::Route),
        by_tags(&["ec2:@:route-table/*"])
            .read(&["ec2:DescribeRouteTables"])
            .change(&["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<RouteTable>(
        OfNothing, Connection, NotItself(NOTHING), NO_NAME,
        lost(Role::Part, Medium, "a route table").of(&["vpc_id"]).shape(Shape::RouteTable),
        by_tags(&["ec2:@:route-table/*"])
            .read(&["ec2:DescribeRouteTables"])
            .make(&["ec2:CreateRouteTable", "ec2:CreateTags"])
            .within(&["ec2:@:vpc/*"])
            .change(&["ec2:DeleteRouteTable", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<RouteTableAssociation>(
        OfNothing, Connection, NotItself(NOTHING), NO_NAME,
        lost(Role::Part, Low, "a route table's place at a subnet").of(&["route_table_id", "subnet_id"]),
        by_tags(&["ec2:@:route-table/*", "ec2:@:subnet/*"])
            .read(&["ec2:DescribeRouteTables"])
            .change(&["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable", "ec2:ReplaceRouteTableAssociation", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<SecurityGroup>(
        OfNothing, Guard, NotItself(NOTHING), NO_NAME,
        lost(Role::Access, High, "a security group; what it let through stops").of(&["vpc_id"]).shape(Shape::Group),
        by_tags(&["ec2:@:security-group/*"])
            .read(&["ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"])
            .make(&["ec2:CreateSecurityGroup", "ec2:CreateTags"])
            .within(&["ec2:@:vpc/*"])
            .change(&["ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<Subnet>(
        OfNothing, Connection, NotItself(NOTHING), NO_NAME,
        lost(Role::Reached, High, "a subnet, with all that is in it").of(&["vpc_id"]),
        by_tags(&["ec2:@:subnet/*"])
            .read(&["ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"])
            .make(&["ec2:CreateSubnet", "ec2:CreateTags"])
            .within(&["ec2:@:vpc/*"])
            .change(&["ec2:ModifySubnetAttribute", "ec2:DeleteSubnet", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<Vpc>(
        OfAddress, Connection, NotItself(NOTHING), NO_NAME,
        lost(Role::Reached, Critical, "a network, with all that is in it"),
        by_tags(&["ec2:@:vpc/*"])
            .read(&["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeNetworkAcls", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups"])
            .make(&["ec2:CreateVpc", "ec2:CreateTags"])
            .change(&["ec2:ModifyVpcAttribute", "ec2:DeleteVpc", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<VpcEndpoint>(
        OfNothing, Connection, Itself, NO_NAME,
        lost(Role::Reached, Medium, "an endpoint, by which private subnets reach a service").of(&["vpc_id"]),
        by_tags(&["ec2:@:vpc-endpoint/*"])
            .read(&["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"])
            .make(&["ec2:CreateVpcEndpoint", "ec2:CreateTags"])
            .within(&["ec2:@:vpc/*", "ec2:@:subnet/*", "ec2:@:security-group/*", "ec2:@:route-table/*"])
            .change(&["ec2:ModifyVpcEndpoint", "ec2:DeleteVpcEndpoints", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<VpcIpv4CidrBlockAssociation>(
        OfAddress, Connection, NotItself(NOTHING), NO_NAME,
        lost(Role::Reached, High, "a range of a network, with all that is in it").of(&["vpc_id"]),
        by_tags(&["ec2:@:vpc/*"])
            .read(&["ec2:DescribeVpcs"])
            .change(&["ec2:AssociateVpcCidrBlock", "ec2:DisassociateVpcCidrBlock", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<VpcSecurityGroupEgressRule>(
        OfNothing, Guard, NotItself(NOTHING), NO_NAME,
        lost(Role::Access, Medium, "a rule that lets out; who needs it is cut off").of(&["security_group_id", "referenced_security_group_id"]).shape(Shape::EgressRule),
        by_tags(&["ec2:@:security-group-rule/*"])
            .read(&["ec2:DescribeSecurityGroupRules"])
            .make(&["ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags"])
            .change(&["ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroupEgress", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
    row::<VpcSecurityGroupIngressRule>(
        OfNothing, Guard, NotItself(NOTHING), NO_NAME,
        lost(Role::Access, Medium, "a rule that lets in; who needs it is cut off").of(&["security_group_id", "referenced_security_group_id"]).shape(Shape::IngressRule),
        by_tags(&["ec2:@:security-group-rule/*"])
            .read(&["ec2:DescribeSecurityGroupRules"])
            .make(&["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags"])
            .change(&["ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroupIngress", "ec2:CreateTags", "ec2:DeleteTags"]),
    ),
];

//! The types of services and of the load balancer before them.

use super::row::*;
use crate::bindings::*;

#[rustfmt::skip]
pub(super) static ROWS: &[TypeFacts] = &[
    row::<AcmCertificate>(
        OfNothing, Guard, NotItself("public certificates cost nothing"), NO_NAME,
        lost(Role::Reached, Medium, "a certificate"),
        by_tags(&["acm:@:certificate/*"])
            .read(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"])
            .make(&["acm:RequestCertificate", "acm:AddTagsToCertificate"])
            .change(&["acm:DeleteCertificate", "acm:UpdateCertificateOptions", "acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"]),
    ),
    row::<AcmCertificateValidation>(
        OfNothing, Guard, NotItself("public certificates cost nothing"), NO_NAME,
        lost(Role::Part, Low, "the wait for a certificate").of(&["certificate_arn"]),
        by_tags(&["acm:@:certificate/*"])
            .read(&["acm:DescribeCertificate"]),
    ),
    row::<AppautoscalingPolicy>(
        OfNothing, Compute, Itself, NO_NAME,
        lost(Role::Redundancy, Medium, "what lets a service scale").of(&["resource_id"]),
        by_name(&["application-autoscaling:@:scalable-target/*"])
            .read(&["application-autoscaling:DescribeScalingPolicies"])
            .make(&["application-autoscaling:PutScalingPolicy"])
            .change(&["application-autoscaling:DeleteScalingPolicy"]),
    ),
    row::<AppautoscalingScheduledAction>(
        OfNothing, Compute, NotItself(OF_TASKS), NO_NAME,
        lost(Role::Redundancy, Low, "what scales a service by the clock").of(&["resource_id"]),
        by_name(&["application-autoscaling:@:scalable-target/*"])
            .read(&["application-autoscaling:DescribeScheduledActions"])
            .make(&["application-autoscaling:PutScheduledAction"])
            .change(&["application-autoscaling:DeleteScheduledAction"]),
    ),
    row::<AppautoscalingTarget>(
        OfNothing, Compute, NotItself(OF_TASKS), NO_NAME,
        lost(Role::Redundancy, Medium, "the limits within which a service scales").of(&["resource_id"]),
        by_name(&["application-autoscaling:@:scalable-target/*"])
            .read(&["application-autoscaling:DescribeScalableTargets", "application-autoscaling:ListTagsForResource"])
            .make(&["application-autoscaling:RegisterScalableTarget", "application-autoscaling:TagResource"])
            .change(&["application-autoscaling:DeregisterScalableTarget", "application-autoscaling:UntagResource"]),
    ),
    row::<EcrLifecyclePolicy>(
        OfNothing, Data, NotItself(NOTHING), NO_NAME,
        lost(Role::Part, Low, "what removes old images").of(&["repository"]),
        by_name(&["ecr:@:repository/{aws_ecr_repository.name}"])
            .read(&["ecr:GetLifecyclePolicy"])
            .make(&["ecr:PutLifecyclePolicy"])
            .change(&["ecr:DeleteLifecyclePolicy"]),
    ),
    row::<EcrRepository>(
        OfData, Data, Itself, region("repository", EcrRepository::NAME),
        lost(Role::Data, High, "a repository, with its images"),
        by_name(&["ecr:@:repository/{aws_ecr_repository.name}"])
            .read(&["ecr:DescribeRepositories", "ecr:ListTagsForResource"])
            .make(&["ecr:CreateRepository", "ecr:TagResource"])
            .change(&["ecr:PutImageScanningConfiguration", "ecr:PutImageTagMutability", "ecr:DeleteRepository", "ecr:UntagResource"]),
    ),
    row::<EcsCluster>(
        OfAddress, Compute, Itself, region("cluster", EcsCluster::NAME),
        lost(Role::Reached, High, "a cluster, with its services"),
        by_name(&["ecs:@:cluster/{aws_ecs_cluster.name}"])
            .read(&["ecs:DescribeClusters", "ecs:ListTagsForResource"])
            .make(&["ecs:CreateCluster", "ecs:TagResource"])
            .change(&["ecs:UpdateCluster", "ecs:UpdateClusterSettings", "ecs:DeleteCluster", "ecs:UntagResource"]),
    ),
    row::<EcsClusterCapacityProviders>(
        OfNothing, Compute, NotItself(OF_TASKS), NO_NAME,
        lost(Role::Part, Medium, "where a cluster's tasks may run").of(&["cluster_name"]).shape(Shape::Capacity),
        by_name(&["ecs:@:cluster/{aws_ecs_cluster.name}"])
            .read(&["ecs:DescribeClusters"])
            .make(&["ecs:PutClusterCapacityProviders"]),
    ),
    row::<EcsService>(
        OfNothing, Compute, Itself, NO_NAME,
        lost(Role::Reached, High, "a service, with its running tasks").of(&["cluster"]).shape(Shape::Capacity),
        by_name(&["ecs:@:service/{aws_ecs_cluster.name}/{aws_ecs_service.name}"])
            .read(&["ecs:DescribeServices", "ecs:ListTagsForResource"])
            .make(&["ecs:CreateService", "ecs:TagResource"])
            .change(&["ecs:UpdateService", "ecs:DeleteService", "ecs:UntagResource"]),
    ),
    row::<EcsTaskDefinition>(
        OfNothing, Compute, NotItself(OF_TASKS), region("task definition", EcsTaskDefinition::FAMILY),
        lost(Role::Part, Low, "a revision of a task definition; a service that runs it keeps it").shape(Shape::Containers),
        by_name(&["ecs:@:task-definition/{aws_ecs_task_definition.family}:*"])
            .read(&["ecs:DescribeTaskDefinition", "ecs:ListTagsForResource"])
            .make(&["ecs:RegisterTaskDefinition", "ecs:TagResource"])
            .change(&["ecs:DeregisterTaskDefinition", "ecs:UntagResource"]),
    ),
    row::<Lb>(
        OfAddress, Connection, Itself, region("load balancer", Lb::NAME),
        lost(Role::Reached, High, "a load balancer, whose DNS name changes"),
        by_name(&["elasticloadbalancing:@:loadbalancer/app/{aws_lb.name}/*"])
            .read(&["elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeTags"])
            .make(&["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:AddTags"])
            .change(&["elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets", "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:RemoveTags"]),
    ),
    row::<LbListener>(
        OfNothing, Connection, NotItself(OF_LOAD_BALANCER), NO_NAME,
        lost(Role::Reached, Medium, "a listener of a load balancer").of(&["load_balancer_arn"]).shape(Shape::Listener),
        by_name(&["elasticloadbalancing:@:loadbalancer/app/{aws_lb.name}/*", "elasticloadbalancing:@:listener/app/{aws_lb.name}/*"])
            .read(&["elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeListenerAttributes", "elasticloadbalancing:DescribeTags"])
            .make(&["elasticloadbalancing:CreateListener", "elasticloadbalancing:AddTags"])
            .change(&["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:RemoveTags"]),
    ),
    row::<LbListenerRule>(
        OfNothing, Connection, NotItself(OF_LOAD_BALANCER), NO_NAME,
        lost(Role::Part, Medium, "a rule by which requests find a service").of(&["listener_arn"]),
        by_name(&["elasticloadbalancing:@:listener/app/{aws_lb.name}/*", "elasticloadbalancing:@:listener-rule/app/{aws_lb.name}/*"])
            .read(&["elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTags"])
            .make(&["elasticloadbalancing:CreateRule", "elasticloadbalancing:AddTags"])
            .change(&["elasticloadbalancing:ModifyRule", "elasticloadbalancing:SetRulePriorities", "elasticloadbalancing:DeleteRule", "elasticloadbalancing:RemoveTags"]),
    ),
    row::<LbTargetGroup>(
        OfNothing, Connection, NotItself(OF_LOAD_BALANCER), region("target group", LbTargetGroup::NAME),
        lost(Role::Reached, Medium, "a target group, to which a load balancer sends requests"),
        by_name(&["elasticloadbalancing:@:targetgroup/{aws_lb_target_group.name}/*"])
            .read(&["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTags"])
            .make(&["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:AddTags"])
            .change(&["elasticloadbalancing:ModifyTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:RemoveTags"]),
    ),
    row::<Route53Record>(
        OfNothing, Connection, NotItself("the zone is not made here, and queries for an alias cost nothing"), NO_NAME,
        lost(Role::Reached, Medium, "a DNS record").of(&["zone_id", "alias"]),
        by_name(&["route53:::hostedzone/{aws_route53_record.zone_id}"])
            .read(&["route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:GetChange"])
            .make(&["route53:ChangeResourceRecordSets"]),
    ),
    row::<ServiceDiscoveryHttpNamespace>(
        OfNothing, Connection, NotItself("Service Connect costs nothing beside the tasks that it runs in"), region("namespace", ServiceDiscoveryHttpNamespace::NAME),
        lost(Role::Reached, High, "names by which services find one another"),
        by_tags(&["servicediscovery:@:namespace/*"])
            .read(&["servicediscovery:GetNamespace", "servicediscovery:GetOperation", "servicediscovery:ListNamespaces", "servicediscovery:ListTagsForResource"])
            .make(&["servicediscovery:CreateHttpNamespace", "servicediscovery:TagResource"])
            .change(&["servicediscovery:UpdateHttpNamespace", "servicediscovery:DeleteNamespace", "servicediscovery:TagResource", "servicediscovery:UntagResource"]),
    ),
    row::<Wafv2IpSet>(
        OfNothing, Guard, NotItself("charged with the web ACL"), region("IP set", Wafv2IpSet::NAME),
        lost(Role::Protection, Medium, "networks that a web firewall knows"),
        by_name(&["wafv2:@:regional/ipset/{aws_wafv2_ip_set.name}/*"])
            .read(&["wafv2:GetIPSet", "wafv2:ListTagsForResource"])
            .make(&["wafv2:CreateIPSet", "wafv2:TagResource"])
            .change(&["wafv2:UpdateIPSet", "wafv2:DeleteIPSet", "wafv2:UntagResource"]),
    ),
    row::<Wafv2WebAcl>(
        OfNothing, Guard, Itself, region("web ACL", Wafv2WebAcl::NAME),
        lost(Role::Protection, High, "a web firewall").shape(Shape::WebFirewall),
        by_name(&["wafv2:@:regional/webacl/{aws_wafv2_web_acl.name}/*"])
            .read(&["wafv2:GetWebACL", "wafv2:ListTagsForResource"])
            .make(&["wafv2:CreateWebACL", "wafv2:TagResource"])
            .within(&["wafv2:@:regional/ipset/{aws_wafv2_ip_set.name}/*", "wafv2:@:regional/managedruleset/*/*"])
            .change(&["wafv2:UpdateWebACL", "wafv2:DeleteWebACL", "wafv2:UntagResource"]),
    ),
    row::<Wafv2WebAclAssociation>(
        OfNothing, Guard, NotItself("charged with the web ACL"), NO_NAME,
        lost(Role::Protection, High, "a web firewall before something").of(&["resource_arn", "web_acl_arn"]),
        by_name(&["wafv2:@:regional/webacl/{aws_wafv2_web_acl.name}/*", "elasticloadbalancing:@:loadbalancer/app/{aws_lb.name}/*", "wafv2:@:regional/loadbalancer/app/*"])
            .read(&["wafv2:GetWebACL", "wafv2:GetWebACLForResource"])
            .make(&["wafv2:AssociateWebACL", "elasticloadbalancing:SetWebACL"])
            .change(&["wafv2:DisassociateWebACL"]),
    ),
    row::<Wafv2WebAclLoggingConfiguration>(
        OfNothing, Watch, NotItself("charged with the log group"), NO_NAME,
        lost(Role::Watcher, Medium, "the log of a web firewall").of(&["resource_arn"]),
        by_name(&["wafv2:@:regional/webacl/{aws_wafv2_web_acl.name}/*"])
            .read(&["wafv2:GetLoggingConfiguration"])
            .make(&["wafv2:PutLoggingConfiguration", "logs:CreateLogDelivery", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"])
            .change(&["wafv2:DeleteLoggingConfiguration", "logs:DeleteLogDelivery"]),
    ),
];

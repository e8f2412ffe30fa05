"""What moto lacks or forgets of the AWS calls that this project's stacks make.

A patch is a function without arguments that changes moto when called; its comment says what moto does and what AWS
documents. A file per AWS service.
"""

from . import (
    acm, autoscaling, budgets, calls, cloudwatch, cost_explorer, dynamodb, ec2, ecs, elasticache, elbv2, failures, iam, kinesis, kms, logs,
    rds, route53, s3, secretsmanager, servicediscovery, sns, sqs, sts, tags, wafv2,
)

PATCHES = (
    *acm.PATCHES,
    *autoscaling.PATCHES,
    *budgets.PATCHES,
    *calls.PATCHES,
    *cloudwatch.PATCHES,
    *cost_explorer.PATCHES,
    *dynamodb.PATCHES,
    *ec2.PATCHES,
    *ecs.PATCHES,
    *elasticache.PATCHES,
    *elbv2.PATCHES,
    *failures.PATCHES,
    *iam.PATCHES,
    *kinesis.PATCHES,
    *kms.PATCHES,
    *logs.PATCHES,
    *rds.PATCHES,
    *route53.PATCHES,
    *s3.PATCHES,
    *secretsmanager.PATCHES,
    *servicediscovery.PATCHES,
    *sns.PATCHES,
    *sqs.PATCHES,
    *sts.PATCHES,
    *tags.PATCHES,
    *wafv2.PATCHES,
)

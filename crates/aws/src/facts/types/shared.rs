//! The types of keys, roles, buckets and tables.

use super::row::*;
use crate::bindings::*;

#[rustfmt::skip]
pub(super) static ROWS: &[TypeFacts] = &[
    row::<DynamodbTable>(
        OfData, Data, Itself, region("table", DynamodbTable::NAME),
        lost(Role::Data, Critical, "a table"),
        by_name(&["dynamodb:@:table/{aws_dynamodb_table.name}"])
            .read(&["dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"])
            .make(&["dynamodb:CreateTable", "dynamodb:TagResource"])
            .change(&["dynamodb:UpdateTable", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive", "dynamodb:DeleteTable", "dynamodb:UntagResource"]),
    ),
    row::<IamOpenidConnectProvider>(
        OfNothing, Guard, NotItself(IAM), NO_NAME,
        lost(Role::Identity, High, "an identity provider; who signs in by it is locked out"),
        by_name(&["iam::@@:oidc-provider/*"])
            .read(&["iam:GetOpenIDConnectProvider"]),
    ),
    row::<IamPolicy>(
        OfNothing, Guard, NotItself(IAM), account("policy", IamPolicy::NAME),
        lost(Role::Access, Medium, "a policy; who holds it loses the rights"),
        by_name(&["iam::@@:policy/{aws_iam_policy.name}"])
            .read(&["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"])
            .make(&["iam:CreatePolicy", "iam:TagPolicy"])
            .change(&["iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy", "iam:UntagPolicy"]),
    ),
    row::<IamRole>(
        OfNothing, Guard, NotItself(IAM), account("role", IamRole::NAME),
        lost(Role::Access, High, "a role; what runs with it loses its rights"),
        by_name(&["iam::@@:role@path{aws_iam_role.name}"])
            .read(&["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole"])
            .make(&["iam:CreateRole", "iam:TagRole", "iam:PassRole", "iam:PutRolePermissionsBoundary"])
            .change(&["iam:UpdateRole", "iam:UpdateRoleDescription", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:UntagRole"]),
    ),
    row::<IamRolePolicy>(
        OfNothing, Guard, NotItself(IAM), NO_NAME,
        lost(Role::Access, Medium, "rights of a role").of(&["role"]),
        by_name(&["iam::@@:role@path{aws_iam_role.name}"])
            .read(&["iam:GetRolePolicy"])
            .make(&["iam:PutRolePolicy"])
            .change(&["iam:DeleteRolePolicy"]),
    ),
    row::<IamRolePolicyAttachment>(
        OfNothing, Guard, NotItself(IAM), NO_NAME,
        lost(Role::Access, Medium, "rights of a role").of(&["role"]),
        by_name(&["iam::@@:role@path{aws_iam_role.name}"])
            .read(&["iam:ListAttachedRolePolicies"])
            .make(&["iam:AttachRolePolicy"])
            .change(&["iam:DetachRolePolicy"]),
    ),
    row::<KmsAlias>(
        OfNothing, Guard, NotItself("charged with the key"), region("alias", KmsAlias::NAME),
        lost(Role::Encryption, High, "the alias of a key, by which others find it").of(&["target_key_id"]),
        by_name(&["kms:@:{aws_kms_alias.name}"])
            .read(&["kms:ListAliases"])
            .make(&["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"])
            .within(&["kms:@:key/*"]),
    ),
    row::<KmsKey>(
        OfData, Guard, Itself, NO_NAME,
        lost(Role::Data, Critical, "a key, without which all that it encrypted is lost").shape(Shape::Key),
        by_tags(&["kms:@:key/*"])
            .read(&["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"])
            .make(&["kms:CreateKey", "kms:TagResource"])
            .change(&["kms:CreateGrant", "kms:RetireGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:PutKeyPolicy", "kms:EnableKey", "kms:DisableKey", "kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:UpdateKeyDescription", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource"]),
    ),
    row::<KmsKeyPolicy>(
        OfNothing, Guard, NotItself("charged with the key"), NO_NAME,
        lost(Role::Access, High, "who may use a key").of(&["key_id"]).shape(Shape::Key),
        by_tags(&["kms:@:key/*"])
            .read(&["kms:DescribeKey", "kms:GetKeyPolicy"])
            .change(&["kms:PutKeyPolicy"]),
    ),
    row::<S3Bucket>(
        OfData, Data, Itself, everywhere("bucket", S3Bucket::BUCKET),
        lost(Role::Data, Critical, "a bucket").shape(Shape::Lifecycle),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketPolicy", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetBucketWebsite", "s3:GetAccelerateConfiguration", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListTagsForResource"])
            .make(&["s3:CreateBucket"])
            .change(&["s3:DeleteBucket", "s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"]),
    ),
    row::<S3BucketCorsConfiguration>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Part, Low, "which pages may call a bucket").of(&["bucket"]),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetBucketCORS"])
            .change(&["s3:PutBucketCORS"]),
    ),
    row::<S3BucketLifecycleConfiguration>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Backups, Medium, "what keeps and removes the objects of a bucket").of(&["bucket"]).shape(Shape::Lifecycle),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetLifecycleConfiguration"])
            .change(&["s3:PutLifecycleConfiguration"]),
    ),
    row::<S3BucketLogging>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Watcher, Medium, "the access log of a bucket").of(&["bucket"]),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetBucketLogging"])
            .change(&["s3:PutBucketLogging"]),
    ),
    row::<S3BucketNotification>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Watcher, Medium, "what is told of a bucket's changes").of(&["bucket"]),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetBucketNotification"])
            .change(&["s3:PutBucketNotification"]),
    ),
    row::<S3BucketOwnershipControls>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Closer, Medium, "what keeps access lists of a bucket out of use").of(&["bucket"]),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetBucketOwnershipControls"])
            .change(&["s3:PutBucketOwnershipControls"]),
    ),
    row::<S3BucketPolicy>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Access, High, "who may read and write a bucket").of(&["bucket"]),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetBucketPolicy"])
            .change(&["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]),
    ),
    row::<S3BucketPublicAccessBlock>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Closer, High, "what keeps the public out of a bucket").of(&["bucket"]).shape(Shape::PublicAccessBlock),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetBucketPublicAccessBlock"])
            .change(&["s3:PutBucketPublicAccessBlock"]),
    ),
    row::<S3BucketServerSideEncryptionConfiguration>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Encryption, High, "the encryption of a bucket").of(&["bucket"]),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetEncryptionConfiguration"])
            .change(&["s3:PutEncryptionConfiguration"]),
    ),
    row::<S3BucketVersioning>(
        OfNothing, Data, NotItself(OF_BUCKET), NO_NAME,
        lost(Role::Backups, High, "the versioning of a bucket").of(&["bucket"]),
        by_name(&["s3:::{aws_s3_bucket.bucket}"])
            .read(&["s3:GetBucketVersioning"])
            .change(&["s3:PutBucketVersioning"]),
    ),
];

//! Regions, zones, accounts and ARNs.

use crate::common::table;
use domain::{
    AccountId, Arn, AvailabilityZone, CertificateArn, GithubProviderArn, KmsKeyArn, PrincipalArn, Region, RoleArn, SecretSource,
    ZoneLetter,
};

#[test]
fn a_region_is_one_of_the_commercial_partition() {
    insta::assert_snapshot!(table::<Region>(
        ["us-east-1", "us-west-2", "eu-central-1", "mx-central-1"],
        [
            "us-est-1",
            "us-east-3",
            "US-EAST-1",
            "us-east-1a",
            "us-gov-west-1",
            "cn-north-1",
            "us-iso-east-1",
            "eusc-de-east-1",
            "frankfurt",
            ""
        ],
    ));
}

#[test]
fn every_region_has_its_name_zones_and_log_writer() {
    let lines = Region::all().map(|region| {
        let letters: String = region.zone_letters().iter().map(|letter| letter.as_str()).collect();
        let principal = region.load_balancer_log_principal();
        format!("{region} | {} | {letters} | {principal}", region.name())
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_new_account_sees_all_zones_but_in_one_region() {
    let fewer: Vec<&str> =
        Region::all().filter(|region| region.zones_of_a_new_account() < region.zone_letters().len()).map(Region::as_str).collect();
    assert_eq!(fewer, ["us-west-1"]);
}

#[test]
fn the_regions_stand_in_order_and_have_two_zones_at_least() {
    let codes: Vec<&str> = Region::all().map(Region::as_str).collect();
    assert!(codes.is_sorted());
    assert!(Region::all().all(|region| region.zones().count() >= 2));
    assert!(Region::all().all(|region| region.partition() == "aws"));
}

#[test]
fn a_zone_letter_is_one_of_six() {
    insta::assert_snapshot!(table::<ZoneLetter>(["a", "f"], ["g", "A", "us-east-1a", ""]));
}

#[test]
fn an_availability_zone_is_one_that_its_region_has() {
    insta::assert_snapshot!(table::<AvailabilityZone>(
        ["us-east-1a", "us-east-1f", "ca-central-1d"],
        ["us-east-1", "us-east-2d", "us-east-1g", "us-esat-1a", "ca-central-1c", "cn-north-1a", "a", ""],
    ));
    let region = Region::US_EAST_1;
    let zone = region.zone(ZoneLetter::B).expect("the region has a zone b");
    assert_eq!((zone.region(), zone.letter(), &*zone.to_string()), (region, ZoneLetter::B, "us-east-1b"));
}

#[test]
fn an_account_id_has_twelve_digits() {
    insta::assert_snapshot!(table::<AccountId>(
        ["111122223333", "012345678901"],
        ["1111-2222-3333", "11112222333", "1111222233334", "000000000000", "my-account", ""],
    ));
}

#[test]
fn an_arn_has_six_parts() {
    insta::assert_snapshot!(table::<Arn>(
        [
            "arn:aws:iam::111122223333:role/deployer",
            "arn:aws:s3:::task-api-logs",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws:logs:us-east-1:111122223333:log-group:/ecs/task-api:*",
        ],
        [
            "arn:aws:s3:task-api-logs",
            "role/deployer",
            "arn:aws-cn:s3:::task-api-logs",
            "arn:aws:S3:::x",
            "arn:aws::::x",
            "arn:aws:rds:us-est-1:111122223333:db:x",
            "arn:aws:rds:us-east-1:1111:db:x",
            "arn:aws:s3:::",
            "arn:aws:s3:::a b",
        ],
    ));
    let arn: Arn = "arn:aws:rds:us-east-1:111122223333:db:x".parse().expect("it is an ARN");
    assert_eq!((arn.service(), arn.resource()), ("rds", "db:x"));
    assert_eq!(arn.region(), Some(Region::US_EAST_1));
    assert_eq!(arn.account().map(AccountId::as_str), Some("111122223333"));
}

#[test]
fn github_s_provider_is_the_one_that_iam_knows_by_its_address() {
    insta::assert_snapshot!(table::<GithubProviderArn>(
        ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"],
        [
            "arn:aws:iam::111122223333:oidc-provider/gitlab.com",
            "arn:aws:iam::111122223333:role/deployer",
            "arn:aws:iam:::oidc-provider/token.actions.githubusercontent.com",
            "https://token.actions.githubusercontent.com",
        ],
    ));
}

#[test]
fn a_principal_is_an_iam_role_or_user() {
    insta::assert_snapshot!(table::<PrincipalArn>(
        [
            "arn:aws:iam::111122223333:role/deployer",
            "arn:aws:iam::111122223333:user/ci/jenkins",
            "arn:aws:iam::111122223333:role/aws-service-role/x/Name_+=,.@-",
        ],
        [
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:policy/x",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:role//x",
            "arn:aws:iam::111122223333:role/a*",
            "arn:aws:iam::111122223333:role/*/jenkins",
            "arn:aws:iam::111122223333:user/${aws:username}/x",
            "arn:aws:s3:::role/x",
            "arn:aws:iam::aws:role/x",
            "deployer",
        ],
    ));
    let principal: PrincipalArn = "arn:aws:iam::111122223333:role/deployer".parse().expect("it is a role");
    assert_eq!(principal.account().as_str(), "111122223333");
    assert_eq!(principal.arn().service(), "iam");
}

#[test]
fn only_a_role_can_be_assumed() {
    insta::assert_snapshot!(table::<RoleArn>(
        ["arn:aws:iam::111122223333:role/terraform", "arn:aws:iam::111122223333:role/ci/terraform"],
        [
            "arn:aws:iam::111122223333:user/jenkins",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:role/*",
            "terraform"
        ],
    ));
    let role: RoleArn = "arn:aws:iam::111122223333:role/terraform".parse().expect("it is a role");
    assert_eq!(role.account().as_str(), "111122223333");
}

#[test]
fn a_certificate_is_one_of_acm_in_a_region() {
    insta::assert_snapshot!(table::<CertificateArn>(
        ["arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"],
        [
            "arn:aws:acm::111122223333:certificate/12345678-1234-1234-1234-123456789012",
            "arn:aws:acm:us-east-1:111122223333:certificate/12345678",
            "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-12345678901G",
            "arn:aws:iam::111122223333:server-certificate/x",
        ],
    ));
    let certificate: CertificateArn =
        "arn:aws:acm:us-west-2:111122223333:certificate/12345678-1234-1234-1234-123456789012".parse().expect("it is a certificate");
    assert_eq!(certificate.region().as_str(), "us-west-2");
    assert_eq!(certificate.arn().service(), "acm");
}

#[test]
fn a_key_is_named_by_its_id_in_a_region() {
    insta::assert_snapshot!(table::<KmsKeyArn>(
        [
            "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
            "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234567890abcdef1234567890abcdef",
        ],
        [
            "12345678-1234-1234-1234-123456789012",
            "arn:aws:kms:us-east-1:111122223333:alias/terraform-state",
            "arn:aws:kms::111122223333:key/12345678-1234-1234-1234-123456789012",
            "arn:aws:kms:us-east-1:111122223333:key/mrk-1234",
            "arn:aws:s3:::task-api-terraform-state",
        ],
    ));
    let key: KmsKeyArn =
        "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012".parse().expect("it is a key");
    assert_eq!(key.region(), Region::US_EAST_1);
    assert_eq!(key.arn().service(), "kms");
}

#[test]
fn a_secret_is_one_of_secrets_manager_or_of_the_parameter_store() {
    insta::assert_snapshot!(table::<SecretSource>(
        [
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:task-api/mail-AbCdEf",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf:key::",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf::AWSPREVIOUS:",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf:::9d4cb84b-ad69-40c0-a0ab-cead36b967e8",
            "arn:aws:ssm:us-east-1:111122223333:parameter/mail",
            "arn:aws:ssm:us-east-1:111122223333:parameter/shop/mail.password",
        ],
        [
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:task-api/mail",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:-AbCdEf",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf:key",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf:key:AWSCURRENT:9d4cb84b",
            "arn:aws:ssm:us-east-1:111122223333:parameter//shop/mail",
            "arn:aws:ssm:us-east-1:111122223333:parameter/shop/*",
            "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
            "/shop/mail",
        ],
    ));
    let secret: SecretSource =
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf:key::".parse().expect("it is a secret");
    assert_eq!(secret.region(), Region::US_EAST_1);
    assert_eq!(secret.arn().to_string(), "arn:aws:secretsmanager:us-east-1:111122223333:secret:mail-AbCdEf");
}

//! Policies read: what is found in them, and how two compare.

use terraform::json::{Json, json};

use super::*;

fn policy(statements: Json) -> Policy {
    Policy::read(&json!({ "Statement": statements })).expect("it has statements")
}

fn allow(actions: Json, resources: Json) -> Json {
    json!({"Effect": "Allow", "Action": actions, "Resource": resources})
}

/// What the second allows beyond the first, by its actions.
fn beyond(old: &Policy, new: &Policy) -> Vec<String> {
    new.beyond(old).iter().flat_map(|widening| widening.actions.iter().map(ToString::to_string)).collect()
}

#[test]
fn a_statement_may_be_one_and_a_list_may_be_one_text() {
    let one = policy(json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["*"], "Principal": {"AWS": "*"}}));
    assert!(one.statements[0].is_public());
    assert_eq!(Policy::read(&json!({"rules": []})), None);
    assert_eq!(Policy::parse("{"), None);
}

#[test]
fn only_what_was_not_allowed_is_wider() {
    let old = policy(json!([allow(json!("s3:Get*"), json!("arn:aws:s3:::a/*")), allow(json!("sqs:SendMessage"), json!("*"))]));
    for (actions, resources, wider) in [
        (json!(["S3:getObject"]), json!("arn:aws:s3:::a/b"), vec![]),
        (json!(["s3:GetObject", "s3:PutObject"]), json!("arn:aws:s3:::a/b"), vec!["s3:PutObject"]),
        (json!(["s3:Get*"]), json!("arn:aws:s3:::*"), vec!["s3:Get*"]),
        (json!(["sqs:*"]), json!("*"), vec!["sqs:*"]),
    ] {
        assert_eq!(beyond(&old, &policy(allow(actions.clone(), resources.clone()))), wider, "{actions} {resources}");
    }
    let all_but = policy(json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}));
    assert!(beyond(&all_but, &policy(allow(json!("s3:*"), json!("*")))).is_empty());
    assert_eq!(beyond(&all_but, &policy(allow(json!("*"), json!("*")))), ["*"]);
    assert_eq!(beyond(&all_but, &policy(allow(json!("i*"), json!("*")))), ["i*"]);
    assert_eq!(beyond(&old, &all_but), [ALL_BUT]);
}

#[test]
fn a_narrower_condition_is_not_wider_and_another_one_is_told() {
    let trust = |subject: Json| policy(json!({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Condition": subject}));
    let every = trust(json!({"StringLike": {"t:sub": "repo:acme/*"}}));
    let one = trust(json!({"StringEquals": {"t:sub": "repo:acme/api:ref:refs/heads/main"}}));
    assert!(one.beyond(&every).is_empty());
    let wider = every.beyond(&one);
    assert_eq!(wider[0].freed[0].was.key, "t:sub");
    assert!(wider[0].freed[0].is.is_some());
    let none = trust(json!({}));
    assert_eq!(none.beyond(&one)[0].freed[0].is, None);
}

#[test]
fn a_denial_split_in_two_is_no_loss() {
    let deny = |actions: Json| json!({"Effect": "Deny", "Action": actions, "Resource": "*", "Principal": "*"});
    let whole = policy(json!([deny(json!(["s3:DeleteObject", "s3:DeleteBucket"]))]));
    let split = policy(json!([deny(json!("s3:DeleteObject")), deny(json!("s3:DeleteB*"))]));
    assert!(whole.denials_lost_in(&split).is_empty());
    assert_eq!(whole.denials_lost_in(&policy(json!([deny(json!("s3:DeleteObject"))]))).len(), 1);
}

#[test]
fn a_statement_split_by_the_values_of_its_conditions_is_the_same() {
    let of = |effect: &str, regions: Json, accounts: Json| {
        json!({"Effect": effect, "Action": "ec2:*", "Resource": "*",
               "Condition": {"StringEquals": {"aws:RequestedRegion": regions, "aws:SourceAccount": accounts}}})
    };
    for effect in ["Allow", "Deny"] {
        let whole = policy(json!([of(effect, json!(["a", "b"]), json!(["1", "2"]))]));
        let split = policy(json!([
            of(effect, json!("a"), json!(["1", "2"])),
            of(effect, json!("b"), json!("2")),
            of(effect, json!("b"), json!("1")),
        ]));
        let part = policy(json!([of(effect, json!("a"), json!(["1", "2"])), of(effect, json!("b"), json!("2"))]));
        let (first, second) = if effect == "Allow" { (&whole, &split) } else { (&split, &whole) };
        assert!(first.beyond(second).is_empty() && second.beyond(first).is_empty(), "{effect}");
        assert!(whole.denials_lost_in(&split).is_empty() && split.denials_lost_in(&whole).is_empty(), "{effect}");
        let lost = whole.beyond(&part).len() + whole.denials_lost_in(&part).len();
        assert_eq!(lost, 1, "{effect}");
    }
}

#[test]
fn an_account_by_its_number_is_its_root_and_what_excludes_nothing_is_no_condition() {
    let trust = |principal: &str, condition: Json| {
        policy(json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", "Condition": condition}))
    };
    let (number, root) = (trust("111122223333", json!({})), trust("arn:aws:iam::111122223333:root", json!({})));
    assert!(number.beyond(&root).is_empty() && root.beyond(&number).is_empty());
    let held = trust("111122223333", json!({"StringLikeIfExists": {"aws:PrincipalArn": "*"}}));
    assert!(number.beyond(&held).is_empty());
}

#[test]
fn a_condition_more_makes_a_denial_deny_less() {
    let deny = |condition: Json| policy(json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}));
    let (plain, held) = (deny(json!({})), deny(json!({"Bool": {"aws:SecureTransport": false}})));
    assert_eq!(plain.denials_lost_in(&held).len(), 1);
    assert!(held.denials_lost_in(&plain).is_empty());
    assert!(held.denials_lost_in(&deny(json!({"Bool": {"aws:SecureTransport": ["false"]}}))).is_empty());
}

#[test]
fn what_is_allowed_beyond_what_should_be_is_named() {
    for (statement, excess_of) in [
        (json!({"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a"}), Some("the family of actions `s3:Get*`")),
        (json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}), Some("everything but what it names")),
        (json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}), Some("`s3:GetObject` on everything")),
        (json!({"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}), None),
        (json!({"Effect": "Deny", "Action": "*", "Resource": "*"}), None),
        (json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}), Some("everybody")),
    ] {
        let policy = policy(statement.clone());
        assert_eq!(excess(&policy.statements[0], false).map(|it| it.to_string()).as_deref(), excess_of, "{statement}");
    }
}

#[test]
fn everything_of_a_kind_is_every_resource() {
    for every in [
        "*",
        "**",
        "arn:aws:s3:::*",
        "arn:aws:s3:::*/*",
        "arn:aws:iam::*:role/*",
        "arn:aws:iam::111122223333:role/*",
        "arn:aws:sqs:*:*:*",
        "arn:aws:s3*",
    ] {
        assert!(is_every_resource(every), "{every}");
    }
    for some in [
        "arn:aws:s3:::bucket/*",
        "arn:aws:iam::1:role/app-*",
        "arn:aws:s3:::logs-*",
        "arn:aws:execute-api:us-east-1:1:api/*",
        "${aws_s3_bucket.a.arn}/*",
    ] {
        assert!(!is_every_resource(some), "{some}");
    }
}

#[test]
fn a_federated_trust_names_a_subject() {
    let trust = |condition: Json| {
        policy(json!({
            "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition,
            "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
        }))
    };
    let sub = |text: &str| json!({"StringLike": {"token.actions.githubusercontent.com:sub": text}});
    let gap = |condition: Json| trust_gap(&trust(condition).statements[0]);
    assert_eq!(
        gap(json!({"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}})),
        Some(TrustGap::NoSubject)
    );
    for anybody in ["*", "repo:*", "repo:*/*", "repo:acme*/api:*", "*:acme", "system:serviceaccount:*:*"] {
        assert_eq!(gap(sub(anybody)), Some(TrustGap::AnySubject(anybody.to_owned())), "{anybody}");
    }
    for somebody in ["repo:acme/*", "repo:acme/api:ref:refs/heads/main", "system:serviceaccount:shop:*"] {
        assert_eq!(gap(sub(somebody)), None, "{somebody}");
    }
    assert_eq!(gap(json!({"StringEquals": {"cognito-identity.amazonaws.com:aud": "pool"}})), None);
}

#[test]
fn actions_that_lead_to_more_rights_are_found_behind_wildcards() {
    for action in ["iam:PassRole", "IAM:passrole", "iam:Pass*", "**", "*:*", "iam:*"] {
        assert_eq!(escalation(action).map(|it| it.action), Some("iam:PassRole"), "{action}");
    }
    assert_eq!(escalation("s3:GetObject"), None);
    let all_but = policy(json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}));
    assert!(all_but.statements[0].escalations().iter().all(|it| !it.action.starts_with("iam:")));
}

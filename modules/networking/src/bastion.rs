//! The bastion: the one machine from which a person reaches the database, by SSH from listed ranges or by Session Manager.

use aws::instance::{MetadataOptions, RootBlockDevice};
use aws::policy::{PolicyDocument, Principal, Statement};
use aws::{
    DataSsmParameter, DataSsmParameterRequired, IamInstanceProfile, IamInstanceProfileReference, IamRole, IamRolePolicyAttachment,
    IamRolePolicyAttachmentRequired, IamRoleReference, IamRoleRequired, Instance, SecurityGroupReference,
};
use domain::{Identity, Port};
use terraform::{Data, Document, Lifecycle, Resource, Value};

use crate::config::{Access, Bastion};
use crate::security_groups::{Database, Peer, SecurityGroups, egress, group, ingress, way_to_database};

/// The newest Amazon Linux for AWS's own processors, by the name under which AWS keeps it (EC2 User Guide, "Reference the latest
/// AMIs using Systems Manager public parameters").
///
/// Only AWS knows which image that is, and the provider has to know it too: it asks EC2 for the image's root device, so that
/// `resolve:ssm:…`, which EC2 itself would follow, is refused with `InvalidAMIID.Malformed`.
const IMAGE: &str = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

/// The bastion's security group, and its role where it has one.
pub(crate) struct BastionMade {
    pub(crate) group: SecurityGroupReference,
    pub(crate) role: Option<IamRoleReference>,
}

/// The bastion with its security group, which the database admits.
pub(crate) fn bastion(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    subnet: &Value<String>,
    (groups, database): (&SecurityGroups, &Database),
    bastion: &Bastion,
) -> BastionMade {
    let own = group(document, identity, vpc, "bastion", "The bastion: people reach the database through it");
    way_to_database(document, "bastion", "the bastion", &own, groups, database);

    let image = DataSsmParameter::new(DataSsmParameterRequired { name: IMAGE.into() });
    let image = document.data(Data::new("bastion_image", image));
    let machine = Instance::new()
        .ami(image.insecure_value())
        .instance_type(bastion.instance_type.as_str())
        .subnet_id(subnet.clone())
        .vpc_security_group_ids([own.id()])
        .associate_public_ip_address(true)
        .monitoring(true)
        .ebs_optimized(true)
        // Version 2 asks for a token, which a request that was smuggled in cannot fetch (Security Hub, EC2.8).
        .metadata_options(MetadataOptions::new().http_endpoint("enabled").http_tokens("required"))
        .root_block_device(RootBlockDevice::new().encrypted(true).volume_type("gp3"))
        .tags([("Name", identity.named("bastion"))]);
    let (machine, role) = match &bastion.access {
        Access::Ssh { allowed_cidrs, key_name } => {
            for cidr in allowed_cidrs {
                let label = format!("bastion_ssh_from_{}", cidr.to_string().replace(['.', '/'], "_"));
                ingress(document, &label, &own, &Peer::Range(*cidr), Port::SSH, "SSH from a listed range");
            }
            (machine.key_name(key_name.as_str()), None)
        }
        Access::SessionManager => {
            egress(document, "bastion_to_https", &own, &Peer::Anywhere, Port::HTTPS, "HTTPS to Session Manager");
            let (profile, role) = session_manager_profile(document, identity);
            (machine.iam_instance_profile(profile.name()), Some(role))
        }
    };
    // The parameter names a newer image every few weeks; the machine is not replaced for that.
    let lifecycle = Lifecycle::new().ignore_changes([Instance::AMI]);
    document.resource(Resource::new("bastion", machine).lifecycle(lifecycle));
    BastionMade { group: own, role }
}

fn session_manager_profile(document: &mut Document, identity: &Identity) -> (IamInstanceProfileReference, IamRoleReference) {
    let trust = PolicyDocument::new([Statement::allow("AssumeRole", ["sts:AssumeRole"])
        // EC2 hands the role to its own instances and sends no source to compare with.
        .principal(Principal::Service("ec2.amazonaws.com".to_owned()))]);
    let role = document.resource(Resource::new(
        "bastion",
        IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() }).name(identity.named("bastion")),
    ));
    document.resource(Resource::new(
        "bastion_session_manager",
        IamRolePolicyAttachment::new(IamRolePolicyAttachmentRequired {
            policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore".into(),
            role: role.name().into(),
        }),
    ));
    let profile = IamInstanceProfile::new().name(identity.named("bastion")).role(role.name());
    (document.resource(Resource::new("bastion", profile)), role)
}

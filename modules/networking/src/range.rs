//! Ranges that a VPC cannot use, or had better not.

use domain::{Cidr, VpcCidr};
use settings::{Problems, SettingPath};

/// Tells of them.
pub(crate) fn check_range(setting: SettingPath, vpc_cidr: VpcCidr, problems: &mut Problems) {
    const INSTEAD: &str = "choose one of 10.0.0.0/8, 172.16.0.0/12 (but 172.17.0.0/16) or 192.168.0.0/16";
    // RFC 6890: this network, loopback, link-local, multicast and what is reserved behind it.
    for (range, what) in [
        ("0.0.0.0/8", "\"this network\""),
        ("127.0.0.0/8", "each machine itself"),
        ("169.254.0.0/16", "the link alone, and AWS's own services"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "nobody yet"),
    ] {
        let range: Cidr = range.parse().expect("it is a range");
        if range.overlaps(&vpc_cidr.cidr()) {
            problems.error(setting.clone(), format!("`{vpc_cidr}` lies in `{range}`, which is for {what}")).help(INSTEAD);
        }
    }
    // VPC User Guide, "VPC CIDR blocks": services such as Cloud9 and SageMaker use it, and Docker on every machine.
    let docker: Cidr = "172.17.0.0/16".parse().expect("it is a range");
    if docker.overlaps(&vpc_cidr.cidr()) {
        problems
            .warning(
                setting,
                format!("`{vpc_cidr}` overlaps `172.17.0.0/16`, which Docker and some of AWS's services use themselves"),
            )
            .help(INSTEAD);
    }
}

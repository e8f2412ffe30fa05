//! Whether `[ecs.load_balancer]` says of a load balancer that exists already what is its owner's to say.

use domain::Identity;
use settings::Problems;

use super::load_balancer::{AccessLogs, LoadBalancer};

/// Checks it against what `[ecs.load_balancer]` says besides.
pub(super) fn check(load_balancer: &LoadBalancer, identity: &Identity, problems: &mut Problems) {
    const EXISTING: &str = "ecs.load_balancer.existing";
    const OUT: &str = "take the setting out";
    let LoadBalancer {
        existing,
        always,
        internal,
        allowed_cidrs,
        idle_timeout_seconds,
        deletion_protection,
        tls,
        previous_zone_role: _,
        access_logs,
        firewall,
        // They stand on its listener as the services' do.
        rules: _,
    } = load_balancer;
    let Some(existing) = existing else { return };
    let listener = &existing.listener_arn;
    if listener.region() != identity.region {
        problems
            .error(
                format!("{EXISTING}.listener_arn").as_str(),
                format!("the load balancer is in `{}`, and the services are in `{}`", listener.region(), identity.region),
            )
            .also("region")
            .help("name a listener of the services' region");
    }
    // Elastic Load Balancing calls each `<name>-<id>.<region>.elb.amazonaws.com`: one of another region is another load balancer's.
    let named = existing.dns_name.as_str().strip_suffix(".elb.amazonaws.com").and_then(|name| name.rsplit('.').next());
    if let Some(region) = named.filter(|region| *region != listener.region().as_str()) {
        problems
            .error(
                format!("{EXISTING}.dns_name").as_str(),
                format!("the name is that of a load balancer in `{region}`, and the listener is in `{}`", listener.region()),
            )
            .also(format!("{EXISTING}.listener_arn").as_str())
            .help("name the `DNSName` and the `CanonicalHostedZoneId` of the listener's own load balancer");
    }
    let mut refuse = |setting: &str, what: &str, help: &str| {
        problems
            .error(format!("ecs.load_balancer.{setting}").as_str(), format!("the load balancer exists already, and {what}"))
            .also(EXISTING)
            .help(help.to_owned());
    };
    let default = LoadBalancer::default();
    if *always {
        refuse("always", "is there whatever the services are", OUT);
    }
    if *internal {
        refuse("internal", "stands where its owner put it", OUT);
    }
    if !allowed_cidrs.is_empty() {
        refuse("allowed_cidrs", "its owner says who reaches it", "name them as the `source_cidrs` of the services' `routing`");
    }
    if *idle_timeout_seconds != default.idle_timeout_seconds {
        refuse("idle_timeout_seconds", "its timeout is its owner's", OUT);
    }
    if *deletion_protection != default.deletion_protection {
        refuse("deletion_protection", "its owner says whether it may go", OUT);
    }
    let AccessLogs { enabled, retention_days } = access_logs;
    if *enabled != default.access_logs.enabled || *retention_days != default.access_logs.retention_days {
        refuse("access_logs", "its logs are its owner's", OUT);
    }
    if firewall.is_some() {
        refuse("firewall", "has one firewall at the most, which is its owner's", "take the section out");
    }
    let Some(tls) = tls else { return };
    if tls.certificate_arn.is_some() {
        refuse(
            "tls.certificate_arn",
            "its listener has its owner's certificates",
            "take it out, and have the certificate added there",
        );
    }
    if tls.dns_elsewhere {
        refuse(
            "tls.dns_elsewhere",
            "no certificate is made that waits for records",
            "take it out: without a hosted zone no record is written, and the domains have to lead to its `dns_name`",
        );
    }
}

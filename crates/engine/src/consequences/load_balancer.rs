//! What a change does to those who come through the load balancer.

use std::collections::{BTreeMap, BTreeSet};

use aws::ecs_service::LoadBalancer;
use aws::lb_listener::DefaultAction;
use aws::lb_listener_rule::Action;
use aws::{EcsCluster, EcsService, Lb, LbListener, LbListenerRule, Route53Record, VpcSecurityGroupIngressRule};
use domain::ListenerArn;
use terraform::Address;
use terraform::compare::Departures;
use terraform::read::{Documents, Read, View};

use super::Consequence;
use super::pairs::{gone, ignores, is_replaced, on_both};
use super::service::BY_TERRAFORM;

/// Each rule's priority, with the listener on which it counts.
fn by_priority(documents: &Documents) -> BTreeMap<Address, (Option<String>, u64)> {
    let rules = documents.resources_of::<LbListenerRule>().filter_map(|rule| {
        let priority = rule.get(LbListenerRule::PRIORITY).literal()?;
        Some((rule.address(), (listener(rule), priority)))
    });
    rules.collect()
}

/// The listener of a rule: its address, or its ARN where it exists already.
fn listener(rule: View<'_, LbListenerRule>) -> Option<String> {
    let listener = rule.get(LbListenerRule::LISTENER_ARN);
    listener.target().map(|address| address.to_string()).or_else(|| listener.literal())
}

pub(super) fn priorities(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let departures = Departures::of(new);
    // Under the address to which it moves a rule stays what it is.
    let now_at = |before: Address| departures.destination(&before.to_string()).and_then(|to| to.parse().ok()).unwrap_or(before);
    let before: BTreeMap<Address, _> = by_priority(old).into_iter().map(|(address, place)| (now_at(address), place)).collect();
    let mut told = Vec::new();
    for (address, place) in by_priority(new).iter().filter(|(address, place)| before.get(*address) != Some(place)) {
        if let Some((holder, _)) = before.iter().find(|(holder, held)| *holder != address && *held == place) {
            told.push(Consequence::new(
                address,
                format!(
                    "the priority {} is {holder}'s until that one changes, and Elastic Load Balancing refuses it (PriorityInUse)",
                    place.1
                ),
                "give one of them a priority that none has, apply, and only then the one that it is to have",
            ));
        }
    }
    told
}

pub(super) fn container_port(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let ports = |documents: &Documents| -> BTreeMap<Address, u64> {
        let of = |service: View<EcsService>| {
            let port = service.block(EcsService::LOAD_BALANCER)?.get(LoadBalancer::CONTAINER_PORT).literal()?;
            Some((service.address(), port))
        };
        documents.resources_of::<EcsService>().filter_map(of).collect()
    };
    let open: BTreeSet<u64> = new
        .resources_of::<VpcSecurityGroupIngressRule>()
        .filter_map(|rule| rule.get(VpcSecurityGroupIngressRule::FROM_PORT).literal())
        .collect();
    let now = ports(new);
    let changed = ports(old).into_iter().filter_map(|(address, before)| Some((*now.get(&address)?, address, before)));
    let mut told = Vec::new();
    for (now, address, before) in changed.filter(|(now, _, before)| now != before) {
        if !open.contains(&before) {
            told.push(Consequence::new(
                &address,
                format!("the tasks that listen on {before} are cut off before those that listen on {now} run"),
                format!("set `previous_port = {before}`, apply, and take it out when no task listens on {before}"),
            ));
        }
        if new.at(&address).is_some_and(|it| ignores(it, "task_definition")) {
            told.push(Consequence::new(
                &address,
                format!("the pipeline rolls out, so Terraform leaves the running revision on {before}"),
                format!(
                    "deliver a revision of the new task definition with `aws ecs update-service --load-balancers`, `containerPort` {now}"
                ),
            ));
        }
    }
    told
}

pub(super) fn https_listener(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let gone = gone::<LbListener>(old, new).filter(|it| it.get(LbListener::PORT).literal() == Some(443));
    let told = gone.map(|listener| {
        Consequence::new(
            listener.address(),
            "port 443 closes, and browsers that followed the redirect go on asking there",
            "lead everybody to another name first",
        )
    });
    told.collect()
}

/// Plain HTTP is answered no longer, but led to HTTPS.
pub(super) fn redirect(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let redirects = |listener: View<'_, LbListener>| {
        listener.blocks(LbListener::DEFAULT_ACTION).any(|action| action.get(DefaultAction::TYPE).is("redirect"))
    };
    let turned = on_both::<LbListener>(old, new).filter(|(before, now)| !redirects(*before) && redirects(*now));
    let told = turned.map(|(_, now)| {
        Consequence::new(
            now.address(),
            "until the certificate is valid its port is answered as before; from then on it only redirects (301), and clients that follow none, \
             or send a POST again as a GET, are served no longer",
            "look that the domain's zone is the one that is asked, or the validation never ends, and name the https address to such clients first",
        )
    });
    told.collect()
}

/// Services come behind another load balancer, of which one at the least exists already: each has another target group there.
pub(super) fn other_load_balancer(old: &Documents, new: &Documents) -> Vec<Consequence> {
    // Of a load balancer of the environment's own there is one.
    let existing = |rule: View<'_, LbListenerRule>| -> Option<String> {
        let listener: ListenerArn = rule.get(LbListenerRule::LISTENER_ARN).literal()?.parse().ok()?;
        Some(listener.load_balancer_arn_suffix())
    };
    let moved: Vec<_> = on_both::<LbListenerRule>(old, new).filter(|(before, now)| existing(*before) != existing(*now)).collect();
    let Some((_, first)) = moved.first() else { return Vec::new() };
    let mut told = vec![Consequence::new(
        first.address(),
        "the services come behind another load balancer, where no task is registered until their next tasks are well: requests are answered with \
         503 for some minutes, and at the old one with 404, or nobody any more once it is gone",
        "do it while few ask, and let the names that lead to the old one have a TTL of a minute before",
    )];
    for (_, rule) in moved {
        let group = rule.blocks(LbListenerRule::ACTION).find_map(|action| action.get(Action::TARGET_GROUP_ARN).target());
        let is_of = |service: &View<'_, EcsService>| {
            let named = service.block(EcsService::LOAD_BALANCER).and_then(|it| it.get(LoadBalancer::TARGET_GROUP_ARN).target());
            group.is_some() && named == group
        };
        if let Some(service) = new.resources_of::<EcsService>().find(|it| is_of(it) && ignores(it.resource(), "load_balancer")) {
            told.push(Consequence::new(
                service.address(),
                "the pipeline rolls out, so Terraform leaves the service registered with the target group behind the old load balancer, which goes",
                BY_TERRAFORM,
            ));
        }
    }
    told
}

/// The load balancer goes, because nothing is behind it any more, or because the services come behind another one.
pub(super) fn no_longer_there(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let is_elsewhere = new.resources_of::<LbListenerRule>().next().is_some();
    let told = gone::<Lb>(old, new).map(|balancer| {
        let is_protected = balancer.get(Lb::ENABLE_DELETION_PROTECTION).is_true();
        let what = if is_protected {
            "nothing is behind it any more, so it is destroyed, which Elastic Load Balancing refuses while its deletion protection is on \
             (OperationNotPermitted)"
        } else {
            "nothing is behind it any more, so it is destroyed with its listeners and its log; its host name never comes back, and who asks by it \
             finds nobody"
        };
        let instead = match (is_protected, is_elsewhere) {
            (true, false) => {
                "set `ecs.load_balancer.always = true` to keep it; or set that and `deletion_protection = false`, apply, and then take both out"
            }
            (false, false) => "set `ecs.load_balancer.always = true` to keep it",
            (true, true) => "set `deletion_protection = false` beside what is there, apply, and only then lead the services elsewhere",
            (false, true) => "lead the names that point to it elsewhere first",
        };
        Consequence::new(balancer.address(), what, instead)
    });
    told.collect()
}

/// An environment that had none gets a load balancer, and with it ports that everybody reaches.
pub(super) fn there_now(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let stands = old.resources_of::<EcsCluster>().next().is_some();
    let had_one = old.resources_of::<Lb>().next().is_some() || old.resources_of::<LbListenerRule>().next().is_some();
    if !stands || had_one {
        return Vec::new();
    }
    let told = new.resources_of::<Lb>().filter(|balancer| is_open(new, *balancer)).map(|balancer| {
        Consequence::new(
            balancer.address(),
            "the environment, which nobody reached until now, gets a load balancer with ports that are open to the internet",
            "name who may reach it in `ecs.load_balancer.allowed_cidrs`, or set `ecs.load_balancer.internal = true` before it is made",
        )
    });
    told.collect()
}

/// Whether everybody reaches its ports.
fn is_open(documents: &Documents, balancer: View<'_, Lb>) -> bool {
    let groups: Vec<Address> = balancer.get(Lb::SECURITY_GROUPS).elements().iter().filter_map(Read::target).collect();
    documents.resources_of::<VpcSecurityGroupIngressRule>().any(|rule| {
        let group = rule.get(VpcSecurityGroupIngressRule::SECURITY_GROUP_ID).target();
        rule.get(VpcSecurityGroupIngressRule::CIDR_IPV4).is("0.0.0.0/0") && group.is_some_and(|group| groups.contains(&group))
    })
}

/// The ranges from which it was reached were all that there were.
pub(super) fn opened(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let opened = on_both::<Lb>(old, new).filter(|(before, now)| !is_open(old, *before) && is_open(new, *now));
    // Another one is told of as such.
    let told = opened.filter(|(before, now)| !is_replaced(*before, *now)).map(|(_, balancer)| {
        Consequence::new(
            balancer.address(),
            "its ports, which were open to some ranges, are open to the internet from then on",
            "leave them in `ecs.load_balancer.allowed_cidrs`",
        )
    });
    told.collect()
}

/// A domain that is another one leaves nobody at the old one.
pub(super) fn record(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let name =
        |of: &View<'_, Route53Record>| of.get(Route53Record::NAME).text().filter(|_| of.get(Route53Record::TYPE_ARGUMENT).is("A"));
    let named: BTreeSet<String> = new.resources_of::<Route53Record>().filter_map(|it| name(&it)).collect();
    // Where TLS is switched off, that is told.
    if named.is_empty() && !https_listener(old, new).is_empty() {
        return Vec::new();
    }
    let instead = if named.is_empty() {
        "write the record by hand right after, or leave the hosted zone in the settings"
    } else {
        "keep the name in `ecs.load_balancer.tls.alternative_domains` until nobody asks by it"
    };
    let gone = old.resources_of::<Route53Record>().filter_map(|it| Some((it.address(), name(&it)?)));
    let told = gone.filter(|(_, name)| !named.contains(name)).map(|(address, name)| {
        Consequence::new(address, format!("the record of `{name}` goes, and who asks by that name finds nobody"), instead)
    });
    told.collect()
}

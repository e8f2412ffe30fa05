//! What stands before the services: a load balancer of the environment's own, or one that exists already.

use aws::private_bucket::PrivateBucketReference;
use aws::{LbListenerReference, LbListenerRule, LbReference};
use domain::Identity;
use terraform::{Lifecycle, Map, Module, Resource, Value, template};

use crate::config::{ExistingLoadBalancer, LoadBalancer};
use crate::interface::{FrontInputs, FrontOutputs, FrontVariables, Variables};
use crate::{access_logs, firewall, load_balancer, tls};

/// What the services and the outputs see of it.
pub(crate) struct Front {
    /// Where the services' rules stand.
    pub(crate) listener_arn: Value<String>,
    load_balancer_arn: Value<String>,
    /// The part of that by which CloudWatch knows it.
    pub(crate) arn_suffix: Value<String>,
    dns_name: Value<String>,
    zone_id: Value<String>,
    own: Option<Own>,
}

/// A load balancer of the environment's own.
struct Own {
    load_balancer: LbReference,
    listener: LbListenerReference,
    /// The listener that sends everybody to TLS, where there is a domain.
    redirect: Option<LbListenerReference>,
    access_logs: Option<PrivateBucketReference>,
}

impl Front {
    /// Makes it, or takes what there is; and the names that lead to it.
    pub(crate) fn of(module: &mut Module, identity: &Identity, settings: &LoadBalancer, variables: &Variables) -> Self {
        let group = FrontInputs::declare(module.document("variables"));
        let front = match &settings.existing {
            Some(existing) => Self::found(existing),
            None => Self::made(module, identity, settings, (variables, &group)),
        };
        if let Some(tls) = &settings.tls {
            tls::names(module.document("load_balancer"), tls, (&front.dns_name, &front.zone_id));
        }
        if let (Some(firewall), Some(own)) = (&settings.firewall, &front.own) {
            firewall::firewall(module.document("firewall"), identity, &own.load_balancer, firewall, variables);
        }
        front
    }

    fn found(existing: &ExistingLoadBalancer) -> Self {
        let ExistingLoadBalancer { listener_arn, security_group_id: _, dns_name, zone_id, let_out_to_tasks: _ } = existing;
        Self {
            listener_arn: listener_arn.to_string().into(),
            load_balancer_arn: listener_arn.load_balancer_arn().into(),
            arn_suffix: listener_arn.load_balancer_arn_suffix().into(),
            dns_name: dns_name.as_str().into(),
            zone_id: zone_id.as_str().into(),
            own: None,
        }
    }

    fn made(
        module: &mut Module,
        identity: &Identity,
        settings: &LoadBalancer,
        (variables, group): (&Variables, &FrontVariables),
    ) -> Self {
        let access_logs = settings
            .access_logs
            .enabled
            .then(|| access_logs::bucket(module.document("access_logs"), identity, &settings.access_logs, variables));
        let document = module.document("load_balancer");
        let load_balancer = load_balancer::load_balancer(document, identity, settings, access_logs.as_ref(), (variables, group));
        let (listener, redirect) = match &settings.tls {
            Some(tls) => {
                let listener = tls::listener(document, &load_balancer, tls);
                let redirect = tls::redirect(document, &load_balancer, &listener);
                (listener, Some(redirect))
            }
            None => (load_balancer::http_listener(document, &load_balancer), None),
        };
        Self {
            listener_arn: listener.arn().into(),
            load_balancer_arn: load_balancer.arn().into(),
            arn_suffix: load_balancer.arn_suffix().into(),
            dns_name: load_balancer.dns_name().into(),
            zone_id: load_balancer.zone_id().into(),
            own: Some(Own { load_balancer, listener, redirect, access_logs }),
        }
    }

    /// A rule on the listener where the services answer. It waits for the listener that sends everybody there: with that one, where no TLS is, the
    /// rules stand on it, and Terraform finds no order for two resources of which each waits for the other before or after a change. Until the
    /// rule stands on the new listener, the one of before answers on the old one.
    ///
    /// An apply that breaks off between the two leaves the old one behind, and its priority taken for whoever goes back (docs/destroying.md). No other
    /// priority or label helps there: going back asks for the very rule that was left, and Terraform destroys what was left after it has made the new one.
    pub(crate) fn rule(&self, rule: Resource<LbListenerRule>) -> Resource<LbListenerRule> {
        match self.own.as_ref().and_then(|own| own.redirect.as_ref()) {
            Some(redirect) => rule.depends_on([redirect as _]),
            None => rule,
        }
        // Only another listener replaces a rule, as when TLS is switched on: the old listener answers until the new one does.
        .lifecycle(Lifecycle::new().create_before_destroy())
    }

    /// What it gives.
    pub(crate) fn outputs(&self, settings: &LoadBalancer) -> FrontOutputs {
        FrontOutputs {
            url: self.url(settings),
            load_balancer_dns_name: self.dns_name.clone(),
            load_balancer_arn_suffix: self.arn_suffix.clone(),
            load_balancer_arn: self.load_balancer_arn.clone(),
            load_balancer_zone_id: self.zone_id.clone(),
            listener_arn: self.listener_arn.clone(),
            listener_arns: self.listener_arns(settings).into(),
        }
    }

    /// Where the services answer.
    fn url(&self, settings: &LoadBalancer) -> Value<String> {
        let with_tls = settings.tls.as_ref().map(|tls| format!("https://{}", tls.domain).into());
        with_tls.unwrap_or_else(|| template!["http://", &self.dns_name])
    }

    /// The listeners' ARNs by what they speak.
    fn listener_arns(&self, settings: &LoadBalancer) -> Map<String> {
        let (of_services, redirect) = match &self.own {
            Some(own) => (own.listener.arn().into(), own.redirect.as_ref().map(|it| it.arn().into())),
            None => (self.listener_arn.clone(), None),
        };
        let of_services: (&str, Value<String>) = (if settings.tls.is_some() { "https" } else { "http" }, of_services);
        redirect.map(|arn| ("http", arn)).into_iter().chain([of_services]).collect()
    }

    /// The buckets by what is in them.
    pub(crate) fn bucket_names(&self) -> Map<String> {
        let logs = self.own.iter().filter_map(|own| own.access_logs.as_ref());
        logs.map(|logs| ("access_logs", logs.bucket.id())).collect()
    }
}

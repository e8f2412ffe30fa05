//! Checks the load balancer's own rules.

use domain::{Port, RedirectPart, matches_all_of};
use settings::{Problems, SettingPath};

use super::routing::{AnswerRule, Redirect, Routing};
use super::{LoadBalancer, Tls};

impl AnswerRule {
    pub(super) fn check(&self, load_balancer: &LoadBalancer, at: &SettingPath, problems: &mut Problems) {
        let routing = at.clone().key("routing");
        self.routing.check("the rule", &routing, problems);
        match (&self.redirect, &self.fixed_response) {
            (Some(redirect), None) => {
                redirect.check((&self.routing, &routing), load_balancer, &at.clone().key("redirect"), problems);
            }
            (None, Some(fixed)) if (300..400).contains(&fixed.status.get()) => {
                problems
                    .error(at.clone().key("fixed_response").key("status"), format!("{} is the code of a redirect", fixed.status))
                    .help("write `redirect = { … }` instead, or a code from 200 to 299 or from 400 to 599");
            }
            (None, Some(_)) => {}
            (Some(_), Some(_)) => {
                problems
                    .error(at.clone().key("fixed_response"), "the rule redirects and answers at once")
                    .also(at.clone().key("redirect"))
                    .help("keep one of the two");
            }
            (None, None) => {
                problems
                    .error(at.clone(), "the rule says not what it answers")
                    .help("write `redirect = { host = \"www.example.com\" }` or `fixed_response = { status = 503 }`");
            }
        }
    }
}

/// What each part of a redirect may take over from the request (Elastic Load Balancing API Reference, `RedirectActionConfig`).
pub(super) const OF_HOST: &[&str] = &["host"];

pub(super) const OF_PATH: &[&str] = &["host", "path", "port"];

impl Redirect {
    fn check(
        &self,
        (routing, beside): (&Routing, &SettingPath),
        load_balancer: &LoadBalancer,
        at: &SettingPath,
        problems: &mut Problems,
    ) {
        let Self { host, path, query, port, permanent: _ } = self;
        for (setting, part, known) in [("host", host, OF_HOST), ("path", path, OF_PATH)] {
            if let Some(unknown) = part.iter().flat_map(RedirectPart::placeholders).find(|name| !known.contains(name)) {
                let known: Vec<String> = known.iter().map(|name| format!("`#{{{name}}}`")).collect();
                problems
                    .error(at.clone().key(setting), format!("AWS puts no `#{{{unknown}}}` into a {setting}"))
                    .help(format!("it takes {}", known.join(", ")));
            }
        }
        if path.as_ref().is_some_and(|path| !path.as_str().starts_with('/')) {
            problems.error(at.clone().key("path"), "a path begins with `/`").help("write it with its slash");
        }
        let at_host = at.clone().key("host");
        if let Some(host) = host {
            let name = host.as_str().split_once("://").map_or(host.as_str(), |(_, rest)| rest);
            let name = name.split(['/', ':', '?']).next().unwrap_or_default();
            if name != host.as_str() {
                problems
                    .error(
                        at_host,
                        format!("`{}` is more than a host: a redirect's path, port and query are set by themselves", host.as_str()),
                    )
                    .help(format!("write `host = \"{name}\"`; a redirect keeps the protocol by which the request came"));
            }
        }
        if load_balancer.tls.is_none() && *port == Some(Port::HTTPS) {
            problems
                .error(at.clone().key("port"), "the request came by HTTP, which a redirect keeps, and 443 speaks HTTPS")
                .help("set `ecs.load_balancer.tls`, with which all of HTTP leads to HTTPS, or take the port out");
        }
        let own_port = if load_balancer.tls.is_some() { Port::HTTPS } else { Port::HTTP };
        if load_balancer.tls.is_some() && *port == Some(Port::HTTP) {
            problems
                .error(at.clone().key("port"), "the request came by HTTPS, which a redirect keeps, and 80 speaks plain HTTP")
                .also("ecs.load_balancer.tls")
                .help("take it out");
        }
        let keeps = |part: &Option<RedirectPart>, same: &str| part.as_ref().is_none_or(|part| part.as_str() == same);
        let (keeps_host, keeps_path) = (keeps(host, "#{host}"), keeps(path, "/#{path}"));
        let keeps_port = port.is_none_or(|port| port == own_port);
        if keeps_host && keeps_path && keeps_port {
            // Elastic Load Balancing refuses it.
            let what = if query.is_some() { "another query alone" } else { "nothing else" };
            problems
                .error(at.clone(), format!("the redirect leads to {what}: the same requests would come back for ever"))
                .help("set another `host`, `path` or `port`");
        } else if keeps_port && self.comes_back(routing, load_balancer) && (query.is_none() || routing.query.is_empty()) {
            // Elastic Load Balancing accepts it, and no browser does.
            problems
                .error(at.clone(), "the rule matches where it leads: the same requests would come back for ever")
                .also(beside.clone())
                .help("lead to a host or a path that the rule's own conditions leave out, or name what they are for");
        }
    }

    /// Whether the rule's own conditions hold for host and path to which it leads.
    fn comes_back(&self, routing: &Routing, load_balancer: &LoadBalancer) -> bool {
        let host = self.host.as_ref().filter(|host| host.as_str() != "#{host}").map(|host| pattern(host).to_ascii_lowercase());
        let to_host = host.is_none_or(|host| {
            let own = || load_balancer.tls.iter().flat_map(Tls::names).any(|name| name.covers(&host));
            let named = || routing.hosts.iter().any(|pattern| matches_all_of(&pattern.as_str().to_ascii_lowercase(), &host));
            if routing.hosts.is_empty() { own() } else { named() }
        });
        let path = self.path.as_ref().filter(|path| path.as_str() != "/#{path}").map(pattern);
        let to_path = path.is_none_or(|path| {
            routing.paths.is_empty() || routing.paths.iter().any(|pattern| matches_all_of(pattern.as_str(), &path))
        });
        to_host && to_path
    }
}

/// A part of a redirect with `*` for what it takes over from the request.
pub(super) fn pattern(part: &RedirectPart) -> String {
    let names: Vec<&str> = part.placeholders().collect();
    names.into_iter().fold(part.as_str().to_owned(), |text, name| text.replace(&format!("#{{{name}}}"), "*"))
}

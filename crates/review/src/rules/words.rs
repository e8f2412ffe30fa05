//! The words of which providers make the names of their attributes, and what they speak of. It must not know a change.

use std::collections::BTreeSet;

use crate::path::Path;
use crate::risk::Code;
use finding::Severity;

/// What a name speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Encryption,
    Backups,
    Redundancy,
    Logs,
    Protection,
    Public,
}

#[rustfmt::skip]
const ENCRYPTION: &[&str] = &[
    "encryption", "encrypted", "encrypt", "encrypts", "tls", "ssl", "https", "mtls", "cmek", "sse", "tde", "insecure",
    "tls10", "tls11", "ssl30", "unencrypted", "confidential",
];
#[rustfmt::skip]
const BACKUPS: &[&str] = &[
    "backup", "backups", "snapshot", "snapshots", "versioning", "pitr", "pit", "recovery", "restore", "persistence",
    "persistent", "durability", "archive", "archiving",
];
#[rustfmt::skip]
const REDUNDANCY: &[&str] = &[
    "failover", "redundant", "redundancy", "standby", "replication", "zonal", "ha", "replicas", "healing", "liveness",
    "readiness", "georeplications",
];
#[rustfmt::skip]
pub(super) const LOGS: &[&str] = &[
    "log", "logs", "logging", "audit", "auditing", "monitoring", "metrics", "tracing", "alarm", "alarms", "alert", "alerts",
    "insights", "scan", "scanning", "diagnostics", "detection", "notification", "notifications", "observability", "oms",
    "defender", "capture", "alerting", "uptime", "telemetry", "synthetics", "threat",
];
#[rustfmt::skip]
const PROTECTION: &[&str] = &[
    "protection", "protect", "protected", "immutable", "immutability", "waf", "firewall", "mfa", "authentication", "auth",
    "authorization", "verification", "verify", "validation", "validate", "signing", "signed", "shielded", "guardrail",
    "guardrails", "revocation", "enforce", "enforced", "enforcement", "lockdown", "quarantine", "sandbox", "sanitize",
    "compliance", "restricted", "locked", "approval", "approvals", "secure", "vtpm", "integrity", "trust", "rotation",
    "rotate", "iap", "pkce", "isolation", "isolated", "guard", "lettering", "letter", "deadletter", "dlq", "redrive", "rbac", "required", "requires", "require",
];
#[rustfmt::skip]
const PUBLICNESS: &[&str] = &[
    "public", "publicly", "anonymous", "unauthenticated", "internet", "external", "externally",
];

/// By which a name says the opposite.
#[rustfmt::skip]
const NEGATED: &[&str] = &[
    "disable", "disabled", "skip", "exclude", "excluded", "exclusions", "ignore", "insecure", "bypass", "without",
    "suppress", "suppressed", "block", "blocked", "deny", "prevent", "restrict", "unprotected", "mute", "muted", "silenced",
    "overridable", "exempt", "exempted", "exemptions", "exclusion", "optional", "unsafe", "paused", "pause", "tls10", "tls11", "ssl30", "unencrypted",
];

/// Names that say nothing for themselves.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "enabled", "enable", "is", "status", "state", "active", "mode",
];

#[rustfmt::skip]
pub(super) const ON: &[&str] = &[
    "enabled", "enable", "on", "active", "activated", "running", "run", "started", "required", "require", "enforced",
    "enforce", "enforcing", "strict", "always", "true", "yes", "available", "live", "open", "unpaused", "mandatory", "all",
    "default", "verify",
];
#[rustfmt::skip]
pub(super) const OFF: &[&str] = &[
    "disabled", "disable", "off", "inactive", "deactivated", "stopped", "stop", "suspended", "paused", "none",
    "not_required", "notrequired", "optional", "permissive", "never", "false", "no", "unprotected", "unencrypted",
    "plaintext", "no_encrypt", "not_signing", "deallocated", "disallowed", "no_auth", "simple", "no_action", "unenforced",
    "archived", "advisory",
];
#[rustfmt::skip]
pub(super) const STOPS: &[&str] = &[
    "block", "deny", "drop", "reject", "prevent", "prevention", "enforce", "enforced", "strict", "fail", "closed",
    "fail_closed", "quarantine", "challenge", "captcha", "authenticate", "inline",
];
#[rustfmt::skip]
pub(super) const PASSES: &[&str] = &[
    "allow", "pass", "no_action", "accept", "count", "log", "detect", "detection", "detective", "monitor", "monitoring",
    "audit", "permissive", "ignore", "warn", "warning", "open", "fail_open", "dryrun", "dry_run", "none", "off", "disabled",
    "simulate", "alert", "detectonly",
];
#[rustfmt::skip]
pub(super) const PUBLIC: &[&str] = &[
    "public", "internet", "external", "internet-facing", "anyone", "everyone", "all_users", "allusers", "anonymous",
    "unauthenticated", "public_access", "world", "global", "publicread", "public-read", "all", "open", "public_and_private",
    "allow_all", "vpc_and_public",
];
#[rustfmt::skip]
pub(super) const SPREAD: &[&str] = &[
    "multi", "multiple", "zone", "zones", "cross", "regional", "geo", "ha", "replicated", "standby", "zoneredundant",
    "multiaz", "persistent", "highly", "global", "clustered", "redundant", "zrs", "grs", "gzrs", "ragrs", "ragzrs", "dual",
];
#[rustfmt::skip]
pub(super) const ALONE: &[&str] = &[
    "single", "zonal", "local", "basic", "standalone", "scratch", "singleaz", "none", "disabled", "one", "lrs", "instance",
    "node", "regional", "same",
];
/// Names of what carries the load.
#[rustfmt::skip]
pub(super) const SERVES: &[&str] = &[
    "nodes", "shards", "brokers", "workers", "vcpus", "vcores", "capacity", "controllers", "concurrency", "throughput",
    "iops", "units", "instances", "partitions", "servers", "machines", "cores", "rpu", "ocpus", "dial_percentage", "slots",
    "target_size", "memory_size_gb", "worker_count", "storage_mb", "storage_gb", "slot_count", "max_instance_count",
    "min_instance_count", "quota_gb",
];
/// Lists of who may come in or act.
#[rustfmt::skip]
pub(super) const LETS_IN: &[&str] = &[
    "allowed", "allow", "allows", "src", "bound", "authorized", "trusted", "whitelist", "whitelisted", "allowlist", "ingress", "inbound",
    "source", "sources", "client", "clients", "access", "permitted", "authorised", "peers", "origins", "cidr", "cidrs",
    "ip", "ips",
];
/// Names of where something goes to: no door.
#[rustfmt::skip]
pub(super) const LEADS_OUT: &[&str] = &[
    "egress", "outbound", "destination", "destinations", "dest", "route", "routes", "remote", "target", "targets", "nat",
    "out", "advertised", "pod", "pods", "service", "services", "cluster", "private", "address", "denied", "deny", "blocked",
    "block", "blocklist", "blacklist", "gateway", "dns", "vpc", "subnet", "subnetwork",
];
#[rustfmt::skip]
pub(super) const MAY: &[&str] = &[
    "admins", "administrators", "owners", "principals", "audience", "audiences", "scopes", "callbacks", "redirect_uris",
    "permissions", "policies", "privileges", "accounts", "trusted", "bound", "collaborators", "maintainers",
];
/// Types by which somebody is given rights.
#[rustfmt::skip]
pub(super) const GIVES: &[&str] = &[
    "member", "membership", "memberships", "role", "roles", "permission", "permissions", "grant", "grants", "binding",
    "assignment", "collaborator", "user", "users", "access", "token", "association", "invitation", "admin",
    "service_account", "acl", "privileges",
];
#[rustfmt::skip]
pub(super) const ADMINS: &[&str] = &[
    "admin", "administrator", "owner", "superuser", "root", "super_admin", "superadmin", "full_access", "fullaccess",
    "account_owner", "org_admin", "organization_admin", "org_owner", "manage", "maintainer", "sysadmin", "accountadmin",
    "full", "write_all", "all_privileges", "global_admin", "group_owner", "full_control", "dbowner", "cluster-admin",
];

/// Rights by which one only looks.
#[rustfmt::skip]
const READERS: &[&str] = &[
    "read", "reader", "readonly", "read_only", "view", "viewer", "browser", "get", "list", "describe", "select", "guest", "pull",
];

/// Whether somebody who could do everything may now only look.
pub(super) fn is_less_powerful(old: &BTreeSet<String>, new: &BTreeSet<String>) -> bool {
    let only_reads = |role: &String| tokens(role).iter().any(|token| READERS.contains(&token.as_str()));
    old.iter().any(|role| is_powerful(role)) && !old.is_empty() && new.iter().all(only_reads)
}

/// Whether a role is one that may do everything: `roles/owner`, `OrganizationAdmin`, `CAN_MANAGE`.
pub(super) fn is_powerful(role: &str) -> bool {
    let name = role.rsplit(['/', ':', '.']).next().unwrap_or(role);
    let mut words = tokens(name);
    if words.iter().any(|word| READERS.contains(&word.as_str())) {
        return false;
    }
    let last = words.pop().unwrap_or_default();
    ADMINS.iter().any(|word| word.eq_ignore_ascii_case(name))
        || ["admin", "administrator", "owner", "manage", "superuser"].contains(&last.as_str())
}

/// What something does by itself that keeps it well.
#[rustfmt::skip]
pub(super) const MENDS: &[&str] = &[
    "repair", "upgrade", "heal", "healing", "scaling", "scale", "resize", "patch", "patching", "update", "updates", "renew",
    "renewal", "grow", "autoresize", "autoscaling", "autohealing",
];

/// A text in its words: `s3EncryptionEnabled` and `s3_encryption_enabled` are the same.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let mut was_lower = false;
    for character in text.chars() {
        let is_break = !character.is_ascii_alphanumeric();
        if (is_break || (was_lower && character.is_ascii_uppercase())) && tokens.last().is_some_and(|token| !token.is_empty()) {
            tokens.push(String::new());
        }
        if !is_break {
            tokens.last_mut().expect("there is one").push(character.to_ascii_lowercase());
        }
        was_lower = character.is_ascii_lowercase() || character.is_ascii_digit();
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// The names on the way to a value, in their words.
pub(super) struct Words<'a> {
    names: Vec<&'a str>,
    tokens: Vec<Vec<String>>,
    /// What the resource's type is there for.
    of_type: Option<Kind>,
}

impl<'a> Words<'a> {
    pub(super) fn of(path: &'a Path, of_type: Option<Kind>) -> Self {
        let names: Vec<&str> = path.keys().collect();
        Self { tokens: names.iter().map(|name| tokens(name)).collect(), names, of_type }
    }

    /// The same of a value that another attribute names.
    pub(super) fn titled(path: &'a Path, of_type: Option<Kind>, title: Option<&str>) -> Self {
        let mut words = Self::of(path, of_type);
        if let (Some(title), Some(last)) = (title, words.tokens.last_mut()) {
            *last = tokens(title);
        }
        words
    }

    /// Whether one of the words stands anywhere on the way.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.tokens.iter().flatten().any(|token| words.contains(&token.as_str()))
    }

    /// Whether the name nearest to the value has one of the words, or is one.
    pub(super) fn ends_in(&self, words: &[&str]) -> bool {
        let last = self.tokens.last().is_some_and(|tokens| tokens.iter().any(|token| words.contains(&token.as_str())));
        last || self.names.last().is_some_and(|name| words.contains(name))
    }

    /// Whether the name nearest to the value says the opposite of what its other words do.
    pub(super) fn is_negated(&self) -> bool {
        // What fails open lets through what it should stop.
        if self.ends_in(&["fail"]) && self.ends_in(&["open"]) {
            return true;
        }
        self.is_negated_at(self.names.len())
    }

    /// The same of so many names from the resource on; a name so plain that it says nothing for itself speaks of its block.
    pub(super) fn is_negated_at(&self, depth: usize) -> bool {
        let is = |tokens: &Vec<String>, words: &[&str]| tokens.iter().any(|token| words.contains(&token.as_str()));
        let mut names = self.tokens[..depth].iter().rev();
        let Some(last) = names.next() else { return false };
        let is_plain = last.iter().all(|token| PLAIN.contains(&token.as_str()));
        is(last, NEGATED)
            || last.first().is_some_and(|token| token == "no")
            || (is_plain && names.next().is_some_and(|block| is(block, NEGATED)))
    }

    /// Whether the resource's type is there for this.
    pub(super) fn is_of(&self, kind: Kind) -> bool {
        self.of_type == Some(kind)
    }

    /// Whether the value is the resource's own, and not a block's in it.
    pub(super) fn is_whole(&self) -> bool {
        self.names.len() == 1
    }

    /// What the way speaks of, the nearest name first.
    pub(super) fn kind(&self) -> Option<Kind> {
        // Who signs in by a password or by a key for all is let in more easily.
        if self.has(&["authentication", "auth"]) && self.has(&["local", "password", "basic", "legacy", "shared", "admin"]) {
            return Some(Kind::Public);
        }
        self.tokens.iter().rev().find_map(|tokens| Kind::of(tokens)).or(self.of_type)
    }

    /// The names down to the nearest block, or list, that speaks of something.
    pub(super) fn block(&self, is_list: bool) -> Option<(&[&'a str], Kind)> {
        let blocks = &self.tokens[..self.tokens.len() - usize::from(!is_list)];
        let at = blocks.iter().rposition(|tokens| Kind::of(tokens).is_some())?;
        Some((&self.names[..=at], Kind::of(&blocks[at])?))
    }
}

impl Kind {
    pub(super) fn of(tokens: &[String]) -> Option<Self> {
        let kinds = [
            (PUBLICNESS, Self::Public),
            (ENCRYPTION, Self::Encryption),
            (BACKUPS, Self::Backups),
            (REDUNDANCY, Self::Redundancy),
            (LOGS, Self::Logs),
            (PROTECTION, Self::Protection),
        ];
        kinds.into_iter().find(|(words, _)| tokens.iter().any(|token| words.contains(&token.as_str()))).map(|(_, kind)| kind)
    }

    pub(super) fn code(self) -> Code {
        match self {
            Self::Encryption => Code::EncryptionOff,
            Self::Backups => Code::BackupsWeakened,
            Self::Redundancy => Code::RedundancyLowered,
            Self::Logs => Code::MonitoringRemoved,
            Self::Protection => Code::ProtectionWeakened,
            Self::Public => Code::PublicAccessOpened,
        }
    }

    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Encryption | Self::Public => Severity::High,
            Self::Backups | Self::Redundancy | Self::Logs | Self::Protection => Severity::Medium,
        }
    }
}

//! A container or a process gets more rights on its machine, or no longer says what it does.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::path::Path;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

use Severity::{High, Medium};

/// Truths that give rights on the machine.
pub(super) const RAISING: [&str; 8] = [
    "privileged",
    "privileged_mode",
    "host_network",
    "host_pid",
    "host_ipc",
    "hostNetwork",
    "allow_privilege_escalation",
    "allowPrivilegeEscalation",
];

/// Truths that take rights away.
pub(super) const LOWERING: [&str; 6] = [
    "readonlyRootFilesystem",
    "read_only_root_filesystem",
    "readOnlyRootFilesystem",
    "run_as_non_root",
    "runAsNonRoot",
    "initProcessEnabled",
];

/// Capabilities with which a container is as good as root on its machine (`capabilities(7)`).
pub(super) const CAPABILITIES: [&str; 9] =
    ["ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "NET_ADMIN", "SYS_RAWIO", "DAC_READ_SEARCH", "SYS_BOOT", "BPF"];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    for Difference { path, before, after } in &change.differences {
        let name = path.name();
        if RAISING.contains(&name) && after.as_bool() == Some(true) && before.as_bool() != Some(true) {
            risks.add(High, Code::PrivilegeRaised, Sentence::new("sets ").value(path).words(" to ").value("true"));
        }
        if LOWERING.contains(&name) && before.as_bool() == Some(true) && after.as_bool() != Some(true) && *after != Node::Unknown {
            risks.add(Medium, Code::PrivilegeRaised, Sentence::new("turns off ").value(path));
        }
        if is_user(path) && is_root(after) && !is_root(before) {
            let what = Sentence::new("runs as root: ").value(path).words(" is ").value(after.shown());
            risks.add(Medium, Code::PrivilegeRaised, what);
        } else if is_user(path) && !change.is_new() && !before.is_empty() && !is_root(before) && after.is_empty() {
            let what = Sentence::new("runs as its image says, often as root: ").value(path).words(" is gone");
            risks.add(Medium, Code::PrivilegeRaised, what);
        }
        if name == "image" && (path.is_in_document() || path.is_in("container") || change.kind.starts_with("kubernetes_")) {
            image(before, after, risks);
        }
        if name == "image_uri" {
            image(before, after, risks);
        }
        if name == "layers" {
            layers(change, after, risks);
        }
        if path.is_in("capabilities")
            && ["add", "Add"].contains(&name)
            && let Some(capability) = after.as_text()
        {
            let is_strong = CAPABILITIES.contains(&capability.trim_start_matches("CAP_"));
            let severity = if is_strong { High } else { Medium };
            risks.add(severity, Code::PrivilegeRaised, Sentence::new("gives the capability ").value(capability));
        }
        let is_mode = ["network_mode", "pid_mode", "ipc_mode", "networkMode", "pidMode", "ipcMode"].contains(&name);
        if is_mode && after.as_text() == Some("host") && before.as_text() != Some("host") {
            let severity = if name.starts_with("network") { Medium } else { High };
            risks.add(severity, Code::PrivilegeRaised, Sentence::new("sets ").value(path).words(" to ").value("host"));
        }
        if name == "logDriver" && !change.is_new() && !before.is_empty() && after.is_empty() {
            risks.add(Medium, Code::MonitoringRemoved, Sentence::new("turns off the logs of a container: ").value(path));
        }
        if name == "sourcePath" && after.as_text() == Some("/var/run/docker.sock") {
            risks.add(High, Code::PrivilegeRaised, Sentence::new("mounts the machine's ").value("docker.sock"));
        }
    }
}

/// Whether this is whom a process runs as.
fn is_user(path: &Path) -> bool {
    match path.name() {
        "user" => path.is_in_document(),
        "run_as_user" | "runAsUser" => true,
        "uid" => path.is_in("posix_user"),
        _ => false,
    }
}

fn is_root(node: &Node) -> bool {
    match node {
        Node::Text(text) => matches!(text.split(':').next(), Some("root" | "0")),
        Node::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    }
}

/// A function runs the code of an account that it did not run before.
fn layers(change: &Change<'_>, after: &Node, risks: &mut Risks<'_>) {
    let account = |arn: &Node| arn.as_text().and_then(|arn| arn.split(':').nth(4)).map(str::to_owned);
    let known: Vec<String> = change.before().get("layers").each().iter().filter_map(account).collect();
    if !change.is_new() && !known.is_empty() && account(after).is_some_and(|account| !known.contains(&account)) {
        let what = Sentence::new("runs the code of another account, ").value(after.as_text().unwrap_or_default());
        risks.add(Medium, Code::ProtectionWeakened, what);
    }
}

/// What runs comes from elsewhere, or may be exchanged without a plan.
fn image(before: &Node, after: &Node, risks: &mut Risks<'_>) {
    let (Some(old), Some(new)) = (before.as_text(), after.as_text()) else { return };
    let told = |verb: &'static str| Sentence::new(verb).value(new).words(" where it was ").value(old);
    if registry(old) != registry(new) {
        risks.add(Medium, Code::ProtectionWeakened, told("runs an image of another registry, "));
    } else if old.contains("@sha256:") && !new.contains("@sha256:") {
        risks.add(Severity::Low, Code::ProtectionWeakened, told("runs an image that its registry may exchange, "));
    } else if is_latest(new) && !is_latest(old) {
        risks.add(Severity::Low, Code::ProtectionWeakened, told("runs whatever was pushed last, "));
    }
}

/// Whether an image is the one that was pushed last: it says so, or names no tag (Docker, "Image references").
fn is_latest(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    name.ends_with(":latest") || !name.contains([':', '@'])
}

/// Where an image comes from; what names no host comes from Docker Hub (Docker, "Image references").
fn registry(image: &str) -> &str {
    match image.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host,
        _ => "docker.io",
    }
}

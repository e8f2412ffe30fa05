//! What a risk is, and what is said of each kind. It must not know how one is found.

pub use finding::Acceptance;
use finding::{Finding, Kind, Severity};
use schemars::JsonSchema;
use serde::Serialize;

use crate::sentence::Sentence;

/// Something in the plan that its reviewer has to know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Risk {
    /// How bad it would be.
    pub severity: Severity,
    /// Which kind it is.
    pub code: Code,
    /// The resource; nothing where the risk is the whole plan's.
    pub address: Option<String>,
    /// What it comes from.
    pub origin: Origin,
    /// What happens. Values of the plan's stand in backticks.
    #[schemars(with = "String")]
    pub what: Sentence,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub cure: &'static str,
    /// The documentation of the resource's type, where it matters.
    pub page: Option<String>,
    /// Why it is accepted, where the environment's settings accept it.
    pub accepted: Option<Acceptance>,
}

/// What a risk comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Applying the plan does it.
    #[default]
    Plan,
    /// It happened outside of Terraform.
    Drift,
    /// A later plan does it.
    Deferred,
}

/// The kinds of risks. Their names are stable: a kind may come, none changes its name or its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Something that holds data is destroyed.
    DataDestroyed,
    /// Something that holds data is destroyed and made anew.
    DataReplaced,
    /// Something that others reach by its address or name is destroyed or replaced.
    ServiceInterrupted,
    /// A firewall lets in more than before.
    IngressOpened,
    /// A firewall lets out more than before.
    EgressOpened,
    /// A policy allows more than before.
    IamWidened,
    /// A condition, a denial or a boundary of a policy is gone.
    IamGuardRemoved,
    /// Whether a policy allows more cannot be told before the apply.
    IamUndecided,
    /// Data is no longer encrypted, or not by the own key.
    EncryptionOff,
    /// Data is encrypted by another key.
    EncryptionKeyChanged,
    /// A protection against deletion or attack is gone.
    ProtectionWeakened,
    /// Fewer backups or versions are kept.
    BackupsWeakened,
    /// A stand-in in another zone is gone.
    RedundancyLowered,
    /// Something can be reached from the internet.
    PublicAccessOpened,
    /// There is less capacity than before.
    CapacityLowered,
    /// Something is no longer logged, measured or alarmed.
    MonitoringRemoved,
    /// Something leaves Terraform's state and goes on existing.
    LeftUnmanaged,
    /// A check of the configuration does not hold.
    CheckFailed,
    /// Planning failed halfway.
    PlanErrored,
    /// The plan leaves something for another plan.
    PlanIncomplete,
    /// The plan does something that this version of `synth` does not know.
    ActionUnknown,
    /// Something is destroyed or replaced that holds no data of its own, or of which nothing is known here.
    ResourceDestroyed,
    /// Something is replaced that holds no data of its own, or of which nothing is known here.
    ResourceReplaced,
    /// Rights or identities are taken away.
    AccessRemoved,
    /// What is kept is deleted earlier.
    RetentionShortened,
    /// An engine is upgraded to another major version.
    VersionUpgraded,
    /// A container or process gets more rights on its machine.
    PrivilegeRaised,
    /// A secret stands where everybody can read it.
    SecretExposed,
    /// What the state knows is not found any more.
    ResourcesVanished,
    /// An action of a provider's runs with the apply.
    ActionInvoked,
    /// A value that no plan shows is written anew.
    WriteOnlyChanged,
    /// Users are interrupted, or AWS refuses the change, where no single change of the plan says so.
    ChangeInterrupts,
    /// Something costs many times what it did, or nothing limits any more what it costs.
    CostRaised,
}

impl Origin {
    fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Drift => "drift",
            Self::Deferred => "deferred",
        }
    }
}

impl Code {
    /// All of them, in the order of their codes: a new one comes last.
    pub const ALL: [Self; 33] = [
        Self::DataDestroyed,
        Self::DataReplaced,
        Self::ServiceInterrupted,
        Self::IngressOpened,
        Self::EgressOpened,
        Self::IamWidened,
        Self::IamGuardRemoved,
        Self::IamUndecided,
        Self::EncryptionOff,
        Self::EncryptionKeyChanged,
        Self::ProtectionWeakened,
        Self::BackupsWeakened,
        Self::RedundancyLowered,
        Self::PublicAccessOpened,
        Self::CapacityLowered,
        Self::MonitoringRemoved,
        Self::LeftUnmanaged,
        Self::CheckFailed,
        Self::PlanErrored,
        Self::PlanIncomplete,
        Self::ActionUnknown,
        Self::ResourceDestroyed,
        Self::ResourceReplaced,
        Self::AccessRemoved,
        Self::RetentionShortened,
        Self::VersionUpgraded,
        Self::PrivilegeRaised,
        Self::SecretExposed,
        Self::ResourcesVanished,
        Self::ActionInvoked,
        Self::WriteOnlyChanged,
        Self::ChangeInterrupts,
        Self::CostRaised,
    ];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::DataDestroyed => "data-destroyed",
            Self::DataReplaced => "data-replaced",
            Self::ServiceInterrupted => "service-interrupted",
            Self::IngressOpened => "ingress-opened",
            Self::EgressOpened => "egress-opened",
            Self::IamWidened => "iam-widened",
            Self::IamGuardRemoved => "iam-guard-removed",
            Self::IamUndecided => "iam-undecided",
            Self::EncryptionOff => "encryption-off",
            Self::EncryptionKeyChanged => "encryption-key-changed",
            Self::ProtectionWeakened => "protection-weakened",
            Self::BackupsWeakened => "backups-weakened",
            Self::RedundancyLowered => "redundancy-lowered",
            Self::PublicAccessOpened => "public-access-opened",
            Self::CapacityLowered => "capacity-lowered",
            Self::MonitoringRemoved => "monitoring-removed",
            Self::LeftUnmanaged => "left-unmanaged",
            Self::CheckFailed => "check-failed",
            Self::PlanErrored => "plan-errored",
            Self::PlanIncomplete => "plan-incomplete",
            Self::ActionUnknown => "action-unknown",
            Self::ResourceDestroyed => "resource-destroyed",
            Self::ResourceReplaced => "resource-replaced",
            Self::AccessRemoved => "access-removed",
            Self::RetentionShortened => "retention-shortened",
            Self::VersionUpgraded => "version-upgraded",
            Self::PrivilegeRaised => "privilege-raised",
            Self::SecretExposed => "secret-exposed",
            Self::ResourcesVanished => "resources-vanished",
            Self::ActionInvoked => "action-invoked",
            Self::WriteOnlyChanged => "write-only-changed",
            Self::ChangeInterrupts => "change-interrupts",
            Self::CostRaised => "cost-raised",
        }
    }

    /// Its code, as the rules have one: `REV001`. A code is never given twice.
    pub fn id(self) -> String {
        format!("REV{:03}", self as usize + 1)
    }

    /// The kind of this code or name.
    pub fn named(text: &str) -> Option<Self> {
        let is_id = text.starts_with("REV");
        Self::ALL.into_iter().find(|code| if is_id { code.id() == text } else { code.name() == text })
    }

    /// Whether it is accepted for one resource only: something is lost or opened.
    pub fn is_of_one_resource(self) -> bool {
        matches!(
            self,
            Self::DataDestroyed
                | Self::DataReplaced
                | Self::ServiceInterrupted
                | Self::ResourceDestroyed
                | Self::ResourceReplaced
                | Self::AccessRemoved
                | Self::ResourcesVanished
                | Self::IngressOpened
                | Self::EgressOpened
                | Self::PublicAccessOpened
                | Self::IamWidened
                | Self::IamGuardRemoved
                | Self::ChangeInterrupts
        )
    }

    /// Whether something goes, in the words of what it was for.
    pub(crate) fn is_loss(self) -> bool {
        matches!(
            self,
            Self::DataDestroyed
                | Self::DataReplaced
                | Self::ServiceInterrupted
                | Self::ResourceDestroyed
                | Self::ResourceReplaced
                | Self::AccessRemoved
                | Self::ProtectionWeakened
                | Self::BackupsWeakened
                | Self::RedundancyLowered
                | Self::EncryptionOff
                | Self::PublicAccessOpened
                | Self::MonitoringRemoved
                | Self::IamGuardRemoved
        )
    }

    /// Why it matters, and what to do about it.
    #[expect(clippy::too_many_lines, reason = "a row for each risk")]
    pub(crate) fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::DataDestroyed => (
                "what it holds goes with it, and Terraform cannot bring it back",
                "make sure that nobody needs the data or that a tested backup stands outside of this plan; \
                 to keep it, use a `moved` or a `removed` block",
            ),
            Self::DataReplaced => (
                "the new one starts empty: what the old one holds goes with it",
                "see what forces the replacement and take it back, or migrate the data first",
            ),
            Self::ServiceInterrupted => (
                "whoever reaches it by its address, name or route loses it while the plan is applied, or for good",
                "apply in a maintenance window, or make the new one first and move the traffic",
            ),
            Self::IngressOpened => (
                "more of the network reaches what stands behind it",
                "name the narrowest range or the security group that needs it, and only the ports it needs",
            ),
            Self::EgressOpened => (
                "what stands behind it can send data to more places",
                "name the destinations, or use VPC endpoints and prefix lists",
            ),
            Self::IamWidened => (
                "whoever holds these rights, or takes them over, can do more than before",
                "name the actions, resources and principals that are needed, and nothing by `*`",
            ),
            Self::IamGuardRemoved => (
                "what limited these rights holds no more",
                "put the condition, denial or boundary back, or say in the review why it is not needed",
            ),
            Self::IamUndecided => (
                "the new policy is sensitive or refers to what does not exist yet, so that this page cannot compare it",
                "read the policy in the configuration",
            ),
            Self::EncryptionOff => (
                "data lies or travels readable, or by a key that is not yours to control",
                "keep the encryption on, with the same key",
            ),
            Self::EncryptionKeyChanged => (
                "readers need rights to the new key, and what the old key encrypted still needs the old one",
                "keep the old key, and give the readers rights to the new one first",
            ),
            Self::ProtectionWeakened => (
                "one wrong plan or call is now enough to lose it",
                "keep the protection, and take it away only in the change that needs it",
            ),
            Self::BackupsWeakened => (
                "after an accident there is less to go back to",
                "keep the retention, or make a snapshot that stands outside of this plan",
            ),
            Self::RedundancyLowered => {
                ("the loss of one zone or node is now an outage", "keep the stand-in wherever somebody depends on it")
            }
            Self::PublicAccessOpened => (
                "anybody on the internet can try to reach it",
                "keep it private, and open it through a load balancer, a CDN or an endpoint",
            ),
            Self::CapacityLowered => {
                ("the load that it carries today may be too much for it", "compare with the peak of the last weeks before applying")
            }
            Self::MonitoringRemoved => (
                "trouble is noticed later, and less is left to find its cause",
                "keep it, or name what watches the same from now on",
            ),
            Self::LeftUnmanaged => {
                ("it goes on existing and costing, and no plan will show it again", "note who owns it from now on")
            }
            Self::CheckFailed => {
                ("the configuration itself says that something is not as it has to be", "mend what the check names before applying")
            }
            Self::PlanErrored => (
                "planning stopped halfway: this page shows a part of what would change",
                "mend the error that `terraform plan` printed and plan again",
            ),
            Self::PlanIncomplete => ("what is left for a later plan is not in this review", "review the plan that follows as well"),
            Self::ActionUnknown => {
                ("this page cannot say what it does", "read it in `terraform show tfplan`, and get a newer synth")
            }
            Self::ResourceDestroyed => (
                "what it did ends, and Terraform makes nothing in its place",
                "make sure that nobody needs it; to keep it, use a `moved` or a `removed` block",
            ),
            Self::ResourceReplaced => (
                "between the old one and the new one there may be none",
                "see what forces the replacement, and whether anybody needs it meanwhile",
            ),
            Self::AccessRemoved => {
                ("whoever has these rights or signs in by this is locked out", "make sure that nobody and nothing still uses it")
            }
            Self::RetentionShortened => (
                "what is older than that is deleted soon after the apply, and cannot be brought back",
                "keep the longer time, or copy what is still needed first",
            ),
            Self::VersionUpgraded => (
                "there is no way back but a restored backup, and what uses it may not work with the new version",
                "try it on a restored copy first, and read the release notes",
            ),
            Self::PrivilegeRaised => (
                "whoever breaks into it owns the machine or its neighbours",
                "run it without privileges, as a user of its own, and name the capabilities that it needs",
            ),
            Self::SecretExposed => (
                "it is in the state, in the plan and in every place that shows the resource",
                "keep it in a secret store and refer to it, and change the secret",
            ),
            Self::ResourcesVanished => (
                "the provider looks in another place: what stands there goes on existing and costing, and this plan makes it all anew",
                "take the change of the provider's region, account or credentials back, or move the state first",
            ),
            Self::WriteOnlyChanged => (
                "neither this page nor the state shows what it was and what it will be",
                "make sure that whoever uses the old value gets the new one",
            ),
            Self::ChangeInterrupts => (
                "users notice it, or the apply ends there, and neither Terraform nor this plan's changes say so",
                "go the way that stands beside it",
            ),
            Self::CostRaised => (
                "the next bill is many times what it was, or has no upper end any more",
                "make sure that it is meant, and that a budget or a limit tells of it",
            ),
            Self::ActionInvoked => {
                ("it does something that no state records and no plan undoes", "read what the action does, and when it runs")
            }
        }
    }
}

impl Risk {
    /// A risk of a resource, or of the whole plan.
    pub(crate) fn new(severity: Severity, code: Code, address: Option<&str>, what: Sentence) -> Self {
        let (why, cure) = code.advice();
        let address = address.map(str::to_owned);
        Self { severity, code, address, origin: Origin::Plan, what, why, cure, page: None, accepted: None }
    }

    /// As everything that is found.
    pub fn finding(&self) -> Finding {
        let what = self.what.plain();
        let message = match &self.address {
            Some(address) => format!("{address}: {what}"),
            None => what.clone(),
        };
        let properties = vec![("severity", self.severity.name().to_owned()), ("origin", self.origin.name().to_owned())];
        let kind = Kind { name: self.code.name().to_owned(), why: self.why.to_owned(), detail: what, properties };
        Finding {
            code: Some(self.code.id()),
            help: Some(self.cure.to_owned()),
            resource: self.address.clone(),
            kind: Some(kind),
            accepted: self.accepted.clone(),
            ..Finding::new(self.severity, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_code_and_by_its_name() {
        for code in Code::ALL {
            assert_eq!((Code::named(code.name()), Code::named(&code.id())), (Some(code), Some(code)));
        }
        assert_eq!(Code::DataDestroyed.id(), "REV001");
        assert_eq!(Code::named("REV999"), None);
    }
}

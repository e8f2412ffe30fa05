//! What a rule is: data and a function. It must not know any single rule.

use std::cell::OnceCell;

use aws::policy::read::Policy;
use domain::{Date, EnvironmentName};
use settings::{Setting, Severity};
use terraform::read::{Documents, ResourceBlock};

use super::finding::{Finding, Findings, Verdict};
use super::limits::{self, Measured};
use super::policy;
use crate::environment::{Config, Purpose};
use crate::neighbour::Neighbours;
use crate::own::Own;

/// Something to keep to, beyond what AWS demands.
#[derive(Debug)]
pub struct Rule {
    /// What it is known by for ever: three letters for what it is about, three digits.
    pub code: &'static str,
    /// Whether what it finds stops the synthesis.
    pub severity: Severity,
    /// The environments that it is for.
    pub scope: Scope,
    /// What is to hold, in one line.
    pub title: &'static str,
    /// Why.
    pub why: &'static str,
    /// What to do when it does not, where neither Terraform of the user's own nor an override leads to it.
    pub mend: &'static str,
    /// The settings that it weighs, `<name>` for a name of the user's; none where no setting decides about it.
    pub settings: &'static [&'static str],
    pub(super) check: Check,
}

/// The environments that a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Every,
    /// Those that users depend on: `purpose = "production"`.
    Production,
}

/// What a rule reads, and how.
#[derive(Debug)]
pub(super) enum Check {
    /// The settings as typed.
    Settings(fn(&Subject<'_>, &mut Findings<'_>)),
    /// What is emitted for them: true whatever the settings and the code that reads them say.
    Documents(fn(&Subject<'_>, &Documents, &mut Findings<'_>)),
}

/// What is judged.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) environment: &'a EnvironmentName,
    pub(super) config: &'a Config,
    /// The settings as they stand in the files.
    pub(super) settings: &'a [Setting],
    /// Terraform of the user's own, as far as it can be read.
    pub(super) own: &'a Own,
    /// The folder's environments, as far as they can be read.
    pub(super) folder: &'a Neighbours,
    /// The day on which it is judged: some rules speak of what AWS does from a day on.
    pub(super) today: Date,
    /// What was measured of what is emitted, which more than one rule judges.
    pub(super) measured: OnceCell<Vec<Measured>>,
    /// The policies of each resource that is emitted, which more than one rule judges.
    pub(super) policies: OnceCell<Vec<Option<Vec<Policy>>>>,
}

impl Subject<'_> {
    /// The same for other documents: what was read of these says nothing of those.
    pub(super) fn of_other_documents(&self) -> Self {
        let Self { environment, config, settings, own, folder, today, measured: _, policies: _ } = *self;
        Self { environment, config, settings, own, folder, today, measured: OnceCell::new(), policies: OnceCell::new() }
    }

    /// Everything that has a limit.
    pub(super) fn measured(&self, documents: &Documents) -> &[Measured] {
        self.measured.get_or_init(|| limits::measured(documents))
    }

    /// Every resource with its policies; `None` where one of them cannot be read.
    pub(super) fn policies<'d>(
        &'d self,
        documents: &'d Documents,
    ) -> impl Iterator<Item = (ResourceBlock<'d>, Option<&'d [Policy]>)> {
        let policies =
            self.policies.get_or_init(|| documents.all().map(|resource| policy::policies(resource, documents, self.own)).collect());
        documents.all().zip(policies.iter().map(Option::as_deref))
    }
}

impl Rule {
    /// What it finds; nothing where there is not what it reads.
    pub(super) fn find(&self, subject: &Subject<'_>, documents: Option<&Documents>) -> Option<Vec<Finding>> {
        let mut found = Vec::new();
        let verdict = Verdict { code: self.code, severity: self.severity, mend: self.mend };
        let mut findings = Findings::new(verdict, &mut found);
        match (&self.check, documents) {
            (Check::Settings(check), _) => check(subject, &mut findings),
            (Check::Documents(check), Some(documents)) => check(subject, documents, &mut findings),
            (Check::Documents(_), None) => return None,
        }
        Some(found)
    }

    /// What to do when it does not hold, whoever wrote what it finds.
    pub fn mended(&self) -> String {
        match self.check {
            Check::Settings(_) => self.mend.to_owned(),
            Check::Documents(_) => format!("{}. What Terraform of your own or an override does is mended there", self.mend),
        }
    }

    /// Whether it is for this environment.
    pub(super) fn is_for(&self, config: &Config) -> bool {
        match self.scope {
            Scope::Every => true,
            Scope::Production => config.purpose == Purpose::Production,
        }
    }
}

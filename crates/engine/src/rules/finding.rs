//! What rules find, and who can mend it. It must not know what a rule is.

use settings::{Problems, SettingPath, Severity, TextPlace};

use crate::environment::Acceptance;

/// Where what was found comes from.
#[derive(Debug)]
pub(super) enum Origin {
    /// From the settings and what synth makes of them.
    Emitted,
    /// From Terraform of the user's own, which stands there.
    Own(TextPlace),
    /// From the override of this number.
    Override(usize),
}

/// What a rule says of all that it finds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    /// The rule's code.
    pub(super) code: &'static str,
    /// Whether it stops the synthesis.
    pub(super) severity: Severity,
    /// What to do.
    pub(super) mend: &'static str,
}

/// Where one rule puts what it finds.
pub(super) struct Findings<'a> {
    verdict: Verdict,
    all: &'a mut Vec<Finding>,
}

/// What one rule found in one place.
#[derive(Debug)]
pub(super) struct Finding {
    verdict: Verdict,
    /// The first is where the caret points; none for what is found in a document.
    settings: Vec<SettingPath>,
    pub(super) resource: Option<String>,
    /// Where it stands, if that is in a file beside the settings.
    place: Option<TextPlace>,
    pub(super) message: String,
    help: Option<String>,
    /// What to write where the resource is the user's own.
    help_in_own: Option<String>,
    /// Whether what the settings hold is not shown: it is secret.
    is_hidden: bool,
}

impl<'a> Findings<'a> {
    pub(super) fn new(verdict: Verdict, all: &'a mut Vec<Finding>) -> Self {
        Self { verdict, all }
    }

    /// Adds what was found at a setting.
    pub(super) fn at(&mut self, setting: impl Into<SettingPath>, message: impl Into<String>) -> &mut Finding {
        self.add(vec![setting.into()], None, message.into())
    }

    /// Adds what was found at a resource; the message has to name it.
    pub(super) fn of_resource(&mut self, address: String, message: impl Into<String>) -> &mut Finding {
        self.add(Vec::new(), Some(address), message.into())
    }

    /// Adds what was found at a setting whose value must not be shown.
    pub(super) fn hidden(&mut self, setting: SettingPath, message: impl Into<String>) -> &mut Finding {
        let finding = self.add(vec![setting], None, message.into());
        finding.is_hidden = true;
        finding
    }

    /// Adds what was found in a file beside the settings, in this resource if it is in one.
    pub(super) fn in_file(&mut self, place: TextPlace, resource: Option<String>, message: impl Into<String>) -> &mut Finding {
        let finding = self.add(Vec::new(), resource, message.into());
        finding.place = Some(place);
        finding
    }

    fn add(&mut self, settings: Vec<SettingPath>, resource: Option<String>, message: String) -> &mut Finding {
        let finding = Finding {
            verdict: self.verdict,
            settings,
            resource,
            place: None,
            message,
            help: None,
            help_in_own: None,
            is_hidden: false,
        };
        self.all.push(finding);
        self.all.last_mut().expect("a finding was just added")
    }
}

impl Finding {
    /// Names a further setting that has part in it.
    pub(super) fn also(&mut self, setting: impl Into<SettingPath>) -> &mut Self {
        self.settings.push(setting.into());
        self
    }

    /// Says what would be right, where that is more than the rule says.
    pub(super) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Says what would be right, where nothing is said yet.
    pub(super) fn or_help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.get_or_insert_with(|| help.into());
        self
    }

    /// Says what would be right where the resource is the user's own: what to do in its file.
    pub(super) fn help_in_own(&mut self, help: impl Into<String>) -> &mut Self {
        self.help_in_own = Some(help.into());
        self
    }

    /// Whether the acceptance speaks of this.
    pub(super) fn is_covered_by(&self, acceptance: &Acceptance) -> bool {
        let Acceptance { rule, setting, resource, reason: _, until: _ } = acceptance;
        rule.as_str() == self.verdict.code
            && setting.as_ref().is_none_or(|scope| self.settings.iter().any(|setting| setting.is_within(scope.path())))
            && resource.as_ref().is_none_or(|scope| self.resource.as_deref() == Some(&scope.to_string()))
    }

    /// What it says, for readers who do not see the settings.
    pub(super) fn found(&self) -> ::finding::Finding {
        let Self { verdict, settings, resource, message, .. } = self;
        ::finding::Finding {
            code: Some(verdict.code.to_owned()),
            setting: settings.first().map(ToString::to_string),
            resource: resource.clone(),
            ..::finding::Finding::new(verdict.severity.into(), message.as_str())
        }
    }

    /// Tells it, to whoever can mend it.
    pub(super) fn tell(self, origin: Origin, problems: &mut Problems) {
        let Self { verdict, settings, resource, place, message, help, help_in_own, is_hidden } = self;
        let problem = problems.unplaced(verdict.severity, message).code(verdict.code);
        for setting in settings {
            problem.also(setting);
        }
        if is_hidden {
            problem.hide();
        }
        if let Some(address) = resource {
            problem.resource(address);
        }
        if let Some(place) = place {
            problem.stands_at(place).help(help.unwrap_or_else(|| verdict.mend.to_owned()));
            return;
        }
        match origin {
            Origin::Emitted => problem.help(help.unwrap_or_else(|| verdict.mend.to_owned())),
            Origin::Own(place) => {
                let what = help_in_own.unwrap_or_else(|| "change it".to_owned());
                let help = format!("{what} in `{}`, or accept it for a reason with `[[accept]]`", place.file);
                problem.stands_at(place).help(help)
            }
            Origin::Override(number) => problem
                .also(SettingPath::from("override").index(number).key("set"))
                .help("take the override out, or what of it leads to this; or accept it for a reason with `[[accept]]`"),
        };
    }
}

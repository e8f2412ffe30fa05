//! The rules: what AWS accepts and an experienced reader of the settings would still point out.
//!
//! A rule is data and a function. The function finds; the code, the severity and the words around it are the rule's, the same wherever
//! the rule is shown. The rules read settings as typed and documents as emitted, and must not know files, the clock or the command.

mod credentials;
mod finding;
mod judge;
mod judgement;
mod page;
mod policy;

mod acc001;
mod del001;
mod ecs001;
mod ecs002;
mod ecs003;
mod ecs004;
mod ecs005;
mod enc001;
mod iam001;
mod mon001;
mod mon004;
mod mon005;
mod mon007;
mod net001;
mod net002;
mod net003;
mod net004;
mod net005;
mod net006;
mod rds001;
mod rds002;
mod rds003;
mod rds004;
mod rds005;
mod rds006;
mod rds007;
mod rds008;
mod rds009;
mod rds010;
mod rds011;
mod rds012;
mod rds013;
mod rds015;
mod rds016;
mod sec001;
mod sec002;
mod sta001;
mod sta002;

use domain::{Date, EnvironmentName};
use settings::{Setting, Severity};

use crate::environment::{Config, Purpose};
use crate::neighbour::Neighbours;

pub use judge::judge;
pub use judgement::{Accepted, Found, Judgement, RuleOutcome};
pub use page::page;
pub use page::{scope_words, severity_word};
pub use terraform::read::Documents;

use finding::Findings;

/// Every rule, by code. A code that was given up is never given again: MON002, MON003 and MON006 are faults without a code today, and RDS014 became RDS016.
pub static RULES: &[Rule] = &[
    acc001::RULE,
    del001::RULE,
    ecs001::RULE,
    ecs002::RULE,
    ecs003::RULE,
    ecs004::RULE,
    ecs005::RULE,
    enc001::RULE,
    iam001::RULE,
    mon001::RULE,
    mon004::RULE,
    mon005::RULE,
    mon007::RULE,
    net001::RULE,
    net002::RULE,
    net003::RULE,
    net004::RULE,
    net005::RULE,
    net006::RULE,
    rds001::RULE,
    rds002::RULE,
    rds003::RULE,
    rds004::RULE,
    rds005::RULE,
    rds006::RULE,
    rds007::RULE,
    rds008::RULE,
    rds009::RULE,
    rds010::RULE,
    rds011::RULE,
    rds012::RULE,
    rds013::RULE,
    rds015::RULE,
    rds016::RULE,
    sec001::RULE,
    sec002::RULE,
    sta001::RULE,
    sta002::RULE,
];

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
    /// What to do when it does not.
    pub mend: &'static str,
    /// The settings that it weighs, `<name>` for a name of the user's; none where no setting decides about it.
    pub settings: &'static [&'static str],
    check: Check,
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
enum Check {
    /// The settings as typed.
    Settings(fn(&Subject<'_>, &mut Findings<'_>)),
    /// What is emitted for them: true whatever the settings and the code that reads them say.
    Documents(fn(&Subject<'_>, &Documents, &mut Findings<'_>)),
}

/// What is judged.
#[derive(Debug)]
struct Subject<'a> {
    environment: &'a EnvironmentName,
    config: &'a Config,
    /// The settings as they stand in the files.
    settings: &'a [Setting],
    /// The folder's environments, as far as they can be read.
    folder: &'a Neighbours,
    /// The day on which it is judged: some rules speak of what AWS does from a day on.
    today: Date,
}

/// The rule of this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// The code that was probably meant: at most two letters or digits away.
pub fn nearest(code: &str) -> Option<&'static str> {
    let by_distance = RULES.iter().map(|rule| (strsim::osa_distance(&code.to_ascii_uppercase(), rule.code), rule.code));
    by_distance.filter(|(distance, _)| *distance <= 2).min_by_key(|(distance, _)| *distance).map(|(_, code)| code)
}

impl Rule {
    /// Whether it is for this environment.
    fn is_for(&self, config: &Config) -> bool {
        match self.scope {
            Scope::Every => true,
            Scope::Production => config.purpose == Purpose::Production,
        }
    }
}

//! Judging: what the rules find in an environment, with and without what is accepted. It must not know any single rule.

use std::cell::OnceCell;

use domain::Date;
use settings::{Problems, Setting, SettingPath};
use terraform::read::Documents;

use super::all::RULES;
use super::find::{nearest, rule};
use super::finding::{Finding, Origin};
use super::judgement::{Accepted, Judgement, RuleOutcome};
use super::origin::origin;
use super::rule::Subject;
use crate::draft::Draft;
use crate::environment::Acceptance;
use crate::neighbour::Neighbours;

/// How far ahead the last day of an acceptance may lie: a year, and the day of the next one.
const LONGEST_DAYS: u32 = 366;

/// Judges an environment: its faults, what the rules find, and acceptances that do not do what they say.
///
/// `documents` is what is emitted for it, where there is something; `folder` are the folder's environments; `today` decides which
/// acceptances hold and what AWS no longer supports, and nothing that is written.
pub fn judge(draft: &Draft, documents: Option<&Documents>, folder: &Neighbours, today: Date) -> Judgement {
    let mut problems = Problems::default();
    let mut outcomes = Vec::new();
    if let Some(config) = draft.config() {
        let settings: Vec<Setting> = draft.layers.settings().collect();
        let subject = Subject {
            environment: &draft.name,
            config,
            settings: &settings,
            own: &draft.own,
            folder,
            today,
            measured: OnceCell::new(),
            policies: OnceCell::new(),
        };
        let acceptances = Acceptances::of(&config.accept, today, &mut problems);
        let mut accepted = Vec::new();
        let mut left = Vec::new();
        for rule in RULES.iter().filter(|rule| rule.is_for(config)) {
            let Some(all) = rule.find(&subject, documents) else { continue };
            let mut outcome = RuleOutcome { rule, found: Vec::new(), accepted: Vec::new() };
            for finding in all {
                if let Some(acceptance) = acceptances.of_finding(&finding) {
                    let (reason, until) = (acceptance.reason.to_string(), acceptance.until);
                    outcome.accepted.push(Accepted { found: finding.found(), reason, until });
                    accepted.push(finding);
                } else {
                    outcome.found.push(finding.found());
                    left.push((rule, finding));
                }
            }
            outcomes.push(outcome);
        }
        // Where there is a fault, not everything was looked at.
        if draft.environment.is_some() && documents.is_some() {
            acceptances.tell_idle(&accepted, &mut problems);
        }
        for (rule, finding) in left {
            let origin = match (&draft.environment, documents) {
                (Some(environment), Some(documents)) => origin(&finding, rule, &subject, environment, documents),
                _ => Origin::Emitted,
            };
            finding.tell(origin, &mut problems);
        }
    }
    if let Some(documents) = documents {
        draft.judge_additions(documents, &mut problems);
    }
    Judgement { report: draft.report(problems), outcomes }
}

/// The acceptances that hold today, each with its number in the settings.
struct Acceptances<'a>(Vec<(usize, &'a Acceptance)>);

impl<'a> Acceptances<'a> {
    fn of(all: &'a [Acceptance], today: Date, problems: &mut Problems) -> Self {
        // What the review of a plan finds is accepted there.
        let is_of_a_rule = |acceptance: &Acceptance| review::Code::named(acceptance.rule.as_str()).is_none();
        let holds =
            |(number, acceptance): &(usize, &Acceptance)| check(*number, acceptance, today, problems) && is_of_a_rule(acceptance);
        Self(all.iter().enumerate().filter(holds).collect())
    }

    /// The first one that speaks of this.
    fn of_finding(&self, finding: &Finding) -> Option<&'a Acceptance> {
        self.0.iter().map(|(_, acceptance)| *acceptance).find(|acceptance| finding.is_covered_by(acceptance))
    }

    /// Tells of the acceptances for which there is nothing to accept.
    fn tell_idle(&self, accepted: &[Finding], problems: &mut Problems) {
        let is_idle = |acceptance: &Acceptance| !accepted.iter().any(|finding| finding.is_covered_by(acceptance));
        for (number, acceptance) in self.0.iter().filter(|(_, acceptance)| is_idle(acceptance)) {
            let Acceptance { rule, setting, resource, reason: _, until: _ } = acceptance;
            let narrowed = setting.is_some() || resource.is_some();
            problems
                .warning(
                    at(*number).key("rule"),
                    format!("nothing is accepted: `{rule}` finds nothing{}", if narrowed { " there" } else { "" }),
                )
                .help("take the acceptance out, so that it does not hide what the rule finds later");
        }
    }
}

fn at(number: usize) -> SettingPath {
    SettingPath::from("accept").index(number)
}

/// Whether the acceptance holds today; if not, says why.
fn check(number: usize, acceptance: &Acceptance, today: Date, problems: &mut Problems) -> bool {
    let Acceptance { rule: code, setting: _, resource: _, reason: _, until } = acceptance;
    if let Some(kind) = review::Code::named(code.as_str()) {
        return check_of_a_risk(number, kind, acceptance, today, problems);
    }
    let Some(rule) = rule(code.as_str()) else {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
        let help = match nearest(code.as_str()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the rules are {}", codes.join(", ")),
        };
        problems.error(at(number).key("rule"), format!("there is no rule `{code}`")).help(help);
        return false;
    };
    // Neither stops the synthesis: an urgent change has not to wait because a day has passed.
    if *until < today {
        problems
            .warning(at(number).key("until"), format!("the acceptance of `{code}` ended on {until}"))
            .help(format!("look at it anew and set another day, or mend it: {}", rule.mend));
        return false;
    }
    is_soon(number, *until, today, problems)
}

/// The acceptance of what the review of a plan finds: a loss or an opening is accepted for one resource, never for all.
fn check_of_a_risk(number: usize, kind: review::Code, acceptance: &Acceptance, today: Date, problems: &mut Problems) -> bool {
    let Acceptance { rule: code, setting, resource, reason: _, until } = acceptance;
    if setting.is_some() {
        problems
            .error(
                at(number).key("setting"),
                format!("`{code}` is a kind of risk that `synth review` finds in plans, at no setting"),
            )
            .help("name the `resource`");
        return false;
    }
    if resource.is_none() && kind.is_of_one_resource() {
        problems
            .error(at(number).key("rule"), format!("`{code}` cannot be accepted for every resource"))
            .help("name the `resource` that is lost or opened");
        return false;
    }
    if *until < today {
        problems
            .warning(at(number).key("until"), format!("the acceptance of `{code}` ended on {until}"))
            .help("look at it anew and set another day, or take the acceptance out");
        return false;
    }
    is_soon(number, *until, today, problems)
}

fn is_soon(number: usize, until: Date, today: Date, problems: &mut Problems) -> bool {
    let latest = today.days_later(LONGEST_DAYS);
    if until > latest {
        problems
            .warning(at(number).key("until"), format!("`{until}` is more than a year ahead"))
            .help(format!("set {latest} or an earlier day: what is accepted is looked at once a year"));
    }
    true
}

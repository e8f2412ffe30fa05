//! Judging: what the rules find in an environment, with and without what is accepted. It must not know any single rule.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use domain::Date;
use settings::{Problem, Problems, SettingPath};
use terraform::read::Documents;

use super::all::RULES;
use super::find::{nearest, rule};
use super::finding::{Finding, Origin};
use super::judgement::{Judgement, RuleOutcome};
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
    let mut of_additions = Problems::default();
    if let Some(documents) = documents {
        draft.judge_additions(documents, &mut of_additions);
    }
    let mut outcomes = Vec::new();
    if let Some(config) = draft.config() {
        let subject = Subject {
            environment: &draft.name,
            config,
            settings: &draft.settings,
            own: &draft.own,
            folder,
            today,
            measured: OnceCell::new(),
            policies: OnceCell::new(),
        };
        let acceptances = Acceptances::of(&config.accept, &draft.codes_of_additions(), today, &mut problems);
        let mut idle = acceptances.numbers();
        of_additions.retain(|found| !acceptances.cover(found, &mut idle));
        let mut accepted = Vec::new();
        let mut left = Vec::new();
        for rule in RULES.iter().filter(|rule| rule.is_for(config)) {
            let Some(all) = rule.find(&subject, documents) else { continue };
            let mut outcome = RuleOutcome { rule, found: Vec::new(), accepted: Vec::new() };
            for finding in all {
                if let Some(acceptance) = acceptances.of_finding(&finding) {
                    let Acceptance { reason, until, .. } = acceptance;
                    let by = ::finding::Acceptance { reason: reason.to_string(), until: until.to_string() };
                    outcome.accepted.push(::finding::Finding { accepted: Some(by), ..finding.found() });
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
            acceptances.tell_idle(&accepted, &idle, &mut problems);
        }
        for (rule, finding) in left {
            let origin = match (&draft.environment, documents) {
                (Some(environment), Some(documents)) => origin(&finding, rule, &subject, environment, documents),
                _ => Origin::Emitted,
            };
            finding.tell(origin, &mut problems);
        }
    }
    problems.extend(of_additions);
    Judgement { report: draft.report(problems), outcomes }
}

/// The acceptances that hold today, each with its number in the settings.
struct Acceptances<'a>(Vec<(usize, &'a Acceptance)>);

impl<'a> Acceptances<'a> {
    fn of(all: &'a [Acceptance], added: &[&'static str], today: Date, problems: &mut Problems) -> Self {
        // What the review of a plan finds is accepted there.
        let is_of_a_rule = |acceptance: &Acceptance| review::Code::named(acceptance.rule.as_str()).is_none();
        let holds = |(number, acceptance): &(usize, &Acceptance)| {
            check(*number, acceptance, added, today, problems) && is_of_a_rule(acceptance)
        };
        Self(all.iter().enumerate().filter(holds).collect())
    }

    /// The first one that speaks of this.
    fn of_finding(&self, finding: &Finding) -> Option<&'a Acceptance> {
        self.0.iter().map(|(_, acceptance)| *acceptance).find(|acceptance| finding.is_covered_by(acceptance))
    }

    /// Their numbers.
    fn numbers(&self) -> BTreeSet<usize> {
        self.0.iter().map(|(number, _)| *number).collect()
    }

    /// Whether one of them speaks of what an addition found; those that do are idle no longer.
    fn cover(&self, found: &Problem, idle: &mut BTreeSet<usize>) -> bool {
        let covers = |acceptance: &Acceptance| {
            let Acceptance { rule, setting, resource, reason: _, until: _ } = acceptance;
            found.rule_code() == Some(rule.as_str())
                && setting.as_ref().is_none_or(|scope| found.settings().iter().any(|setting| setting.is_within(scope.path())))
                && resource.as_ref().is_none_or(|scope| found.of_resource() == Some(scope.to_string().as_str()))
        };
        let covering: Vec<usize> = self.0.iter().filter(|(_, acceptance)| covers(acceptance)).map(|(number, _)| *number).collect();
        idle.retain(|number| !covering.contains(number));
        !covering.is_empty()
    }

    /// Tells of the acceptances for which there is nothing to accept; `idle` are those that accept nothing of what additions found.
    fn tell_idle(&self, accepted: &[Finding], idle: &BTreeSet<usize>, problems: &mut Problems) {
        let is_idle = |number: &usize, acceptance: &Acceptance| {
            idle.contains(number) && !accepted.iter().any(|finding| finding.is_covered_by(acceptance))
        };
        for (number, acceptance) in self.0.iter().filter(|(number, acceptance)| is_idle(number, acceptance)) {
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
fn check(number: usize, acceptance: &Acceptance, added: &[&'static str], today: Date, problems: &mut Problems) -> bool {
    let Acceptance { rule: code, setting: _, resource: _, reason: _, until } = acceptance;
    if let Some(kind) = review::Code::named(code.as_str()) {
        return check_of_a_risk(number, kind, acceptance, today, problems);
    }
    let known = rule(code.as_str());
    if known.is_none() && added.contains(&code.as_str()) {
        if *until < today {
            problems
                .warning(at(number).key("until"), format!("the acceptance of `{code}` ended on {until}"))
                .help("look at it anew and set another day, or take the acceptance out");
            return false;
        }
        return is_soon(number, *until, today, problems);
    }
    let Some(rule) = known else {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).chain(added.iter().copied()).collect();
        let help = match words::nearest(code.as_str(), added.iter().copied()).or_else(|| nearest(code.as_str())) {
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

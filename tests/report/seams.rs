//! Rules and costs, as they are handed in.

use report::{AcceptedFinding, Cost, CostLine, RuleEntry, RuleStatus};

use crate::common::shipped;
use crate::report::{input, page};

#[test]
fn rules_and_costs_that_are_not_handed_in_are_not_claimed() {
    let text = page(&shipped("prod"));
    assert!(text.contains("No rules were judged") && text.contains("is not estimated: nothing is asked for it here."));
}

fn accepted(finding: &str) -> AcceptedFinding {
    AcceptedFinding { finding: finding.to_owned(), reason: "for the move".to_owned(), until: "2027-01-31".to_owned() }
}

#[test]
fn rules_are_shown_with_why_they_are_accepted() {
    let emitted = shipped("prod");
    let mut input = input(&emitted);
    let rule = |code: &str, found: &[&str], accepted: &[&str]| RuleEntry {
        code: code.to_owned(),
        severity: "warning".to_owned(),
        title: "a title".to_owned(),
        found: found.iter().map(ToString::to_string).collect(),
        accepted: accepted.iter().map(|finding| self::accepted(finding)).collect(),
    };
    let rules = vec![
        rule("NET001", &[], &[]),
        rule("NET002", &["it is <open>"], &["another one is open"]),
        rule("RDS001", &[], &["it is old"]),
    ];
    let statuses: Vec<RuleStatus> = rules.iter().map(RuleEntry::status).collect();
    assert_eq!(statuses, [RuleStatus::Kept, RuleStatus::Found, RuleStatus::Accepted]);
    input.rules = Some(rules);
    let text = report::page(&input);
    for shown in ["NET001", "it is &lt;open&gt;", "another one is open", "it is old", "accepted until 2027-01-31: for the move"] {
        assert!(text.contains(shown), "{shown}");
    }
}

#[test]
fn costs_are_shown_line_by_line() {
    let emitted = shipped("prod");
    let mut input = input(&emitted);
    let line = CostLine {
        service: "RDS".to_owned(),
        what: "instance".to_owned(),
        arithmetic: "730 h × 0.072 USD".to_owned(),
        amount: "52.56 USD".to_owned(),
    };
    input.cost = Ok(Cost { lines: vec![line], total: "52.56 USD".to_owned(), remarks: vec!["prices of one day".to_owned()] });
    let text = report::page(&input);
    assert!(text.contains("730 h × 0.072 USD") && text.contains("prices of one day"));
}

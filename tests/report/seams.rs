//! Rules and costs, as they are handed in.

use report::{Cost, CostLine, RuleEntry, RuleStatus};

use crate::common::shipped;
use crate::{input, page};

#[test]
fn rules_and_costs_that_are_not_handed_in_are_not_claimed() {
    let text = page(&shipped("prod"));
    assert!(text.contains("No rules were judged") && text.contains("No costs were estimated"));
}

#[test]
fn rules_are_shown_with_why_they_are_accepted() {
    let emitted = shipped("prod");
    let mut input = input(&emitted);
    let rule = |code: &str, status| RuleEntry {
        code: code.to_owned(),
        severity: "warning".to_owned(),
        title: "a title".to_owned(),
        status,
    };
    input.rules = Some(vec![
        rule("NET001", RuleStatus::Kept),
        rule("NET002", RuleStatus::Found { findings: vec!["it is <open>".to_owned()] }),
        rule("RDS001", RuleStatus::Accepted { reason: "for the move".to_owned(), until: "2027-01-31".to_owned() }),
    ]);
    let text = report::page(&input);
    for shown in ["NET001", "it is &lt;open&gt;", "for the move", "2027-01-31"] {
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
        reckoning: "730 h × 0.072 USD".to_owned(),
        amount: "52.56 USD".to_owned(),
    };
    input.cost = Some(Cost { lines: vec![line], total: "52.56 USD".to_owned(), remarks: vec!["prices of one day".to_owned()] });
    let text = report::page(&input);
    assert!(text.contains("730 h × 0.072 USD") && text.contains("prices of one day"));
}

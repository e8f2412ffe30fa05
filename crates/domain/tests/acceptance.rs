//! What the acceptance of a rule is made of.

use crate::common::table;
use domain::{AcceptanceReason, RuleCode};

#[test]
fn a_rule_has_three_letters_and_three_digits() {
    insta::assert_snapshot!(table::<RuleCode>(["NET002", "XYZ999"], ["net002", "NET2", "NET0022", "NÄT002", "", "NET 02"]));
}

#[test]
fn a_reason_says_something() {
    insta::assert_snapshot!(table::<AcceptanceReason>(
        ["Nobody but us reaches it"],
        ["", "ok", "because we want it", " Nobody but us reaches it", "Nobody but us\nreaches it"]
    ));
}

//! What the acceptance of a rule is made of.

mod common;

use common::table;
use domain::{AcceptanceReason, ResourceAddress, RuleCode};

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

#[test]
fn a_resource_has_the_address_that_a_plan_writes() {
    insta::assert_snapshot!(table::<ResourceAddress>(
        ["aws_vpc.main", "module.networking.aws_nat_gateway.a", "module.a.module.b-c.aws_vpc.main_1"],
        [
            "main",
            "module.networking",
            "aws_vpc.",
            "module.aws_vpc.main",
            "aws_vpc.main[0]",
            "aws_vpc.main.id",
            "${aws_vpc.main}",
            ""
        ]
    ));
}

//! The page as a parser of GitHub's Markdown reads it: nothing of a plan's is markup, and all that is opened is closed.

use pulldown_cmark::{Event, Options, Parser, Tag};
use terraform::json::{Json, json};

use crate::planted;

/// What would be markup, a link, a mention or HTML if it stood in the open.
const HOSTILE: [&str; 12] = [
    "</details><script>alert(1)</script>",
    "| a | b |\n| --- | --- |",
    "```\n# heading\n```",
    "**bold** _emphasis_ ~~gone~~",
    "[link](http://example.com) ![image](http://example.com/a.png)",
    "<b>bold</b><!-- comment",
    "@everyone #1 http://example.com",
    "`code` ``more``",
    "-->",
    "&lt;b&gt; &#42;",
    "\u{202e}turned\u{200b}",
    "- item\n\n> quote\n\n---",
];

/// The tags that the page itself writes.
const TAGS: [&str; 6] = ["<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>"];

/// A plan in which every text that a plan can hold is this one.
fn plan(text: &str) -> Json {
    let values = |more: &str| json!({"name": format!("{text}{more}"), text: text, "list": [text], "policy": json!({"Statement": [{"Sid": text, "Effect": "Allow", "Action": text, "Resource": "*", "Principal": text}]}).to_string()});
    let change = |actions: &[&str], before: Json, after: Json| json!({"actions": actions, "before": before, "after": after, "replace_paths": [[text]]});
    let resource = |change: Json| {
        json!({
            "address": format!("module.m[\"{text}\"].aws_iam_role.a[\"{text}\"]"), "module_address": format!("module.m[\"{text}\"]"),
            "previous_address": text, "type": "aws_iam_role", "name": "a", "mode": "managed", "change": change, "action_reason": text,
        })
    };
    json!({
        "format_version": "1.2", "terraform_version": text,
        "resource_changes": [
            resource(change(&["update"], values("1"), values("2"))), resource(change(&["delete"], values("1"), Json::Null)),
            resource(change(&["create"], Json::Null, values("2"))), resource(change(&["delete", "create"], values("1"), values("2"))),
            {"address": text, "type": text, "change": {"actions": [text], "before": {}, "after": {}}},
            {"address": text, "type": text, "mode": "managed", "change": {"actions": ["update"], "before": {}, "after": {text: text}}},
        ],
        "resource_drift": [resource(change(&["update"], values("1"), values("3")))],
        "deferred_changes": [{"reason": text, "resource_change": resource(change(&["delete"], values("1"), Json::Null))}],
        "output_changes": {text: {"actions": ["update"], "before": text, "after": "b"}},
        "checks": [{"address": {"to_display": text}, "status": "fail", "instances": [{"address": {"to_display": text}, "status": "fail", "problems": [{"message": text}]}]}],
        "action_invocations": [{"address": text, "type": text, "config_values": {text: text}, "lifecycle_action_trigger": {"triggering_resource_address": text, "action_trigger_event": text}}],
        "relevant_attributes": [{"resource": text, "attribute": [text]}],
    })
}

/// What is wrong with a page.
fn faults(page: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM | Options::ENABLE_TASKLISTS;
    let mut faults = Vec::new();
    let mut html = String::new();
    for event in Parser::new_ext(page, options) {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => html.push_str(&text),
            Event::Start(
                tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough | Tag::BlockQuote(_) | Tag::HtmlBlock),
            ) => {
                if tag != Tag::HtmlBlock {
                    faults.push(format!("{tag:?}"));
                }
            }
            Event::Rule | Event::TaskListMarker(_) => faults.push(format!("{event:?}")),
            // Outside of code stand our own words only.
            Event::Text(_) | Event::Code(_) | Event::Start(_) | Event::End(_) | Event::SoftBreak | Event::HardBreak => {}
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => faults.push(format!("{event:?}")),
        }
    }
    for tag in TAGS {
        html = html.replace(tag, "");
    }
    let comments = html.matches("<!-- synth-review").count();
    if comments != 1 {
        faults.push(format!("{comments} marks"));
    }
    if html.replacen("<!-- synth-review", "", 1).contains('<') {
        faults.push(format!("HTML of the plan's: {html}"));
    }
    for tag in ["details", "summary"] {
        let (open, closed) = (page.matches(&format!("<{tag}>")).count(), page.matches(&format!("</{tag}>")).count());
        // What a plan holds stands in code, where it is a text.
        if open > closed {
            faults.push(format!("{open} <{tag}> and {closed} ends"));
        }
    }
    faults
}

#[test]
fn nothing_of_a_plans_is_markup() {
    for text in HOSTILE {
        let plan = plan(text).to_string();
        let plan = review::read(plan.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
        let review = review::review(&plan, None).unwrap_or_else(|refusal| panic!("{refusal}"));
        let page = review::markdown(&review, Some(text));
        let faults = faults(&page);
        assert!(faults.is_empty(), "{text}: {faults:#?}\n{page}");
    }
}

#[test]
fn the_page_of_each_planted_risk_is_whole() {
    for (kind, plan) in planted::plans() {
        let text = plan.to_string();
        let plan = review::read(text.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
        let page = review::markdown(&review::review(&plan, None).unwrap_or_else(|refusal| panic!("{refusal}")), None);
        let faults = faults(&page);
        assert!(faults.is_empty(), "{kind}: {faults:#?}\n{page}");
    }
}

/// That there is no risk is said of what the tables know: of other types the page says that it does not.
#[test]
fn a_type_that_no_table_knows_is_named_where_it_is_made_or_changed() {
    let change = |kind: &str, actions: Json, before: Json, after: Json| {
        json!({
            "address": format!("{kind}.a"), "mode": "managed", "type": kind, "name": "a",
            "change": {"actions": actions, "before": before, "after": after},
        })
    };
    let of = |changes: Vec<Json>| {
        let text = json!({"format_version": "1.2", "resource_changes": changes}).to_string();
        let plan = review::read(text.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
        review::review(&plan, None).unwrap_or_else(|refusal| panic!("{refusal}"))
    };
    let (old, new) = (json!({"colour": "red"}), json!({"colour": "blue"}));
    let known = of(vec![
        change("aws_sqs_queue", json!(["update"]), old.clone(), new.clone()),
        change("acme_thing", json!(["no-op"]), old.clone(), old.clone()),
        change("acme_other", json!(["delete"]), old.clone(), Json::Null),
    ]);
    assert!(
        known.unknown_types.is_empty() && !review::markdown(&known, None).contains("No table knows"),
        "{:?}",
        known.unknown_types
    );
    let unknown = of(vec![
        change("acme_thing", json!(["update"]), old.clone(), new.clone()),
        change("acme_thing", json!(["create"]), Json::Null, new.clone()),
        change("acme_other", json!(["create"]), Json::Null, new.clone()),
    ]);
    let page = review::markdown(&unknown, None);
    assert!(page.contains("*No table knows `acme_other`, `acme_thing`: what changes in them"), "{page}");
    let waiting = json!({
        "format_version": "1.2",
        "deferred_changes": [{"reason": "unknown", "resource_change": change("acme_thing", json!(["update"]), old.clone(), new.clone())}],
    });
    let plan = waiting.to_string();
    let plan = review::read(plan.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let waiting = review::review(&plan, None).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(waiting.unknown_types, ["acme_thing"]);
    let many = (0..25).map(|number| change(&format!("acme_thing_{number:02}"), json!(["update"]), old.clone(), new.clone()));
    let page = review::markdown(&of(many.collect()), None);
    assert!(page.contains("`acme_thing_19` and 5 more: ") && !page.contains("acme_thing_20`,"), "{page}");
}

#[test]
fn a_review_over_several_pages_leaves_nothing_out() {
    let changes: Vec<Json> = (0..1_500)
        .map(|number| {
            let (kind, action) = if number % 3 == 0 { ("aws_db_instance", json!(["delete"])) } else { ("aws_iam_role", json!(["update"])) };
            let values = |more: &str| json!({"name": format!("n{number}{more}"), "policy": json!({"a": ["```", more]}).to_string()});
            let after = if action == json!(["delete"]) { Json::Null } else { values("new") };
            json!({
                "address": format!("module.m[{}].{kind}.r{number}", number % 70), "module_address": format!("module.m[{}]", number % 70),
                "mode": "managed", "type": kind, "name": "r", "change": {"actions": action, "before": values("old"), "after": after},
            })
        })
        .collect();
    let plan = json!({"format_version": "1.2", "resource_changes": changes, "resource_drift": changes}).to_string();
    let plan = review::read(plan.as_bytes()).expect("it is a plan");
    let review = review::review(&plan, None).expect("its values can be read");
    let pages = review::pages(&review, Some("prod"));
    assert!(pages.len() > 2, "{}", pages.len());
    for page in &pages {
        assert!(page.len() <= review::LIMIT, "{}", page.len());
        assert_eq!(faults(page), Vec::<String>::new(), "{page}");
        assert!(!page.contains("left out"));
    }
    let all = pages.concat();
    for change in &review.changes {
        assert!(all.contains(&format!("`{}`", change.address)), "{}", change.address);
    }
    let marks: std::collections::BTreeSet<&str> = pages.iter().filter_map(|page| page.lines().last()).collect();
    assert_eq!(marks.len(), pages.len());
    assert!(marks.contains("<!-- synth-review prod -->"));
}

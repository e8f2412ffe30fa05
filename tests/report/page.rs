//! The page as a file: HTML that needs nothing else, and text that stays text.

use std::collections::BTreeSet;

use scraper::{Html, Selector};

use crate::common::variants::variants;
use crate::common::{package, shipped};
use crate::report::{input, page};

fn select<'a>(html: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("it is a selector")).collect()
}

#[test]
fn it_is_html_without_a_fault() {
    for (name, emitted) in variants() {
        let html = Html::parse_document(&page(emitted));
        assert!(html.errors.is_empty(), "{name}: {:?}", html.errors);
        let ids: Vec<&str> = select(&html, "[id]").iter().filter_map(|it| it.value().id()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: no two things share an id");
    }
}

#[test]
fn every_link_inside_it_leads_somewhere() {
    let html = Html::parse_document(&page(&shipped("prod")));
    for link in select(&html, "a[href^='#']") {
        let href = link.value().attr("href").expect("it has one");
        assert_eq!(select(&html, href).len(), 1, "{href}");
    }
    for label in select(&html, "[for]") {
        assert_eq!(select(&html, &format!("#{}", label.value().attr("for").expect("it has one"))).len(), 1);
    }
}

#[test]
fn it_asks_the_network_for_nothing() {
    let html = Html::parse_document(&page(&shipped("prod")));
    assert!(select(&html, "img, iframe, object, embed, [src], link[rel='stylesheet'], form").is_empty());
    assert!(select(&html, "[style], [onclick], [onload], [oninput]").is_empty(), "the policy would refuse them");
    let policy = select(&html, "meta[http-equiv='Content-Security-Policy']")[0].value().attr("content").expect("it says something");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(policy.matches("'sha256-").count(), select(&html, "style").len() + select(&html, "script").len());
}

#[test]
fn what_users_write_is_text() {
    let mut emitted = shipped("prod");
    let hostile = "<script>alert(1)</script>\" & '";
    for document in emitted.documents.by_path_mut().values_mut() {
        if let Some(cluster) = document.pointer_mut("/resource/aws_ecs_cluster/main") {
            cluster["name"] = hostile.into();
        }
    }
    let mut input = input(&emitted);
    input.others = vec![hostile.to_owned()];
    input.settings = vec![report::Setting {
        path: hostile.to_owned(),
        value: hostile.to_owned(),
        source: report::Source::Override(hostile.to_owned()),
        meaning: hostile.to_owned(),
    }];
    let text = report::page(&input);
    let html = Html::parse_document(&text);
    assert!(html.errors.is_empty(), "{:?}", html.errors);
    assert_eq!(select(&html, "script").len(), 1);
    assert!(text.matches("alert(1)").count() >= 5, "it is shown");
}

#[test]
fn every_resource_is_listed() {
    let emitted = shipped("prod");
    let html = Html::parse_document(&page(&emitted));
    let listed: BTreeSet<&str> =
        select(&html, "#resources-list tr[data-row]").iter().filter_map(|row| row.value().attr("title")).collect();
    let there: BTreeSet<String> = emitted.documents.addresses().map(|it| it.to_string()).collect();
    assert_eq!(listed, there.iter().map(String::as_str).collect());
}

#[test]
fn the_same_documents_give_the_same_bytes_and_none_of_this_machine() {
    let text = page(&shipped("prod"));
    assert!(text == page(&shipped("prod")));
    assert!(!text.contains(package().to_str().expect("it is text")));
}

#[test]
fn it_begins_with_what_decides() {
    let emitted = shipped("prod");
    let mut input = input(&emitted);
    input.cost = Ok(report::Cost { lines: Vec::new(), total: "123.45 USD".to_owned(), remarks: Vec::new() });
    let rule = |code: &str, found: &[&str], accepted: Vec<report::AcceptedFinding>| report::RuleEntry {
        code: code.to_owned(),
        severity: "warning".to_owned(),
        title: format!("what {code} asks"),
        found: found.iter().map(|it| (*it).to_owned()).collect(),
        accepted,
    };
    let accepted =
        report::AcceptedFinding { finding: "it is so".to_owned(), reason: "for now".to_owned(), until: "2027-08-31".to_owned() };
    input.rules = Some(vec![
        rule("A001", &[], vec![accepted]),
        rule("B001", &["it lacks something"], Vec::new()),
        rule("C001", &[], Vec::new()),
    ]);
    let html = Html::parse_document(&report::page(&input));
    let text = select(&html, ".summary")[0].text().collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Account 111122223333, us-east-1",
        "18 of 19 items are met",
        "Data is encrypted in transit",
        "1 finding.",
        "1 risk accepted, until 2027-08-31 at the earliest",
        "B001 what B001 asks",
        "123.45 USD a month",
    ] {
        assert!(text.contains(part), "`{part}` is not in {text}");
    }
    let first = select(&html, "#checklist .item")[0].text().collect::<String>();
    assert!(first.contains("not met"), "what is missing stands first: {first}");
    let folded = select(&html, "#rules details")[0].text().collect::<String>();
    assert!(folded.contains("1 rule met") && folded.contains("C001") && !folded.contains("B001"), "{folded}");
}

//! How a browser shows the page: in the light and in the dark, on paper, on a narrow screen; and that its search works.

use std::fs;

use serde_json::json;

use crate::common::{package, shipped};
use crate::report::browser::Browser;
use crate::report::input;

/// The page in a browser, which both go when it does.
struct Shown {
    browser: Browser,
    _folder: tempfile::TempDir,
}

fn shown(test: &str) -> Option<Shown> {
    let browser = Browser::start_or_skip(test)?;
    let emitted = shipped("prod");
    let mut input = input(&emitted);
    input.settings = vec![report::Setting {
        path: "rds.instance_class".to_owned(),
        value: "\"db.t3.small\"".to_owned(),
        source: report::Source::Environment("environments/prod.toml:3".to_owned()),
        meaning: "How large it is.".to_owned(),
    }];
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("report.html");
    fs::write(&file, report::page(&input)).expect("a file can be written");
    browser.open(&file);
    Some(Shown { browser, _folder: folder })
}

#[test]
fn a_browser_has_nothing_to_complain_about() {
    let Some(Shown { browser, .. }) = shown("a browser has nothing to complain about") else { return };
    assert_eq!(browser.console(), Vec::<String>::new());
    let requests = browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)");
    assert_eq!(requests, json!([]), "nothing is asked of the network");
    // The policy lets the styles apply: a refused one would leave the letters black and the picture without colours.
    let colour = browser.run("return getComputedStyle(document.querySelector('svg .node')).strokeWidth");
    assert_eq!(colour, json!("1.25px"));
}

#[test]
fn the_search_shows_what_holds_every_word() {
    let Some(Shown { browser, .. }) = shown("the search shows what holds every word") else { return };
    let type_in = |text: &str| {
        browser.run(&format!(
            "const box = document.getElementById('resources-search'); box.value = '{text}'; box.dispatchEvent(new Event('input'));"
        ));
    };
    let shown = || {
        browser.run(
            "return [...document.querySelectorAll('#resources-list [data-row]')].filter((row) => row.checkVisibility()).map((row) => row.title)",
        )
    };
    let all = shown().as_array().expect("it is a list").len();
    type_in("NAT eip");
    assert_eq!(shown(), json!(["module.networking.aws_eip.nat_a", "module.networking.aws_eip.nat_b"]));
    let groups = browser.run("return [...document.querySelectorAll('[data-group]')].filter((it) => it.checkVisibility()).length");
    assert_eq!(groups, json!(1), "modules without a match are hidden");
    let told = browser.run("return document.querySelector('output[for=\"resources-search\"]').textContent");
    assert_eq!(told, json!(format!("2 of {all}")));
    type_in("nothing is called that");
    assert_eq!(shown(), json!([]));
    type_in("");
    assert_eq!(shown().as_array().expect("it is a list").len(), all);
}

#[test]
fn light_and_dark_are_told_apart_and_can_be_read() {
    let Some(Shown { browser, .. }) = shown("light and dark are told apart") else { return };
    let grounds = ["light", "dark"].map(|scheme| {
        browser.show_on("screen", scheme);
        let ground = browser.run("return getComputedStyle(document.body).backgroundColor");
        let of_picture = browser.run("return getComputedStyle(document.querySelector('svg .ground')).fill");
        assert_eq!(ground, of_picture, "{scheme}: the picture is in the same scheme");
        let faint = browser.run(CONTRAST);
        assert_eq!(faint, json!([]), "{scheme}: texts with a contrast of less than 4.5 to 1");
        ground
    });
    assert_ne!(grounds[0], grounds[1]);
}

/// The texts whose contrast to the ground behind them is less than WCAG 2.2 asks (1.4.3), by its own formula.
const CONTRAST: &str = r"
const channels = (text) => (text.match(/[\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => {
  const part = (value) => { const v = value / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const ground = (element) => {
  for (let it = element; it; it = it.parentElement) {
    const colour = channels(getComputedStyle(it).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) { return colour; }
  }
  return [255, 255, 255];
};
const faint = new Set();
for (const element of document.querySelectorAll('main *:not(svg, svg *, script, style), header *')) {
  if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) { continue; }
  const [one, other] = [light(channels(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
  if ((one + 0.05) / (other + 0.05) < 4.5) { faint.add(`${element.tagName} ${element.className}`); }
}
return [...faint];
";

#[test]
fn a_narrow_screen_needs_no_scrolling_sideways() {
    let Some(Shown { browser, .. }) = shown("a narrow screen needs no scrolling sideways") else { return };
    for width in [320, 375, 768, 1280] {
        browser.resize(width, 800);
        let widest = browser.run("return document.documentElement.scrollWidth");
        assert!(widest.as_u64().is_some_and(|widest| widest <= u64::from(width)), "{width}: {widest}");
        // What is wider than the screen scrolls in its own frame, which the keyboard reaches.
        let picture =
            browser.run("const it = document.querySelector('.picture'); return [it.scrollWidth > it.clientWidth, it.tabIndex]");
        assert_eq!(picture, json!([width < 860, 0]), "{width}");
    }
}

#[test]
fn paper_gets_what_is_judged_on_a_few_pages() {
    let Some(Shown { browser, .. }) = shown("paper gets what is judged on a few pages") else { return };
    assert!(browser.prints_page(1) && !browser.prints_page(9), "it has 8 pages at the most");
    browser.show_on("print", "dark");
    let hidden =
        browser.run("return ['nav', '#settings', '#resources'].map((it) => getComputedStyle(document.querySelector(it)).display)");
    assert_eq!(hidden, json!(["none", "none", "none"]));
    let marks = browser
        .run("return [...document.querySelectorAll('.summary .mark, .item > p .mark')].every((mark) => mark.checkVisibility())");
    assert_eq!(marks, json!(true), "what is met is told on paper too");
    let ground = browser.run("return getComputedStyle(document.body).backgroundColor");
    assert_eq!(ground, json!("rgb(255, 255, 255)"));
    let of_picture = browser.run("return getComputedStyle(document.querySelector('svg .ground')).fill");
    assert_eq!(of_picture, json!("rgb(255, 255, 255)"), "paper is light whatever the screen is");
}

#[test]
fn the_first_screen_says_whether_it_is_all_right() {
    let Some(Shown { browser, .. }) = shown("the first screen says whether it is all right") else { return };
    for (width, height) in [(1400, 600), (400, 900)] {
        browser.resize(width, height);
        let below = browser.run("return [...document.querySelectorAll('.summary .item')].filter((it) => it.getBoundingClientRect().bottom > innerHeight).length");
        assert_eq!(below, json!(0), "{width} × {height}");
    }
}

/// The checker of accessibility, which `npm` installs: `npm install --prefix target/axe axe-core@4.14.1`.
///
/// Where it is missing the test says so and is skipped; with `SYNTH_REQUIRE_AXE=1` it fails instead.
fn axe_or_skip(test: &str) -> Option<String> {
    let file = package().join("target/axe/node_modules/axe-core/axe.min.js");
    match fs::read_to_string(&file) {
        Ok(axe) => Some(axe),
        Err(error) if std::env::var_os("SYNTH_REQUIRE_AXE").is_some_and(|it| it == "1") => {
            panic!("{test}: {}: {error}", file.display())
        }
        Err(_) => {
            eprintln!("skipped: {test}: axe-core is not installed");
            None
        }
    }
}

#[test]
fn a_checker_of_accessibility_finds_nothing() {
    let test = "a checker of accessibility finds nothing";
    let Some(axe) = axe_or_skip(test) else { return };
    let Some(Shown { browser, .. }) = shown(test) else { return };
    let found = "axe.run().then((found) => arguments[0](found.violations.map((it) => `${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => \
                 node.target.join(' ')).join(', ')}`)), (error) => arguments[0]([String(error)]))";
    for (width, scheme) in [(1400, "light"), (1400, "dark"), (400, "light"), (400, "dark")] {
        browser.resize(width, 900);
        browser.show_on("screen", scheme);
        assert_eq!(browser.run_until_told(&format!("{axe};{found}")), json!([]), "{width} pixels, {scheme}");
    }
    browser.run("document.documentElement.removeAttribute('lang')");
    let told = browser.run_until_told(&format!("{axe};{found}")).to_string();
    assert!(told.contains("html-has-lang"), "it looks: {told}");
}

//! The colours, light and dark, and the style sheet made of them.

use std::fmt::Write as _;

/// A colour: its name, and what it is in the light and in the dark.
struct Colour(&'static str, &'static str, &'static str);

/// Text has a contrast of at least 4.5 to 1 to what is behind it, as WCAG 2.2 (1.4.3) asks.
const COLOURS: [Colour; 19] = [
    Colour("ground", "#ffffff", "#11161d"),
    Colour("ink", "#1b2530", "#e8edf3"),
    Colour("muted", "#53606e", "#a7b3c1"),
    Colour("node", "#ffffff", "#1b232d"),
    Colour("region", "#8795a5", "#55636f"),
    Colour("network", "#7a4fc4", "#a98be0"),
    Colour("zone", "#9aa7b5", "#5a6877"),
    Colour("public", "#e9f5ea", "#16281c"),
    Colour("private", "#e8f1fb", "#142536"),
    Colour("isolated", "#f1ebfa", "#231c33"),
    Colour("cluster", "#f8fbff", "#101a25"),
    Colour("compute", "#c25a00", "#f39a4a"),
    Colour("connect", "#6b3fc0", "#b79bf0"),
    Colour("data", "#2456c7", "#7fa6ff"),
    Colour("guard", "#b3232f", "#ff8d95"),
    Colour("watch", "#b0256f", "#ff8cc4"),
    Colour("outside", "#53606e", "#a7b3c1"),
    Colour("line", "#2b3947", "#c6d0db"),
    Colour("out", "#6b7a8a", "#8b98a7"),
];

/// What each class looks like; `{name}` is a colour.
const RULES: [(&str, &str); 26] = [
    ("", "font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,Helvetica,Arial,sans-serif"),
    (".ground", "fill:{ground}"),
    (".region", "fill:none;stroke:{region};stroke-width:1.5;stroke-dasharray:6 4"),
    (".network", "fill:none;stroke:{network};stroke-width:1.5"),
    (".zone", "fill:none;stroke:{zone};stroke-dasharray:3 3"),
    (".public", "fill:{public}"),
    (".private", "fill:{private}"),
    (".isolated", "fill:{isolated}"),
    (".cluster", "fill:{cluster};stroke:{compute};stroke-dasharray:4 3"),
    (".node", "fill:{node};stroke-width:1.25"),
    (".compute", "stroke:{compute}"),
    (".connect", "stroke:{connect}"),
    (".data", "stroke:{data}"),
    (".guard", "stroke:{guard}"),
    (".watch", "stroke:{watch}"),
    (".outside", "stroke:{outside}"),
    (".icon", "fill:none;stroke-width:1.4;stroke-linejoin:round;stroke-linecap:round"),
    (".line", "fill:none;stroke:{line};stroke-width:1.6;stroke-linejoin:round"),
    (".line.outbound", "stroke:{out};stroke-dasharray:5 4"),
    (".line.copy", "stroke:{data};stroke-dasharray:2 3"),
    (".line.reference", "stroke:{out};stroke-width:1;stroke-opacity:.55"),
    (".head", "fill:{line}"),
    (".head.outbound,%.head.reference", "fill:{out}"),
    (".head.copy", "fill:{data}"),
    ("text", "fill:{ink};font-size:13px;font-weight:600"),
    ("text.fact,%text.label", "fill:{muted};font-size:12px;font-weight:400"),
];

/// The letters beside lines stand out from what they lie on.
const LABEL: &str = "fill:{ink};font-weight:600;paint-order:stroke;stroke:{ground};stroke-width:4px;stroke-linejoin:round";

pub(super) fn style_sheet(prefix: &str) -> String {
    let mut sheet = String::new();
    let colours =
        |of: fn(&Colour) -> &str| COLOURS.iter().fold(String::new(), |all, colour| format!("{all}--{}:{};", colour.0, of(colour)));
    let _ = writeln!(sheet, ".{prefix}{{{}}}", colours(|Colour(_, light, _)| light));
    let _ = writeln!(sheet, "@media screen and (prefers-color-scheme:dark){{.{prefix}{{{}}}}}", colours(|Colour(_, _, dark)| dark));
    let own = [("text.title", "font-size:20px"), ("text.label", LABEL)];
    for (selector, declarations) in RULES.iter().chain(&own) {
        let selector = format!(".{prefix} {}", selector.replace('%', &format!(".{prefix} ")));
        let declarations: Vec<String> = declarations.split(';').map(coloured).collect();
        let _ = writeln!(sheet, "{}{{{}}}", selector.trim_end(), declarations.join(";"));
    }
    sheet
}

/// A declaration whose colour stands twice: for programs that know no custom properties, and for those that do.
fn coloured(declaration: &str) -> String {
    let colour = COLOURS.iter().find(|Colour(name, _, _)| declaration.contains(&format!("{{{name}}}")));
    let Some(Colour(name, light, _)) = colour else { return declaration.to_owned() };
    let place = format!("{{{name}}}");
    format!("{};{}", declaration.replace(&place, light), declaration.replace(&place, &format!("var(--{name})")))
}

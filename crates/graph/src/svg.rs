//! A scene as one SVG file that needs nothing else: no font, no script, no network.
//!
//! Its colours are custom properties, so that a page that holds it may set them; for programs that know none, the light ones
//! stand before them. Identifiers and classes start with the picture's own prefix, as several may stand in one page.

mod icons;
mod palette;

use std::fmt::Write as _;

use crate::scene::{Anchor, Line, Look, Scene, Shape, Stroke, Text, TextStyle};

/// The file. `prefix` is unlike that of every other picture in the same page.
pub fn render(scene: &Scene, prefix: &str) -> String {
    let Scene { title, description, width, height, frames, lines, boxes, texts } = scene;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{prefix}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-description\">\n\
         <title id=\"{prefix}-title\">{}</title>\n<desc id=\"{prefix}-description\">{}</desc>\n<style>\n{}</style>\n<defs>\n",
        escaped(title),
        escaped(description),
        palette::style_sheet(prefix)
    );
    for stroke in STROKES {
        let class = class_of_stroke(stroke);
        let _ = writeln!(
            svg,
            "<marker id=\"{prefix}-{class}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"head {class}\" d=\"M0 0L8 4L0 8z\"/></marker>"
        );
    }
    let _ = writeln!(svg, "</defs>\n<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>");
    for shape in frames {
        write_shape(&mut svg, shape);
    }
    for line in lines {
        write_line(&mut svg, line, prefix);
    }
    for shape in boxes {
        write_shape(&mut svg, shape);
    }
    for text in texts {
        write_text(&mut svg, text);
    }
    svg.push_str("</svg>\n");
    svg
}

const STROKES: [Stroke; 4] = [Stroke::Connection, Stroke::Outbound, Stroke::Copy, Stroke::Reference];

fn write_shape(svg: &mut String, shape: &Shape) {
    let Shape { rect, look, icon, hint } = shape;
    let class = class_of_look(*look);
    let radius = if icon.is_some() { 6 } else { 8 };
    let hint = if hint.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(hint)) };
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\">{hint}</rect>",
        rect.x, rect.y, rect.width, rect.height
    );
    if let Some(icon) = icon {
        let (x, y) = (rect.x + 12, rect.middle() - 9);
        let _ = writeln!(svg, "<path class=\"icon {class}\" transform=\"translate({x} {y})\" d=\"{}\"/>", icons::drawing(*icon));
    }
}

fn write_line(svg: &mut String, line: &Line, prefix: &str) {
    let Line { points, stroke, arrow } = line;
    let class = class_of_stroke(*stroke);
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let arrow = if *arrow { format!(" marker-end=\"url(#{prefix}-{class})\"") } else { String::new() };
    let _ = writeln!(svg, "<polyline class=\"line {class}\" points=\"{}\"{arrow}/>", points.join(" "));
}

fn write_text(svg: &mut String, text: &Text) {
    let Text { x, y, anchor, style, content } = text;
    let anchor = match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
    };
    let _ = writeln!(svg, "<text class=\"{}\" x=\"{x}\" y=\"{y}\"{anchor}>{}</text>", class_of_text(*style), escaped(content));
}

fn class_of_look(look: Look) -> &'static str {
    match look {
        Look::Region => "region",
        Look::Network => "network",
        Look::Zone => "zone",
        Look::Public => "public",
        Look::Private => "private",
        Look::Isolated => "isolated",
        Look::Cluster => "cluster",
        Look::Compute => "node compute",
        Look::Connection => "node connect",
        Look::Data => "node data",
        Look::Guard => "node guard",
        Look::Watch => "node watch",
        Look::Outside => "node outside",
    }
}

fn class_of_stroke(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Connection => "connection",
        Stroke::Outbound => "outbound",
        Stroke::Copy => "copy",
        Stroke::Reference => "reference",
    }
}

fn class_of_text(style: TextStyle) -> &'static str {
    match style {
        TextStyle::Title => "title",
        TextStyle::Frame => "frame",
        TextStyle::Name => "name",
        TextStyle::Fact => "fact",
        TextStyle::Label => "label",
    }
}

/// A text as XML takes it. Of the control characters XML allows but three, so they become spaces.
fn escaped(text: &str) -> String {
    let mut result = String::new();
    for letter in text.chars() {
        match letter {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => result.push(' '),
            letter => result.push(letter),
        }
    }
    result
}

//! Untrusted text in Markdown and in the HTML that GitHub lets through. It must not know what the text is.
//!
//! What comes from a plan only ever stands in a code span, a fenced block or a `<code>` element: there GitHub makes no link, no
//! mention, no emphasis and no HTML of it.

use std::fmt::Write as _;

use words::visible;

/// How much of one value is shown, in characters.
pub(super) const VALUE: usize = 240;

/// The text shortened to so many characters, with how many more there are.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((at, _)) => {
            let more = text[at..].chars().count();
            format!("{}… ({more} more characters)", &text[..at])
        }
    }
}

/// The text as a code span in a line of its own or in a list; not in a table, where `|` would end the cell.
pub(super) fn code(text: &str) -> String {
    whole(&shortened(text, VALUE))
}

/// The same, of whatever length.
pub(super) fn whole(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    // Spaces keep a backtick away from the fence. Where both ends have a space, Markdown takes one away at each.
    let is_padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    if is_padded { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// The text as a `<code>` element inside a table's cell or other Markdown: every mark is an entity, which is no markup.
pub(super) fn cell(text: &str) -> String {
    let mut told = String::from("<code>");
    for character in visible(&shortened(text, VALUE)).chars() {
        if character.is_alphanumeric() || ". -".contains(character) {
            told.push(character);
        } else {
            let _ = write!(told, "&#{};", u32::from(character));
        }
    }
    told.push_str("</code>");
    told
}

/// The lines as a fenced block of this language.
pub(super) fn fenced(language: &str, lines: &[String]) -> String {
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut block = format!("{fence}{language}\n");
    for line in lines {
        let _ = writeln!(block, "{}", visible(line));
    }
    block.push_str(&fence);
    block.push('\n');
    block
}

fn longest_run(text: &str) -> usize {
    let (mut longest, mut current) = (0, 0);
    for character in text.chars() {
        current = if character == '`' { current + 1 } else { 0 };
        longest = longest.max(current);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_holds_what_it_is_given() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(" "), "`   `");
        assert_eq!(code(""), "(empty)");
        assert_eq!(code("one\ntwo\u{202e}"), "`one\\ntwo\\u{202e}`");
    }

    #[test]
    fn a_cell_holds_no_mark() {
        assert_eq!(cell("module.a[\"x|y\"]"), "<code>module.a&#91;&#34;x&#124;y&#34;&#93;</code>");
        assert!(
            !cell("</code><script>@all *b* `c` | _d_")
                .trim_start_matches("<code>")
                .trim_end_matches("</code>")
                .contains(['<', '@', '*', '`', '|', '_'])
        );
    }

    #[test]
    fn a_block_is_ended_by_its_own_fence_only() {
        let block = fenced("diff", &["+ a = \"```\\n</details>\"".to_owned()]);
        assert!(block.starts_with("````diff\n") && block.ends_with("\n````\n"), "{block}");
    }

    #[test]
    fn what_is_long_says_how_much_more_there_is() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äöü… (1 more characters)");
    }
}

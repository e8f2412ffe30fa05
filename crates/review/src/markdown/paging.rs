//! A long page as several: cut between paragraphs, or between lines, with what is open closed and opened again.

const END: &str = "\n</details>\n";

/// What is open where a page may end.
#[derive(Default)]
struct Open {
    /// The heading of the section.
    heading: Option<String>,
    /// The line that folds what follows.
    details: Option<String>,
    /// The line that begins a block of code.
    fence: Option<String>,
    /// The two lines that begin a table.
    table: Option<String>,
}

/// The parts of a page, none longer than this unless one of its lines is.
pub(super) fn split(page: &str, limit: usize) -> Vec<String> {
    let mut pages = Vec::new();
    let (mut text, mut open) = (String::new(), Open::default());
    // How much of the page was there from the start, and is no content.
    let mut start = 0;
    for paragraph in paragraphs(page) {
        let is_whole = start + paragraph.len() + END.len() <= limit;
        let is_end = paragraph.starts_with(END.trim_start());
        if is_whole && !is_end && text.len() + paragraph.len() + END.len() > limit && text.len() > start {
            pages.push(open.closed(text));
            text = open.again();
            start = text.len();
        }
        for line in paragraph.split_inclusive('\n') {
            let room = limit.saturating_sub(END.len() + open.fence.as_ref().map_or(0, String::len) + 2);
            if !is_whole && text.len() + line.len() > room && text.len() > start {
                pages.push(open.closed(text));
                text = open.again();
                start = text.len();
            }
            open.read(line);
            text.push_str(line);
        }
        open.table = None;
    }
    pages.push(text);
    pages
}

/// The text up to each empty line that stands in no block of code, with it.
fn paragraphs(page: &str) -> Vec<&str> {
    let (mut found, mut from, mut at) = (Vec::new(), 0, 0);
    let mut open = Open::default();
    for line in page.split_inclusive('\n') {
        open.read(line);
        at += line.len();
        if line == "\n" && open.fence.is_none() {
            found.push(&page[from..at]);
            from = at;
        }
    }
    found.push(&page[from..]);
    found
}

impl Open {
    fn read(&mut self, line: &str) {
        let mark = line.len() - line.trim_start_matches('`').len();
        match &self.fence {
            Some(fence) => {
                let length = fence.len() - fence.trim_start_matches('`').len();
                if mark >= length && line.trim_end().chars().all(|it| it == '`') {
                    self.fence = None;
                }
            }
            None if mark >= 3 => self.fence = Some(line.to_owned()),
            None if line.starts_with("### ") => {
                let heading = line.trim_end().trim_end_matches(" (continued)");
                *self = Self { heading: Some(format!("{heading} (continued)\n")), ..Self::default() };
            }
            None if line.starts_with("<details>") => self.details = Some(line.to_owned()),
            None if line.starts_with("</details>") => self.details = None,
            None if line.starts_with('|') => {
                let table = self.table.get_or_insert_default();
                if table.lines().count() < 2 {
                    table.push_str(line);
                }
            }
            None => {}
        }
    }

    /// The page with what is open closed.
    fn closed(&self, mut text: String) -> String {
        if let Some(fence) = &self.fence {
            text.push_str(&"`".repeat(fence.len() - fence.trim_start_matches('`').len()));
            text.push('\n');
        }
        if self.details.is_some() {
            text.push_str(END);
        }
        text
    }

    /// The next page with it opened again.
    fn again(&self) -> String {
        let Self { heading, details, fence, table } = self;
        let blank = |line: &String| format!("{line}\n");
        [heading.as_ref().map(blank), details.as_ref().map(blank), table.clone(), fence.clone()].into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_closed_and_opened_again() {
        let page = "## Title\n\n### Changes\n\n<details><summary>m</summary>\n\n**update** a\n```diff\n- 1\n+ 2\n```\n\n**update** b\n\n</details>\n";
        let pages = split(page, 110);
        assert_eq!(pages.len(), 2, "{pages:#?}");
        assert!(pages[0].ends_with("\n</details>\n"), "{}", pages[0]);
        assert!(pages[1].starts_with("### Changes (continued)\n\n<details><summary>m</summary>\n\n"), "{}", pages[1]);
        assert_eq!(split(page, 1_000), [page]);
    }

    #[test]
    fn a_paragraph_that_is_too_long_ends_after_a_line() {
        let block = format!("```diff\n{}```\n", "- 1\n".repeat(60));
        let pages = split(&block, 100);
        assert!(
            pages.len() > 2
                && pages.iter().all(|page| page.len() <= 100 && page.starts_with("```diff\n") && page.ends_with("```\n"))
        );
        assert_eq!(pages.concat().matches("- 1\n").count(), 60);
        let table = format!("| a |\n| --- |\n{}", "| x |\n".repeat(60));
        assert!(split(&table, 100).iter().all(|page| page.starts_with("| a |\n| --- |\n")));
    }
}

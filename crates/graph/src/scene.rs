//! A picture as boxes, lines and texts with their places. It must not know what they stand for, nor how a format writes them.

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// What it is called.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// How wide it is, in pixels as everything here.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// Boxes around other things, the outermost first.
    pub frames: Vec<Shape>,
    /// Lines; they pass over frames and behind boxes.
    pub lines: Vec<Line>,
    /// Boxes with nothing behind them.
    pub boxes: Vec<Shape>,
    /// What is written.
    pub texts: Vec<Text>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Where it is.
    pub rect: Rect,
    /// How it looks.
    pub look: Look,
    /// The small drawing in it; frames have none.
    pub icon: Option<Icon>,
    /// What is told when somebody points at it; empty for nothing.
    pub hint: String,
}

/// How a box looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Around everything in a region.
    Region,
    /// Around a network.
    Network,
    /// Around a zone.
    Zone,
    /// A subnet that the internet reaches.
    Public,
    /// A subnet that it does not reach.
    Private,
    /// A subnet without a way to the internet.
    Isolated,
    /// Around things of one kind.
    Cluster,
    /// Something that computes.
    Compute,
    /// Something that connects.
    Connection,
    /// Something that keeps data.
    Data,
    /// Something that guards.
    Guard,
    /// Something that watches.
    Watch,
    /// People, or what is not ours.
    Outside,
}

/// The small drawing in a box, which tells things of one colour apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Icon {
    /// Copies of data, kept for a time.
    Backups,
    /// Objects in a bucket.
    Bucket,
    /// Data in memory.
    Cache,
    /// Numbers over time.
    Chart,
    /// Containers that run.
    Container,
    /// A database.
    Database,
    /// A gateway to the internet, both ways.
    InternetGateway,
    /// A key.
    Key,
    /// A load balancer.
    LoadBalancer,
    /// A machine that people log in to.
    Machine,
    /// Names, and where they lead.
    Names,
    /// A gateway that only lets out.
    NatGateway,
    /// Messages to people.
    Notification,
    /// People.
    People,
    /// Messages that wait.
    Queue,
    /// Images of containers.
    Registry,
    /// A secret.
    Secret,
    /// The internet.
    World,
}

impl Icon {
    /// What a box with it looks like.
    const fn look(self) -> Look {
        match self {
            Self::Container | Self::Machine => Look::Compute,
            Self::InternetGateway | Self::LoadBalancer | Self::NatGateway => Look::Connection,
            Self::Backups | Self::Bucket | Self::Cache | Self::Database | Self::Queue | Self::Registry => Look::Data,
            Self::Key | Self::Secret => Look::Guard,
            Self::Chart | Self::Notification => Look::Watch,
            Self::Names | Self::People | Self::World => Look::Outside,
        }
    }
}

/// A line with corners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its corners, both ends included.
    pub points: Vec<(i32, i32)>,
    /// What it stands for.
    pub stroke: Stroke,
    /// Whether it ends in an arrow.
    pub arrow: bool,
}

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stroke {
    /// Connections that the rules allow.
    Connection,
    /// The way out to the internet.
    Outbound,
    /// Copies of data.
    Copy,
    /// That one thing refers to another.
    Reference,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where it starts, is centred or ends.
    pub x: i32,
    /// Its base line.
    pub y: i32,
    /// What `x` means.
    pub anchor: Anchor,
    /// How it looks.
    pub style: TextStyle,
    /// The text.
    pub content: String,
}

/// What the place of a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextStyle {
    /// The picture's title.
    Title,
    /// The name of a frame.
    Frame,
    /// The name of a thing.
    Name,
    /// What is worth knowing of a thing.
    Fact,
    /// What stands beside a line.
    Label,
}

impl Rect {
    /// A rectangle.
    pub const fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self { x, y, width, height }
    }

    /// Its right edge.
    pub const fn right(&self) -> i32 {
        self.x + self.width
    }

    /// Its lower edge.
    pub const fn bottom(&self) -> i32 {
        self.y + self.height
    }

    /// The middle between left and right.
    pub const fn centre(&self) -> i32 {
        self.x + self.width / 2
    }

    /// The middle between top and bottom.
    pub const fn middle(&self) -> i32 {
        self.y + self.height / 2
    }

    /// Whether two of them share more than an edge.
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

impl TextStyle {
    /// The size of the letters.
    pub const fn size(self) -> i32 {
        match self {
            Self::Title => 20,
            Self::Frame | Self::Name => 13,
            Self::Fact | Self::Label => 12,
        }
    }

    /// Whether the letters are bold.
    pub const fn bold(self) -> bool {
        matches!(self, Self::Title | Self::Frame | Self::Name)
    }

    /// How wide a text is at the most. Fonts differ; this is a wide one's.
    pub fn width_of(self, text: &str) -> i32 {
        let thousandths: i32 = text.chars().map(width_of_letter).sum();
        let bold = if self.bold() { 108 } else { 100 };
        thousandths * self.size() * bold / 100_000 + 1
    }

    /// The text, cut to a width with an ellipsis where it is longer.
    pub fn fitted(self, text: &str, width: i32) -> String {
        if self.width_of(text) <= width {
            return text.to_owned();
        }
        let mut fitted = String::new();
        for letter in text.chars() {
            let longer = format!("{fitted}{letter}");
            if self.width_of(&format!("{longer}…")) > width {
                break;
            }
            fitted = longer;
        }
        format!("{}…", fitted.trim_end())
    }
}

/// The width of a letter in thousandths of its size.
fn width_of_letter(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | 'I' => 330,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '·' => 400,
        'm' | 'M' | 'w' | 'W' | '%' | '@' | '…' => 950,
        'A'..='Z' => 720,
        letter if letter.is_ascii() => 610,
        '–' | '→' => 800,
        _ => 1000,
    }
}

impl Text {
    /// The rectangle that it fills.
    pub fn rect(&self) -> Rect {
        let width = self.style.width_of(&self.content);
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2,
        };
        let size = self.style.size();
        Rect::new(x, self.y - size * 4 / 5, width, size)
    }
}

impl Scene {
    /// Draws a frame with its name at the upper left.
    pub fn frame(&mut self, rect: Rect, look: Look, name: &str, hint: &str) {
        self.frames.push(Shape { rect, look, icon: None, hint: hint.to_owned() });
        self.text(rect.x + 12, rect.y + 19, Anchor::Start, TextStyle::Frame, &TextStyle::Frame.fitted(name, rect.width - 20));
    }

    /// Draws a box with its name and facts, each on a line of its own, in the middle of its height.
    pub fn node(&mut self, rect: Rect, icon: Icon, name: &str, facts: &[String], hint: &str) {
        self.boxes.push(Shape { rect, look: icon.look(), icon: Some(icon), hint: hint.to_owned() });
        let lines = i32::try_from(facts.len()).unwrap_or(i32::MAX / 100);
        let height = 16 + lines * 16;
        let top = rect.middle() - height / 2;
        let (x, room) = (rect.x + 40, rect.width - 50);
        self.text(x, top + 13, Anchor::Start, TextStyle::Name, &TextStyle::Name.fitted(name, room));
        for (fact, line) in facts.iter().zip(1..) {
            self.text(x, top + 13 + line * 16, Anchor::Start, TextStyle::Fact, &TextStyle::Fact.fitted(fact, room));
        }
    }

    /// Draws a line.
    pub fn line(&mut self, stroke: Stroke, arrow: bool, points: impl Into<Vec<(i32, i32)>>) {
        self.lines.push(Line { points: points.into(), stroke, arrow });
    }

    /// Writes a text.
    pub fn text(&mut self, x: i32, y: i32, anchor: Anchor, style: TextStyle, content: &str) {
        self.texts.push(Text { x, y, anchor, style, content: content.to_owned() });
    }
}

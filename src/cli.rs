//! The command line, as clap types only.

use std::path::PathBuf;

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::check::Level;
use crate::story::Cut;

/// Turns a team's postmortem into a first draft of the story an engineer tells in an interview.
#[derive(Debug, Parser)]
#[command(version, about, after_help = "Example:\n  warstory draft postmortem.md -o story.md", max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Settings; without it, `warstory.toml` here or in a folder above, if there is one.
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
}

/// One subcommand each.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draft the six-part story from a postmortem.
    #[command(
        after_help = "Examples:\n  warstory draft postmortem.md\n  warstory draft postmortem.md --me 'Jo Field,JF' --cut short -o story.md"
    )]
    Draft(DraftArgs),
    /// Show what was read from a postmortem, and from which lines.
    #[command(
        after_help = "Example:\n  warstory facts postmortem.md --format json > facts.json   # correct it, then: warstory draft facts.json"
    )]
    Facts(FactsArgs),
    /// Print the timeline with the gaps between entries and the phases of the incident.
    #[command(after_help = "Example:\n  warstory timeline postmortem.md --timezone Europe/Berlin")]
    Timeline(TimelineArgs),
    /// Ask what an interviewer would ask next, each question with the lines that answer it.
    #[command(
        after_help = "Examples:\n  warstory questions postmortem.md\n  warstory questions postmortem.md --format anki -o cards.txt   # Anki: File, Import"
    )]
    Questions(QuestionsArgs),
    /// Rehearse in the terminal: part by part against the time, then the interviewer's questions.
    #[command(
        after_help = "Example:\n  warstory practice postmortem.md --cut short\n\nEnter leads on, q and Enter ends. With standard input from a pipe, each line leads on; with only the\noutput in a pipe, everything is printed at once."
    )]
    Practice(PracticeArgs),
    /// Turn a whole archive of postmortems into a story bank.
    #[command(
        after_help = "Examples:\n  warstory batch postmortems/ -o bank\n  warstory batch 'docs/**/*.md' exports.zip incidents.jsonl -o bank --me 'Jo Field,JF'\n  git ls-files '*.md' | warstory batch - -o bank"
    )]
    Batch(BatchArgs),
    /// Pick the incidents of a story bank that answer a question best.
    #[command(
        after_help = "Examples:\n  warstory bank bank --question 'Tell me about a time you debugged a production outage'\n  warstory bank bank --tag kafka --tag trade-off --best 3"
    )]
    Bank(BankArgs),
    /// Answer JSON Lines of documents with JSON Lines of facts or stories, in order.
    #[command(
        after_help = "Example:\n  echo '{\"id\": 1, \"path\": \"a.md\", \"text\": \"# Search down\"}' | warstory stream --emit facts"
    )]
    Stream(StreamArgs),
    /// Check a story: is it strong, and does its postmortem support it?
    #[command(
        after_help = "Examples:\n  warstory check story.md\n  warstory check story.md --against postmortem.md\n  warstory check story.md --against postmortem.md --format sarif > story.sarif\n\nIn the story, <!-- warstory: yours --> behind a sentence marks it as your own memory, and\n<!-- warstory: allow RULE --> silences a finding.\n\nExit code: 0 nothing at or above --level, 1 findings, 2 wrong usage or an input that cannot be read."
    )]
    Check(CheckArgs),
    /// List the rules of `check`, or explain one with a weak and a strong example.
    #[command(after_help = "Example:\n  warstory rules vague-symptom")]
    Rules {
        /// The rule to explain.
        id: Option<String>,
    },
    /// Print the JSON Schema of `facts`, of `draft --format json` or of `questions --format json`.
    #[command(after_help = "Example:\n  warstory schema facts")]
    Schema {
        /// Which interface.
        what: Interface,
    },
    /// List, show or document the built-in templates.
    #[command(
        after_help = "Example:\n  warstory templates show six-part.md > mine.md   # edit it, then: warstory draft INPUT --template mine.md"
    )]
    Templates {
        /// What to do with them.
        #[command(subcommand)]
        command: TemplatesCommand,
    },
    /// Print a completion script for a shell.
    #[command(
        after_help = "Example:\n  warstory completions bash > ~/.local/share/bash-completion/completions/warstory"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What a document does not say about itself.
#[derive(Debug, Args)]
pub struct MissingArgs {
    /// IANA zone of the times that a document gives no zone for.
    #[arg(long, value_name = "IANA")]
    pub timezone: Option<Tz>,
    /// Day of the incident, for a document that never names it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
}

/// What to read, and what the document does not say about itself.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// The postmortem: a file, or `-` for standard input.
    pub input: PathBuf,
    /// Which incident of a file that holds several; without it, they are listed.
    #[arg(long, value_name = "ID")]
    pub incident: Option<String>,
    /// What it does not say itself.
    #[command(flatten)]
    pub missing: MissingArgs,
}

/// Where the result goes.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Write to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace FILE if it exists.
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// How a story is told and shown.
#[derive(Debug, Args)]
pub struct TellArgs {
    /// How it is told.
    #[command(flatten)]
    pub voice: VoiceArgs,
    /// How the source lines of a sentence are shown.
    #[arg(long, value_enum, default_value_t = Citations::Footnotes)]
    pub citations: Citations,
}

/// How a story is told.
#[derive(Debug, Args)]
pub struct VoiceArgs {
    /// About five minutes, or ninety seconds.
    #[arg(long, value_enum, default_value_t = Cut::Full)]
    pub cut: Cut,
    /// Your name as the document spells it, and its other spellings.
    #[arg(long, value_name = "NAME[,ALIAS…]", value_delimiter = ',')]
    pub me: Vec<String>,
    /// Your role in the incident, in your own words: "I was the on-call engineer".
    #[arg(long, value_name = "TEXT")]
    pub role: Option<String>,
    /// Other people's names: replaced by roles, or kept.
    #[arg(long, value_enum, default_value_t = Names::Roles)]
    pub names: Names,
    /// Words a minute of ordinary prose.
    #[arg(long, default_value_t = 140, value_parser = clap::value_parser!(u32).range(60..=300))]
    pub wpm: u32,
}

/// `warstory draft`.
#[derive(Debug, Args)]
pub struct DraftArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Where the story goes.
    #[command(flatten)]
    pub output: OutputArgs,
    /// The form of the story.
    #[arg(long, value_enum, default_value_t = DraftFormat::Md)]
    pub format: DraftFormat,
    /// How it is told.
    #[command(flatten)]
    pub tell: TellArgs,
    /// A built-in template, a layout file of your own, or a folder that replaces single patterns.
    #[arg(long, value_name = "NAME|FILE|FOLDER")]
    pub template: Option<String>,
}

/// `warstory facts`.
#[derive(Debug, Args)]
pub struct FactsArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Where the facts go.
    #[command(flatten)]
    pub output: OutputArgs,
    /// A readable table, or JSON.
    #[arg(long, value_enum, default_value_t = FactsFormat::Table)]
    pub format: FactsFormat,
    /// Say for each sentence which features of it put it where it is, and how much each weighs.
    #[arg(long, conflicts_with = "format")]
    pub explain: bool,
}

/// `warstory timeline`.
#[derive(Debug, Args)]
pub struct TimelineArgs {
    /// What to read. `--timezone` is also the zone in which times are shown.
    #[command(flatten)]
    pub input: InputArgs,
    /// Where the timeline goes.
    #[command(flatten)]
    pub output: OutputArgs,
    /// A readable table, or JSON.
    #[arg(long, value_enum, default_value_t = FactsFormat::Table)]
    pub format: FactsFormat,
}

/// `warstory questions`.
#[derive(Debug, Args)]
pub struct QuestionsArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Where the questions go.
    #[command(flatten)]
    pub output: OutputArgs,
    /// Your name as the document spells it, and its other spellings.
    #[arg(long, value_name = "NAME[,ALIAS…]", value_delimiter = ',')]
    pub me: Vec<String>,
    /// Text for reading, JSON for programs, cards for Anki.
    #[arg(long, value_enum, default_value_t = QuestionsFormat::Md)]
    pub format: QuestionsFormat,
}

/// The forms of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QuestionsFormat {
    /// Markdown.
    Md,
    /// The `warstory.questions/1` JSON.
    Json,
    /// Tab-separated cards that Anki imports.
    Anki,
}

/// `warstory practice`.
#[derive(Debug, Args)]
pub struct PracticeArgs {
    /// What to read.
    #[command(flatten)]
    pub input: InputArgs,
    /// How the story is told.
    #[command(flatten)]
    pub voice: VoiceArgs,
}

/// `warstory batch`.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// Files, folders, globs, .zip, .tar, .tar.gz, .tar.zst, JSON Lines; `-` for a list of paths, or JSON Lines, on
    /// standard input.
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// The folder for the bank. Made if need be; a second run redoes only what changed.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// The forms of the stories.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "md")]
    pub format: Vec<DraftFormat>,
    /// A built-in template, a layout file of your own, or a folder that replaces single patterns.
    #[arg(long, value_name = "NAME|FILE|FOLDER")]
    pub template: Option<String>,
    /// What the documents do not say themselves.
    #[command(flatten)]
    pub missing: MissingArgs,
    /// How the stories are told.
    #[command(flatten)]
    pub tell: TellArgs,
    /// Redo what did not change, too. Drafts that you edited are kept all the same.
    #[arg(long)]
    pub force: bool,
    /// Draft also what is clearly no postmortem.
    #[arg(long)]
    pub keep_all: bool,
    /// Threads; one for each core if not given.
    #[arg(short, long, value_name = "N", value_parser = threads)]
    pub jobs: Option<usize>,
    /// Say nothing but errors.
    #[arg(short, long)]
    pub quiet: bool,
}

/// `warstory bank`.
#[derive(Debug, Args)]
pub struct BankArgs {
    /// The output folder of `warstory batch`.
    pub bank: PathBuf,
    /// The interview question, in words.
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// A tag, or a part of one, that must be there. Can be given several times.
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub best: usize,
    /// Readable text, or JSON.
    #[arg(long, value_enum, default_value_t = BankFormat::Text)]
    pub format: BankFormat,
}

/// `warstory stream`.
#[derive(Debug, Args)]
pub struct StreamArgs {
    /// What each line of the answer holds.
    #[arg(long, value_enum, default_value_t = StreamEmit::Story)]
    pub emit: StreamEmit,
    /// What the documents do not say themselves.
    #[command(flatten)]
    pub missing: MissingArgs,
    /// How the stories are told.
    #[command(flatten)]
    pub tell: TellArgs,
    /// Threads. What drives many of us gives each one a core, so that one is enough.
    #[arg(short, long, value_name = "N", default_value = "1", value_parser = threads)]
    pub jobs: usize,
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=256) => Ok(n),
        _ => Err("a number from 1 to 256".to_owned()),
    }
}

/// The forms of what `bank` picks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BankFormat {
    /// Readable text.
    Text,
    /// JSON.
    Json,
}

/// What `stream` answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StreamEmit {
    /// The `warstory.facts/1` JSON.
    Facts,
    /// The `warstory.story/1` JSON.
    Story,
    /// Both.
    Both,
}

/// `warstory check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The story, in Markdown: a draft, an edited one or your own; `-` for standard input.
    pub story: PathBuf,
    /// The postmortem in which its claims are looked up, or the facts that were read from it and corrected.
    #[arg(long, value_name = "POSTMORTEM")]
    pub against: Option<PathBuf>,
    /// Which incident of a postmortem that holds several; without it, they are listed.
    #[arg(long, value_name = "ID", requires = "against")]
    pub incident: Option<String>,
    /// IANA zone of the times that the postmortem gives no zone for.
    #[arg(long, value_name = "IANA", requires = "against")]
    pub timezone: Option<Tz>,
    /// Day of the incident, for a postmortem that never names it.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "against")]
    pub date: Option<NaiveDate>,
    /// Text for reading, JSON for programs, SARIF for editors and code hosts.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// The least level for which the exit code is 1.
    #[arg(long, value_enum, default_value_t = Level::Warning)]
    pub level: Level,
    /// Silence a rule; again for more.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub allow: Vec<String>,
    /// Make a rule an error; again for more.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Check again whenever the story or the postmortem is saved.
    #[arg(long)]
    pub watch: bool,
}

/// The forms of a check's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Excerpts with marks.
    Text,
    /// The whole report.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// `warstory templates`.
#[derive(Debug, Subcommand)]
pub enum TemplatesCommand {
    /// List the built-in templates.
    List,
    /// Print one, to start your own from.
    Show {
        /// Its name, from `templates list`.
        name: String,
    },
    /// Say what a template can use.
    Context,
}

/// The forms of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DraftFormat {
    /// Markdown.
    Md,
    /// The `warstory.story/1` JSON.
    Json,
    /// Plain text.
    Text,
    /// One page that needs no network: timeline, cited lines, and a timer for the rehearsal.
    Html,
}

/// The forms of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FactsFormat {
    /// A readable table.
    Table,
    /// The `warstory.facts/1` JSON.
    Json,
}

/// How citations are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Citations {
    /// Not at all.
    None,
    /// Behind each sentence.
    Inline,
    /// As footnotes.
    Footnotes,
}

/// What becomes of other people's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Names {
    /// Replaced by roles ("a teammate").
    Roles,
    /// Kept.
    Keep,
}

/// The public interfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Interface {
    /// `warstory.facts/1`.
    Facts,
    /// `warstory.story/1`.
    Story,
    /// `warstory.questions/1`.
    Questions,
}

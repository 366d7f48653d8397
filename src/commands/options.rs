//! From the words of the command line to what the steps want: shared by all commands that read or tell.

use crate::cli::{Citations, MissingArgs, Names, TellArgs, VoiceArgs};
use crate::settings::Settings;
use crate::{extract, render, tell};

impl MissingArgs {
    /// How documents are read.
    pub fn extract(&self, settings: &Settings) -> extract::Options {
        extract::Options { timezone: self.timezone, date: self.date, vocabulary: settings.vocabulary.clone() }
    }
}

impl VoiceArgs {
    /// How stories are told.
    pub fn tell(&self) -> tell::Options {
        tell::Options {
            cut: self.cut,
            me: self.me.clone(),
            role: self.role.clone(),
            wpm: self.wpm,
            keep_names: self.names == Names::Keep,
        }
    }
}

impl TellArgs {
    /// How stories are told.
    pub fn tell(&self) -> tell::Options {
        self.voice.tell()
    }

    /// How citations are shown.
    pub fn citations(&self) -> render::Citations {
        match self.citations {
            Citations::None => render::Citations::None,
            Citations::Inline => render::Citations::Inline,
            Citations::Footnotes => render::Citations::Footnotes,
        }
    }

    /// How a story is rendered.
    pub fn render(&self, layout: render::Layout) -> render::Options {
        render::Options { layout, citations: self.citations(), people: render::People::from(&self.tell()) }
    }
}

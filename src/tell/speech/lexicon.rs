//! The words that the rewriting rules know, as data.
//!
//! Rewriting is safe only for words whose grammar is certain, so the verbs are listed, with what they allow: it is the
//! list that makes "Change reverted" a passive and leaves "Pods restarted" alone. General-purpose taggers and inflectors were
//! looked at (`english` 0.4 inflects, but does not tell a verb from a noun); the vocabulary of timelines is small enough
//! for a list, which also decides the cases that matter here.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::lists::{Words, words};

/// A word is on a list.
pub trait Has {
    /// It is.
    fn has(&self, word: &str) -> bool;
}

impl Has for Words {
    fn has(&self, word: &str) -> bool {
        self.contains(word)
    }
}

impl<const N: usize> Has for [&str; N] {
    fn has(&self, word: &str) -> bool {
        self.contains(&word)
    }
}

/// How a verb behaves in a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Needs an object: without one, its past form is a passive ("Change reverted").
    Transitive,
    /// Stands with or without an object ("Pods restarted"): its past form is left as it is.
    Free,
    /// Says or thinks something; with `that`, somebody active did ("User reported that …").
    Reporting,
    /// Tells somebody; with `that`, somebody was told ("Team alerted that …").
    Telling,
}

/// Verbs that need an object. They end in a regular `-ed`.
const TRANSITIVE: &str = "
add address adjust apply approve assign attach attempt backdate block bypass cancel capture cherry-pick clear
close commit compare complete conduct configure contact convert copy correct cordon create declare decommission
decrease delay delete delist depool deploy deprovision destroy detach detect disable discard discuss dispatch
drain downgrade edit enable engage escalate establish evict execute exclude expand experience expose extend fix
flag flush force identify implement import inform initiate inspect install introduce invalidate invoke involve
isolate launch locate mark merge migrate mitigate modify observe obtain patch pause perform place prepare
process provision publish purge push raise reactivate reassign reattach rebuild receive reconfigure recreate
redeploy redirect reduce reenable re-enable refresh regenerate reinstall reissue reject release relaunch
remediate remove rename renew repair repeat replace repool reproduce request require reroute rescale reschedule
reset resolve restore retire retrieve revert review revoke rotate schedule separate serve share ship skip
stabilize stabilise submit suppress suspend taint target terminate test transfer trigger troubleshoot uncordon
undo unblock uninstall unlock unpublish update upgrade upload use utilize validate verify whitelist affect allow
break-fix cause enlist introduce lower overload overwhelm prevent pinpoint rate-limit saturate scale set-up
tear-down throttle triage unmount mount analyze analyse document monitor collect gather examine measure lock log
tag tune resize move impact include design host check manage expect provide encounter generate distribute
allocate contain highlight compromise cache combine route develop redistribute define specify replicate
exacerbate encourage re-deploy chase consume ignore carry rule sign file solve record fill pull forward display deliver recycle lack gain
disconnect ensure track misconfigure control stage promote abort disrupt save spawn own instruct direct sustain
spot partition fetch estimate deny anticipate register download confuse restrict render prompt prioritize
outline grant free email clarify avoid produce interrupt duplicate disclose compile access amplify deactivate
erase wipe wrap unwrap offload hamper enforce rewrite interpret bounce power rule-out cover balance rebalance audit
";

/// Verbs that stand with or without an object, or never have one.
const FREE: &str = "
accept act agree appear arrive ask attend autoscale bounce call cease change climb coincide complete connect
consider continue correlate crash crashloop deadlock decline degrade deteriorate die disappear diverge double
drop elapse emerge enter error exceed exhaust expire fail fall-back flap flood flush follow function happen hang
help improve increase investigate jam join last leak load loop look manifest miss need normalize normalise occur
offer open operate originate overflow page panic peak persist plateau plummet poll propagate queue react reach
reappear reboot recover refuse re-occur reoccur remain reoccur respond restart result resume resurface retry
roll scale settle slow spike stabilize stall start stay stop subside succeed suffer surface switch talk tick
timeout trip try turn vanish wait want walk warn work end finish handle rise-up return fire seem halt vary pass
contribute rely depend point exist proceed accumulate shift focus kick differ belong consist tend matter lie
prefer search reply pick answer wonder type time
";

/// Verbs of saying and thinking.
const REPORTING: &str = "
acknowledge advise announce assume attribute claim comment conclude confirm decide describe determine diagnose
discover explain hypothesize hypothesise hypothesis indicate learn mention note notice post propose realize
realise recognize recognise recommend report reveal show state suggest suspect theorize theorise believe warn
estimate argue complain communicate
";

/// Verbs of telling somebody.
const TELLING: &str = "alert inform notify page ping";

/// Irregular verbs: base, past, participle.
const IRREGULAR: &[(&str, &str, &str, Class)] = &[
    ("arise", "arose", "arisen", Class::Free),
    ("become", "became", "become", Class::Free),
    ("begin", "began", "begun", Class::Free),
    ("break", "broke", "broken", Class::Free),
    ("bring", "brought", "brought", Class::Transitive),
    ("build", "built", "built", Class::Transitive),
    ("catch", "caught", "caught", Class::Transitive),
    ("choose", "chose", "chosen", Class::Transitive),
    ("come", "came", "come", Class::Free),
    ("cut", "cut", "cut", Class::Free),
    ("dig", "dug", "dug", Class::Free),
    ("do", "did", "done", Class::Transitive),
    ("drive", "drove", "driven", Class::Transitive),
    ("fall", "fell", "fallen", Class::Free),
    ("feel", "felt", "felt", Class::Free),
    ("find", "found", "found", Class::Reporting),
    ("freeze", "froze", "frozen", Class::Free),
    ("get", "got", "got", Class::Free),
    ("give", "gave", "given", Class::Transitive),
    ("go", "went", "gone", Class::Free),
    ("grow", "grew", "grown", Class::Free),
    ("hit", "hit", "hit", Class::Free),
    ("hold", "held", "held", Class::Free),
    ("keep", "kept", "kept", Class::Free),
    ("kill", "killed", "killed", Class::Transitive),
    ("know", "knew", "known", Class::Reporting),
    ("lead", "led", "led", Class::Free),
    ("leave", "left", "left", Class::Free),
    ("lose", "lost", "lost", Class::Transitive),
    ("make", "made", "made", Class::Transitive),
    ("meet", "met", "met", Class::Free),
    ("put", "put", "put", Class::Transitive),
    ("rebuild", "rebuilt", "rebuilt", Class::Transitive),
    ("rise", "rose", "risen", Class::Free),
    ("run", "ran", "run", Class::Free),
    ("say", "said", "said", Class::Reporting),
    ("see", "saw", "seen", Class::Reporting),
    ("send", "sent", "sent", Class::Transitive),
    ("set", "set", "set", Class::Free),
    ("shut", "shut", "shut", Class::Free),
    ("spend", "spent", "spent", Class::Transitive),
    ("take", "took", "taken", Class::Transitive),
    ("tell", "told", "told", Class::Telling),
    ("think", "thought", "thought", Class::Reporting),
    ("throw", "threw", "thrown", Class::Transitive),
    ("understand", "understood", "understood", Class::Reporting),
    ("hear", "heard", "heard", Class::Reporting),
    ("mean", "meant", "meant", Class::Free),
    ("stand", "stood", "stood", Class::Free),
    ("draw", "drew", "drawn", Class::Transitive),
    ("seek", "sought", "sought", Class::Transitive),
    ("wake", "woke", "woken", Class::Free),
    ("feed", "fed", "fed", Class::Transitive),
    ("deal", "dealt", "dealt", Class::Free),
    ("withdraw", "withdrew", "withdrawn", Class::Transitive),
    ("forget", "forgot", "forgotten", Class::Free),
    ("show", "showed", "shown", Class::Reporting),
    ("pay", "paid", "paid", Class::Transitive),
    ("overcome", "overcame", "overcome", Class::Transitive),
    ("split", "split", "split", Class::Free),
    ("spread", "spread", "spread", Class::Free),
    ("speak", "spoke", "spoken", Class::Free),
    ("lend", "lent", "lent", Class::Transitive),
    ("stick", "stuck", "stuck", Class::Free),
    ("hang", "hung", "hung", Class::Free),
    ("mistake", "mistook", "mistaken", Class::Transitive),
    ("override", "overrode", "overridden", Class::Transitive),
    ("overwrite", "overwrote", "overwritten", Class::Transitive),
    ("rewrite", "rewrote", "rewritten", Class::Transitive),
    ("undo", "undid", "undone", Class::Transitive),
    ("redo", "redid", "redone", Class::Transitive),
    ("bind", "bound", "bound", Class::Free),
    ("write", "wrote", "written", Class::Transitive),
];

/// Bases that are nouns as well: their `-s` form and their base need more evidence before they count as verbs.
static ALSO_NOUNS: Words = words!(
    "
act alert attempt block bounce break build call cause change claim climb comment commit copy cost crash cut
decrease delay deploy double drain drop edit end error escape experience flag flap flood flush fix
force function grow hang help hit hold import increase issue jam launch lead leak limit load lock log look loop
mark merge monitor mount move need note offer open page panic patch pause peak ping place poll post process push
query queue rate rebuild reboot release report request reset restart result return review rise roll run scale
schedule service set share ship show shut spike stall start state stop surface suspect switch tag talk target
taint test throw tick time timeout transfer trigger trip tune turn update upgrade upload use wait walk want work
retry rollback request support store impact host file record track design cache focus shift email access sign
fire pass point stage control route display download power check gain own sort rewrite override split spread
address contact document insert measure repair search message rule pick answer type handle kill pull partition balance
estimate outline grant highlight prompt duplicate audit
"
);

/// Regular verbs that double their last consonant. The rule of stress cannot be read off the letters, so they are listed.
static DOUBLING: Words = words!("
 drop flag flap jam log ship skip spot stop tag whip trip wrap unwrap commit refer transfer prefer occur reoccur re-occur plan permit admit ban plug unplug
 dig submit spin cap tap map scan pin unpin grab drag cancel-no dim trim swap wrap run set get hit put cut
");

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `report`
    Base,
    /// `reports`
    Third,
    /// `reported`, `began`
    Past,
    /// `begun` (where it differs from the past)
    Participle,
    /// `reporting`
    Gerund,
}

/// A verb in all its forms.
#[derive(Debug, Clone)]
pub struct Verb {
    /// `report`
    pub base: String,
    /// `reported`
    pub past: String,
    /// How it behaves.
    pub class: Class,
    /// Is a noun, too.
    pub noun: bool,
    /// The past is not the participle: `chose` is never a passive, `chosen` may be one.
    pub distinct: bool,
}

#[derive(Debug)]
struct Lexicon {
    verbs: Vec<Verb>,
    forms: FxHashMap<String, (usize, Form)>,
}

/// The verb that `word` (in lower case) is a form of, and which form.
pub fn verb(word: &str) -> Option<(&'static Verb, Form)> {
    let lexicon = lexicon();
    let &(index, form) = lexicon.forms.get(word)?;
    lexicon.verbs.get(index).map(|v| (v, form))
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(build)
}

fn build() -> Lexicon {
    let mut lexicon = Lexicon { verbs: Vec::new(), forms: FxHashMap::default() };
    // Irregular ones first, then in order of how much the class says: the first entry of a form stays.
    for &(base, past, participle, class) in IRREGULAR {
        lexicon.add(base, past, Some(participle), class);
    }
    for (list, class) in
        [(TELLING, Class::Telling), (REPORTING, Class::Reporting), (FREE, Class::Free), (TRANSITIVE, Class::Transitive)]
    {
        for base in list.split_whitespace() {
            lexicon.add(base, &regular_past(base), None, class);
        }
    }
    lexicon
}

impl Lexicon {
    fn add(&mut self, base: &str, past: &str, participle: Option<&str>, class: Class) {
        let noun = ALSO_NOUNS.contains(base);
        let distinct = participle.is_some_and(|participle| participle != past);
        self.verbs.push(Verb { base: base.to_owned(), past: past.to_owned(), class, noun, distinct });
        let index = self.verbs.len() - 1;
        let forms = [
            (past.to_owned(), Form::Past),
            (third(base), Form::Third),
            (gerund(base), Form::Gerund),
            (base.to_owned(), Form::Base),
            (participle.unwrap_or(past).to_owned(), Form::Participle),
        ];
        for (word, form) in forms {
            self.forms.entry(word).or_insert((index, form));
        }
    }
}

fn vowel(c: char) -> bool {
    "aeiou".contains(c)
}

fn doubles(base: &str) -> bool {
    DOUBLING.contains(base)
}

fn regular_past(base: &str) -> String {
    match base.chars().next_back() {
        Some('e') => format!("{base}d"),
        Some('y') if !base.chars().rev().nth(1).is_some_and(vowel) => format!("{}ied", base.trim_end_matches('y')),
        Some(last) if doubles(base) => format!("{base}{last}ed"),
        _ => format!("{base}ed"),
    }
}

fn third(base: &str) -> String {
    match base {
        "do" | "go" => format!("{base}es"),
        _ if base.ends_with('y') && !base.chars().rev().nth(1).is_some_and(vowel) => {
            format!("{}ies", base.trim_end_matches('y'))
        }
        _ if ["s", "sh", "ch", "x", "z"].iter().any(|e| base.ends_with(e)) => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

fn gerund(base: &str) -> String {
    match base.chars().next_back() {
        Some('e') if base.ends_with("ie") => format!("{}ying", base.trim_end_matches("ie")),
        Some('e') if !base.ends_with("ee") => format!("{}ing", base.strip_suffix('e').unwrap_or(base)),
        Some(last) if doubles(base) => format!("{base}{last}ing"),
        _ => format!("{base}ing"),
    }
}

/// Forms of "to be", "to have", "to do" and the modal verbs in the present, with their past. What is not here is no auxiliary.
pub const AUXILIARIES: &[(&str, &str)] = &[
    ("is", "was"),
    ("are", "were"),
    ("am", "was"),
    ("has", "had"),
    ("have", "had"),
    ("isn't", "wasn't"),
    ("aren't", "weren't"),
    ("hasn't", "hadn't"),
    ("haven't", "hadn't"),
    ("doesn't", "didn't"),
    ("don't", "didn't"),
    ("does", "did"),
    ("can", "could"),
    ("can't", "couldn't"),
    ("cannot", "could not"),
    ("will", "would"),
    ("won't", "wouldn't"),
    ("may", "might"),
];

/// Finite verbs that stand in the past already, or keep their form in it.
pub static PAST_AUXILIARIES: Words = words!(
    "
was were had did could would might should must wasn't weren't hadn't didn't couldn't wouldn't shouldn't
"
);

/// Any of the two: "is", "was", "could".
pub fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.iter().any(|(present, _)| *present == word) || PAST_AUXILIARIES.contains(word)
}

/// Words that open a noun phrase: what stands before them is a verb or a preposition.
pub static DETERMINERS: Words = words!(
    "
a an the this that these those our their its his her my your all some any no each every another several many
most both multiple few one two three
"
);

/// Prepositions and other words that can follow an intransitive verb or a passive, and never open its object.
pub static PREPOSITIONS: Words = words!(
    "
of to in on at for from with by via into onto over under after before during through across about around between
within without until since as due per against back out up down off again and but or so because when while where
which if then successfully manually automatically correctly completely too using causing resulting leading now
already immediately
"
);

/// Subjects that take the plain form of a verb in the present.
pub static PLURAL_SUBJECTS: Words = words!(
    "
we they i you people all both most some these those who
"
);

/// Nouns for persons: a fragment that opens with one lacks an "a" ("Developer reports …").
pub static PERSON_NOUNS: Words = words!(
    "
user customer developer engineer member colleague client operator responder administrator admin contributor
maintainer end-user tenant stakeholder partner
"
);

/// Nouns for things of an incident: a fragment that opens with one lacks a "the" ("Incident declared").
pub static THING_NOUNS: Words = words!(
    "
incident rollback service deployment deploy release change fix issue problem outage decision plan bot appeal meeting limit threshold quota capacity setting account subnet database cluster site
website server pod node team hotfix patch alert alarm investigation rollout upgrade update migration maintenance
root cause failover restart queue job pipeline script certificate config configuration dashboard controller
replica instance backup restore vendor provider load balancer firewall switch router disk volume application app
api backend frontend system process proxy hub gateway version build feature flag traffic connection connectivity
latency error rate page link network bug commit pr mitigation workaround request attempt lock rollover manifest
cache index session key token image container model table record file memory cpu test message mail email ticket
agent
"
);

/// Words that may stand in lower case in the middle of a sentence although the document only has them at the start of one.
/// Everything else keeps its capital: it may be a name.
pub static COMMON_OPENERS: Words = words!(
    "
a an the this that these those it its we our they their there all some most many several no initial initially
first second final finally new old more less few multiple other another each every both as after before during
when while since until at in on by from for with without due because if although despite once then later now
soon eventually shortly users customers writer reader retry manual automatic automated high low increased
elevated unrelated internal external end-users engineers developers monitoring nodes pods servers errors alerts
requests queries builds jobs logs metrics traffic memory disk network healthy unhealthy scheduled unscheduled
daily weekly nightly support operations security platform infrastructure production staging storage primary
secondary main master slave replica leader health status start end attempt attempts digging everything everyone
nothing nobody someone somebody something anyone only also just still not one two three four five half about
around approximately nearly almost over under between across within mail email emails message messages ticket
tickets call calls access data response responses communication work recovery detection resolution additional
upon towards toward throughout whenever instances global significant individual figure even subsequent core specific maybe longer good events
deployments connections components teams short normal insufficient human partial resource potential faulty
malformed previous last next broken bad wrong temporary permanent decision decisions war room formal long-term
short-term plans plan comms
"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_regular_and_irregular_verbs_are_known() {
        for (word, base, form) in [
            ("reports", "report", Form::Third),
            ("dropped", "drop", Form::Past),
            ("applies", "apply", Form::Third),
            ("applied", "apply", Form::Past),
            ("began", "begin", Form::Past),
            ("begun", "begin", Form::Participle),
            ("crashes", "crash", Form::Third),
            ("restoring", "restore", Form::Gerund),
        ] {
            let (verb, found) = verb(word).unwrap();
            assert_eq!((verb.base.as_str(), found), (base, form), "{word}");
        }
    }

    #[test]
    fn a_word_that_is_no_listed_verb_is_unknown() {
        assert!(verb("kubernetes").is_none());
        assert!(verb("is").is_none());
    }
}

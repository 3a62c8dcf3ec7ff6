//! Silence inside the audit events that the organization's own rhythm does not explain.

mod log;
#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};

use self::log::{Log, Witness};
use super::file_subject;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Confidence, Control, Finding, Period, Severity, Table, counted};
use crate::stats::gaps::{Gap, bound, chance_of_none, gaps};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "audit-log-gap",
    title: "Gaps in the audit events",
    control: Control::EvidenceCompleteness,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "days of the period, counted once inside the activity feed and once inside the audit-log export",
    thresholds: &[
        Threshold {
            name: "silent_hours",
            default: 24.0,
            unit: "hours",
            source: "a night and a day: shorter silences are everyday",
        },
        Threshold {
            name: "false_alarms_percent",
            default: 1.0,
            unit: "% of quarters",
            source: "one quarterly review in 25 years that asks about a gap that is none",
        },
        Threshold {
            name: "longest_break_days",
            default: 2.0,
            unit: "days of work",
            source: "Easter and Thanksgiving; more is granted at Christmas, the Lunar New Year and the Golden Weeks",
        },
    ],
    explain: Explain {
        finds: "Silence of at least `silent_hours` inside the activity feed, or inside the audit-log export, that does not come about by \
                chance in more than `false_alarms_percent` of quarters. Up to `longest_break_days` of work it may be a holiday, and is held \
                against a quarter of the quietest 24 hours of each of the six weeks before and after it. Longer than that it is held \
                against half of the same hours of the weekdays in these weeks, and against how much one day differs from the same day a \
                week later. Christmas (12 days of work), the Lunar New Year and the Golden Weeks of spring and autumn (7; unless the policy \
                sets the limit) may last longer. Each source is judged by itself, between its first and its last event, with at least six \
                weeks of it and two on either side of the silence. Where the other source goes on with what this one records too, \
                nobody was on holiday, and that alone is enough. Somebody who does one thing many times in an hour counts once. Silence \
                in which logging was off is `logging-disabled` and not found again.",
        matters: "What is missing from the log was not reviewed, and every statement that something did not happen is void in that time. \
                  Rows can be lost by an export that failed, and removed by somebody.",
        remedy: &[
            "Export {name} for the silent days again: claude.ai > Organization settings > Data and privacy > Export logs; or Compliance \
             API: GET /v1/compliance/activities with created_at.gte and created_at.lte, all pages",
            "If the new export is as silent: ask Anthropic's support whether events of these days were written, and compare with the \
             identity provider's sign-in log",
        ],
        caveats: "In an organization that rests wholly at weekends a gap of one or two days looks like a holiday: unless the other source \
                  shows the contrary it stands in a note and is no finding. A company that closes for longer looks like a gap: raise \
                  `longest_break_days`. An export that leaves out some types only, or single events, is not seen.",
    },
    run,
};

/// Weeks that a source must have for its rhythm to be known.
const LEAST_WEEKS: usize = 6;
/// Times of the year, month and day, in which whole organizations rest for longer, with days of work: Christmas and New Year, the Lunar
/// New Year, the Golden Weeks of Japan and China.
const LONG_BREAKS: [(&str, &str, f64); 5] = [
    ("12-20", "12-31", CHRISTMAS_DAYS),
    ("01-01", "01-08", CHRISTMAS_DAYS),
    ("01-20", "02-28", 7.0),
    ("04-28", "05-08", 7.0),
    ("09-28", "10-09", 7.0),
];
const CHRISTMAS_DAYS: f64 = 12.0;
/// Of other silences a note is worth one whose hours usually hold so much.
const WORTH_A_NOTE: f64 = 10.0;
/// So many of them, of each source.
const MOST_NOTES: usize = 3;

fn run(cx: &Context) -> Result<Outcome> {
    let logs: Vec<Log> = [true, false].into_iter().filter_map(|by_feed| Log::of(cx, by_feed)).collect();
    let (known, short): (Vec<&Log>, Vec<&Log>) = logs.iter().partition(|log| log.weeks() >= LEAST_WEEKS);
    let short: Vec<String> = short
        .iter()
        .map(|log| {
            format!("{} has {}; its rhythm is known after {LEAST_WEEKS} weeks", log.title, counted(log.days(), "day"))
        })
        .collect();
    if known.is_empty() {
        let why = if short.is_empty() { "there is no audit event".to_owned() } else { short.join("; ") };
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    let (mut population, mut findings, mut notes) = (0, Vec::new(), short);
    let silent = cx.limit(&ANALYZER, const { ANALYZER.threshold("silent_hours") }).value.max(1.0) as usize;
    for log in &known {
        population += log.days_within(cx.period);
        let other = logs.iter().find(|other| other.by_feed != log.by_feed);
        let inside = gaps(&log.types, silent, |hour| log.is_weekend(hour)).into_iter().map(|gap| Silence { log, gap });
        let mut left: Vec<(f64, String)> = Vec::new();
        for silence in inside.filter(|silence| silence.touches(cx.period)) {
            if let Some(off) = silence.log.explained_by(cx, silence.start(), silence.end(), silent) {
                notes.push(format!("{} is explained: {off}", silence.says()));
                continue;
            }
            match finding_of_silence(cx, &silence, other, known.len()) {
                Ok(finding) => findings.push(finding),
                Err(why) => left.push((silence.gap.usual.unwrap_or(0.0), format!("{}{why}", silence.says()))),
            }
        }
        left.retain(|(usual, _)| *usual >= WORTH_A_NOTE);
        left.sort_by(|a, b| b.0.total_cmp(&a.0));
        notes.extend(left.into_iter().take(MOST_NOTES).map(|(_, note)| note));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// A silence of a source.
struct Silence<'a> {
    log: &'a Log<'a>,
    gap: Gap,
}

impl Silence<'_> {
    fn start(&self) -> DateTime<Utc> {
        self.log.hour(self.gap.start)
    }

    fn end(&self) -> DateTime<Utc> {
        self.log.hour(self.gap.end)
    }

    fn period(&self) -> Period {
        let last = self.end() - TimeDelta::hours(1);
        Period { start: self.start().date_naive(), end: last.date_naive() }
    }

    fn touches(&self, period: Period) -> bool {
        let own = self.period();
        own.start <= period.end && period.start <= own.end
    }

    /// `2 d 3 h`
    fn format_duration(&self) -> String {
        format!("{} d {} h", self.gap.hours() / 24, self.gap.hours() % 24)
    }

    fn says(&self) -> String {
        const MINUTE: &str = "%Y-%m-%d %H:%M";
        let (from, to) = (self.start().format(MINUTE), self.end().format(MINUTE));
        let usual = self.gap.usual.filter(|usual| *usual >= 1.0);
        let usual = usual.map_or_else(String::new, |usual| {
            format!(". Usual for these hours: {usual:.0} (types of events, hour by hour)")
        });
        format!("{} has no event for {}, from {from} to {to} UTC{usual}", self.log.title, self.format_duration())
    }

    /// So long it may be a holiday, in days of work.
    fn longest_break(&self, cx: &Context) -> f64 {
        let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("longest_break_days") });
        let days: Vec<String> = self.period().each_day().map(|day| day.format("%m-%d").to_string()).collect();
        let granted = LONG_BREAKS.iter().filter(|(from, to, longest)| {
            let counts = !limit.by_policy || *longest >= CHRISTMAS_DAYS;
            counts && days.iter().any(|day| (*from..=*to).contains(&day.as_str()))
        });
        granted.map(|(.., days)| *days).fold(limit.value, f64::max)
    }
}

/// The finding, or why there is none.
fn finding_of_silence(cx: &Context, silence: &Silence, other: Option<&Log>, logs: usize) -> Result<Finding, String> {
    let bound = bound(
        cx.limit(&ANALYZER, const { ANALYZER.threshold("false_alarms_percent") }).value / 100.0,
        silence.gap.hours(),
        logs,
    );
    let longest = silence.longest_break(cx);
    // Half a day is lost around a holiday too.
    let is_longer = silence.gap.lost > longest + 0.5;
    let own = if is_longer { silence.gap.work } else { silence.gap.off };
    let witness = other.and_then(|other| silence.log.witness(other, silence.start(), silence.end()));
    let by_witness = witness.as_ref().map(|witness| chance_of_none(witness.expected));
    let chance = own.into_iter().chain(by_witness).min_by(f64::total_cmp);
    let Some(chance) = chance else {
        return Err(". Not judged: it has fewer than two weeks of events before or after it".to_owned());
    };
    if chance >= bound {
        let why =
            format!(". No finding: a holiday of the whole organization may last as long ({longest:.0} days of work)");
        return Err(if is_longer { ". No finding: it may be chance".to_owned() } else { why });
    }
    let witness = witness.filter(|_| by_witness.is_some_and(|chance| chance < bound));
    Ok(finding(cx, silence, chance, other, witness.as_ref()))
}

fn finding(cx: &Context, silence: &Silence, chance: f64, other: Option<&Log>, witness: Option<&Witness>) -> Finding {
    let (log, format_duration) = (silence.log, silence.format_duration());
    let (limit, alarms) = (
        cx.limit(&ANALYZER, const { ANALYZER.threshold("silent_hours") }),
        cx.limit(&ANALYZER, const { ANALYZER.threshold("false_alarms_percent") }),
    );
    let odds = odds(chance, silence.gap.hours());
    let mut message = format!("{}. By chance this happens about {odds}", silence.says());
    match (witness, other) {
        (Some(witness), Some(other)) => message.push_str(&format!(
            ". In that time {} has {} of types that {} also records",
            other.title,
            counted(witness.events, "event"),
            log.title
        )),
        (None, Some(other)) if other.is_silent(silence.start(), silence.end()) => {
            message.push_str(&format!(". {} is silent too", crate::model::capital(other.title)));
        }
        _ => {}
    }
    let seam = log.seam(silence.gap.start, silence.gap.end);
    if let Some((before, after)) = seam {
        let [before, after] = [before, after].map(|source| cx.data.path(source.file));
        message.push_str(&format!(
            ". The last event before it is in {before}, the next one in {after}: a file between them is probably missing"
        ));
    }
    message.push_str(&format!(". Threshold: {limit}, and a false alarm in {alarms}"));
    let title = format!("{} is silent for {format_duration}", crate::model::capital(log.title));
    let mut subject = file_subject(log.id);
    subject.name = Some(log.title.trim_start_matches("the ").to_owned());
    let mut finding = ANALYZER.finding(subject, title, message);
    if witness.is_none() && seam.is_none() {
        finding.confidence = Confidence::Medium;
    }
    finding.period = Some(silence.period());
    finding.event = Some(silence.start().to_rfc3339());
    finding.observed = Some(format!("silent for {format_duration}"));
    finding.threshold = Some(format!("{limit}, and a false alarm in {alarms}"));
    let edge = |source: crate::facts::Source, record: &str| source.evidence(cx.data, record);
    finding
        .evidence
        .extend(log.before(silence.gap.start).map(|source| edge(source, "the last hour before the silence")));
    finding.evidence.extend(log.after(silence.gap.end).map(|source| edge(source, "the first hour after it")));
    finding.evidence.extend(witness.map(|witness| edge(witness.source, "what the other source has in that time")));
    finding
}

/// How often that is, in quarters, which have room for so many silences of a length.
fn odds(chance: f64, hours: usize) -> String {
    const MOST: f64 = 1e6;
    let a_quarter = chance * (91 * 24) as f64 / hours.max(1) as f64;
    match 1.0 / a_quarter.max(1.0 / MOST) {
        quarters if quarters >= MOST => "less than once in a million quarters".to_owned(),
        quarters => format!("once in {quarters:.0} quarters"),
    }
}

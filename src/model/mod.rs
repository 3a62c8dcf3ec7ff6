//! What every other module speaks: tables, findings, the report, money and time. Knows nothing of files or threads.

mod access;
mod access_change;
mod activity;
mod address;
mod assignment;
mod attestation;
mod baseline;
mod bounds;
mod brief;
mod bursts;
mod carried_out;
mod chart;
mod comparison;
mod control;
mod count;
mod coverage;
mod dataset;
mod dates;
mod deletion;
mod dollars;
mod effective_access;
mod event_fingerprint;
mod event_source;
mod finding;
mod foreign_list;
mod foremost;
mod framework;
mod gateway_key;
mod hex;
mod identity;
mod input;
mod key_figures;
mod list_tie;
mod log_review;
mod log_worksheet;
mod looser_threshold;
mod money;
mod named_time;
mod open_item;
mod origin;
mod period;
mod place;
mod population;
mod punycode;
mod reading;
mod reconciliation;
mod renaming;
mod report;
mod retention;
mod rotation;
mod sample;
mod secret;
mod sentence;
mod severity;
mod sign_off;
mod spend_change;
mod standing;
mod stated_id;
mod subject;
mod subject_state;
mod table;
mod tally;
mod totals;
mod unpriced_usage;
pub(crate) mod worksheet;

pub use access::{AccessGroup, AccessRow, ReviewResult};
pub use access_change::{AccessChange, AccessChanges, ChangeBasis, ChangeCount, ChangeKind, Direction};
pub use activity::{ACTOR_ADDRESSES, ACTOR_IDS};
pub use address::normalize_address;
pub use assignment::{Assignment, DueDays};
pub use attestation::Attestation;
pub use baseline::Baseline;
pub use bounds::{Bound, Bounds};
pub use brief::{Brief, Clause, FirstStep, KeyLeaf, PersonFindings, Statement, WorkspaceBranch, by_subject};
pub use bursts::bursts;
pub use carried_out::CarriedOut;
pub use chart::{
    BandChart, BandDay, Chart, ChartData, DayState, DrawnDay, ExpectedBand, HeatCells, HeatMap, Mark, Series,
    StackedChart, Step, Waterfall,
};
pub use comparison::{Comparison, Fingerprint, NotComparable, Past, Unjudged};
pub use control::{Control, Frameworks, Verdict};
pub use count::{counted, counted_of, grouped, plural};
pub use coverage::{Coverage, FileSpan};
pub use dataset::{Conflict, Dataset, OtherSums, PossibleCopy, Remarks, RoutineEvents, StatedCount};
pub use dates::{FIRST_DAY, LAST_DAY, LONGEST_PERIOD, MONTHS, is_possible_day, is_possible_instant};
pub use deletion::Deletion;
pub use dollars::dollars;
pub use effective_access::{
    EffectiveAccess, EffectiveAccesses, PrincipalKind, Reach, ResourceKind, Right, Way, WayKind,
};
pub use event_fingerprint::{EventContent, event_fingerprint, text_fingerprint};
pub use event_source::EventSource;
pub use finding::{Evidence, Finding, Status};
pub use foreign_list::ForeignList;
pub use foremost::{Foremost, foremost};
pub use framework::{FRAMEWORKS, Framework};
pub use gateway_key::GatewayKeyRow;
pub use hex::hex;
pub use identity::{IdentityKind, IdentityReviewResult, IdentityRow};
pub use input::{
    BREAKS_OFF, EMPTY_LIST, EXPORT_NOTES, FAILED_EXPORT, Input, PART, PASSED_OVER, Rejection, SAVED_HEADERS,
    SAYS_OF_NOBODY, UNREADABLE,
};
pub use key_figures::{EnvironmentShare, KeyFigures, ListPrice, MonthForecast, PricedByPolicy};
pub use list_tie::{ListTie, OtherList, Part, TieDifference};
pub use log_review::{AdminAction, FirstSeen, KindCount, LogReview, LogSource};
pub use log_worksheet::{Change, LogReviewResult, LogRow, ReviewedWeek, RowDecision};
pub use looser_threshold::LooserThreshold;
pub use money::{Money, MoneyError};
pub use named_time::NamedTime;
pub use open_item::OpenItem;
pub use origin::{agent_family, network};
pub use period::{Period, PeriodError};
pub use place::{Place, Places, address};
pub use population::PopulationProof;
pub use reading::{EventOrganizations, Reading};
pub use reconciliation::{Reconciliation, UsageReconciliation};
pub use renaming::{KEY_UPDATED, Named, Renaming, WORKSPACE_UPDATED};
pub use report::{
    Basis, CheckResult, CheckStatus, ControlResult, LARGEST_FINDINGS, NotAssessed, Organization, PolicyInfo, Report,
    SCHEMA_VERSION, Suppressed, Tool, UnusedSuppression,
};
pub use retention::Retention;
pub use rotation::{Rotation, RotationBasis, RotationOwner, RotationState};
pub use sample::{Sample, SampleItem, SampleLine};
pub use secret::{find_secrets, mask_secrets};
pub use sentence::{capital, with_stop};
pub use severity::{Confidence, Severity};
pub use sign_off::{SignOff, Signature};
pub use spend_change::{ChangeParts, Contributor, PartChange, PeriodChange, SpendChange};
pub use standing::Standing;
pub use stated_id::is_stated_id;
pub use subject::{Subject, SubjectKind};
pub use subject_state::{SubjectState, SubjectStates, became};
pub use table::{Column, Kind, Role, Table};
pub use tally::Tally;
pub use totals::{
    CloudBill, Counts, EventCounts, GatewaySpend, InviteCounts, KeyCounts, MemberCounts, Spend, Tokens, Totals,
    UNSTATED_ORGANIZATION,
};
pub use unpriced_usage::UnpricedUsage;

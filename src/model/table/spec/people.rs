//! Seats of people and what they do with them, and worksheets that reviewers filled in.

use super::Spec;
use crate::model::table::{Table, lists, seats};

/// In the order of the enumeration.
pub(super) const PEOPLE: [Spec; 8] = [
    Spec {
        table: Table::Seats,
        id: "seats",
        title: "claude.ai seats",
        how_to_export: "claude.ai organization settings > Members > Export CSV, and Analytics > Members > Export",
        event_time_columns: &["last_active"],
        columns: seats::SEATS,
    },
    Spec {
        table: Table::SeatActivity,
        id: "seat_activity",
        title: "activity of Claude Enterprise members",
        how_to_export: "Claude Enterprise: GET /v1/organizations/analytics/users with starting_date and ending_date, all pages",
        event_time_columns: &["last_active"],
        columns: seats::SEAT_ACTIVITY,
    },
    Spec {
        table: Table::SeatSpend,
        id: "seat_spend",
        title: "claude.ai spend by seat",
        how_to_export: "claude.ai organization settings > Analytics > Spend report",
        event_time_columns: &[],
        columns: seats::SEAT_SPEND,
    },
    Spec {
        table: Table::ClaudeCode,
        id: "claude_code",
        title: "Claude Code by day",
        how_to_export: "Admin API: GET /v1/organizations/usage_report/claude_code, every day, all pages",
        event_time_columns: &["day"],
        columns: seats::CLAUDE_CODE,
    },
    Spec {
        table: Table::ClaudeCodeTeam,
        id: "claude_code_team",
        title: "Claude Code by month",
        how_to_export: "Console or claude.ai > Claude Code analytics > Export",
        event_time_columns: &[],
        columns: seats::CLAUDE_CODE_TEAM,
    },
    Spec {
        table: Table::AccessReview,
        id: "access_review",
        title: "access-review decisions",
        how_to_export: "access-review.csv of a report, filled in, with --review",
        event_time_columns: &[],
        columns: lists::ACCESS_REVIEW,
    },
    Spec {
        table: Table::LogReview,
        id: "log_review",
        title: "log-review decisions",
        how_to_export: "log-review.csv of a report, filled in, with --review",
        event_time_columns: &[],
        columns: lists::LOG_REVIEW,
    },
    Spec {
        table: Table::IdentityReview,
        id: "identity_review",
        title: "decisions about non-human identities",
        how_to_export: "non-human-identities.csv of a report, filled in, with --review",
        event_time_columns: &[],
        columns: lists::IDENTITY_REVIEW,
    },
];

//! What `--help` says below the options: examples, where reports go, exit codes.

use crate::exit::Exit;

/// What the program says when it is called without arguments.
pub(super) fn short() -> String {
    "\
clade-analyze audits offline how your organization uses Claude.

  clade-analyze ./exports              read a folder of exports, write a report
  clade-analyze init ./exports         write a policy, clade.toml, for you to correct
  clade-analyze explain stale-key      explain a check
  clade-analyze verify reports/2026-Q3 compare a report with its manifest
  clade-analyze --help                 all options

Which exports, and where to get them: docs/exports.md. Nothing is sent anywhere.
"
    .to_owned()
}

pub(super) fn after_help() -> String {
    let codes = Exit::ALL.map(|exit| format!("  {}  {}\n", exit.code(), exit.meaning())).concat();
    format!(
        "\
Examples:
  clade-analyze ./exports
  clade-analyze ./exports --period 2026-Q3 --fail-on high --strict
  clade-analyze usage.csv admin-api.zip --from 2026-04-01 --to 2026-08-15 --format md,json
  gpg -d usage.csv.gpg | clade-analyze - ./exports
  clade-analyze ./exports --baseline reports/2026-Q2/findings.json
  clade-analyze ./exports --review access-review.csv --sample 25 --seed \"audit 2026-17\"
  clade-analyze verify reports/2026-Q3 --exports ./exports
  clade-analyze history reports/2026-*   every control from quarter to quarter
  clade-analyze show ana@example.com ./exports
  clade-analyze init ./exports      a policy, clade.toml, for you to correct
  clade-analyze explain stale-key
  clade-analyze completions bash    man prints the man page
  clade-analyze ./explain           a folder of that name

Reports go to reports/<period>/ (or --out DIR): report.html, report.md, report.jira.txt,
summary.png, charts/, findings.json, CSV files, and manifest.json with the hash of
every input and output. Nothing is sent anywhere.

Exit codes:
{codes}"
    )
}

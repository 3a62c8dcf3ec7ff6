//! Arguments as the request that they make.

use clap::CommandFactory;
use clap::error::ErrorKind;

use super::Request;
use super::arguments::{Arguments, Command};
use crate::model::Period;
use crate::options::{FoldOptions, Format, InitOptions, Options, PeriodChoice, SampleChoice, ShowOptions};
use crate::verify::VerifyRequest;

impl Arguments {
    pub(super) fn request(self) -> Result<Request, clap::Error> {
        match self.command {
            Some(Command::Explain { check, policy }) => return Ok(Request::Explain { check, policy }),
            Some(Command::Verify {
                report,
                exports,
                review: reviews,
                policy,
                baseline,
                geoip,
                pseudonymize,
                public_key,
            }) => {
                let request =
                    VerifyRequest { report, exports, reviews, policy, baseline, geoip, pseudonymize, public_key };
                return Ok(Request::Verify(request));
            }
            Some(Command::Show { what, exports, review: reviews, policy }) => {
                let run = Options { exports, reviews, policy, ..Options::default() };
                return Ok(Request::Show(ShowOptions { what, run }));
            }
            Some(Command::History { reports }) => return Ok(Request::History(reports)),
            Some(Command::Fold { exports, out, root, event, sums_only, force, quiet }) => {
                let events = event.into_iter().collect();
                return Ok(Request::Fold(FoldOptions { exports, root, out, events, sums_only, force, quiet }));
            }
            Some(Command::Init { exports, out, force }) => {
                return Ok(Request::Init(InitOptions { exports, out, force }));
            }
            // Answered before there is a request.
            Some(Command::Collect { .. } | Command::Completions { .. } | Command::Man) | None => {}
        }
        let period = self.period_choice()?;
        let formats = if self.format.is_empty() { Format::DEFAULT.to_vec() } else { self.format };
        Ok(Request::Analyze(Options {
            exports: self.exports,
            reviews: self.review,
            sample: self.sample.map(|size| SampleChoice { size, seed: self.seed }),
            out: self.out,
            force: self.force,
            period,
            as_of: self.as_of,
            policy: self.policy,
            baseline: self.baseline,
            geoip: self.geoip,
            pseudonymize: self.pseudonymize,
            fail_on: self.fail_on,
            formats: formats.into_iter().collect(),
            strict: self.strict,
            quiet: self.quiet,
            color: self.color,
        }))
    }

    fn period_choice(&self) -> Result<PeriodChoice, clap::Error> {
        Ok(match (self.period, self.from, self.to) {
            (Some(period), ..) => PeriodChoice::Given(period),
            (None, None, None) => PeriodChoice::Latest,
            (None, Some(from), None) => PeriodChoice::Since(from),
            (None, None, Some(to)) => PeriodChoice::Until(to),
            (None, Some(from), Some(to)) => match Period::new(from, to) {
                Some(period) => PeriodChoice::Given(period),
                None => {
                    let message = format!("--from {from} is later than --to {to}");
                    return Err(Self::command().error(ErrorKind::ValueValidation, message));
                }
            },
        })
    }
}

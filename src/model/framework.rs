//! Frameworks that the report refers to beside SOC 2, ISO/IEC 27001 and NIST SP 800-53, by name; what controls support in them is data.

/// A framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framework {
    /// As in the table and in `findings.json`.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
}

/// Every one, in the order of the report.
pub const FRAMEWORKS: [Framework; 6] = [
    Framework { id: "cis", title: "CIS Controls v8.1" },
    Framework { id: "pci-dss", title: "PCI DSS 4.0.1" },
    Framework { id: "hipaa", title: "HIPAA Security Rule" },
    Framework { id: "ccm", title: "CSA CCM v4" },
    Framework { id: "ai-rmf", title: "NIST AI RMF 1.0" },
    Framework { id: "owasp-nhi", title: "OWASP NHI Top 10 2025" },
];

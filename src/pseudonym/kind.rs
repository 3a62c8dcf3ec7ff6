//! What gets a label: kinds of things, and which of a thing's names a text is.

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Members, people on rosters, reviewers, owners.
    Person,
    /// Keys of every kind.
    Key,
    /// Workspaces.
    Workspace,
    /// Service accounts.
    Account,
    /// Groups.
    Group,
    /// Custom roles.
    Role,
    /// Invitations.
    Invite,
    /// Organizations.
    Organization,
    /// Names that keys share: what the policy or the names call a service.
    Service,
    /// Domains of addresses.
    Domain,
    /// Network addresses.
    Network,
    /// Whatever else has a name or an id.
    Object,
}

impl Kind {
    /// The word in a label.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Key => "key",
            Self::Workspace => "workspace",
            Self::Account => "account",
            Self::Group => "group",
            Self::Role => "role",
            Self::Invite => "invite",
            Self::Organization => "organization",
            Self::Service => "service",
            Self::Domain => "domain",
            Self::Network => "network",
            Self::Object => "object",
        }
    }

    /// Every kind.
    pub(super) const ALL: [Self; 12] = [
        Self::Person,
        Self::Key,
        Self::Workspace,
        Self::Account,
        Self::Group,
        Self::Role,
        Self::Invite,
        Self::Organization,
        Self::Service,
        Self::Domain,
        Self::Network,
        Self::Object,
    ];

    /// The kind of thing that an id is of, by its prefix.
    pub(super) fn of_id(id: &str) -> Self {
        const PREFIXES: [(&str, Kind); 12] = [
            ("user_", Kind::Person),
            ("account_", Kind::Person),
            ("apikey_", Kind::Key),
            ("admin_api_key_", Kind::Key),
            ("cak_", Kind::Key),
            ("wrkspc_", Kind::Workspace),
            ("svac_", Kind::Account),
            ("rbac_group_", Kind::Group),
            ("group_", Kind::Group),
            ("rbac_role_", Kind::Role),
            ("invite_", Kind::Invite),
            ("org_", Kind::Organization),
        ];
        PREFIXES.iter().find(|(prefix, _)| id.starts_with(prefix)).map_or(Self::Object, |(_, kind)| *kind)
    }
}

/// Which of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Facet {
    /// What it is called; of people their address.
    Main,
    /// A person's name.
    Name,
    /// Its id.
    Id,
    /// What the Console shows of a key.
    Hint,
    /// The part of an address before the at sign, where it stands alone.
    Local,
    /// A name with other signs between its words, as in names of files.
    Alias,
}

impl Facet {
    /// What a label ends with.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Main => "",
            Self::Name => "-name",
            Self::Id => "-id",
            Self::Hint => "-hint",
            Self::Local => "-local",
            Self::Alias => "-alias",
        }
    }

    /// Whether two things with the same one are the same thing.
    pub(super) const fn identifies(self, kind: Kind) -> bool {
        matches!((self, kind), (Self::Id, _) | (Self::Main, Kind::Person))
    }
}

/// A text that stands for a thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    /// Kind of thing.
    pub(super) kind: Kind,
    /// Which of its names.
    pub(super) facet: Facet,
    /// As it is written.
    pub(super) text: String,
}

impl Form {
    pub(super) fn new(kind: Kind, facet: Facet, text: &str) -> Self {
        Self { kind, facet, text: text.trim().to_owned() }
    }
}

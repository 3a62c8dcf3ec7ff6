//! What spenders are called: a bill of a cloud has accounts and principals where the Console has workspaces and keys.

/// The words for whoever spent, before a name or in its place.
#[derive(Clone, Copy, Debug)]
pub struct SpenderWords {
    /// All of them.
    pub organization: &'static str,
    /// Before the name of a workspace, or of what stands for one.
    pub workspace: &'static str,
    /// Before the name of a key, or of what stands for one.
    pub key: &'static str,
    /// Use of nobody who is named.
    pub without_key: &'static str,
}

impl SpenderWords {
    /// Of the Console.
    pub const CONSOLE: Self =
        Self { organization: "the organization", workspace: "workspace", key: "key", without_key: "use without a key" };
    /// Of a cloud's bill.
    pub const CLOUD: Self = Self {
        organization: "Claude in all accounts",
        workspace: "account",
        key: "principal",
        without_key: "use without a principal",
    };
    /// Of a gateway, where a key is a key.
    pub const GATEWAY: Self = Self {
        organization: "Claude by all keys",
        workspace: "team",
        key: "gateway key",
        without_key: "use without a key of the gateway",
    };
}

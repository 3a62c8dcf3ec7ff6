//! Of which role the permissions of a file are. The answer of `rbac_roles/{id}/permissions` does not repeat the role's id, so it has
//! to stand in the path under which the answer was saved.

use super::batch::Batch;
use super::folders::Export;
use crate::model::Table;

/// What ids of roles begin with.
const PREFIX: &str = "rbac_role_";

/// Writes the role that a path names on the permissions that state none. Where the path names none, the path itself stands for the
/// role: permissions of two files are never taken for those of one role.
pub(super) fn tell_roles(exports: &mut [Export]) {
    for (path, batch) in exports.iter_mut().filter(|(_, batch)| batch.table == Table::RbacRolePermissions) {
        let Some(column) = batch.table.position("role_id") else { continue };
        if (0..batch.rows()).all(|row| batch.value(column, row).is_some()) {
            continue;
        }
        match role_in(path) {
            Some(role) => fill(batch, &role),
            None => {
                batch.note("says nowhere of which role these permissions are: save each answer under a name with the role's id");
                fill(batch, &format!("file {path}"));
            }
        }
    }
}

fn fill(batch: &mut Batch, role: &str) {
    batch.fill("role_id", role, "role_id");
}

/// The last id of a role in a path.
fn role_in(path: &str) -> Option<String> {
    let at = path.rfind(PREFIX)? + PREFIX.len();
    let rest: String = path.get(at..)?.chars().take_while(char::is_ascii_alphanumeric).collect();
    (!rest.is_empty()).then(|| format!("{PREFIX}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::role_in;
    use crate::analyze::testing::data;
    use crate::model::Table;

    #[test]
    fn the_id_stands_anywhere_in_a_path() {
        for path in [
            "admin/rbac_role_01Abc.json",
            "admin/rbac_roles/rbac_role_01Abc/permissions.json",
            "rbac_role_permissions/rbac_role_01Abc_page_2.json",
        ] {
            assert_eq!(role_in(path).as_deref(), Some("rbac_role_01Abc"), "{path}");
        }
        for path in ["admin/rbac_roles.json", "permissions.json", "rbac_role_.json"] {
            assert_eq!(role_in(path), None, "{path}");
        }
    }

    #[test]
    fn the_same_permission_of_two_roles_counts_twice() {
        let one = r#"{"data":[{"type":"rbac_role_permission","action":"chat","resource":{"type":"organization","organization_id":"1"}}],"next_page":null}"#;
        let both = |a: &str, b: &str| data(&[(a, one), (b, one)]).frame(Table::RbacRolePermissions).unwrap().height();
        assert_eq!(both("rbac_role_1.json", "rbac_role_2.json"), 2);
        assert_eq!(both("editors.json", "authors.json"), 2, "of neither the role is known");
        assert_eq!(both("a/rbac_role_1.json", "b/rbac_role_1.json"), 1, "a copy");
    }
}

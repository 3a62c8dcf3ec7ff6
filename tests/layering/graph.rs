//! Which file uses what of which other file: every path of the sources, resolved through re-exports to the file that defines its item.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// A module: the file it stands in, what it defines and what it imports.
#[derive(Debug, Default)]
struct Module {
    file: String,
    items: BTreeSet<String>,
    /// Name here and the path it stands for, as written.
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    /// Paths in code, as written, that begin with `crate`, `self`, `super` or a name.
    paths: BTreeSet<Vec<String>>,
}

/// All modules by their path, without those that only tests have.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    modules: BTreeMap<Vec<String>, Module>,
}

/// Whether the item is there for tests only.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| {
        one.path().is_ident("cfg") && one.parse_args::<syn::Path>().is_ok_and(|argument| argument.is_ident("test"))
    })
}

/// Every leaf of a `use`: the name it has here and its path; `*` for a glob.
fn leaves(tree: &UseTree, before: &[String], found: &mut Vec<(String, Vec<String>)>) {
    let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &with(&path.ident), found),
        UseTree::Name(name) if name.ident == "self" => {
            found.push((before.last().cloned().unwrap_or_default(), before.to_vec()));
        }
        UseTree::Name(name) => found.push((name.ident.to_string(), with(&name.ident))),
        UseTree::Rename(name) => found.push((name.rename.to_string(), with(&name.ident))),
        UseTree::Glob(_) => found.push(("*".to_owned(), before.to_vec())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, before, found)),
    }
}

struct Collector<'a> {
    module: &'a mut Module,
    inner: Vec<(String, Vec<Item>)>,
    files: Vec<String>,
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = match item {
            Item::Const(one) => (&one.attrs, Some(&one.ident)),
            Item::Enum(one) => (&one.attrs, Some(&one.ident)),
            Item::Fn(one) => (&one.attrs, Some(&one.sig.ident)),
            Item::Static(one) => (&one.attrs, Some(&one.ident)),
            Item::Struct(one) => (&one.attrs, Some(&one.ident)),
            Item::Trait(one) => (&one.attrs, Some(&one.ident)),
            Item::Type(one) => (&one.attrs, Some(&one.ident)),
            Item::Impl(one) => (&one.attrs, None),
            Item::Macro(one) => (&one.attrs, None),
            Item::Mod(one) => {
                match &one.content {
                    _ if is_test(&one.attrs) => {}
                    Some((_, items)) => self.inner.push((one.ident.to_string(), items.clone())),
                    None => self.files.push(one.ident.to_string()),
                }
                return;
            }
            Item::Use(one) => {
                if !is_test(&one.attrs) {
                    self.visit_item_use(one);
                }
                return;
            }
            _ => return visit::visit_item(self, item),
        };
        if is_test(attributes) {
            return;
        }
        self.module.items.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, one: &'ast syn::ItemUse) {
        let mut found = Vec::new();
        leaves(&one.tree, &[], &mut found);
        for (name, path) in found {
            if name == "*" {
                self.module.globs.push(path);
            } else {
                // An import that nothing exports is a use of its own; a re-export passes on what others use.
                if matches!(one.vis, Visibility::Inherited) {
                    self.module.paths.insert(path.clone());
                }
                self.module.imports.insert(name, path);
            }
        }
    }

    // `pub(in path)` says who may use, not what is used.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if path.leading_colon.is_none() && names.len() > 1 {
            self.module.paths.insert(names);
        }
        visit::visit_path(self, path);
    }
}

impl Graph {
    /// Reads the library from its root file.
    pub(crate) fn of(src: &Path) -> Self {
        let mut graph = Self::default();
        graph.read(src, &src.join("lib.rs"), Vec::new());
        graph
    }

    fn read(&mut self, src: &Path, file: &Path, path: Vec<String>) {
        let items = syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap().items;
        let name = file.strip_prefix(src).unwrap().to_string_lossy().replace('\\', "/");
        let is_door = path.is_empty() || file.ends_with("mod.rs");
        let folder = if is_door { file.parent().unwrap().to_owned() } else { file.with_extension("") };
        for child in self.add(&items, name, path.clone()) {
            let below = [folder.join(format!("{child}.rs")), folder.join(&child).join("mod.rs")];
            let found: Option<&PathBuf> = below.iter().find(|path| path.is_file());
            self.read(src, found.unwrap(), [path.clone(), vec![child]].concat());
        }
    }

    /// Adds a module and its inline modules; names of those in files of their own.
    fn add(&mut self, items: &[Item], file: String, path: Vec<String>) -> Vec<String> {
        let mut module = Module { file: file.clone(), ..Module::default() };
        let mut collector = Collector { module: &mut module, inner: Vec::new(), files: Vec::new() };
        items.iter().for_each(|item| collector.visit_item(item));
        let (inner, files) = (collector.inner, collector.files);
        self.modules.insert(path.clone(), module);
        for (name, items) in inner {
            self.add(&items, file.clone(), [path.clone(), vec![name]].concat());
        }
        files
    }

    /// The module that defines what a path names, seen from a module; `None` for what is not ours.
    fn resolve(&self, from: &[String], path: &[String], depth: usize) -> Option<Vec<String>> {
        if depth > 12 {
            return None;
        }
        let mut at = match path.first()?.as_str() {
            "crate" | "clade_analyze" => Vec::new(),
            "self" | "super" => from.to_vec(),
            name => {
                let child = [from, &[name.to_owned()]].concat();
                if self.modules.contains_key(&child) {
                    return self.walk(child, &path[1..], depth);
                }
                let import = self.modules.get(from)?.imports.get(name)?;
                if import.first().is_some_and(|first| first == name) {
                    return None;
                }
                return self.resolve(from, &[import.as_slice(), &path[1..]].concat(), depth + 1);
            }
        };
        let mut rest = path;
        while let Some((first, behind)) = rest.split_first() {
            match first.as_str() {
                "super" => drop(at.pop()?),
                "crate" | "clade_analyze" | "self" => {}
                _ => break,
            }
            rest = behind;
        }
        self.walk(at, rest, depth)
    }

    fn walk(&self, mut at: Vec<String>, rest: &[String], depth: usize) -> Option<Vec<String>> {
        for (place, name) in rest.iter().enumerate() {
            let child = [at.as_slice(), std::slice::from_ref(name)].concat();
            let module = self.modules.get(&at)?;
            if self.modules.contains_key(&child) {
                at = child;
            } else if module.items.contains(name) {
                return Some(at);
            } else if let Some(import) = module.imports.get(name) {
                let path = [import.as_slice(), &rest[place + 1..]].concat();
                return self.resolve(&at, &path, depth + 1);
            } else {
                let globbed = module
                    .globs
                    .iter()
                    .find_map(|glob| self.resolve(&at, &[glob.as_slice(), &rest[place..]].concat(), depth + 1));
                return globbed.or(Some(at));
            }
        }
        Some(at)
    }

    /// Whether a file belongs to the library and not only to its tests.
    pub(crate) fn holds(&self, file: &str) -> bool {
        self.modules.values().any(|module| module.file == file)
    }

    /// Every file with the other files whose items it uses.
    pub(crate) fn uses(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (path, module) in &self.modules {
            let used = uses.entry(&module.file).or_default();
            let all = module.paths.iter().chain(&module.globs);
            let files = all.filter_map(|one| self.modules.get(&self.resolve(path, one, 0)?));
            used.extend(files.map(|other| other.file.as_str()).filter(|file| *file != module.file));
        }
        uses
    }
}

/// The file of a module and the files of the modules inside it: `a/b.rs` or `a/mod.rs` is a parent of `a/b/c.rs` and of `a/b.rs`.
fn is_parent(file: &str, child: &str) -> bool {
    let folder = file.strip_suffix("mod.rs").map_or_else(|| file.replace(".rs", "/"), str::to_owned);
    child.starts_with(&folder)
}

/// Groups of files each of which leads, by its uses, to every other of the group. A file may use what the module around it defines: it
/// is a part of it.
pub(crate) fn circles<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let next = |file: &'a str| uses.get(file).into_iter().flatten().filter(move |other| !is_parent(other, file));
    let reach = |from: &'a str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(file) = open.pop() {
            open.extend(next(file).copied().filter(|other| seen.insert(*other)));
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = uses.keys().map(|file| (*file, reach(file))).collect();
    let mut groups = Vec::new();
    let mut done = BTreeSet::new();
    for (file, seen) in &reached {
        if !seen.contains(file) || done.contains(file) {
            continue;
        }
        let group: Vec<&str> = seen.iter().copied().filter(|other| reached[other].contains(file)).collect();
        done.extend(group.iter().copied());
        groups.push(group);
    }
    groups
}

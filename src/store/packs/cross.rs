//! All packs held against each other: ids given twice, ids that lead nowhere, and what does not fit.
//!
//! Pure: what was read of the packs goes in, and findings come out, which are then added to the
//! logs of the packs they are about. Items with a mistake of their own take part, since otherwise
//! each mistake would be reported again by all that refer to the item.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use toml::Spanned;

use super::draws::Pool;
use super::files::Layer;
use super::fit::misfits;
use super::pack::{Body, Item, Pack, Reference, Sort};
use crate::domain::nearest;
use crate::store::document::{Severity, offer, quoted, visible};

/// Prompts, rounds and loops share their ids, since all three are named in `practice NAME`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Space {
    Practice,
    Rubrics,
    Plans,
    Frameworks,
}

fn space(sort: Sort) -> Space {
    match sort {
        Sort::Prompt | Sort::Round | Sort::Loop => Space::Practice,
        Sort::Rubric => Space::Rubrics,
        Sort::Plan => Space::Plans,
        Sort::Framework => Space::Frameworks,
    }
}

/// Where an item stands: its pack, and its number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Site {
    pack: usize,
    item: usize,
}

/// So many names that lead nowhere are told with one that may have been meant: looking for what is
/// near takes long where nothing fits.
const MOST_HELPED: usize = 500;

/// What is to be reported, and which item it costs its place in the bank.
pub(super) struct Finding {
    pub(super) pack: usize,
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) costs: Option<usize>,
}

impl Finding {
    /// One that costs nothing.
    pub(super) fn warning(
        pack: usize,
        code: &'static str,
        at: &Range<usize>,
        message: String,
        help: String,
    ) -> Self {
        Self {
            pack,
            severity: Severity::Warning,
            code,
            at: at.clone(),
            message,
            help,
            costs: None,
        }
    }
}

/// Adds what the packs get wrong about each other to their logs.
pub(super) fn check(packs: &mut [Pack]) {
    let names = Names::of(packs);
    let mut pool = Pool::of(packs);
    // A prompt that could not be read may be the one that a draw would find.
    let is_complete = packs.iter().all(Pack::is_complete);
    let mut findings = names.clashes(packs);
    for (number, pack) in packs.iter().enumerate() {
        if pack.guessed {
            continue;
        }
        for item in &pack.items {
            for reference in &item.references {
                let with_help = findings.len() < MOST_HELPED;
                findings.extend(names.dangling(packs, number, reference, with_help));
            }
            if let Body::Round { parts, .. } = &item.body
                && is_complete
            {
                findings.extend(pool.impossible(number, parts));
            }
            let with_help = findings.len() < MOST_HELPED;
            findings.extend(names.misfits(packs, number, item, with_help));
        }
    }
    for finding in findings {
        let pack = &mut packs[finding.pack];
        let Finding {
            severity, code, at, ..
        } = finding;
        pack.log
            .add(severity, code, &at, finding.message, finding.help);
        if let Some(item) = finding.costs {
            pack.items[item].leave_out();
        }
    }
}

type Key<'p> = (Space, &'p str);

/// The first item of each id, by layer.
struct Names<'p> {
    by_layer: BTreeMap<Layer, HashMap<Key<'p>, Site>>,
    /// Those of packs whose TOML is broken.
    guessed: HashMap<Key<'p>, Site>,
}

impl<'p> Names<'p> {
    fn of(packs: &'p [Pack]) -> Self {
        let mut names = Self {
            by_layer: BTreeMap::new(),
            guessed: HashMap::new(),
        };
        for (pack, read) in packs.iter().enumerate() {
            let ids = if read.guessed {
                &mut names.guessed
            } else {
                names.by_layer.entry(read.layer).or_default()
            };
            for (item, read) in read.items.iter().enumerate() {
                if let Some(id) = &read.id {
                    let key = (space(read.sort()), id.get_ref().as_str());
                    ids.entry(key).or_insert(Site { pack, item });
                }
            }
        }
        names
    }

    fn in_layer(&self, layer: Layer, key: Key<'_>) -> Option<Site> {
        self.by_layer.get(&layer)?.get(&key).copied()
    }

    /// Whatever has the id, seen from a layer: the uppermost first. What is built in knows nothing
    /// of the user's packs, so that replacing a rubric breaks no built-in reference into it.
    fn seen_from<'n>(&'n self, layer: Layer, key: Key<'n>) -> impl Iterator<Item = Site> + 'n {
        let layers = self.by_layer.range(..=layer).rev();
        let layers = layers.map(|(_, ids)| ids);
        let layers = layers.chain(std::iter::once(&self.guessed));
        layers.filter_map(move |ids| ids.get(&key).copied())
    }

    /// Ids given twice in a layer, and ids that replace a built-in item.
    fn clashes(&self, packs: &[Pack]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut heads: HashMap<(Layer, &str), usize> = HashMap::new();
        for (number, pack) in packs.iter().enumerate().filter(|(_, pack)| !pack.guessed) {
            if let Some(id) = &pack.id {
                let first = *heads.entry((pack.layer, id.get_ref())).or_insert(number);
                if first != number {
                    findings.push(second_pack(packs, number, id, first));
                }
            }
            for (item, read) in pack.items.iter().enumerate() {
                let Some(id) = &read.id else { continue };
                let site = Site { pack: number, item };
                findings.extend(self.clash(packs, site, read, id));
            }
        }
        findings
    }

    fn clash(
        &self,
        packs: &[Pack],
        site: Site,
        item: &Item,
        id: &Spanned<String>,
    ) -> Option<Finding> {
        let key = (space(item.sort()), id.get_ref().as_str());
        let layer = packs[site.pack].layer;
        // The first of the layer is in the right, whatever else is wrong with it.
        let first = self.in_layer(layer, key).filter(|first| *first != site);
        let built_in = self
            .in_layer(Layer::BuiltIn, key)
            .filter(|_| layer == Layer::Yours);
        let earlier = first.or(built_in)?;
        let sort = packs[earlier.pack].items[earlier.item].sort();
        let place = place(packs, earlier);
        // A round in place of a prompt would leave whoever names that prompt with nothing.
        let replaces = first.is_none() && sort == item.sort();
        let id_text = quoted(id.get_ref());
        let (severity, code, message) = if replaces {
            let message = format!("the {} {id_text} replaces the built-in one", sort.as_str());
            (Severity::Warning, "replaces-built-in", message)
        } else {
            let message = format!("the id {id_text} is taken by a {}", sort.as_str());
            (Severity::Error, "duplicate-id", message)
        };
        Some(Finding {
            pack: site.pack,
            severity,
            code,
            at: id.span(),
            message,
            help: format!("it stands at {place}"),
            // What is not in the bank is in nobody's way.
            costs: (!replaces && packs[earlier.pack].mended.is_none()).then_some(site.item),
        })
    }

    /// What a prompt says of its time, and its round says otherwise.
    fn misfits(&self, packs: &[Pack], pack: usize, item: &Item, with_help: bool) -> Vec<Finding> {
        let to_round = |reference: &&Reference| reference.to == Sort::Round;
        let Some(round) = item.references.iter().find(to_round) else {
            return Vec::new();
        };
        let key = (Space::Practice, round.id.get_ref().as_str());
        let mut sites = self.seen_from(packs[pack].layer, key);
        let found = sites.find_map(|site| {
            let found = &packs[site.pack].items[site.item];
            match &found.body {
                Body::Round { parts, .. } if is_whole(packs, site.pack, found) => Some(parts),
                _ => None,
            }
        });
        let found = found.filter(|_| is_whole(packs, pack, item));
        let most_helped = if with_help { MOST_HELPED } else { 0 };
        let told = |parts: &Vec<_>| misfits(pack, item, &round.id, parts, most_helped);
        found.map_or_else(Vec::new, told)
    }

    /// A reference that leads nowhere, or to something of another sort.
    fn dangling(
        &self,
        packs: &[Pack],
        pack: usize,
        reference: &Reference,
        with_help: bool,
    ) -> Option<Finding> {
        let Reference { to, id, criterion } = reference;
        let key = (space(*to), id.get_ref().as_str());
        let found: Vec<&Item> = self
            .seen_from(packs[pack].layer, key)
            .map(|site| &packs[site.pack].items[site.item])
            .collect();
        let fits = |item: &&&Item| item.sort() == *to;
        let lost = |id: &str| packs.iter().any(|pack| pack.may_have(id));
        let name = quoted(id.get_ref());
        let (message, help) = match (found.iter().find(fits), found.first(), criterion) {
            (Some(item), _, Some(wanted)) => {
                let criteria = criteria(item);
                if criteria.contains(wanted) || lost(wanted) {
                    return None;
                }
                let message = format!("the rubric {name} has no criterion {}", quoted(wanted));
                let names = criteria.iter().map(String::as_str);
                (message, with_help.then(|| offer(wanted, names)))
            }
            (Some(_), _, None) => return None,
            (None, Some(other), _) => {
                let other = other.sort().as_str();
                (format!("{name} is a {other}, not a {}", to.as_str()), None)
            }
            (None, None, _) if lost(id.get_ref()) => return None,
            (None, None, _) => {
                let names = ids(packs, *to);
                let near = with_help.then(|| nearest(id.get_ref(), names)).flatten();
                let help = near.map(|near| format!("did you mean `{near}`?"));
                (format!("there is no {} {name}", to.as_str()), help)
            }
        };
        Some(Finding {
            pack,
            severity: Severity::Error,
            code: "dangling-reference",
            at: id.span(),
            message,
            help: help.unwrap_or_else(|| format!("`hotseat {}s list` shows them all", to.as_str())),
            costs: None,
        })
    }
}

/// Two packs of one id: nothing is lost, but a listing could not tell their items apart.
fn second_pack(packs: &[Pack], pack: usize, id: &Spanned<String>, first: usize) -> Finding {
    Finding {
        pack,
        severity: Severity::Error,
        code: "duplicate-id",
        at: id.span(),
        message: format!("another pack has the id {}", quoted(id.get_ref())),
        help: format!("it is {}", visible(&packs[first].log.file().name)),
        costs: None,
    }
}

/// Whether all of an item could be read.
fn is_whole(packs: &[Pack], pack: usize, item: &Item) -> bool {
    let start = item.id.as_ref().map_or(0, |id| id.span().start);
    packs[pack].is_whole_at(start)
}

fn criteria(item: &Item) -> &[String] {
    match &item.body {
        Body::Rubric { criteria, .. } => criteria,
        _ => &[],
    }
}

fn ids(packs: &[Pack], sort: Sort) -> impl Iterator<Item = &str> {
    let items = packs.iter().flat_map(|pack| &pack.items);
    let items = items.filter(move |item| item.sort() == sort);
    items.filter_map(|item| item.id.as_ref().map(|id| id.get_ref().as_str()))
}

/// `FILE:LINE:COLUMN` of an item's id; of a built-in one the file alone, since nobody can open it there.
fn place(packs: &[Pack], site: Site) -> String {
    let pack = &packs[site.pack];
    let file = pack.log.file();
    if pack.layer == Layer::BuiltIn {
        return file.name.clone();
    }
    let id = &pack.items[site.item].id;
    let start = id.as_ref().map_or(0, |id| id.span().start);
    let (line, column) = file.place(start);
    format!("{}:{line}:{column}", visible(&file.name))
}

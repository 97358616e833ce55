//! Homes with many prompts: the built-in behavioral ones over and over, under new ids.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// Prompts in a pack: as many as somebody might keep in one file, and almost as many as a file may
/// hold, 4 MiB. A pack is parsed as a whole, so its length decides on the memory.
pub(crate) const PER_PACK: usize = 200;
pub(crate) const MOST_PER_PACK: usize = 2_000;

const HEAD: &str = "[[prompt]]\n";

/// Whole prompts, of the packs that hold nothing but behavioral ones.
fn blocks() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    let packs = ["delivery", "invention", "judgment", "people"];
    let read = |name: &str| {
        let file = folder.join(name).with_extension("toml");
        fs::read_to_string(file).expect("the built-in pack is there")
    };
    let texts: Vec<String> = packs.into_iter().map(read).collect();
    let blocks = texts.iter().flat_map(|text| text.split(HEAD).skip(1));
    blocks.map(str::to_owned).collect()
}

/// A home whose own packs hold `count` prompts, `per_pack` each.
pub(crate) fn home(count: usize, per_pack: usize) -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("prompts");
    fs::create_dir(&folder).expect("a folder for packs");
    let blocks = blocks();
    let mut written = 0;
    for number in 0.. {
        let these = per_pack.min(count - written);
        if these == 0 {
            break;
        }
        let mut text =
            format!("format_version = 1\n[pack]\nid = \"large-{number}\"\ntitle = \"Large\"\n");
        for n in written..written + these {
            let block = &blocks[n % blocks.len()];
            text += HEAD;
            text += &block.replacen("id = \"", &format!("id = \"n{n}-"), 1);
        }
        fs::write(folder.join(format!("large-{number}.toml")), text).expect("a pack is written");
        written += these;
    }
    home
}

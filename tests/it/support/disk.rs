//! A small disk that can be filled: a file system of its own, gone with its owner. Only who may mount
//! can have one.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::parts;

#[derive(Debug)]
pub(crate) struct Disk {
    at: PathBuf,
}

impl Disk {
    /// A disk in a folder of this name, which is made if need be. None, said loudly, where nobody
    /// may mount.
    pub(crate) fn mount(at: &Path, kilobytes: u32) -> Option<Self> {
        fs::create_dir_all(at).expect("a place for the disk");
        let size = format!("size={kilobytes}k");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(at)
            .output();
        let mounted = mount.is_ok_and(|output| output.status.success());
        let missing: &[&str] = if mounted {
            &[]
        } else {
            &["the right to mount"]
        };
        parts::all_here("tmpfs", missing).then(|| Self { at: at.to_owned() })
    }

    /// Writes until nothing more fits. The disk is full until the filler is removed.
    pub(crate) fn fill(&self) -> Filler {
        let path = self.at.join("filler");
        let mut file = File::create(&path).expect("a file to fill the disk with");
        let mut piece = vec![1; 1 << 16];
        // What is left is filled with ever smaller pieces.
        while !piece.is_empty() {
            if file.write(&piece).is_err() {
                piece.truncate(piece.len() / 2);
            }
        }
        Filler { file, path }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg(&self.at).output();
        // What stays mounted would fail the removal of its folder without a word.
        let gone = gone.is_ok_and(|output| output.status.success());
        assert!(gone || std::thread::panicking(), "the disk stays mounted");
    }
}

/// A file that takes all the room there is, and more as soon as there is more.
#[derive(Debug)]
pub(crate) struct Filler {
    file: File,
    path: PathBuf,
}

impl Filler {
    /// Takes what has become free meanwhile.
    pub(crate) fn top_up(&mut self) {
        while self.file.write(&[1; 64]).is_ok() {}
    }

    /// Makes room again.
    pub(crate) fn remove(self) {
        fs::remove_file(&self.path).expect("the filler is removed");
    }
}

#[test]
fn a_disk_is_full_until_the_filler_is_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("disk");
    let Some(disk) = Disk::mount(&at, 256) else {
        return;
    };
    fs::write(at.join("before"), "x").expect("there is room");
    let mut filler = disk.fill();
    filler.top_up();
    fs::write(at.join("meanwhile"), "x").expect_err("there is none");
    filler.remove();
    fs::write(at.join("after"), vec![0; 100_000]).expect("there is again");
    drop(disk);
    assert!(!at.join("after").exists());
}

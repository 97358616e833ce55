//! Builds anew when a pack is added to `prompts/`: the compiler notices changes in the files that
//! are embedded, and cannot notice one that is not embedded yet.

fn main() {
    println!("cargo::rerun-if-changed=prompts");
}

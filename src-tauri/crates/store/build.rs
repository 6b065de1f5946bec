//! Rebuilds the crate when a migration is added: the macro that embeds them cannot notice that by itself.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}

//! What draws the page on Linux: the graphics card where there is one, the processor where there is none.
//!
//! Without a card (in a virtual machine, over remote desktop) WebKit would draw through OpenGL made by
//! software: measured on such a machine, that takes 85 MB more than drawing without it. Where a person may
//! not use the card WebKit's attempt can end in an empty window.

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// Where the kernel lists what can draw.
const CARDS: &str = "/dev/dri";
/// Where it says what that is.
const DRIVERS: &str = "/sys/class/drm";

/// The kernel's drivers of screens in virtual machines. What stands behind them may be a card, and mostly is
/// none; it cannot be told without starting OpenGL.
const VIRTUAL: [&str; 4] = ["virtio_gpu", "vmwgfx", "vkms", "vgem"];

/// WebKit's own switch. It is read before there is a window: the setting of a web view comes too late, and
/// the window stays empty.
const SWITCH: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Has the processor draw where nothing else can. A switch that the person has set stays as it is.
///
/// Call it first of all: the program takes its own place with another environment, since a program must
/// not change the one that it has while other threads may read it.
pub(crate) fn settle() {
    if must_switch(std::env::var_os(SWITCH).as_deref(), Path::new(CARDS), Path::new(DRIVERS))
        && let Ok(program) = std::env::current_exe()
    {
        let mut arguments = std::env::args_os();
        let mut again = Command::new(&program);
        again.arg0(arguments.next().unwrap_or(program.into_os_string()));
        // It comes back only where it fails; then the page is drawn as the web view sees fit.
        let _failed = again.args(arguments).env(SWITCH, "1").exec();
    }
}

fn must_switch(is_set: Option<&OsStr>, cards: &Path, drivers: &Path) -> bool {
    is_set.is_none() && !has_card(cards, drivers)
}

/// Whether one of the nodes for drawing (`renderD128` and the following) may be used by this person and is
/// not a virtual machine's.
fn has_card(cards: &Path, drivers: &Path) -> bool {
    let Ok(entries) = cards.read_dir() else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let driver = drivers.join(&name).join("device/driver").read_link();
        let is_virtual = driver.is_ok_and(|driver| {
            driver.file_name().is_some_and(|name| VIRTUAL.iter().any(|each| name == *each))
        });
        name.to_string_lossy().starts_with("renderD")
            && !is_virtual
            && OpenOptions::new().read(true).write(true).open(entry.path()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;

    use super::must_switch;

    /// A machine's two folders, made up.
    struct Machine {
        folder: tempfile::TempDir,
    }

    impl Machine {
        fn new() -> Self {
            let machine = Self { folder: tempfile::tempdir().expect("a folder") };
            std::fs::create_dir(machine.cards()).expect("a folder");
            machine
        }

        fn cards(&self) -> PathBuf {
            self.folder.path().join("dri")
        }

        fn drivers(&self) -> PathBuf {
            self.folder.path().join("drm")
        }

        fn with(self, node: &str, driver: &str) -> Self {
            std::fs::write(self.cards().join(node), "").expect("a node");
            let device = self.drivers().join(node).join("device");
            std::fs::create_dir_all(&device).expect("a device");
            symlink(format!("../../bus/drivers/{driver}"), device.join("driver")).expect("a link");
            self
        }

        fn switches(&self, is_set: Option<&str>) -> bool {
            must_switch(is_set.map(OsStr::new), &self.cards(), &self.drivers())
        }
    }

    #[test]
    fn a_card_draws() {
        assert!(!Machine::new().with("renderD128", "amdgpu").switches(None));
        let two = Machine::new().with("renderD128", "virtio_gpu").with("renderD129", "i915");
        assert!(!two.switches(None));
    }

    #[test]
    fn where_there_is_none_the_processor_does() {
        assert!(Machine::new().switches(None), "no node");
        assert!(Machine::new().with("card0", "ast").switches(None), "a screen alone cannot draw");
        assert!(Machine::new().with("renderD128", "vmwgfx").switches(None), "a virtual machine");
        let machine = Machine::new();
        std::fs::remove_dir(machine.cards()).expect("a folder");
        assert!(machine.switches(None), "not even the folder");
    }

    #[test]
    fn a_card_that_may_not_be_used_is_none() {
        let machine = Machine::new();
        // Whoever runs the tests: nobody opens a folder for writing.
        std::fs::create_dir(machine.cards().join("renderD128")).expect("a folder");
        assert!(machine.switches(None));
    }

    #[test]
    fn what_the_person_has_set_stays() {
        assert!(!Machine::new().switches(Some("0")));
        assert!(!Machine::new().switches(Some("1")), "or it would start for ever");
    }
}

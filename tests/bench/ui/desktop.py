"""A desktop made for the bench: a screen that can be read without asking it, a session bus, a keyring and
a home folder of its own."""
import collections
import mmap
import os
import pathlib
import signal
import struct
import subprocess
import time

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""
PATIENCE = 120


def until(what, look, every=0.02):
    """Looks until there is something and answers it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(every)
    raise SystemExit(f"this never came: {what}")


class Desktop:
    """The desktop, in a folder that exists. Leaving its block ends everything that was started on it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.started = []
        places = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache",
                  "XDG_RUNTIME_DIR": "run"}
        for name in places.values():
            (self.folder / name).mkdir(mode=0o700)
        without = ("WAYLAND_DISPLAY", "XAUTHORITY", "PATCHBAY_DATA_DIR")
        self.environment = {key: value for key, value in os.environ.items() if key not in without}
        self.environment |= {name: str(self.folder / place) for name, place in places.items()}
        self.environment |= {"HOME": str(self.folder), "NO_AT_BRIDGE": "1", "GTK_THEME": "Adwaita"}

    def __enter__(self):
        try:
            self._open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def _open(self):
        xvfb = self.start(["Xvfb", "-displayfd", "1", "-fbdir", self.folder, "-screen", "0", "1400x900x24"],
                          stdout=subprocess.PIPE)
        self.environment["DISPLAY"] = f":{xvfb.stdout.readline().decode().strip()}"
        (self.folder / "bus.conf").write_text(BUS)
        bus = self.start(["dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork",
                          "--print-address=1"], stdout=subprocess.PIPE)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        keyring = self.start(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        keyring.stdin.write(b"a password of this bench")
        keyring.stdin.close()
        until("the keyring", self._has_keyring)
        self.screen = Screen(self.folder / "Xvfb_screen0")

    def _has_keyring(self):
        asked = subprocess.run(
            ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
             "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"],
            env=self.environment, capture_output=True, check=False)
        return b"boolean true" in asked.stdout

    def start(self, command, environment=None, **how):
        """Starts a program on this desktop, in a group of its own."""
        how.setdefault("stderr", subprocess.DEVNULL)
        how.setdefault("stdin", subprocess.DEVNULL)
        surroundings = self.environment | (environment or {})
        process = subprocess.Popen([str(part) for part in command], env=surroundings,
                                   start_new_session=True, **how)
        self.started.append(process)
        return process

    def end(self, process):
        """Ends a program in good order."""
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.started.remove(process)

    def close(self):
        for process in reversed(self.started):
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        self.started.clear()


class Screen:
    """What is on the screen, read from the memory that Xvfb draws into: looking costs the screen nothing."""

    def __init__(self, file):
        with open(file, "rb") as memory:
            self.memory = mmap.mmap(memory.fileno(), 0, prot=mmap.PROT_READ)
        head = struct.unpack(">25I", self.memory[:100])
        # The first colour lies behind the header and the colour table of a screen dump (XWD).
        self.begin, self.end = head[0] + head[19] * 12, head[0] + head[19] * 12 + head[12] * head[5]

    def colours(self):
        """How often each colour is found, in a sample of every 41st pixel."""
        pixels = memoryview(self.memory)[self.begin:self.end].cast("I")
        return collections.Counter(pixel & 0xFFFFFF for pixel in pixels[::41])

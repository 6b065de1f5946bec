#!/usr/bin/env python3
"""Starts an installed Patchbay on a desktop of its own, waits for its window and for its tray icon, and ends
it from the tray as a person does.

usage: installed.py PROGRAM
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop import Desktop
from starts import first_paint

PANEL = Path(__file__).resolve().parents[2] / "end_to_end" / "desktop_session" / "desktop.py"


def wait_for(panel, event):
    """The next event of that name."""
    for line in panel.stdout:
        told = json.loads(line)
        if told["event"] == event:
            return told
    raise SystemExit(f"the panel ended before {event}")


def main():
    with tempfile.TemporaryDirectory(prefix="patchbay-installed-") as folder, Desktop(folder) as desktop:
        panel = desktop.start([sys.executable, PANEL], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        wait_for(panel, "ready")
        process, seconds = first_paint(desktop, sys.argv[1])
        print(f"its page is painted after {seconds:.1f} s")
        print(f"its tray icon is registered at {wait_for(panel, 'registered')['path']}")
        panel.stdin.write(json.dumps({"do": "click", "path": ["Quit"]}).encode() + b"\n")
        panel.stdin.flush()
        if not wait_for(panel, "clicked")["found"]:
            raise SystemExit("its menu has no Quit")
        code = process.wait(30)
        if code:
            raise SystemExit(f"it ended with {code}")
        print("it ended from the tray")
        for file in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            if "atchbay" in str(file.relative_to(folder)):
                print(f"a person's own file, which stays: ~/{file.relative_to(folder)}")


if __name__ == "__main__":
    main()

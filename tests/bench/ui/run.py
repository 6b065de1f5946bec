#!/usr/bin/env python3
"""Measures the window and prints one table: first paint, memory, scrolling. Nothing here fails because
something was slow.

usage: run.py RELEASE_FOLDER KEPT_FOLDER [starts|scrolling]
RELEASE_FOLDER holds patchbay, patchbay-cli and examples/empty_window; KEPT_FOLDER keeps the vendor's pages
from one time to the next.
"""
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import scrolling
import starts
from desktop import Desktop

VENDOR = Path(__file__).resolve().parent / "vendor.py"
SLOW_MS = 300


def line(what, target, measured, verdict=None):
    said = "" if verdict is None else ("yes" if verdict else "MISSED")
    print(f"   {what:44} {target:>11} {measured:>27}  {said}", flush=True)


def shown(times):
    return f"{times['p50']:.0f} / {times['p95']:.0f} ms"


def start_vendor(desktop, kept, wait_ms):
    """Its port."""
    vendor = desktop.start([sys.executable, VENDOR, kept, "--wait-ms", wait_ms],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None)
    return int(vendor.stdout.readline())


def tell_starts(desktop, programs, scratch, data):
    empty = programs["examples/empty_window"]
    for what, folder in (("nothing connected", scratch / "empty-data"), ("300,000 records", data)):
        surroundings = {"PATCHBAY_DATA_DIR": str(folder)}
        sides = starts.compare(desktop, programs["patchbay"], empty, surroundings)
        (ours, complete, ours_mb), (floor, whole, floor_mb) = sides["ours"], sides["empty"]
        line(f"first paint, {what}", "+0.30 s", f"{ours:.2f} s, empty {floor:.2f} s", ours <= floor + 0.3)
        line(f"the whole screen, {what}", "", f"{complete:.2f} s, empty {whole:.2f} s")
        line(f"memory at idle, {what}", "+60 MB", f"{ours_mb:.0f} MB, empty {floor_mb:.0f} MB",
             ours_mb <= floor_mb + 60)


def tell_scrolling(desktop, programs, data, vendors):
    found = scrolling.measure(desktop, programs, data, vendors)
    for step in scrolling.STEPS:
        line(f"floor: a plain page, {step} px a frame", "", shown(found["floor", step]))
    for step in scrolling.STEPS:
        floor, table = found["floor", step], found["table", step]
        tell_factor(f"200,000 tickets, {step} px a frame", 2.5, "floor", table, floor)
    for behind in vendors:
        for step in scrolling.STEPS:
            what, times = f"{behind}, {step} px a frame", found.get((behind, step))
            if times is None:
                line(what, "2 x alone", "the sync ended too soon")
            else:
                tell_factor(what, 2, "alone", times, found["table", step])


def tell_factor(what, most, than, times, other):
    """The verdict is on the typical frame and on the slow ones."""
    factors = [times[share] / other[share] for share in ("p50", "p95")]
    measured = f"{shown(times)}  {factors[0]:.1f} / {factors[1]:.1f} x"
    line(what, f"{most} x {than}", measured, max(factors) <= most)


def main():
    # Whoever ends the bench ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    release, kept = Path(sys.argv[1]), Path(sys.argv[2])
    only = sys.argv[3] if len(sys.argv) > 3 else None
    names = ("patchbay", "patchbay-cli", "examples/empty_window")
    programs = {name: release / name for name in names}
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="patchbay-bench-ui-") as folder, Desktop(folder) as desktop:
        scratch = Path(folder)
        data = scratch / "filled"
        fast, slow = start_vendor(desktop, kept, 0), start_vendor(desktop, kept, SLOW_MS)
        cli = scrolling.Cli(desktop, programs["patchbay-cli"], data)
        cli.add("Filled", fast)
        cli.run("sync", "Filled")
        print(f"\n== The window (load of the machine now: {os.getloadavg()[0]:.1f})")
        line("frames: p50 / p95", "target", "measured")
        if only in (None, "starts"):
            tell_starts(desktop, programs, scratch, data)
        if only in (None, "scrolling"):
            vendors = {"with a sync behind it": fast, f"the same, {SLOW_MS} ms a page": slow}
            tell_scrolling(desktop, programs, data, vendors)
        print(f"   load of the machine at the end: {os.getloadavg()[0]:.1f}; it took "
              f"{time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()

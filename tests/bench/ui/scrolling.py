"""How long the frames take while 200,000 tickets are scrolled, beside a plain page, with and without a
sync of 300,000 records behind it."""
import os
import subprocess
import sys
from pathlib import Path

from desktop import until
from window import Window

SCRIPT = (Path(__file__).resolve().parent / "scroll.js").read_text()
FRAMES = 150
STEPS = (40, 400)
ROUNDS = 3
SECRETS = {"PATCHBAY_SECRET_PUBLIC_KEY": "bench-public", "PATCHBAY_SECRET_PRIVATE_KEY": "bench-private"}


class Cli:
    """The command line over the same data folder and the same keyring."""

    def __init__(self, desktop, program, data):
        self.desktop, self.program, self.data = desktop, program, data

    def run(self, *arguments):
        command = [str(self.program), "--data-dir", str(self.data), "-q", *map(str, arguments)]
        done = subprocess.run(command, env=self.desktop.environment | SECRETS, capture_output=True,
                              check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()}")

    def add(self, name, port):
        self.run("integrations", "add", "connectwise", "--name", name,
                 "--set", f"api_url=http://127.0.0.1:{port}", "company_id=bench")


def scroll(window, side, step):
    """Frame times of one scripted scroll."""
    times = window.run(SCRIPT, side, step, FRAMES)
    if "error" in times:
        raise SystemExit(f"the {side} could not be scrolled: {times['error']}")
    if times["moved"] < step * FRAMES * 0.9:
        raise SystemExit(f"the {side} moved {times['moved']} pixels instead of {step * FRAMES}")
    if sys.stderr.isatty() or "VERBOSE" in os.environ:
        print(f"   {side} {step}: {times['p50']:.0f} / {times['p95']:.0f} / {times['longest']:.0f} ms", file=sys.stderr)
    return times


def best(rounds):
    """The round that was disturbed least."""
    return min(rounds, key=lambda times: times["p50"])


def rows(window):
    """How many rows the table of tickets has now. The start leads to another page of its own accord."""
    return window.run("""location.hash = "#/tickets"; const grid = document.querySelector('[role="grid"]');
        done(grid?.getAttribute("aria-busy") === "false" ? Number(grid.getAttribute("aria-rowcount")) : 0)""")


def read_so_far(window):
    """How many records the running syncs have read, and in how many runs; nothing runs: `None`."""
    running = window.ask("running_progress")
    return sum(run["read"] for run in running) if running else None


def behind(window, cli, name, port):
    """Frame times while a sync of a vendor that is new runs; what ended too soon is not counted."""
    cli.add(name, port)
    window.ask("start_sync", integration=name, what="everything", fromWizard=False)
    until("the sync's first records", lambda: (read_so_far(window) or 0) > 0)
    times = {}
    for step in STEPS if name.endswith(("0", "2")) else STEPS[::-1]:
        found = scroll(window, "table", step)
        if read_so_far(window) is not None:
            times[step] = found
    window.ask("cancel_sync", integration=name)
    until("the end of the sync", lambda: read_so_far(window) is None, every=0.5)
    return times


def measure(desktop, programs, data, vendors):
    """Frame times by side (`floor`, `table`, and a name for each vendor) and step, the best of some."""
    cli = Cli(desktop, programs["patchbay-cli"], data)
    found = {}
    with Window(desktop, programs["patchbay"], {"PATCHBAY_DATA_DIR": str(data)}) as window:
        until("the start", lambda: window.ask("startup")["phase"] == "ready")
        window.ask("pause_everything", minutes=600)
        until("the tickets", lambda: rows(window) > 200_000)
        for _ in range(ROUNDS):
            for step in STEPS:
                for side in ("floor", "table"):
                    found.setdefault((side, step), []).append(scroll(window, side, step))
        for behind_what, port in vendors.items():
            for number in range(int(os.environ.get("SYNCS", "2"))):
                for step, times in behind(window, cli, f"{behind_what} {number}", port).items():
                    found.setdefault((behind_what, step), []).append(times)
    return {key: best(rounds) for key, rounds in found.items()}

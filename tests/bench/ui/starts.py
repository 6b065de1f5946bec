"""How soon something is to be seen, and how much memory the program takes when it idles."""
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from measure import memory_kb, tree  # noqa: E402 (the bench of the command line has them)

TIMES = 5
IDLE = 10.0
# Screen, window and a page without anything on it are three.
FLAT = 3


# So long nothing moves on a screen that is complete.
STILL = 1.5


def first_paint(desktop, program, environment=None):
    """Starts the program; answers its process and the seconds until the page has something on it."""
    while len(desktop.screen.colours()) > 1:
        time.sleep(0.1)
    begin = time.monotonic()
    process = desktop.start([program], environment, stdout=subprocess.DEVNULL, stderr=None)
    while True:
        looked = time.monotonic()
        if len(desktop.screen.colours()) > FLAT:
            return process, looked - begin
        if process.poll() is not None or looked - begin > 60:
            raise SystemExit(f"{program} shows nothing; its exit code is {process.poll()}")
        time.sleep(0.005)


def last_change(desktop):
    """Seconds until the screen changed for the last time, before it stood still."""
    begin = changed = time.monotonic()
    colours = desktop.screen.colours()
    while time.monotonic() - changed < STILL:
        time.sleep(0.005)
        looked, now = time.monotonic(), desktop.screen.colours()
        if now != colours:
            changed, colours = looked, now
    return changed - begin


def megabytes(process):
    """Proportional memory of the program and of all that it started."""
    return sum(map(memory_kb, tree(process.pid))) / 1024


def compare(desktop, ours, empty, environment):
    """Of ours and of the empty one, in turns: median seconds to the first paint, and until all is there;
    megabytes at idle."""
    sides = {"ours": (ours, environment), "empty": (empty, None)}
    seconds = {"ours": [], "empty": []}
    complete = {"ours": [], "empty": []}
    # Once for the caches of both.
    for turn in range(TIMES + 1):
        for side, (program, surroundings) in sides.items():
            process, took = first_paint(desktop, program, surroundings)
            # (A program that is ended while it still starts need not end well.)
            rest = last_change(desktop)
            if turn:
                seconds[side].append(took)
                complete[side].append(took + rest)
            desktop.end(process)
    # Both run while they are measured: libraries that they share, with each other and with whatever else
    # runs on this machine, count alike on both sides.
    running = {side: desktop.start([program], surroundings, stdout=subprocess.DEVNULL)
               for side, (program, surroundings) in sides.items()}
    time.sleep(IDLE)
    memory = {side: megabytes(process) for side, process in running.items()}
    for process in running.values():
        desktop.end(process)
    median = statistics.median
    return {side: (median(seconds[side]), median(complete[side]), memory[side]) for side in sides}

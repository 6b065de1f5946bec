#!/usr/bin/env python3
"""Runs a command and prints wall time, CPU time and peak memory of its process tree.

usage: measure.py LABEL RECORDS COMMAND…
Peak memory is the largest sum of PSS over the tree, sampled every 100 ms.
"""
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time


def tree(root):
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    parent = int(stat.read().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(name))
            except OSError:
                pass
    todo, found = [root], []
    while todo:
        process = todo.pop()
        found.append(process)
        todo += children.get(process, [])
    return found


def memory_kb(process):
    try:
        with open(f"/proc/{process}/smaps_rollup") as rollup:
            for line in rollup:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def main():
    label, records, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    peak, done = [0], threading.Event()
    started = time.time()
    said = tempfile.TemporaryFile()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)

    def watch():
        while not done.wait(0.1):
            peak[0] = max(peak[0], sum(map(memory_kb, tree(process.pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    code = process.wait()
    wall = time.time() - started
    done.set()
    watcher.join()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    rate = f"{records / wall:10,.0f} records/s" if records else " " * 20
    cpu = usage.ru_utime + usage.ru_stime
    print(f"   {label:40} {wall:8.2f} s {rate} {cpu:8.2f} s CPU {peak[0] / 1024:7.1f} MB"
          + (f"   exit {code}" if code else ""), flush=True)
    if code:
        said.seek(0)
        sys.stderr.buffer.write(said.read())


if __name__ == "__main__":
    main()

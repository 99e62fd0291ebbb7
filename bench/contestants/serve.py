"""The Python side of bench/contestants/serve.ts: one JSON line in, one out, until stdin ends."""

import json
import os
import signal
import sys
import time
import traceback

signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what libraries print goes to stderr, so that stdout holds answers only


def given_options():
    return json.loads(sys.argv[-1])


def serve(works):
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": works[request.pop("work")](**request)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)


def measure(work):
    """One round: `work` returns how many images it has worked on; CPU time is user and system, all threads."""
    start, cpu = time.perf_counter(), time.process_time()
    images = work()
    return {
        "images": images,
        "seconds": time.perf_counter() - start,
        "cpuMs": (time.process_time() - cpu) * 1e3,
    }


def peak_rss():
    """Most resident memory since the process began, in MB (1e6 bytes)."""
    with open("/proc/self/status") as status:
        kibibytes = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
    return {"peakMB": int(kibibytes) * 1024 / 1e6}

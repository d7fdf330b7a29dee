"""Runs one peer for the harness: `serve.py --threads N PEER`, PEER being a file of this folder without its ending.

A peer file exports make() -> (step, facts): step() does all timed work once; facts is a flat dict that goes into `about`.
PEER may be FILE:A:B, for make("A", "B").
Requests are lines on stdin, each answered by one line of JSON on stdout; the end of stdin ends the process.

    about    {"peer", "torch", "threads", "createMs", "peakMb", ...facts}
    run K    {"ms": [K times]}
    quit     ends
"""
import argparse
import importlib
import json
import os
import resource
import sys
import time

sys.dont_write_bytecode = True
# What libraries print must not meet the answers: they keep stdout to themselves, everything else goes to stderr.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
# torch.compile would start helper processes, which would compete with what is measured and could outlive us.
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("peer")
arguments = parser.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = str(arguments.threads)  # NumPy's, read when it is first imported

import torch  # noqa: E402

WARM_UP = 5
WARM_UP_SECONDS = 2


def main():
    torch.set_num_threads(arguments.threads)
    torch.set_num_interop_threads(1)
    begin = time.perf_counter()
    file, *variant = arguments.peer.split(":")
    step, facts = importlib.import_module(file).make(*variant)
    step()
    created = 1e3 * (time.perf_counter() - begin)
    end = time.perf_counter() + WARM_UP_SECONDS
    for _ in range(WARM_UP):
        if time.perf_counter() < end:
            step()

    def about():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        known = {"peer": arguments.peer, "torch": torch.__version__, "threads": torch.get_num_threads()}
        return {**known, "createMs": round(created, 1), "peakMb": round(peak), **facts}

    for line in sys.stdin:
        command, *rest = line.split() or [""]
        if command == "quit":
            return
        answer = {"ms": [lap(step) for _ in range(int(rest[0]))]} if command == "run" else about()
        print(json.dumps(answer), file=answers, flush=True)


def lap(step):
    begin = time.perf_counter()
    step()
    return 1e3 * (time.perf_counter() - begin)


main()

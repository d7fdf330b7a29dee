"""The harness measured by itself: waits 2 ms by the clock, as ours does."""
import time


def make():
    def step():
        end = time.perf_counter() + 2e-3
        while time.perf_counter() < end:
            pass

    return step, {}

"""Mutates the bytes of valid request files and reads them: every one is understood or refused, nothing else.

python benchmarks/fuzz.py [--times N] [--seed N]
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import time
from collections import Counter
from pathlib import Path

from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral import desk
from iccwc_cli.routing import load

GOOD = sorted((Path(__file__).parent.parent / "tests" / "requests" / "good").iterdir())
HOSTILE = (
    *(b"\x00", b"\xff", b"\xfe", b"\r", b"\t", b"\xc2\x85", b"\xe2\x80\xae", b"9" * 400),
    *(b"&a ", b"*a", b"!!x ", b"%YAML", b"---\n", b"...\n", b"? ", b": ", b"|\n", b">-\n", b'"', b"'"),
    *(b"[" * 40, b"{" * 40, b"- " * 30, b"\\ud800", b"#" * 40 + b" C:\\users\n"),
    *(b"a" * 50_000 + b" @", b"PLATE " * 10_000, b"pasaporte" + b" " * 50_000, b"plaque " + b"A-" * 30_000),
    *(b"+254 20 2379407, " * 20_000, b"12345678 " * 20_000),
)
LONGEST = 2.0


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to five of them changed, removed, doubled, or something hostile put in."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(out) + 1)
        what = chance.randrange(5)
        if what == 0 and at < len(out):
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : at + chance.randint(1, 20)]
        elif what == 2:
            out[at:at] = out[max(at - 30, 0) : at]
        else:
            out[at:at] = chance.choice(HOSTILE)
    return bytes(out)


def run(times: int, chance: random.Random) -> Counter[str]:
    """How many mutations were understood and how many refused; any other outcome raises."""
    found = load.index(shipped_data_dir())
    outcomes: Counter[str] = Counter()
    for _ in range(times):
        data = mutated(chance.choice(GOOD).read_bytes(), chance)
        begun = time.perf_counter()
        for outcome in desk.refer(io.BytesIO(data), "fuzz", found):
            if outcome.record is None and not any(p.severity == "error" for p in outcome.problems):
                raise AssertionError(f"refused without an error: {data!r}")
            outcomes["understood" if outcome.record else "refused"] += 1
        if time.perf_counter() - begun > LONGEST:
            raise AssertionError(f"took longer than {LONGEST} s: {data!r}")
    return outcomes


def main() -> None:
    """Run and print the outcomes, the time and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    begun = time.perf_counter()
    outcomes = run(options.times, random.Random(options.seed))  # noqa: S311 - mutations, not secrets
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.times} mutations: {dict(outcomes)}, {time.perf_counter() - begun:.0f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()

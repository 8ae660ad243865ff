"""How the register's commands grow: whole commands against a small and a large register, side by side.

    python benchmarks/register.py [--small N] [--large N] [--pairs N]

Prints the time to record 10,000 requests from one stream; then, for each command, the median of the CPU time against
the large register over that against the small one, the pairs run one after the other; and how `register verify` grows.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
COUNTRIES = "KE MG PE VN TH ZA BR ID CM NG FR GH UG CO MX MY LA NP IN TZ".split()
WORDS = (
    "ivory pangolin rosewood parrots eels timber telephones ledger airport container judges handlers kennel permits "
    "laboratory samples frontier registry prosecutors vessels audit seals convoy warehouse poachers clinic market bank"
).split()
ASKS = (
    "We ask for experts to examine seized telephones.",
    "Nous demandons une formation des magistrats.",
    "Solicitamos una evaluación de los riesgos de lavado.",
    "Please help us profile containers of timber at the port.",
    "We would like to move our permits to an electronic system.",
)


def requests(count: int, seed: int = 7) -> str:
    """A stream of so many requests, no two alike."""
    draw = random.Random(seed)  # noqa: S311 - chance, not secrets
    parts = []
    for number in range(count):
        story = " ".join(draw.choices(WORDS, k=40))
        parts.append(
            f"---\nreference: B-{seed}-{number}\ncountry: {draw.choice(COUNTRIES)}\nauthority: Office {number % 97}\n"
            f"tlp: GREEN\ntitle: {story[:40]}\ndescription: {draw.choice(ASKS)} {story}\n"
        )
    return "".join(parts)


def command(register: Path, *arguments: object) -> tuple[float, float]:
    """CPU and wall seconds of one command."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "ICCWC_REGISTER": str(register)}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    line = [sys.executable, "-m", "iccwc_cli", *map(str, arguments)]
    subprocess.run(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - began


def filled(folder: Path, count: int) -> Path:
    """A register of so many referrals."""
    register, stream = folder / f"{count}.sqlite3", folder / f"{count}.yaml"
    stream.write_text(requests(count), encoding="utf-8")
    cpu, wall = command(register, "refer", "-r", stream, "-f", "jsonl", "-q")
    print(f"recording {count:,} requests: {wall:.1f} s, {cpu:.1f} s of CPU, {wall / count * 1e3:.2f} ms a request")
    return register


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=200)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tens = filled(folder, 10_000)
        small, large = filled(folder, given.small), filled(folder, given.large)
        lists = {
            "list --limit 20": ("register", "list", "--limit", 20),
            "list --country MG --status draft": (
                "register", "list", "--country", "MG", "--status", "draft", "--limit", 20,
            ),
            "list --partner wco --need ...": (
                "register", "list", "--partner", "wco", "--need", "container-control", "--limit", 20,
            ),
            "list --text 'pangolin vessels'": ("register", "list", "--text", "pangolin vessels", "--limit", 20),
            "list --overdue": ("register", "list", "--overdue", "--limit", 20),
        }  # fmt: skip
        for label, arguments in lists.items():
            print(f"{label:34} {ratio(small, large, given.pairs, lambda _n, a=arguments: a):.2f}")
        one = folder / "one.yaml"

        def refer(number: int) -> tuple[object, ...]:
            one.write_text(requests(1, seed=1000 + number), encoding="utf-8")
            return ("refer", "-r", one)

        print(f"{'refer':34} {ratio(small, large, given.pairs, refer):.2f}")
        for register, count in ((tens, 10_000), (large, given.large)):
            cpu, _ = command(register, "register", "verify")
            print(f"verify of {count:,}: {cpu:.1f} s of CPU, {cpu / count * 1e6:.0f} microseconds a referral")


def ratio(small: Path, large: Path, pairs: int, arguments: object) -> float:
    """The median of the ratios of the pairs."""
    found = []
    for number in range(pairs):
        line = arguments(number)  # type: ignore[operator]
        first, _ = command(small, *line)
        second, _ = command(large, *line)
        found.append(second / first)
    return statistics.median(found)


if __name__ == "__main__":
    main()

"""What is run, as `iccwc` and as `python -m iccwc_cli`."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType


def main() -> None:
    """Run one command.

    Most commands are done before a collection would find anything, so the collector looks seldom, and not at all when
    the interpreter ends: it would go through every module that was loaded, which takes as long as reading a request.
    """
    gc.set_threshold(50_000)
    signal.signal(signal.SIGTERM, _end)
    from iccwc_cli.cli import app

    try:
        app.main()
    finally:
        gc.freeze()


def _end(_number: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that no half-written file stays; the exit code is the one that a shell gives."""
    from iccwc_cli.errors import ExitCode

    sys.exit(ExitCode.TERMINATED)


if __name__ == "__main__":
    main()

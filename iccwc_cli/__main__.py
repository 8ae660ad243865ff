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
    for number in _ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, _end)
    try:
        from iccwc_cli.cli import app

        app.main()
    except KeyboardInterrupt:  # while the program is loaded; a command says that it was stopped
        from iccwc_cli.errors import ExitCode

        sys.exit(ExitCode.INTERRUPTED)
    finally:
        gc.freeze()


_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""What tells a program to end: somebody else, or the terminal when it is closed; Windows has no such terminal."""


def _end(number: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that no half-written file stays; the exit code is the one that a shell gives."""
    from iccwc_cli.errors import ExitCode

    for other in _ENDING:
        signal.signal(other, signal.SIG_IGN)  # a closed terminal may tell twice; what is half written is put away once
    sys.exit(ExitCode(128 + number))


if __name__ == "__main__":
    main()

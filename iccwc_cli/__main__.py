"""What is run, as `iccwc` and as `python -m iccwc_cli`."""

from __future__ import annotations

import gc


def main() -> None:
    """Run one command.

    Most commands are done before a collection would find anything, so the collector looks seldom, and not at all when
    the interpreter ends: it would go through every module that was loaded, which takes as long as reading a request.
    """
    gc.set_threshold(50_000)
    from iccwc_cli.cli import app

    try:
        app.main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()

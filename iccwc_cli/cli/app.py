"""The root command: which commands there are, and the one place where errors become exit codes."""

from __future__ import annotations

import io
import os
import sys
from errno import EBADF
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from iccwc_cli import __version__
from iccwc_cli.errors import ExitCode, IccwcError
from iccwc_cli.text import nearest

COMMANDS = ("partners", "contact", "needs", "request", "refer", "register", "letter", "export", "schema", "data")


class Root(TyperGroup):
    """Imports the module of the command that was typed and of no other, and maps every error to its exit code."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The commands, in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """The command of that name, with its module, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"iccwc_cli.cli.{cmd_name}").app)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        """As Typer's; it names the nearest command only among those that are imported, which here is none."""
        try:
            return super().resolve_command(ctx, args)
        except typer.TyperException as error:
            if near := nearest(args[0], list(COMMANDS)):
                error.message += f" Did you mean '{near}'?"
            raise

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command; whatever goes wrong leaves as an exit code and at most a short message."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except BrokenPipeError:  # the reader went away: say nothing
            _write_no_more()
            raise typer.Exit(ExitCode.BROKEN_PIPE) from None
        except KeyboardInterrupt:
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except Exception as error:
            code = _explain(error)
            if isinstance(error, OSError):  # what waits for an output that is full would fail, and be told, once more
                _write_no_more()
            raise typer.Exit(code) from None
        return result

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """As Typer's, but errors of the command line are said in our form and end with our exit code."""
        from iccwc_cli.cli.console import report

        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
            sys.stdout.flush()
        except typer.TyperException as error:
            report([_usage(error, self._typed(args[0]))])
            code = ExitCode.USAGE
        except typer.Abort:
            code = ExitCode.INTERRUPTED
        except SystemExit as end:
            if end.code != 1:
                raise
            code = ExitCode.BROKEN_PIPE  # what Typer makes 1 of when the reader of a help goes away
        except OSError as error:  # help and version are written before a command is invoked
            code = ExitCode.BROKEN_PIPE if isinstance(error, BrokenPipeError) else _explain(error)
            _write_no_more()
        sys.exit(code if isinstance(code, int) else ExitCode.OK)

    def _typed(self, args: list[str]) -> str:
        """The command that was typed, with those that it stands under."""
        path, command = "iccwc", self
        for arg in args:
            if not isinstance(command, TyperGroup):
                break
            command = command.get_command(typer.Context(command), arg)
            if command is None:
                break
            path += f" {arg}"
        return path


def _write_no_more() -> None:
    """Keep the interpreter from failing when it closes an output that takes nothing more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain(error: Exception) -> ExitCode:
    """Report an exception of a command and give its exit code."""
    from iccwc_cli.cli.console import report

    if os.environ.get("ICCWC_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, IccwcError):
        report(error.findings())
        return error.exit_code
    if isinstance(error, UnicodeEncodeError):  # what the shell gave was not UTF-8
        report([("an argument is not UTF-8 text", "set the terminal's character encoding to UTF-8")])
        return ExitCode.USAGE
    if isinstance(error, OSError):
        if error.errno == EBADF:
            report([("standard output: is closed", "give it a file, a pipe or /dev/null")])
            return ExitCode.BAD_INPUT
        where = error.filename or "standard output"
        report([(f"{where}: {error.strerror or error}", "check that there is space and that you may write there")])
        return ExitCode.BAD_INPUT
    hint = "this is a fault in iccwc; run again with ICCWC_DEBUG=1 and report what it prints"
    report([(f"internal error: {type(error).__name__}: {error}", hint)])
    return ExitCode.INTERNAL


def _usage(error: typer.TyperException, typed: str) -> tuple[str, str | None]:
    """Message and hint for a wrong command line; Typer does not always tell which command was `typed`."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else typed
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:  # Typer gives it no public name
        commands = ", ".join(context.command.list_commands(context))
        return "no command given", f"see `{path} --help`; commands are {commands}"
    return error.format_message().rstrip("."), f"see `{path} --help`"


app = typer.Typer(
    name="iccwc",
    cls=Root,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"iccwc {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Directory and referral desk of the consortium against wildlife crime (ICCWC).

    Five organisations, one door: every request goes to the CITES Secretariat, which decides which partners it is
    communicated to. iccwc shows who does what, and suggests, with reasons. It never opens a network connection.
    """


def main() -> None:
    """Run the command that was typed."""
    # A service may start a program with closed streams. Talk is then for nobody; data that goes nowhere is an error.
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - open to the end
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if isinstance(sys.stdout.buffer, io.RawIOBase):
        # Python's unbuffered mode loses what the system does not take at once.
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(sys.stdout.buffer))
    for stream in (sys.stdout, sys.stderr):
        # Data is UTF-8 whatever the locale, with plain line ends also on Windows.
        stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    app(sys.argv[1:] or ["--help"], prog_name="iccwc")

"""`iccwc register`: every referral on disk, its life, and its history."""

from __future__ import annotations

import typer

from iccwc_cli.cli.register import keep, life, look

app = typer.Typer(
    help="Every referral on disk, its life and its history.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
)

for _room in (look, life, keep):
    for _command in _room.COMMANDS:
        app.command(_command.__name__.removesuffix("_"), cls=life.Command if _room is life else None)(_command)

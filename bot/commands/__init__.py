"""The command line: one file a group of commands, each a few lines around the part that does the work."""

import typer

from bot.commands import backup, bench, door, judge, lessons, people, replay, run, wechat, wxkf

app = typer.Typer(
    name="python -m bot",
    help="哨应：居民在聊天里反映，有人答复。 · Residents report in chat, and somebody answers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
run.join(app)
backup.join(app)
judge.join(app)
lessons.join(app)
replay.join(app)
bench.join(app)
app.add_typer(people.app, name="people")
app.add_typer(door.app, name="door")
app.add_typer(wechat.app, name="wechat")
app.add_typer(wxkf.app, name="wxkf")

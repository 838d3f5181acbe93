"""The commands. Each lives in a module of its own name, which is loaded when the command runs: `kg --help` is quick.

Exit codes: 0 all is well, 1 findings (something in a report, a graph or the library has errors), 2 wrong use.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from kg.errors import DataError, KgError, SourceError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # what `kg … > FILE` may meet
FINDINGS, WRONG_USE, STOPPED = 1, 2, 130

# What `kg --help` says of each command, in the order of the work.
COMMANDS = {
    "add": "Add documents to the library: saved pages, TEI volumes, plain texts.",
    "build": "Build the graph of reports: Turtle, JSON-LD, TriG and N-Quads.",
    "check": "Check a graph, or a folder of graphs, and say what is wrong with it.",
    "events": "List the events of a report, as a table, CSV or JSON lines.",
    "claims": "List who says what in a report, and through whom.",
    "links": "List which known people, states and offices a report names, and why.",
    "explain": "Explain one thing of the graph: who says so, on which words, by which rule.",
    "authority": "What is known beforehand: the index of candidates, and how good links are.",
    "evaluate": "Measure what is found against annotated documents.",
    "query": "Ask what was built a question in SPARQL, in its folder or in a store.",
    "diff": "Compare two builds: which claims, links and statements came, went and changed.",
    "publish": "Publish what was built as a site that people and machines read.",
    "serve": "Serve what was built: pages, data by content negotiation, SPARQL.",
    "load": "Load what was built into a triple store, each document as a graph.",
    "sync": "Make a triple store equal to what was built, and send only what changed.",
    "export": "Give links back: as a table for other tools, as statements for Wikidata.",
    "reconcile": "Match tables with what was built: a service for OpenRefine.",
}


# The commands that have commands of their own: `kg authority import` stands in kg/cli/authority_import.py.
SUBCOMMANDS: Mapping[str, Mapping[str, str]] = {
    "authority": {
        "import": "Import candidates into the index that links are decided from.",
        "status": "Say what the index of candidates holds, and where it comes from.",
        "fetch": "Ask Wikidata or a reconciliation service for candidates; goes online.",
        "evaluate": "Measure links against annotated ones, and fit the weights.",
    },
    "export": {
        "sssom": "Write every link, and every search that found nothing, as one table in SSSOM/TSV.",
        "quickstatements": "Write statements for Wikidata, of what a person accepted alone; dry unless told otherwise.",
    },
    "publish": {"site": "Write what was built as a site of static files, for any web server or none."},
    "reconcile": {"serve": "Serve the entities of a build to OpenRefine and other reconciliation clients."},
}


class LazyGroup(click.Group):
    """A group that imports the module of a command only when that command runs."""

    def __init__(self, *given: Any, texts: Mapping[str, str], prefix: str = "", **named: Any) -> None:
        """`texts` says what the help says of each command; `prefix` begins the names of their modules."""
        super().__init__(*given, **named)
        self.texts = texts
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the work."""
        return list(self.texts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None if there is none."""
        if cmd_name not in self.texts:
            return None
        if not self.prefix and cmd_name in SUBCOMMANDS:
            texts = SUBCOMMANDS[cmd_name]
            return LazyGroup(cmd_name, texts=texts, prefix=f"{cmd_name}_", help=self.texts[cmd_name])
        command = importlib.import_module(f"kg.cli.{self.prefix}{cmd_name}").command
        assert isinstance(command, click.Command), f"kg.cli.{self.prefix}{cmd_name}.command is no command"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.texts.items()))


@click.group(
    cls=LazyGroup,
    texts=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all is well, 1 findings (errors), 2 wrong use.",
)
@click.version_option(package_name="kg", prog_name="kg")
def kg() -> None:
    """Turn diplomatic reports into a knowledge graph that knows who says so.

    REPORT is a key of data/reports/ or the path of a file.

    \b
    Example:
      kg build
      kg claims 1962-08-27-embassy-hungary-pyongyang
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. A user's mistake is one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Files and pipes are UTF-8 whatever the locale; a terminal keeps its own and shows \u… where it must.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with kg.make_context("kg", words) as context:
            code = kg.invoke(context)
            sys.stdout.flush()
            return code if isinstance(code, int) else 0
    except click.exceptions.Exit as wanted:
        return wanted.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return WRONG_USE
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        return FINDINGS if isinstance(error, SourceError | DataError) else WRONG_USE
    except (KeyboardInterrupt, click.Abort):
        print("kg: stopped; what was built before stays", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # The reader (`head`, `less`) has enough.
        _drop_standard_output()
        return 0
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _drop_standard_output()
        print(f"kg: the output cannot be written ({error.strerror}). Make room, then run again.", file=sys.stderr)
        return WRONG_USE


def _drop_standard_output() -> None:
    """Lead what is still to be written nowhere: Python would complain once more when it closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

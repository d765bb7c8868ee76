"""The command line: arguments in; output, exit codes and one clear sentence for each failure out.

Each command is `command` in the module of its name, which is imported when it is asked for.
Exit codes: those of `papergraph.errors`; 2 for a wrong argument; 7 where RDF does not conform; 130 after Ctrl-C;
141 when the reader of a pipe left.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from papergraph import __version__
from papergraph.cli.paths import GivenPath
from papergraph.cli.terminal import colourful, harmless
from papergraph.errors import OutputError, PapergraphError

COMMANDS = (
    *("build", "open", "query", "search", "serve", "show", "topics", "explain", "problems", "validate", "entries"),
    *("export", "merge", "catalog", "bulk", "publish", "store", "init"),
)

INTERRUPTED = 130
PIPE_CLOSED = 141


class Commands(click.Group):
    """A group whose commands are loaded by name, and which ends quietly where a person or a pipe ends it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name from the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"papergraph.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; an unknown one is an error with a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(COMMANDS)}."
            raise click.UsageError(f"there is no command {args[0]!r}{meant}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; flush here, where a full disk or a closed pipe can still be answered."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            click.echo(
                "papergraph: interrupted; what an earlier build wrote is as it was, and what services said is kept.",
                err=True,
            )
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _discard_output()
            ctx.exit(PIPE_CLOSED)
        except OSError as error:
            if error.filename is None:
                _discard_output()
                raise OutputError(f"The output cannot be written: {error.strerror}.") from error
            raise PapergraphError(f"{error.filename}: {error.strerror}.") from error
        return result


def _discard_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush cannot fail as well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="papergraph %(version)s")
@click.option(
    "-C",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Run as if started in this folder.",
)
@click.option(
    "--config",
    type=GivenPath(dir_okay=False),
    help="Use this configuration instead of the nearest papergraph.toml.",
)
@click.pass_context
def papergraph(ctx: click.Context, directory: Path | None, config: Path | None) -> None:
    """Turn Markdown reading notes and paper lists into a knowledge graph.

    \b
    Start:     papergraph init            write papergraph.toml and a first note
               papergraph build           read notes/, ask arXiv and GitHub, write output/
               papergraph open            look at the graph in a browser
    Ask:       papergraph query --list    the questions that come with papergraph
               papergraph query papers-without-code
               papergraph show arxiv:2007.03260

    Settings are read from the nearest papergraph.toml, in this folder or one above it. Nothing is written to
    but the output folder, and .papergraph/ beside the settings.
    """
    if config is not None:
        ctx.obj = config.absolute()
    if directory is not None:
        os.chdir(directory)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every failure is one sentence on standard error."""
    try:
        code = papergraph.main(args=list(arguments), prog_name="papergraph", standalone_mode=False)
    except PapergraphError as error:
        return _fail(str(error), error.exit_code)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "papergraph"
        return _fail(f"{error.format_message()} (papergraph: try `{command} --help`)", error.exit_code)
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code)
    except click.Abort:
        return _fail("interrupted.", INTERRUPTED)
    return code if isinstance(code, int) else 0


def _fail(sentence: str, code: int) -> int:
    start = click.style("papergraph:", fg="red", bold=True) if colourful(sys.stderr) else "papergraph:"
    click.echo(f"{start} {harmless(sentence, lines=True)}", err=True)
    return code

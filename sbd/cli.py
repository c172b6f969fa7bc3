"""The command line: parse, call one function, print. Heavy imports wait their turn."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sbd.cli_checklist import checklist
from sbd.cli_project import project
from sbd.locale import LANGS

if TYPE_CHECKING:
    from sbd.plans.plan import Plan
    from sbd.server import Sharing

Command = TypeVar("Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path)
_SPACES = click.Choice(["street", "pedestrian_zone", "square", "park"])
_PHASES = click.Choice(["sketch", "preliminary", "permit", "works", "in_use"])
_VEHICLES = click.Choice(["M1", "N1", "7t", "heavy"])
_UNITS = click.Choice(["m", "dm", "cm", "mm", "in", "ft"])
_LANGS = click.Choice([*LANGS, *("+".join(p) for p in permutations(LANGS, 2))])


def main() -> None:
    """Run the command line; a refused input is one sentence and exit code 1."""
    from sbd.errors import SbdError

    os.environ["PROJ_NETWORK"] = "OFF"
    try:
        code = commands(standalone_mode=False)
    except SbdError as error:
        click.echo(str(error), err=True)
        code = 1
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    sys.exit(code if isinstance(code, int) else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sbd")
def commands() -> None:
    """Assess public-space designs before works start.

    Safety, accessibility and liveability, with the place and the reason behind
    every score.
    """


commands.add_command(checklist)
commands.add_command(project)


def _pair(name: str, example: str) -> Callable[..., tuple[float, float] | None]:
    """Return a callback that reads two numbers with a comma between them."""

    def read(
        context: click.Context, option: click.Parameter, value: str | None
    ) -> tuple[float, float] | None:
        if value is None:
            return None
        try:
            first, second = (float(part) for part in value.split(","))
        except ValueError as error:
            msg = (
                f"'{value}' is not {name}: write two numbers with a comma between "
                f"them, such as {example}."
            )
            raise click.BadParameter(msg, ctx=context, param=option) from error
        return first, second

    return read


def reading_options(command: Command) -> Command:
    """Add the options that say how a plan is to be read."""
    for option in reversed(
        [
            click.option("--site", type=_FILE, help="File with the site boundary."),
            click.option("--vocabulary", default="auto", show_default=True),
            click.option("--crs", help="EPSG:N of files without one, or 'local'."),
            click.option(
                "--at",
                metavar="LON,LAT",
                callback=_pair("LON,LAT", "4.3517,50.8466"),
                help="Where the origin of a local drawing lies.",
            ),
            click.option(
                "--origin",
                metavar="X,Y",
                callback=_pair("X,Y", "120.5,80"),
                help="Point of a local drawing that lies there; default its middle.",
            ),
            click.option(
                "--bearing",
                type=float,
                metavar="DEG",
                default=0.0,
                help="Where a local drawing's top points, clockwise from north.",
            ),
            click.option("--unit", type=_UNITS, help="Drawing unit of CAD files."),
            click.option("--space-type", type=_SPACES),
            click.option("--design-phase", type=_PHASES),
            click.option("--design-vehicle", type=_VEHICLES),
            click.option("--risk", type=click.Choice(["none", "normal", "raised"])),
            click.option(
                "--declare", multiple=True, metavar="KIND", help="Complete for KIND."
            ),
            click.option(
                "--assume", multiple=True, metavar="NAME|all", help="Assumption to use."
            ),
            click.option(
                "--heights", type=_FILE, help="GeoTIFF with heights of the ground."
            ),
        ]
    ):
        command = option(command)
    return command


def assessing_options(command: Command) -> Command:
    """Add the options that say how a plan is to be assessed and shown."""
    for option in reversed(
        [
            click.option("--checklist", default="brussels", show_default=True),
            click.option(
                "--edition",
                type=click.Choice(["public", "restricted"]),
                default="public",
                show_default=True,
            ),
            click.option("--lang", type=_LANGS, default="en", show_default=True),
            click.option("--date", help="Date of the assessment, YYYY-MM-DD."),
        ]
    ):
        command = option(command)
    return command


_outputs = click.option(
    "-o",
    "outputs",
    multiple=True,
    metavar="OUT",
    help="The suffix chooses: .pdf, .docx, .xlsx, .gpkg, .html, .sbd.json, .csv.zip",
)


@commands.command()
@click.argument("plans", nargs=-1, type=_FILE)
@click.option("--data", type=_FILE, help="Folder for what you upload and answer.")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--share", is_flag=True, help="Let others on this network join reviews.")
@click.option("--cert", type=_FILE, help="Certificate (PEM) to encrypt what is shared.")
@click.option("--key", type=_FILE, help="Key (PEM) of the certificate.")
def app(
    plans: tuple[Path, ...],
    data: Path | None,
    port: int,
    share: bool,
    cert: Path | None,
    key: Path | None,
) -> None:
    """Open the web application, on the demo plan if none is given."""
    from sbd.server import prepare_sharing, run_app

    if (cert is None) != (key is None) or (cert is not None and not share):
        msg = "--cert and --key are given together, and with --share"
        raise click.UsageError(msg)
    sharing = prepare_sharing(port, cert=cert, key=key) if share else None
    if sharing is not None:
        _say_shared(sharing)
    run_app(plans, data=data, port=port, sharing=sharing)


def _say_shared(sharing: Sharing) -> None:
    """Say where the room joins and how the facilitator gets in from elsewhere."""
    click.echo(f"Others on this network join at {sharing.url}/join")
    click.echo(f"Facilitator from another device: {sharing.url}/join/facilitator")
    word = "as in SBD_PASSPHRASE" if sharing.chosen else sharing.passphrase
    click.echo(f"Passphrase: {word}")
    if not sharing.encrypted:
        click.echo(
            "Not encrypted: others on this network could read along. On a network "
            "that you do not trust, give a certificate with --cert and --key."
        )


@commands.command()
@click.argument("plans", nargs=-1, required=True, type=_FILE)
@reading_options
@assessing_options
@click.option(
    "--ratings", type=_FILE, help="File with people's answers: YAML, CSV, XLSX."
)
@click.option(
    "--template", type=_FILE, help="Word document with fields, for .docx reports."
)
@_outputs
def assess(
    plans: tuple[Path, ...],
    ratings: Path | None,
    template: Path | None,
    outputs: tuple[str, ...],
    **options: Any,
) -> None:
    """Assess a plan; without -o print scores, balance, requirements and gains."""
    from sbd.assessment import assess as run
    from sbd.checklists.read import read_checklist
    from sbd.exports import check_suffix, export_material
    from sbd.exports.material import Material
    from sbd.reviews.read import read_ratings
    from sbd.views.terminal import summary

    date = _date(options["date"])
    files = [Path(name) for name in _comma_list(outputs)]
    for file in files:
        check_suffix(file)
    if template is not None:
        from sbd.exports.docx import check_template

        check_template(template)
    checklist = read_checklist(options["checklist"])
    with _busy():
        plan = _read(plans, options)
        assessment = run(
            plan,
            checklist,
            read_ratings(ratings) if ratings else (),
            date=date,
            edition=options["edition"],
        )
        lang = options["lang"]
        material = Material(assessment, plan, checklist, lang, template=template)
        for file in files:
            export_material(material, file)
    for lang in [] if files else options["lang"].split("+"):
        _print(summary(assessment, checklist, lang))


@commands.command()
@click.argument("plans", nargs=-1, required=True, type=_FILE)
@reading_options
@click.option("--checklist", default="brussels", show_default=True)
@click.option("--lang", type=_LANGS, default="en", show_default=True)
def inspect(plans: tuple[Path, ...], **options: Any) -> None:
    """Show what was recognised, repaired, left out, and what is missing."""
    from sbd.checklists.read import read_checklist
    from sbd.views.terminal import inspection

    checklist = read_checklist(options["checklist"])
    with _busy():
        plan = _read(plans, options)
    for lang in options["lang"].split("+"):
        _print(inspection(plan, checklist, lang))


@commands.command()
@click.argument("plans", nargs=-1, required=True, type=_FILE)
@reading_options
@assessing_options
@_outputs
def compare(plans: tuple[Path, ...], outputs: tuple[str, ...], **options: Any) -> None:
    """Compare plans, each one variant: differences per dimension and criterion.

    With -o write a report on the first plan that compares it with the others.
    """
    from sbd.assessment import assess as run
    from sbd.checklists.read import read_checklist
    from sbd.exports import check_suffix, export_material
    from sbd.exports.material import Material
    from sbd.plans.variants import differences
    from sbd.views.terminal import comparison

    if len(plans) < 2:
        msg = "name at least two plans to compare"
        raise click.UsageError(msg)
    files = [Path(name) for name in _comma_list(outputs)]
    for file in files:
        check_suffix(file)
    checklist = read_checklist(options["checklist"])
    date = _date(options["date"])
    with _busy():
        read = [_read((p,), options) for p in plans]
        edition = options["edition"]
        found = [run(p, checklist, date=date, edition=edition) for p in read]
        first, *others = found
        made = (first, read[0], checklist, options["lang"], tuple(others))
        for file in files:
            export_material(Material(*made), file)
    for lang in options["lang"].split("+"):
        _print(comparison(found, checklist, lang, incomparable=differences(read)))


def _read(plans: tuple[Path, ...], options: dict[str, Any]) -> Plan:
    from sbd.plans.read import read_plan

    names = ("site", "vocabulary", "crs", "at", "origin", "bearing", "unit")
    facts = ("space_type", "design_phase", "design_vehicle", "risk", "heights")
    plan: Plan = read_plan(
        plans,
        **{name: options[name] for name in (*names, *facts)},
        declare=_comma_list(options["declare"]),
        assume=_comma_list(options["assume"]),
    )
    return plan


def _comma_list(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p.strip() for v in values for p in v.split(",") if p.strip())


def _date(given: str | None) -> str:
    """Return the date to print: given, from SOURCE_DATE_EPOCH, or today."""
    if given:
        try:
            return datetime.date.fromisoformat(given).isoformat()
        except ValueError as error:
            msg = f"--date {given} is not a date like 2026-01-31"
            raise click.UsageError(msg) from error
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.now(tz=datetime.UTC)
    if epoch and epoch.isdigit():
        now = datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC)
    return now.date().isoformat()


def _busy() -> Any:
    from rich.console import Console

    return Console(stderr=True).status("…")


def _print(content: Any) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    console.print(content)


if __name__ == "__main__":
    main()

"""The commands on projects of the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sbd.reviews.database import Database
    from sbd.reviews.store import ProjectStore

_FILE = click.Path(path_type=Path)
_DATA = click.option(
    "--data", type=_FILE, help="Data folder; the platform's own unless given."
)


@click.group()
def project() -> None:
    """Take projects along: everything judged, in one file."""


@project.command("list")
@_DATA
def list_projects(data: Path | None) -> None:
    """List the projects of the data folder."""
    from sbd.reviews.archive import all_projects

    for number, name in all_projects(_opened(data)[0]):
        click.echo(f"{number}  {name}")


@project.command("export")
@click.argument("file", type=_FILE)
@click.option("--project", "asked", help="Id or name, where there are several.")
@_DATA
def export_to(file: Path, asked: str | None, data: Path | None) -> None:
    """Write a project into FILE.sbd: its plans, answers, names and history."""
    from sbd.reviews.archive import export_project, find_project

    db, store = _opened(data)
    export_project(db, store, find_project(db, asked), file)
    click.echo(
        f"{file} written. It holds everything, names and sensitive criteria included: "
        "keep it as you keep the data folder."
    )


@project.command("import")
@click.argument("file", type=_FILE)
@_DATA
def import_from(file: Path, data: Path | None) -> None:
    """Take the project in FILE.sbd over into the data folder."""
    from sbd.reviews.archive_import import import_project

    found = import_project(*_opened(data), file)
    if found.was_there:
        click.echo(f"{found.name} is in the data folder already: nothing was changed.")
    elif found.renamed:
        click.echo(f"{found.name} was taken over beside what had the same ids.")
    else:
        click.echo(f"{found.name} was taken over.")


def _opened(data: Path | None) -> tuple[Database, ProjectStore]:
    """Open the data folder, with what earlier versions kept beside its plans."""
    from sbd.reviews.database import database
    from sbd.reviews.earlier import adopt_file
    from sbd.reviews.store import ProjectStore, data_folder

    store = ProjectStore(data or data_folder())
    db = database(store.folder)
    for variant in store.projects():
        folder = store.folder / variant
        if (folder / "source").is_dir():
            name = store.plan_file(variant).name.removesuffix(".sbd.gpkg")
            adopt_file(db, folder, variant, name)
    return db, store

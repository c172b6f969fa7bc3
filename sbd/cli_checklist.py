"""The commands on checklists."""

from __future__ import annotations

from pathlib import Path

import click

from sbd.locale import LANGS

_FILE = click.Path(path_type=Path)
_LANGS = click.Choice(LANGS)


@click.group()
def checklist() -> None:
    """List, show, check, copy or edit checklists, or make a form of one."""


@checklist.command("list")
def list_checklists() -> None:
    """List the checklists that come with sbd."""
    from sbd.checklists.read import checklist_names, read_checklist

    for name in checklist_names():
        found = read_checklist(name)
        click.echo(f"{name} {found.version} · {found.title.en}")


@checklist.command()
@click.argument("name")
@click.option("--lang", type=_LANGS, default="en")
def show(name: str, lang: str) -> None:
    """Show the criteria of a checklist."""
    from sbd.checklists.read import read_checklist

    for criterion in read_checklist(name).criteria:
        how = "measured" if criterion.measured else "judged"
        title = criterion.title.in_language(lang)
        click.echo(f"{criterion.id}  {title}  [{how}, {criterion.status}]")


@checklist.command()
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """Check a checklist file; all its mistakes are told at once."""
    from sbd.assessment import check_indicators
    from sbd.checklists.read import read_checklist

    found = read_checklist(file)
    check_indicators(found)
    click.echo(f"{file.name}: {len(found.criteria)} criteria, no mistakes.")


@checklist.command("export")
@click.argument("name")
@click.argument("out", type=_FILE)
@click.option("--lang", type=_LANGS, help="Language in which a form opens.")
def export_to(name: str, out: Path, lang: str | None) -> None:
    """Copy a checklist to OUT, a file of your own.

    OUT ends in .yaml for a file to edit as text, in .xlsx for a workbook to edit in
    Excel or LibreOffice, in .xlsform.xlsx for a form of what people judge: a field
    walk with KoboToolbox or ODK. NAME is a checklist of sbd; for a workbook or a form,
    a file of yours will do too.
    """
    from sbd.checklists.read import export_checklist, read_checklist, write_new

    if out.name.lower().endswith(".xlsform.xlsx"):
        from sbd.exports.xlsform import xlsform

        write_new(out, xlsform(read_checklist(name), lang))
    elif out.suffix.lower() == ".xlsx":
        from sbd.checklists.excel_write import checklist_workbook

        write_new(out, checklist_workbook(read_checklist(name)))
    else:
        export_checklist(name, out)
    click.echo(f"{out} written.")


@checklist.command("import")
@click.argument("file", type=_FILE)
@click.argument("out", type=_FILE)
def import_from(file: Path, out: Path) -> None:
    """Check the workbook FILE.xlsx and write its checklist to OUT.yaml.

    All mistakes are told at once, each with its sheet and cell; nothing is written
    then.
    """
    from sbd.assessment import check_indicators
    from sbd.checklists.excel_read import read_checklist_workbook
    from sbd.checklists.read import write_checklist
    from sbd.checklists.yaml_write import checklist_yaml

    found = read_checklist_workbook(file)
    check_indicators(found)
    write_checklist(out, checklist_yaml(found, file.name))
    click.echo(f"{out} written: {len(found.criteria)} criteria, no mistakes.")

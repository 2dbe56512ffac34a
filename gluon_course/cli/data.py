"""``gluon-course data``: what there is of the course's data, and getting the rest."""

from __future__ import annotations

import json

import click


@click.group(short_help="List, fetch and verify the course's data sets.")
def data():
    """List, fetch and verify the course's data sets.

    Data lies below GLUON_COURSE_DATA, else below ~/.mxnet/datasets, at the paths of
    the text's ../data; what is already there is used. Archives are unpacked in
    GLUON_COURSE_CACHE (~/.cache/gluon_course), downloads go there too when the root is
    read-only. What is damaged in the cache is unpacked anew; of folders above 64 MiB
    only names and sizes are looked at, so remove one that you do not trust. Most
    sections fetch what they need themselves; these commands do it
    ahead, for example before a journey without a network.

    \b
      gluon-course data list
      gluon-course data fetch fashion-mnist
      gluon-course run lenet --sample     needs no data at all
    """


@data.command("list")
@click.option("--json", "is_json", is_flag=True, help="Print a JSON list.")
def list_command(is_json: bool):
    """Every data set: name, size, where it is, sections that use it.

    \b
    present   its files are there
    packed    its archive is there, and is unpacked in the cache at first use
    unpacked  its folder was unpacked by you
    partial   some of its files are missing
    absent    gluon-course data fetch NAME

    --json has the paths, files and licences too.
    """
    from gluon_course.base.paths import data_root
    from gluon_course.cli.printing.terminal import shorten, table
    from gluon_course.data.catalogue import data_set_names
    from gluon_course.data.survey import status

    found = [status(name) for name in data_set_names()]
    if is_json:
        click.echo(json.dumps([_as_dict(each) for each in found], indent=2))
        return
    rows = [
        (row.name, _size(row.size), each.state, shorten(row.section, 15), row.title)
        for each, row in ((each, each.row) for each in found)
    ]
    click.echo(f"Data root: {data_root()}\n")
    click.echo(table(("name", "size", "where", "section", "title"), rows, right="size"))


@data.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def fetch(names: tuple[str, ...]):
    """Download data sets, check them and unpack their archives.

    What is there already is left alone, an interrupted download goes on where it
    stopped, and the next address is tried when one fails. Without a network the
    command says which file to bring, and where to put it.
    """
    from gluon_course.data.catalogue import find_data_set
    from gluon_course.data.fetching import fetch as fetch_data

    for name in names:
        find_data_set(name)  # a misspelt last name is no reason to download the first
    for name in names:
        click.echo(f"{name}: {fetch_data(name)}")


@data.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.pass_context
def verify(ctx: click.Context, names: tuple[str, ...]):
    """Read data sets that are present and compare their checksums.

    Says of each file which published edition it is. Exit status 1 if a file is
    missing, damaged or unknown.
    """
    from gluon_course.data.catalogue import find_data_set
    from gluon_course.data.survey import verify as verify_data

    for name in names:
        find_data_set(name)
    findings = [finding for name in names for finding in verify_data(name)]
    for finding in findings:
        click.echo(f"{finding.path}: {finding.message}")
    if not all(finding.is_good for finding in findings):
        ctx.exit(1)


@data.command()
@click.argument("name")
def path(name: str):
    """Print the path of a data set, for use in scripts; fetch it first if need be.

    \b
      ls $(gluon-course data path voc2012)/JPEGImages
    """
    from gluon_course.data.locating import locate

    click.echo(locate(name))


def _as_dict(found) -> dict:
    row = found.row
    return {
        "name": row.name,
        "title": row.title,
        "kind": row.kind,
        "state": found.state,
        "path": None if found.path is None else str(found.path),
        "files": [file.path for file in row.files],
        "size": row.size,
        "section": row.section,
        "licence": row.licence,
    }


def _size(num_bytes: int | None) -> str:
    if num_bytes is None:
        return "?"
    for unit in ("B", "KB", "MB"):
        if num_bytes < 1000:
            return f"{num_bytes:.0f} {unit}"
        num_bytes /= 1000
    return f"{num_bytes:.1f} GB"

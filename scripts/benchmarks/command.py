"""What the benchmarks that compare share: options, the loop over rows, the record."""

from __future__ import annotations

import argparse
import os

import record
from alternate import CLOCKS, PeerEnded
from turns import serve_peer, side_by_side


def run(
    doc,
    tables,
    make,
    *,
    facts=None,
    last=None,
    once=(),
    optional=(),
    measure=side_by_side,
):
    """Parse the options; measure and print all rows, or serve as one of the peers.

    Parameters
    ----------
    doc : str
        The script's docstring.
    tables : dict of dict
        Table to its rows, name to the roles that are compared, ours first.
    make : callable
        See ``turns``.
    facts : callable, optional
        What else the row of a name should hold.
    last : callable, optional
        The lines below all tables.
    once : sequence of str
        Tables whose pieces are one number of work, however long that takes.
    optional : sequence of str
        Roles that are left out unless ``--peers`` names them.
    measure : callable
        Makes a row.
    """
    options = parsed(doc, tables, optional)
    if options.peer:
        return serve_peer(make, *options.peer)
    from tqdm.auto import tqdm

    known = record.facts(options.threads, options.clock)
    print(record.headline(known), flush=True)
    asked = [
        (table, name, roles)
        for table, rows in tables.items()
        for name, roles in rows.items()
        if not options.only or name in options.only
    ]
    found = {table: [] for table in tables}
    for table, name, roles in (bar := tqdm(asked, leave=False, disable=None)):
        bar.set_description(name)
        roles = [roles[0], *(each for each in roles[1:] if each in options.peers)]
        try:
            row = measure(name, roles, options, int(table in once))
        except PeerEnded as ended:
            row = {"name": name, **{role: {"failed": str(ended)} for role in roles}}
        found[table].append({**row, **(facts(name) if facts else {})})
        with tqdm.external_write_mode():
            print(text_of(found[table][-1]), flush=True)
        record.write(options.json, known, **found)
    if last:
        print("\n".join(last(found)))


def text_of(row) -> str:
    """A row as it is printed: items a second, and the ratios with their quartiles."""
    parts = [f"{row['name']:22}"]
    for role, each in row.items():
        if not isinstance(each, dict):
            continue
        if "failed" in each:
            parts.append(f"{role} failed: {each['failed']}")
            continue
        said = f"{role} {each['per_s']:,.4g}/s"
        if "ratio" in each:
            low, high = each["quartiles"]
            said += f" {each['ratio']:.2f} ({low:.2f}-{high:.2f})"
        parts.append(said)
    return "  ".join(parts)


def parsed(doc, tables, optional):
    """The options that all of them have."""
    names = [name for rows in tables.values() for name in rows]
    all_roles = [roles for rows in tables.values() for roles in rows.values()]
    peers = [*dict.fromkeys(role for roles in all_roles for role in roles[1:])]
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=_names(names), metavar="NAME,...")
    usual = [each for each in peers if each not in optional]
    parser.add_argument(
        "--peers", type=_names(peers), default=usual, metavar="PEER,..."
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="of a turn, about")
    parser.add_argument(
        "--limit", type=float, default=300, help="seconds that a first piece may take"
    )
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    parser.add_argument("--json", metavar="FILE", help="also write the figures there")
    parser.add_argument("--peer", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def _names(known):
    def split(text):
        names = text.split(",")
        unknown = [each for each in names if each not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{unknown[0]}: choose from {known}")
        return names

    return split

"""A row of a table: peers are started, sized, and take turns.

Whoever measures has a function ``make(name, role)`` that gives work, a function of a
number, and how many items one of it is; it runs in the peer's process.
"""

from __future__ import annotations

import os
import resource
import statistics
import time

from alternate import CLOCKS, Peer, PeerEnded, alternate, ratio, serve

MOST = 5000


def side_by_side(name, roles, options, number=0) -> dict:
    """Items a second of each role, and how many times as fast the first one is.

    A role that cannot is kept as the reason why. Without a ``number`` pieces are made
    to take about ``options.seconds``.
    """
    peers = {role: _peer(name, role, options) for role in roles}
    failed, numbers = {}, {}
    for role in roles:
        try:
            peers[role].work(1, limit_s=options.limit)  # compiles, fills caches
            seconds = number or peers[role].work(1)["seconds"]
            fitting = max(1, min(MOST, round(options.seconds / seconds)))
            numbers[role] = (number or fitting,)
        except PeerEnded as ended:
            failed[role] = {"failed": str(ended)}
            peers.pop(role).close()
    results = alternate(peers, options.rounds, numbers)
    for peer in peers.values():
        peer.close()
    return as_row(name, roles, results, failed)


def fresh(name, roles, options, number=0) -> dict:
    """As :func:`side_by_side`, with a process for each piece: its start counts too."""
    failed, results = {}, {role: [] for role in roles}
    for _ in range(options.rounds):
        for role in [*results]:
            started = time.perf_counter()
            peer = _peer(name, role, options)
            try:
                found = peer.work(1, limit_s=options.limit)
                wall = time.perf_counter() - started
                cpu = found["cpu_s"]
                found["seconds"] = wall if options.clock == "wall" else cpu
                results[role].append(found)
            except PeerEnded as ended:
                failed[role] = {"failed": str(ended)}
                del results[role]
            peer.close()
    return as_row(name, roles, results, failed)


def as_row(name, roles, results, failed) -> dict:
    """The row of a name: medians, ratios to the first role, most memory."""
    row, speed = {"name": name}, {}
    for role in roles:
        if role in failed:
            row[role] = failed[role]
            continue
        speed[role] = [each["items"] / each["seconds"] for each in results[role]]
        peak = max(each["peak_mib"] for each in results[role])
        row[role] = {"per_s": statistics.median(speed[role]), "peak_mib": round(peak)}
        if role != roles[0] and roles[0] in speed:
            middle, low, high = ratio(speed[roles[0]], speed[role])
            row[role].update(ratio=middle, quartiles=[low, high])
    return row


def serve_peer(make, role, name, clock) -> None:
    """In a peer's process: serve pieces of its work."""
    work, items = make(name, role)
    clock = CLOCKS[clock]

    def piece(number):
        started = clock()
        work(number)
        return {
            "seconds": clock() - started,
            "items": number * items,
            "cpu_s": time.process_time(),
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }

    serve(piece)


def _peer(name, role, options):
    threads = options.threads
    environment = {}
    if role == "text":  # as without the course: half of the cores, and so on
        threads = min(threads, max(1, (os.cpu_count() or 2) // 2))
        environment["MXNET_CPU_PARALLEL_SIZE"] = "200000"
        environment["GOMP_SPINCOUNT"] = "300000"
    environment["OMP_NUM_THREADS"] = str(threads)
    return Peer(["--peer", role, name, options.clock], environment)

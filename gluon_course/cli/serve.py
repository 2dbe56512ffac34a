"""``gluon-course serve FOLDER``: a model in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.sections.number import Number


@click.command(
    short_help="Try a model in a browser, or ask it over HTTP.",
    context_settings={"max_content_width": 80},
)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=Number(int, 0, 65535),
    default=8000,
    metavar="PORT",
    help="0 takes one that is free and says which. [8000]",
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    help="Another one than 127.0.0.1 lets others ask. [127.0.0.1]",
)
@click.option("--device", default="auto", help="auto, cpu, gpu or gpu:1. [auto]")
@click.option(
    "--batch",
    type=Number(int, 1, 1024),
    default=32,
    metavar="N",
    help="Most requests that are computed at once. [32]",
)
@click.option(
    "--delay-ms",
    type=Number(float, 0, 1000),
    default=5.0,
    metavar="MS",
    help="How long a batch waits for requests that are being read. [5]",
)
@click.option(
    "--queue",
    type=Number(int, 1, 100_000),
    default=128,
    metavar="N",
    help="Requests that may wait; further ones are answered with 429. [128]",
)
@click.option(
    "--timeout",
    type=Number(float, 0.1, 3600),
    default=30.0,
    metavar="S",
    help="Seconds until a request is given up, with 503. [30]",
)
@click.option(
    "--max-body",
    type=Number(float, 0.001, 1024),
    default=8.0,
    metavar="MB",
    help="Largest body of a request. [8]",
)
@click.option(
    "--max-pixels",
    type=Number(float, 0.01, 89),
    default=16.0,
    metavar="M",
    help="Most pixels of a picture, in millions. [16]",
)
@click.option(
    "--max-text",
    type=Number(int, 1, 1_000_000),
    default=2000,
    metavar="N",
    help="Most characters of a text. [2000]",
)
def serve(
    folder: Path,
    port: int,
    host: str,
    device: str,
    batch: int,
    delay_ms: float,
    queue: int,
    timeout: float,
    max_body: float,
    max_pixels: float,
    max_text: int,
) -> None:
    """Serve the model in FOLDER, a run or an export, as a web application.

    The page at its address draws, takes pictures or texts, whatever the model is for,
    and shows what the model says. Programs ask the same at /predict, as JSON or
    multipart: see /docs. /health says whether it is ready, /metrics has figures for
    Prometheus. Only programs of this machine reach it unless --host says otherwise.
    Ctrl-C or SIGTERM end it, once what it has taken is answered.

    \b
    Examples:
      gluon-course serve runs/lenet
      gluon-course serve runs/lenet --port 0
      curl -F picture=@boot.png http://127.0.0.1:8000/predict
    """
    from gluon_course.base.devices import parse_devices
    from gluon_course.cli.runs.folder import require_folder
    from gluon_course.serve import (
        Limits,
        Server,
        address_of,
        bind,
        create_app,
        is_loopback,
        own_names,
    )

    require_folder(folder)
    limits = Limits(
        body_bytes=round(max_body * 1e6),
        pixels=round(max_pixels * 1e6),
        text_length=max_text,
        queue=queue,
        batch=batch,
        delay_ms=delay_ms,
        timeout_s=timeout,
    )
    with bind(host, port) as listener:
        names = own_names(listener, host)
        app = create_app(folder, limits, ctx=parse_devices(device)[0], hosts=names)
        meta = app.state.owner.meta
        if not is_loopback(listener):
            warning = (
                f"Warning: whoever reaches {host} can ask this model: there is no "
                "password and no encryption. Without --host only this machine can."
            )
            click.echo(paragraph(warning), err=True)

        def say():
            click.echo(f"{app.title} ({meta['task']}) at {address_of(listener)}")
            if meta["notice"]:
                click.echo(paragraph(f"({meta['notice']})"))
            click.echo("Ctrl-C ends it.")

        Server(app, say).run_on(listener)
    click.echo("Ended; what was asked is answered.")

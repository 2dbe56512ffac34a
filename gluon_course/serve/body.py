"""The body of a request: read within limits, then taken apart, all in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from pydantic import ValidationError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from gluon_course.serve.admission import Place
from gluon_course.serve.limits import Limits
from gluon_course.serve.refusal import RefusedError
from gluon_course.serve.schema.questions import OPTIONS, Question

PICTURE = "picture"
_MOST_PARTS = 20
_CLOSE = {"Connection": "close"}


async def read_body(request: Request, limits: Limits, place: Place) -> bytes:
    """The body, as far as the limits allow.

    Raises
    ------
    RefusedError
        408 if it does not come in time, 413 if it is too large, whether or not a
        header says its length, 429 if there is no memory for it.
    ClientDisconnect
        If the client is gone.
    """
    declared = request.headers.get("content-length", "")
    is_too_large = declared.isdigit() and int(declared) > limits.body_bytes
    if is_too_large and "expect" in request.headers:
        raise _too_large(limits)  # nothing was sent yet
    try:
        return await asyncio.wait_for(_read(request, limits, place), limits.read_s)
    except asyncio.TimeoutError:
        raise RefusedError(
            408,
            f"The body did not come within {limits.read_s:g} seconds",
            "the connection is slow, or was forgotten",
            "send it again",
            _CLOSE,
        ) from None


async def _read(request: Request, limits: Limits, place: Place) -> bytes:
    content, length = bytearray(), 0
    async for chunk in request.stream():
        length += len(chunk)
        if length <= limits.body_bytes:
            place.hold(len(chunk))
            content += chunk
        elif length > 4 * limits.body_bytes:
            break  # whoever sends so much does not listen
    # a client that still sends would not see an answer before it has sent all
    if length > limits.body_bytes:
        raise _too_large(limits)
    return bytes(content)


def read_question(
    content_type: str, body: bytes, model: type[Question], task: str
) -> tuple[dict, bytes | None]:
    """Take a body apart.

    Parameters
    ----------
    content_type : str
        The header; JSON, or for pictures also ``multipart/form-data``.
    body : bytes
    model : type of Question
        What JSON must look like.
    task : str

    Returns
    -------
    dict, bytes or None
        The checked values; the file of the field ``picture``, whose name is ignored.

    Raises
    ------
    RefusedError
        400 if it is not well-formed, 415 for another type, 422 if values are wrong.
    """
    kind, options = parse_options_header(content_type)
    if kind == b"application/json":
        return _checked(lambda: model.model_validate_json(body, strict=True)), None
    if kind == b"multipart/form-data" and task in OPTIONS:
        fields, picture = _fields(body, options.get(b"boundary", b""))
        if picture is None:
            raise RefusedError(
                422,
                f"There is no field {PICTURE!r} with a file",
                "the form has other fields",
                f"send the picture as {PICTURE}",
            )
        values = _checked(lambda: OPTIONS[task].model_validate_strings(fields))
        return values, picture
    known = ["application/json"] + ["multipart/form-data"] * (task in OPTIONS)
    raise RefusedError(
        415,
        f"The content type {content_type[:100]!r} is not taken",
        f"this model takes {' or '.join(known)}",
        "set the header Content-Type",
    )


def _fields(body: bytes, boundary: bytes) -> tuple[Mapping[str, str], bytes | None]:
    """The fields of a form by name, and the file among them."""
    parts: list[tuple[dict, bytearray]] = []
    header = [bytearray(), bytearray()]

    def begin():
        if len(parts) == _MOST_PARTS:
            raise FormParserError(f"more than {_MOST_PARTS} parts")
        parts.append(({}, bytearray()))

    def end_header():
        name, value = (bytes(each) for each in header)
        parts[-1][0][name.lower()] = value
        header[0].clear()
        header[1].clear()

    is_whole = []
    callbacks = {
        "on_part_begin": begin,
        "on_header_field": lambda data, start, end: header[0].extend(data[start:end]),
        "on_header_value": lambda data, start, end: header[1].extend(data[start:end]),
        "on_header_end": end_header,
        "on_part_data": lambda data, start, end: parts[-1][1].extend(data[start:end]),
        "on_end": lambda: is_whole.append(True),
    }
    try:
        parser = MultipartParser(boundary, callbacks)
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise _not_a_form(str(error)) from error
    if not is_whole:
        raise _not_a_form("its end is missing")
    fields, picture = {}, None
    for headers, content in parts:
        _, options = parse_options_header(headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name == PICTURE:
            picture = bytes(content)
        else:
            fields[name] = bytes(content).decode("utf-8", "replace")
    return fields, picture


def _checked(validate) -> dict:
    try:
        return validate().model_dump()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        is_json = first["type"] != "json_invalid"
        place = ".".join(map(str, first["loc"]))
        raise RefusedError(
            422 if is_json else 400,
            f"{place}: {first['msg']}" if place else first["msg"],
            "the question does not fit what this model is asked",
            "see /docs",
        ) from error


def _too_large(limits: Limits) -> RefusedError:
    return RefusedError(
        413,
        f"The body has more than {limits.body_bytes:,} bytes",
        "the picture or text is too large",
        "send a smaller one",
        _CLOSE,
    )


def _not_a_form(reason: str) -> RefusedError:
    return RefusedError(
        400,
        f"The form cannot be read: {reason}",
        "it was cut off, or its boundary is not that of the header",
        "send it again",
    )


__all__ = ["PICTURE", "ClientDisconnect", "read_body", "read_question"]

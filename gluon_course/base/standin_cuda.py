"""A stand-in for the driver library, so that a CUDA build of MXNet loads without one.

MXNet's CUDA build wants ten functions of ``libcuda.so.1``, which comes with the driver
and not as a package. Where there is no driver, this module writes a shared library that
has just these ten, each returning 100, "no device": MXNet then imports, counts no GPU
and computes on the CPU. The file is written byte by byte, so no compiler is needed.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import tempfile

SONAME = "libcuda.so.1"
FUNCTIONS = (
    "cuDeviceGet",
    "cuDevicePrimaryCtxRetain",
    "cuGetErrorString",
    "cuGraphKernelNodeGetParams",
    "cuGraphNodeGetType",
    "cuLaunchKernel",
    "cuModuleGetFunction",
    "cuModuleLoadData",
    "cuModuleLoadDataEx",
    "cuModuleUnload",
)

_PAGE = 0x1000
_CODE = b"\xb8\x64\x00\x00\x00\xc3"  # mov eax, 100; ret
_R, _W, _X = 4, 2, 1
_LOAD, _DYNAMIC, _STACK = 1, 2, 0x6474E551  # program header types
_HASH, _STRTAB, _SYMTAB, _STRSZ, _SYMENT, _SONAME = 4, 5, 6, 10, 11, 14  # dynamic tags


def load() -> ctypes.CDLL | None:
    """Load the stand-in for all libraries that come later; None where it cannot be.

    It is loaded from memory where the system allows it, else from a file that is
    deleted at once. Only Linux on x86-64 has CUDA builds of MXNet.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return None
    image = shared_library()
    return _load_from_memory(image) or _load_from_file(image)


def shared_library(soname: str = SONAME, functions: tuple = FUNCTIONS) -> bytes:
    """An ELF shared library for Linux on x86-64 whose functions all return 100.

    Layout: one page readable and executable (header, tables, code), one page writable
    (the dynamic section, into which the loader may write).
    """
    strings = b"\0"
    offsets = {}
    for name in (soname, *functions):
        offsets[name] = len(strings)
        strings += name.encode("ascii") + b"\0"
    count = len(functions) + 1  # the first symbol is the empty one
    header_size = 64 + 4 * 56
    symbols_at = header_size
    hash_at = symbols_at + 24 * count
    strings_at = hash_at + 4 * (2 + 1 + count)
    code_at = (strings_at + len(strings) + 15) & ~15
    text_end = code_at + len(_CODE)

    symbols = bytes(24)
    for name in functions:
        # a global function (0x12) that is defined (section 1, any but 0)
        symbols += struct.pack(
            "<IBBHQQ", offsets[name], 0x12, 0, 1, code_at, len(_CODE)
        )
    # one bucket whose chain runs through all symbols
    chain = [0, *range(2, count), 0]
    table = struct.pack(f"<{3 + count}I", 1, count, 1, *chain)
    dynamic = b"".join(
        struct.pack("<QQ", tag, value)
        for tag, value in (
            (_SONAME, offsets[soname]),
            (_HASH, hash_at),
            (_STRTAB, strings_at),
            (_SYMTAB, symbols_at),
            (_STRSZ, len(strings)),
            (_SYMENT, 24),
            (0, 0),
        )
    )
    headers = b"".join(
        struct.pack("<IIQQQQQQ", kind, flags, at, at, at, size, size, align)
        for kind, flags, at, size, align in (
            (_LOAD, _R | _X, 0, text_end, _PAGE),
            (_LOAD, _R | _W, _PAGE, len(dynamic), _PAGE),
            (_DYNAMIC, _R | _W, _PAGE, len(dynamic), 8),
            (_STACK, _R | _W, 0, 0, 16),
        )
    )
    identity = b"\x7fELF" + bytes([2, 1, 1, 0]) + bytes(8)  # 64 bit, little endian
    # type 3: shared object; machine 62: x86-64; no entry point, no section headers
    elf = identity + struct.pack(
        "<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 4, 64, 0, 0
    )
    page = (elf + headers + symbols + table + strings).ljust(code_at, b"\0") + _CODE
    return page.ljust(_PAGE, b"\0") + dynamic


def _load_from_memory(image: bytes) -> ctypes.CDLL | None:
    try:
        descriptor = os.memfd_create(SONAME)
    except (AttributeError, OSError):
        return None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(image)
            stream.flush()
            return ctypes.CDLL(f"/proc/self/fd/{descriptor}", mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return None


def _load_from_file(image: bytes) -> ctypes.CDLL | None:
    try:
        with tempfile.NamedTemporaryFile(suffix=".so") as stream:
            stream.write(image)
            stream.flush()
            return ctypes.CDLL(stream.name, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return None

# SPDX-License-Identifier: MIT
"""What every part of the module stands on: text on its way in and out, errors, and the handles that keep things alive."""
from __future__ import annotations

import ctypes as c
import os
from collections import deque
from typing import Any, Callable, List, Optional, Sequence, Tuple, Union

from . import _library, _records
from ._library import lib
from ._records import text as from_text

PathLike = Union[str, "os.PathLike[str]"]


def as_bytes(value: Optional[str]) -> Optional[bytes]:
    if value is None:
        return None
    made = value.encode("utf-8", "surrogateescape")
    if b"\0" in made:
        raise ValueError("text with a NUL in it")
    return made


def as_path(value: PathLike) -> bytes:
    made = os.fsencode(value)
    if b"\0" in made:
        raise ValueError("a path with a NUL in it")
    return made


def as_field(value: Optional[str], size: int) -> bytes:
    made = as_bytes(value) or b""
    if len(made) >= size:
        raise ValueError(f"not of {size - 1} characters: a date is YYYY-MM-DD, a currency three letters")
    return made


def enumerator(enum: Any, value: Any) -> int:
    """An enumerator, or its name in any case: "json", "zh"."""
    if isinstance(value, str):
        try:
            return enum[value.upper().replace("-", "_")]
        except KeyError:
            raise ValueError(f"{value!r} is none of {', '.join(one.name.lower() for one in enum)}") from None
    return enum(value)


def as_list(paths: Union[PathLike, Sequence[PathLike]]) -> Any:
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    made = [as_path(one) for one in paths]
    return (c.c_char_p * len(made))(*made)


def as_content(content: Union[str, bytes]) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else bytes(content)


def or_unstated(value: Optional[int]) -> int:
    return -1 if value is None else value


class Finding:
    """Something that is wrong or doubtful: status, number, severity, place, and text in two languages."""

    def __init__(self, raw: Any) -> None:
        self._raw = _library.Error.from_buffer_copy(raw)
        self.status = _records.Status(raw.status) if raw.status in _records.Status._value2member_map_ else raw.status
        self.number: int = raw.number
        self.severity = _records.Severity(lib.rr_error_severity(c.byref(self._raw)))
        self.file: str = from_text(raw.file)
        self.line: Optional[int] = raw.line or None
        self.column: Optional[int] = raw.column or None

    def text(self, lang: str = "en") -> str:
        """``FILE:LINE:COLUMN: error R0231: text``"""
        return sized(lambda out, size: lib.rr_error_format(c.byref(self._raw), enumerator(_records.Lang, lang), out, size))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<reroute {self.text()}>"


class Error(Exception):
    """What went wrong in the library; ``findings`` are all that was said before it gave up. For names that are not known or
    mean several things: ``candidates`` (of the taxonomy) and ``names`` (of conditions and plugins). Of a profile that could not be read:
    ``profile_id``, if it was read before the error."""

    def __init__(self, finding: Finding, findings: Sequence[Finding] = (), candidates: Sequence[Any] = (), names: Sequence[str] = (),
                 profile_id: Optional[str] = None) -> None:
        super().__init__(finding.text())
        self.finding = finding
        self.status, self.number, self.severity = finding.status, finding.number, finding.severity
        self.file, self.line, self.column = finding.file, finding.line, finding.column
        self.findings, self.candidates, self.names = tuple(findings), tuple(candidates), tuple(names)
        self.profile_id = profile_id

    def text(self, lang: str = "en") -> str:
        return self.finding.text(lang)


def sized(write: Callable[[Any, int], int]) -> str:
    """What a function writes that returns the length it needs."""
    size = 512
    while True:
        out = c.create_string_buffer(size)
        needed = write(out, size)
        if needed < size:
            return from_text(out.value)
        size = needed + 1


def collector() -> Tuple[List[Finding], Any]:
    found: List[Finding] = []
    return found, _library.FINDING(lambda _user, raw: found.append(Finding(raw[0])))


class Handle:
    """A thing of the library's. It ends when nobody holds it and all that was made with it has ended, in whatever order
    Python finds that out: each of these others holds a token, and who finds no more token ends it."""

    def __init__(self, pointer: Optional[int], end: Any, parents: Sequence["Handle"] = (), keep: Any = None) -> None:
        self.pointer = self._as_parameter_ = pointer  # a call that is given this object holds it until it returns
        self._end, self._parents, self._keep = end, tuple(parents), keep
        self._tokens: "deque[None]" = deque()
        for parent in self._parents:
            parent._tokens.append(None)

    def drop(self) -> None:
        try:
            self._tokens.pop()
        except IndexError:
            self._end(self.pointer)
            for parent in self._parents:
                parent.drop()

    def __del__(self) -> None:
        self.drop()


class Object:
    """Closed by ``close`` or ``with``: this name can then no longer be used. What was made with it lives on."""
    _held: Optional[Handle]

    def __init__(self, handle: Handle) -> None:
        self._held = handle

    @property
    def _handle(self) -> Handle:
        held = self._held
        if held is None:
            raise ValueError(f"this {type(self).__name__} is closed")
        return held

    def close(self) -> None:
        self._held = None

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class Borrowed:
    """Something inside what a handle holds."""

    def __init__(self, pointer: int, owner: Handle) -> None:
        self._as_parameter_, self._owner = pointer, owner


def read(record: Any, function: Any, *given: Any) -> Any:
    """The record that a getter fills; None where there is none."""
    out = record.c_struct()
    return None if function(*given, c.byref(out)) == 0 else record.read(out)


def listed(record: Any, count: Any, at: Any, handle: Any) -> Tuple[Any, ...]:
    return tuple(record.read(at(handle, i)[0]) for i in range(count(handle)))


def at_index(record: Any, function: Any, handle: Any, index: int, count: int, *more: Any) -> Tuple[Any, ...]:
    """What a getter gives for all that concept `index` has."""
    return tuple(read(record, function, handle, index, k, *more) for k in range(count))


def while_there(record: Any, get: Any, handle: Any) -> Tuple[Any, ...]:
    found: List[Any] = []
    while True:
        one = read(record, get, handle, len(found))
        if one is None:
            return tuple(found)
        found.append(one)


def item(things: Any, index: Any, get: Callable[[int], Any]) -> Any:
    """[] of a sequence: whole numbers from either end, and slices."""
    if isinstance(index, slice):
        return tuple(get(i) for i in range(*index.indices(len(things))))
    count = len(things)
    if not -count <= index < count:
        raise IndexError(index)
    return get(index % count)

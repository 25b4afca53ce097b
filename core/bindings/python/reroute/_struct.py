# SPDX-License-Identifier: MIT
"""How a C struct is read as a Python value: each class that :func:`record` makes is a table of one, in its order.

A field's annotation says its type in Python and how it is read: ``Stated`` is a number that is -1 in C when it is not
stated and None here, ``Index`` one that is RR_NONE. What is read is copied, so it outlives the result it came from."""
from __future__ import annotations

import ctypes as c
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple, Type, TypeVar, get_args, get_type_hints

try:
    from typing import Annotated, get_origin
except ImportError:  # pragma: no cover
    raise ImportError("reroute needs Python 3.9 or later") from None

NONE = 0xFFFFFFFF  # RR_NONE

class Str(c.Structure):
    """rrp_str"""
    _fields_ = [("p", c.c_void_p), ("n", c.c_uint64)]

class Vec(c.Structure):
    """rrp_vec"""
    _fields_ = [("data", c.c_void_p), ("count", c.c_uint32), ("stride", c.c_uint32)]

class Reader(NamedTuple):
    ctype: Any
    read: Callable[[Any], Any]

class Many(NamedTuple):
    """A C array; its count is the field behind it, of that name."""
    counter: str
    of: Any

class Ref(NamedTuple):
    """A pointer, which may be NULL."""
    of: Any

class Each(NamedTuple):
    """An rrp_vec of records."""
    of: Any

class Opaque(NamedTuple):
    """Something of the library's own behind the C field `name`, not read."""
    name: str


def text(value: Optional[bytes]) -> str:
    return "" if value is None else value.decode("utf-8", "replace")

def _str(value: Str) -> str:
    return text(c.string_at(value.p, value.n)) if value.n else ""

def _stated(value: int) -> Optional[int]:
    return None if value == -1 else value

U16 = Annotated[int, Reader(c.c_uint16, int)]
U32 = Annotated[int, Reader(c.c_uint32, int)]
U64 = Annotated[int, Reader(c.c_uint64, int)]
I32 = Annotated[int, Reader(c.c_int32, int)]
I64 = Annotated[int, Reader(c.c_int64, int)]
Size = Annotated[int, Reader(c.c_size_t, int)]
Bool = Annotated[bool, Reader(c.c_int, bool)]
Index = Annotated[Optional[int], Reader(c.c_uint32, lambda value: None if value == NONE else value)]
Stated = Annotated[Optional[int], Reader(c.c_int32, _stated)]
Stated64 = Annotated[Optional[int], Reader(c.c_int64, _stated)]
Text = Annotated[str, Reader(c.c_char_p, text)]
MaybeText = Annotated[Optional[str], Reader(c.c_char_p, lambda value: None if value is None else text(value))]
Bytes = Annotated[str, Reader(Str, _str)]
Date = Annotated[str, Reader(c.c_char * 11, text)]
Currency = Annotated[str, Reader(c.c_char * 4, text)]
Hash = Annotated[str, Reader(c.c_char * 65, text)]

def _ctype(of: Any) -> Any:
    if get_origin(of) is Annotated:
        return get_args(of)[1].ctype
    return of.c_struct if isinstance(of, type) and issubclass(of, Record) else of

def _value(of: Any) -> Callable[[Any], Any]:
    if get_origin(of) is Annotated:
        return get_args(of)[1].read
    return of.read if isinstance(of, type) and issubclass(of, Record) else lambda value: value

def _each(vec: Vec, of: Any) -> List[Any]:
    """Records may be shorter or longer than this module knows them: what lacks is zero."""
    size, found = c.sizeof(of.c_struct), []
    for i in range(vec.count if vec.data else 0):
        one = of.c_struct()
        c.memmove(c.addressof(one), vec.data + i * vec.stride, min(size, vec.stride))
        found.append(of.read(one))
    return found

def _readers(name: str, hint: Any) -> Tuple[List[Tuple[str, Any]], Optional[Callable[[Any], Any]]]:
    """The C fields of one annotation, and how the struct's value for it is read."""
    mark: Any = get_args(hint)[1] if get_origin(hint) is Annotated else hint
    if isinstance(mark, type) and issubclass(mark, IntEnum):
        known = {int(one): one for one in mark}
        return [(name, c.c_int)], lambda s: known.get(getattr(s, name), getattr(s, name))  # a later library may know more
    if isinstance(mark, type) and issubclass(mark, Record):
        return [(name, mark.c_struct)], lambda s: mark.read(getattr(s, name))
    if isinstance(mark, Opaque):
        return [(mark.name, c.c_void_p)], None
    if isinstance(mark, Many):
        value = _value(mark.of)
        return ([(name, c.POINTER(_ctype(mark.of))), (mark.counter, c.c_size_t)],
                lambda s: tuple(value(getattr(s, name)[i]) for i in range(getattr(s, mark.counter))))
    if isinstance(mark, Ref):
        return [(name, c.POINTER(_ctype(mark.of)))], lambda s: mark.of.read(getattr(s, name)[0]) if getattr(s, name) else None
    if isinstance(mark, Each):
        return [(name, Vec)], lambda s: tuple(_each(getattr(s, name), mark.of))
    if mark is TEXTS:
        return [(name, Vec)], lambda s: {one.lang: one.text for one in _each(getattr(s, name), LangText)}
    reader: Any = mark
    return [(name, reader.ctype)], lambda s: reader.read(getattr(s, name))


class Record:
    """A value read from a C struct, whose name is `c_name`."""
    c_name: str
    c_struct: Any
    _read: List[Tuple[str, Callable[[Any], Any]]]

    @classmethod
    def read(cls, struct: Any) -> Any:
        return cls(**{name: read(struct) for name, read in cls._read})

RECORDS: List[Type[Record]] = []
T = TypeVar("T")

def record(c_name: str) -> Callable[[Type[T]], Type[T]]:
    """Makes the ctypes structure of a table, and the table an immutable value."""
    def make(cls: Any) -> Any:
        fields: List[Tuple[str, Any]] = []
        cls.c_name, cls._read = c_name, []
        own = cls.__dict__["__annotations__"]
        names = {**globals(), **vars(sys.modules[cls.__module__])}
        hints = {name: hint for name, hint in get_type_hints(cls, names, include_extras=True).items() if name in own}
        for name, hint in hints.items():
            parts, read = _readers(name, hint)
            fields += parts
            if read is not None:
                cls._read.append((name, read))
            else:
                del own[name]
        cls.c_struct = type(c_name, (c.Structure,), {"_fields_": fields})
        RECORDS.append(cls)
        return dataclass(frozen=True)(cls)
    return make

TEXTS = object()
Texts = Annotated[Dict[str, str], TEXTS]  # by language


@record("rrp_text")
class LangText(Record):
    lang: Bytes
    text: Bytes

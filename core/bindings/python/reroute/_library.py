# SPDX-License-Identifier: MIT
"""Finds and opens libreroute."""
from __future__ import annotations

import ctypes as c
import os
import sys
import sysconfig
from typing import List

from ._signatures import *  # noqa: F401,F403
from ._signatures import FUNCTIONS

ABI = 0  # RR_ABI: the number in libreroute.so.N


def places() -> List[str]:
    """Where the library is looked for, in this order: REROUTE_LIBRARY alone if it is set; the prefix that this package is
    installed in (share/reroute/python) or Python itself; where the system's linker looks."""
    given = os.environ.get("REROUTE_LIBRARY")
    if given:
        return [given]
    name, here = f"libreroute.so.{ABI}", os.path.dirname(os.path.realpath(__file__))
    own = os.path.join("share", "reroute", "python", "reroute")
    prefixes = ([here[:-len(own)]] if here.endswith(os.sep + own) else []) + [sys.prefix]
    folders = [folder for folder in (sysconfig.get_config_var("MULTIARCH"), "") if folder is not None]
    paths = [os.path.join(prefix, lib, folder, name) for prefix in prefixes for lib in ("lib", "lib64") for folder in folders]
    return [path for path in paths if os.path.exists(path)] + [name]

def _open() -> c.CDLL:
    path = places()[0]
    try:
        library = c.CDLL(path)
        library.rr_abi.restype = c.c_int
        abi = library.rr_abi()
    except (OSError, AttributeError) as why:
        raise ImportError(f"libreroute.so.{ABI} could not be loaded ({why}); REROUTE_LIBRARY may name it") from None
    if abi != ABI:
        raise ImportError(f"{path} has ABI {abi}; this package is for ABI {ABI}")
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library

lib = _open()

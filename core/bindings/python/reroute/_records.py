# SPDX-License-Identifier: MIT
"""The enumerations and records of libreroute's headers, from the modules that hold their tables."""
from __future__ import annotations

from . import _struct  # noqa: F401  first: it says which Python is needed
from ._enums import *  # noqa: F401,F403
from ._enums import PREFIXES
from ._records_match import *  # noqa: F401,F403
from ._records_plan import *  # noqa: F401,F403
from ._records_taxonomy import *  # noqa: F401,F403
from ._struct import NONE, RECORDS, LangText, Str, Vec, text

__all__ = [one.__name__ for one in (*PREFIXES, *RECORDS)]

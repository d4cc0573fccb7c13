"""
Where elections and parties come from. Files here; over the network in real life, where they take their time
and may be down. Call them outside of a transaction.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Dict, List, Optional

from django.conf import settings

FOLDER = Path(__file__).resolve().parent / "source"


def elections(modified_within_hours: Optional[float] = None) -> List[Dict[str, Any]]:
    """All of them, or those that the source has changed in the last hours."""
    found = _read("elections.json")
    if modified_within_hours is None:
        return found
    return [election for election in found if election["modifiedHoursAgo"] <= modified_within_hours]


def parties() -> List[Dict[str, Any]]:
    return _read("parties.json")


def _read(name: str) -> List[Dict[str, Any]]:
    time.sleep(settings.ELECTIONS_SOURCE_DELAY_SECONDS)
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))

"""Whether the network may be used at all."""

from __future__ import annotations

import os

from papergraph.config import Config

VARIABLE = "PAPERGRAPH_OFFLINE"


def is_allowed(config: Config) -> bool:
    """Tell whether services may be asked: neither the configuration nor `PAPERGRAPH_OFFLINE` keeps the network out."""
    return config.network and os.environ.get(VARIABLE, "").strip().lower() in {"", "0", "false", "no", "off"}

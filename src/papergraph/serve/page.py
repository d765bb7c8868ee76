"""The page as a build wrote it in, as a server hands it out: it asks the endpoint beside it instead of itself."""

from __future__ import annotations

import gzip
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files

ENDPOINT = "sparql"
"""Where the page finds it."""
_NOWHERE, _HERE = b"connect-src &#39;none&#39;", b"connect-src &#39;self&#39;"
"""As the template escapes them."""


def served(page: bytes, built: int = 0) -> bytes:
    """Return a page whose console asks the server that it comes from, and whose policy lets it ask no other.

    The page of a graph that is too large for an engine of its own gets the editor, which it comes without.

    Args:
        page: as a build wrote it.
        built: when that was, as `/health` tells it: the page offers to reload when there is a later one.
    """
    told = f'<meta name="papergraph-endpoint" content="{ENDPOINT}">\n<meta name="papergraph-built" content="{built}">\n'
    if b'id="editor"' not in page:
        editor = files("papergraph").joinpath("web", "editor.js").read_bytes()
        packed = b64encode(gzip.compress(editor, mtime=0)).decode()
        told += f'<script type="text/plain" id="editor">{packed}</script>\n'
        allowed = escape(f"script-src 'sha256-{b64encode(sha256(editor).digest()).decode()}' ")
        page = page.replace(b"script-src ", allowed.encode(), 1)
    return page.replace(_NOWHERE, _HERE, 1).replace(b"<title>", f"{told}<title>".encode(), 1)

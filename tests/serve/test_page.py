"""The page as a server hands it out."""

from __future__ import annotations

from pathlib import Path

from papergraph.serve.page import served

SMALL = (
    b'<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;sha256-x&#39;; '
    b'connect-src &#39;none&#39;"><title>t</title><script id="editor"></script>connect-src &#39;none&#39;'
)


def test_a_page_may_ask_its_own_server_and_is_told_where() -> None:
    page = served(SMALL, 17)

    assert page.count(b"connect-src &#39;self&#39;") == 1
    assert (
        b'<meta name="papergraph-endpoint" content="sparql">\n<meta name="papergraph-built" content="17">\n<title>'
        in page
    )
    assert page.endswith(b"connect-src &#39;none&#39;")  # what is not its policy stays


def test_a_page_without_the_editor_gets_it_and_lets_it_act() -> None:
    page = served(SMALL.replace(b'id="editor"', b'id="other"'))

    assert b'<script type="text/plain" id="editor">' in page
    assert page.count(b"sha256-") == 2


def test_the_page_of_a_build_is_told(built: Path) -> None:
    page = (built / "output" / "graph.html").read_bytes()

    assert served(page) != page
    assert b"connect-src &#39;self&#39;" in served(page)[:4000]

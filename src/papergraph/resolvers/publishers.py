"""Hosts that carry papers, known by host and path even where the URL holds no identifier."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from papergraph.resolvers.url import Url

_ALL = ""
"""Every page but the root is a paper."""
_VIRTUAL = r"/virtual/.*/(?:poster|oral|spotlight)s?/|event=\d|showEvent=\d"
_JOURNAL = r"/(?:articles?|abstract|doi|content|pdf|full|fulltext|track)/"

_HOSTS: Final[dict[str, str]] = {
    "aaai.org": r"/ocs/|/ojs/|/papers?/|/Papers?/|/Library/",
    "academic.oup.com": r"/article|/advance-article",
    "aclanthology.org": r"/[A-Z]\d\d-|/\d{4}\.",
    "aclweb.org": r"/anthology/",
    "ai.meta.com": r"/research/publications/.",
    "aimspress.com": r"/article/",
    "amazon.science": r"/publications/.",
    "archives.ismir.net": _ALL,
    "auai.org": r"/uai\d{4}/|/papers/",
    "bmj.com": r"/content/",
    "bmva-archive.org.uk": r"/bmvc/.",
    "bmva.org": r"/bmvc/.",
    "cambridge.org": r"/article/",
    "cdn.aaai.org": _ALL,
    "cell.com": r"/(?:fulltext|pdf|pdfExtended|abstract)/",
    "ceur-ws.org": r"/Vol-\d+/.",
    "chemrxiv.org": r"/article-details/",
    "citeseer.ist.psu.edu": _ALL,
    "citeseerx.ist.psu.edu": r"/viewdoc|/doc",
    "computer.org": r"/csdl/.*/",
    "content.iospress.com": r"/articles/",
    "cv-foundation.org": r"/(?:papers|html)/",
    "cvpr.thecvf.com": _VIRTUAL,
    "degruyter.com": r"/document/",
    "diglib.eg.org": r"/handle/|/items/|/bitstream",
    "distill.pub": r"/\d{4}/.",
    "dl.acm.org": r"/doi/|/citation\.cfm|/ft_gateway\.cfm",
    "downloads.hindawi.com": _ALL,
    "drops.dagstuhl.de": r"/opus/|/entities/document/",
    "ebooks.iospress.nl": r"/(?:doi|publication|volumearticle|article)/",
    "ecva.net": r"/papers/.",
    "elifesciences.org": r"/articles/",
    "eprint.iacr.org": r"/\d{4}/\d",
    "escholarship.org": r"/uc/item/",
    "europepmc.org": r"/articles?/|/abstract/",
    "eurasip.org": r"/proceedings/|/Proceedings/",
    "hal.archives-ouvertes.fr": _ALL,
    "hal.inria.fr": _ALL,
    "hal.science": _ALL,
    "hindawi.com": r"/journals/[^/]+/\d{4}/\d",
    "iclr.cc": _VIRTUAL,
    "icml.cc": _VIRTUAL,
    "ieeexplore.ieee.org": r"/document/|/abstract/|/stamp|/iel|arnumber=",
    "ifaamas.org": r"/Proceedings/.",
    "ijcai.org": r"/[Pp]roceedings/.|/Abstract/",
    "iopscience.iop.org": r"/article/",
    "isca-archive.org": r"/[a-z]+[a-z_-]*\d{4}\w*/.|/archive/.",
    "isca-speech.org": r"/archive/.",
    "jair.org": r"/article/",
    "jamanetwork.com": r"/fullarticle/|/article-abstract/",
    "jmlr.csail.mit.edu": r"/papers/.",
    "jmlr.org": r"/papers/.",
    "journals.aps.org": r"/abstract/|/pdf/",
    "journals.plos.org": r"/article",
    "jstor.org": r"/stable/",
    "kdd.org": r"/kdd\d{4}/.*papers/",
    "link.springer.com": r"/(?:article|chapter|content|book|10\.\d)",
    "linkinghub.elsevier.com": r"/retrieve/",
    "machinelearning.apple.com": r"/research/.",
    "mdpi.com": r"/\d{4}-\d{3}[\dXx]/\d",
    "microsoft.com": r"/research/publication/",
    "nature.com": r"/articles/|/nature/journal/|/full/",
    "ncbi.nlm.nih.gov": r"/pubmed/\d|/pmc/articles/",
    "ndss-symposium.org": r"/ndss-paper/|/wp-content/uploads/",
    "neurips.cc": _VIRTUAL,
    "nips.cc": _VIRTUAL,
    "ojs.aaai.org": r"/article/",
    "openaccess.thecvf.com": r"/(?:papers|html|CameraReady|[Ss]upplemental)/",
    "openproceedings.org": r"/\d{4}/conf/",
    "openreview.net": r"/(?:forum|pdf|references/pdf|attachment)",
    "papers.neurips.cc": r"/paper",
    "papers.nips.cc": r"/paper",
    "papers.ssrn.com": r"abstract|/papers\.cfm",
    "pdfs.semanticscholar.org": _ALL,
    "peerj.com": r"/articles/",
    "pnas.org": r"/doi/|/content/",
    "portal.acm.org": r"/citation\.cfm",
    "preprints.org": r"/manuscript/",
    "proceedings.bmvc2023.org": _ALL,
    "proceedings.iclr.cc": r"/paper",
    "proceedings.mlr.press": r"/[vr]\d+/[^/]",
    "proceedings.neurips.cc": r"/paper",
    "projecteuclid.org": r"/journals/|/euclid\.",
    "psyarxiv.com": _ALL,
    "pubs.rsc.org": r"/articlelanding/|/articlepdf/|/articlehtml/",
    "research.facebook.com": r"/publications/.",
    "research.google": r"/pubs/.",
    "research.nvidia.com": r"/publication/",
    "researchgate.net": r"/publication/",
    "researchsquare.com": r"/article/",
    "ri.cmu.edu": r"/publications/.",
    "roboticsproceedings.org": r"/rss\d",
    "scholar.archive.org": r"/work/",
    "science.org": r"/doi/",
    "science.sciencemag.org": r"/content/",
    "sciencedirect.com": r"/science/(?:article|chapter)|/pii/",
    "scitepress.org": r"/(?:Link|PublicationsDetail|Papers|PublishedPapers)",
    "ssrn.com": r"abstract",
    "techrxiv.org": r"/articles/|/doi/|/users/",
    "thelancet.com": r"/article/|/pdfs/",
    "transacl.org": r"/article/",
    "usenix.org": r"/conference/.*/(?:presentation|technical-sessions)/|/system/files/|/legacy/.*/tech/",
    "vldb.org": r"/pvldb/.*/|/conf/.*/|/journal/",
}
"""What path and query must hold, on hosts where some pages are no papers."""
_FAMILIES: Final[dict[str, str]] = {
    ".biomedcentral.com": _JOURNAL,
    ".frontiersin.org": _JOURNAL,
    ".hal.science": _ALL,
    ".onlinelibrary.wiley.com": r"/doi/|/abs/",
    ".springeropen.com": _JOURNAL,
}
"""The same for every host under a domain."""
_DOCUMENT: Final = re.compile(r"\.(?:pdf|ps|ps\.gz)$", re.ASCII | re.IGNORECASE)


def carries_papers(url: Url) -> bool:
    """Tell whether the page or file is a paper's: by host and path, or because it is a PDF."""
    if _DOCUMENT.search(url.path) or _DOCUMENT.search(url.query):
        return True
    host = url.host.removeprefix("www.")
    pattern = _HOSTS.get(host, _FAMILIES.get(_parent(host)))
    if pattern is None or not url.path[1:]:
        return False
    return _compiled(pattern).search(f"{url.path}?{url.query}") is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when a host first asks for it; there are no more of them than hosts above."""
    return re.compile(pattern)


def _parent(host: str) -> str:
    _, dot, parent = host.partition(".")
    return dot + parent

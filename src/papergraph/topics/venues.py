"""A title, a comment or an address in, the conferences and journals that it names out, with the year if it is given.

All that `papergraph.readers.venues` finds, and what stands without a year, or with other letters right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

JOURNALS = {
    "TPAMI": "IEEE Transactions on Pattern Analysis and Machine Intelligence",
    "IJCV": "International Journal of Computer Vision",
    "TIP": "IEEE Transactions on Image Processing",
    "TMM": "IEEE Transactions on Multimedia",
    "TCSVT": "IEEE Transactions on Circuits and Systems for Video Technology",
    "TNNLS": "IEEE Transactions on Neural Networks and Learning Systems",
    "TKDE": "IEEE Transactions on Knowledge and Data Engineering",
    "TMI": "IEEE Transactions on Medical Imaging",
    "TGRS": "IEEE Transactions on Geoscience and Remote Sensing",
    "TVCG": "IEEE Transactions on Visualization and Computer Graphics",
    "TOG": "ACM Transactions on Graphics",
    "TOIS": "ACM Transactions on Information Systems",
    "TASLP": "IEEE/ACM Transactions on Audio, Speech, and Language Processing",
    "TIFS": "IEEE Transactions on Information Forensics and Security",
    "TITS": "IEEE Transactions on Intelligent Transportation Systems",
    "TCYB": "IEEE Transactions on Cybernetics",
    "TACL": "Transactions of the Association for Computational Linguistics",
    "TMLR": "Transactions on Machine Learning Research",
    "TSE": "IEEE Transactions on Software Engineering",
    "TOSEM": "ACM Transactions on Software Engineering and Methodology",
    "JMLR": "Journal of Machine Learning Research",
    "JAIR": "Journal of Artificial Intelligence Research",
    "RA-L": "IEEE Robotics and Automation Letters",
    "IJRR": "International Journal of Robotics Research",
    "CVIU": "Computer Vision and Image Understanding",
    "PR": "Pattern Recognition",
    "PRL": "Pattern Recognition Letters",
    "MIA": "Medical Image Analysis",
    "KBS": "Knowledge-Based Systems",
    "Neurocomputing": "Neurocomputing",
    "Nature": "Nature",
    "Science": "Science",
    "PNAS": "Proceedings of the National Academy of Sciences",
    "CSUR": "ACM Computing Surveys",
}
"""What the list that ships, which is one of conferences, does not have."""
ALIASES = {
    "MM": ("ACMMM", "MM", "ACM Multimedia"),
    "NeurIPS": ("NIPS", "NeurlPS"),
    "KDD": ("SIGKDD", "ACM SIGKDD"),
    "TPAMI": ("PAMI", "T-PAMI"),
    "TIP": ("T-IP",),
    "TKDE": ("T-KDE",),
    "RA-L": ("RAL",),
    "MIA": ("MedIA",),
    "SIGGRAPH Asia": ("SIGGRAPH ASIA", "SIGGRAPH Asia"),
    "WWW": ("TheWebConf", "The Web Conference"),
    "Interspeech": ("InterSpeech", "INTERSPEECH"),
    "ECML-PKDD": ("ECML PKDD", "ECML"),
    "CoNLL": ("CONLL",),
    "MLSys": ("MLSYS",),
}
"""A venue → further names of it."""
RENAMED = {"ACM MM": "MM", "ACM SIGGRAPH": "SIGGRAPH", "ACM SIGGRAPH ASIA": "SIGGRAPH Asia", "SIGKDD": "KDD"}
RENAMED |= {"InterSpeech": "Interspeech", "IEEE VIS": "VIS", "IEEE VR": "VR", "IEEE CEC": "CEC", "IEEE/ACM CGO": "CGO"}
"""What the list that ships calls otherwise than people do."""
OTHERS = tuple(
    (
        "ASRU CGF CHIL CVPRW ECCVW EDM EMBC ESEC/FSE ESWA FAccT HRI ICCVW ICLRW ICMLW IMWUT ISBI ITSC IV IWSLT L4DC "
        "LREC LREC-COLING MIDL MLHC NN NeurIPSW SP SemEval TIST TKDD TMC TNN TSMC USENIX UbiComp WACVW WMT"
    ).split()
)
"""What neither has, known by abbreviation only."""
CLEAR = frozenset(
    (
        "3DV AAAI AAMAS ACCV AISTATS BMVC CIKM CoNLL CoRL COLING COLT CVPR EACL ECCV ECAI EMNLP ICASSP ICCV ICDAR "
        "ICDE ICDM ICIP ICLR ICME ICML ICPR ICRA ICSE ICTAI IJCAI IJCNN IROS KDD MICCAI NAACL NeurIPS SIGGRAPH SIGIR "
        "SIGMOD VLDB WACV WSDM UIST ISMAR MobiCom SIGCOMM INFOCOM NDSS OSDI SOSP ASPLOS HPCA ISCA PLDI POPL RecSys "
        "Interspeech ECML-PKDD PAKDD DASFAA MLSys TPAMI IJCV TNNLS TKDE TCSVT TGRS TVCG TASLP JMLR JAIR TACL TMLR "
        "Eurographics SIGSPATIAL SIGMETRICS UbiComp ICAPS CVPRW ICCVW ECCVW WACVW"
    ).split()
)
"""Venues whose name means nothing else; any other counts with a year, a colon behind it or "accepted by" before it."""

_WORD = re.compile(r"(?<![A-Za-z])(?:3(?=DV))?[A-Za-z]++")
_YEAR_BEHIND = re.compile(
    r"(?:\s?(?:Findings|Main|Workshops?))?"
    r"(?:[\s,.\-_]{0,3}[('’‘`（@]?\s?(?P<four>(?:19[89]|20[0-4])\d)"
    r"|\s?[-_'’‘`(（]?\s?(?P<two>\d\d)(?!\s?[年篇大个個项項种種位强佳%.]))(?!\d)"
)
_YEAR_BEFORE = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)\s?(?:年的?|届)?\s?(?:IEEE\s|ACM\s)?[-_@|｜]?\s?$")
_COLON_BEHIND = re.compile(r"\s?[:：|｜丨]")
_ACCEPTED = re.compile(
    r"(?:accepted|appear|published|presented|submitted|录用|錄用|收录|接收|中稿|发表|發表)\s?"
    r"(?:to|by|at|in|for|as|于|於|到|在|(?:a|an|the|oral|poster|paper|publication|presentation|\s))*\s?$",
    re.IGNORECASE,
)
_WINDOW = 40
_OLDEST, _NEWEST = 1985, 2049


class Venue(NamedTuple):
    """A conference or journal."""

    name: str
    """As people call it: `CVPR`."""
    full: str
    journal: bool


class VenueMention(NamedTuple):
    """A venue in a text."""

    name: str
    year: int | None
    start: int
    end: int
    surface: str


class Venues:
    """The index of all names of venues."""

    def __init__(self, venues: Iterable[Venue]) -> None:
        self.venues: dict[str, Venue] = {}
        self._names: dict[str, dict[str, str]] = {}
        known = {alias for name, aliases in ALIASES.items() for alias in aliases if alias != name}
        for venue in venues:
            if venue.name in self.venues or venue.name in known:
                continue
            self.venues[venue.name] = venue
            for name in (venue.name, *ALIASES.get(venue.name, ()), venue.full):
                if word := _WORD.match(name):
                    self._names.setdefault(word[0], {}).setdefault(name, venue.name)
        self._lengths = {word: sorted({*map(len, names)}, reverse=True) for word, names in self._names.items()}

    def find(self, text: str) -> Iterator[VenueMention]:
        """Yield the venues that a text names, in order."""
        done = 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < done or word[0] not in self._names:
                continue
            found = self._longest(text, start, word[0])
            if found is None:
                continue
            name, end = found
            mention = _dated(text, name, start, end)
            if mention.year or self._certain(text, name, start, end):
                done = mention.end
                yield mention

    def _longest(self, text: str, start: int, word: str) -> tuple[str, int] | None:
        for length in self._lengths[word]:
            end = start + length
            name = self._names[word].get(text[start:end])
            if name is not None and not (text[end : end + 1].isascii() and text[end : end + 1].isalpha()):
                return name, end
        return None

    def _certain(self, text: str, name: str, start: int, end: int) -> bool:
        """Whether a name without a year means the venue."""
        if start and text[start - 1].isdigit():
            return False
        if name in CLEAR or end - start > len(name) + _WINDOW // 2:
            return True
        return bool(_COLON_BEHIND.match(text, end) and start == 0) or bool(
            _ACCEPTED.search(text[max(0, start - _WINDOW) : start])
        )


def read_venues(table: str) -> Iterator[Venue]:
    """Yield the venues of the list that ships (columns `abbrev` and `name`) and those that it does not have."""
    header, *rows = (line.split("\t") for line in table.splitlines() if line.strip())
    abbreviation, full = header.index("abbrev"), header.index("name")
    for row in rows:
        name = RENAMED.get(row[abbreviation], row[abbreviation])
        if name not in JOURNALS:
            yield Venue(name, row[full], journal=False)
    for name, title in JOURNALS.items():
        yield Venue(name, title, journal=True)
    for name in OTHERS:
        yield Venue(name, name, journal=False)


def venue_of_url(url: str) -> tuple[str, int | None] | None:
    """The venue and year that the address of a paper names: CVF, ECVA, ACL Anthology, NeurIPS, AAAI, IJCAI, ISCA."""
    for pattern, name in _ADDRESSES:
        if found := pattern.search(url[:_LONGEST_URL]):
            return _of_address(name, found.groupdict())
    return None


_LONGEST_URL = 300
_ADDRESSES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"//openaccess\.thecvf\.com/(?:content[_/])?(?P<venue>[A-Za-z]{4})[_-]?(?P<year>20\d\d)"), ""),
    (re.compile(r"//openaccess\.thecvf\.com/content[_/](?P<venue>[A-Za-z]{4})_(?P<year>20\d\d)"), ""),
    (re.compile(r"//www\.ecva\.net/papers/(?P<venue>eccv)_(?P<year>20\d\d)"), ""),
    (re.compile(r"//(?:www\.)?aclanthology\.org/(?P<year>20\d\d)\.(?:findings-)?(?P<venue>[a-z]+)[-.]"), ""),
    (
        re.compile(
            r"//(?:www\.)?acl(?:anthology|web)\.org/(?:anthology/)?(?:papers/)?(?P<letter>[PDNCEQK])(?P<short>\d\d)-"
        ),
        "",
    ),
    (
        re.compile(
            r"//(?:papers\.nips|papers\.neurips|proceedings\.neurips)\.cc/paper(?:_files)?/(?:paper/)?(?P<year>20\d\d)"
        ),
        "NeurIPS",
    ),
    (re.compile(r"//(?:www\.)?ijcai\.org/(?:proceedings|Proceedings)/(?P<year>20\d\d)"), "IJCAI"),
    (
        re.compile(
            r"//(?:ojs\.|www\.)?aaai\.org/(?:index\.php/AAAI|ojs/index\.php/AAAI|Papers/AAAI)(?:/(?P<year>20\d\d))?"
        ),
        "AAAI",
    ),
    (re.compile(r"//(?:www\.)?isca-(?:speech|archive)\.org/(?:archive/)?interspeech_(?P<year>20\d\d)"), "Interspeech"),
)
_LETTERS = {"P": "ACL", "D": "EMNLP", "N": "NAACL", "C": "COLING", "E": "EACL", "Q": "TACL", "K": "CoNLL"}
_ANTHOLOGY = {"acl": "ACL", "emnlp": "EMNLP", "naacl": "NAACL", "coling": "COLING", "eacl": "EACL", "tacl": "TACL"}
_ANTHOLOGY |= {"conll": "CoNLL", "aacl": "AACL", "lrec": "LREC", "cvpr": "CVPR", "iccv": "ICCV", "eccv": "ECCV"}
_ANTHOLOGY |= {"wacv": "WACV", "accv": "ACCV"}


def _of_address(name: str, found: Mapping[str, str | None]) -> tuple[str, int | None] | None:
    if letter := found.get("letter"):
        return _LETTERS[letter], 2000 + int(found["short"] or 0)
    named = name or _ANTHOLOGY.get((found.get("venue") or "").lower())
    year = found.get("year")
    return (named, int(year) if year else None) if named else None


def _dated(text: str, name: str, start: int, end: int) -> VenueMention:
    """The mention with the year behind it, or before it."""
    year = None
    if behind := _YEAR_BEHIND.match(text, end):
        year = _full(behind)
    if year and behind:
        return VenueMention(name, year, start, behind.end(), text[start : behind.end()])
    offset = max(0, start - _WINDOW)
    before = _YEAR_BEFORE.search(text[offset:start])
    if before and int(before[1]) <= _NEWEST:
        return VenueMention(name, int(before[1]), offset + before.start(), end, text[offset + before.start() : end])
    return VenueMention(name, None, start, end, text[start:end])


def _full(behind: re.Match[str]) -> int | None:
    """The year in four digits; two digits stand for one between 1987 and 2049."""
    if behind["four"]:
        year = int(behind["four"])
        return year if _OLDEST <= year <= _NEWEST else None
    short = int(behind["two"])
    year = 2000 + short if short <= _NEWEST % 100 else 1900 + short
    return year if _OLDEST <= year <= _NEWEST else None

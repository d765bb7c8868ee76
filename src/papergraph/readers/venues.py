"""Conferences and journals in running text: "ICCV 2021", "CVPR'21", "TKDE-22"."""

from __future__ import annotations

import re
from typing import NamedTuple

NAMES = frozenset(
    (
        "3DV AAAI AAMAS ACCV ACL ACM ACML ACMMM AISTATS ARXIV ASE ASPLOS ASRU ArXiv Arxiv BMVC CAV CCS "
        "CGF CGO CHI CHIL CIDR CIKM COLING COLM COLT CONLL CSUR CVIU CVM CVPR CVPRW CoNLL CoRL CoRR DAC "
        "DASFAA EACL ECAI ECCV ECCVW ECIR ECML EDBT EDM EMBC EMNLP ESEC/FSE ESWA EuroSys FAccT FSE GECCO "
        "HPCA HRI ICANN ICASSP ICCV ICCVW ICDAR ICDE ICDM ICIP ICLR ICLRW ICME ICML ICMLW ICMR ICONIP "
        "ICPC ICPR ICRA ICSE ICSME ICST ICTAI ICWSM IJCAI IJCB IJCNN IJCV IJRR IMWUT INFOCOM INTERSPEECH "
        "IPSN IROS ISBI ISCA ISSTA ITSC IV IWSLT Interspeech JAIR JMLR KBS KDD L4DC LREC LREC-COLING "
        "MICCAI MICRO MIDL MLHC MLSys MM MSR MobiCom MobiSys NAACL NDSS NIPS NN NSDI Nature NeurIPS "
        "NeurIPSW Neurocomputing OOPSLA OSDI PAKDD PAMI PLDI PNAS POPL PPoPP PR PRL RA-L RAL RSS RecSys "
        "S&P SANER SC SDM SIGCOMM SIGGRAPH SIGIR SIGMOD SLT SODA SOSP STOC FOCS SP Science SemEval SenSys "
        "T-IP T-PAMI TACL TASLP TCSVT TGRS TIFS TIP TIST TITS TKDD TKDE TMC TMI TMLR TMM TNN TNNLS TOG "
        "TOIS TOSEM TPAMI TSE TSMC TVCG TheWebConf UAI UIST USENIX UbiComp VLDB WACV WACVW WMT WSDM WWW "
        "arXiv arxiv bioRxiv"
    ).split()
)
_LONGEST = 60
_NUMBER = re.compile(r"[0-9]++(?![A-Za-z])")
_YEAR_LENGTHS = {2, 4}
_BEFORE_YEAR = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z3][A-Za-z&/-]{1,18})(?:[ \-_]?(?:(Asia)|Findings|Workshops?|workshop|Main|Demo))?"
    r"[\s,.\-_]{0,3}[('’‘`]?\s?$"
)


class DatedVenue(NamedTuple):
    """A venue with its year, and where it stands in a text."""

    name: str
    year: str
    start: int
    end: int


def dated_venues(text: str) -> list[DatedVenue]:
    """Every venue that a text names with a year: "ICCV 2021", "CVPR'21", "NeurIPS (2020)"."""
    found = []
    for year in _NUMBER.finditer(text):
        digits = year[0]
        if len(digits) not in _YEAR_LENGTHS or (len(digits) > 2 and not digits.startswith(("19", "20"))):
            continue
        start = max(0, year.start() - 40)
        before = _BEFORE_YEAR.search(text, start, year.start())
        if before and (name := before[1].rstrip("-")) in NAMES:
            full = digits if len(digits) == 4 else f"20{digits}" if int(digits) < 70 else f"19{digits}"
            name = f"{name} {before[2]}" if before[2] else name
            found.append(DatedVenue(name, full, before.start(), year.end()))
    return found


def names_venue(text: str) -> bool:
    """Whether a text is nothing but a venue, with or without its year."""
    bare = text.strip(" '’()[]").rstrip("0123456789'’ -")
    return bare in NAMES or (
        len(bare) <= _LONGEST
        and any(dated.start == 0 and dated.end >= len(text.rstrip()) - 1 for dated in dated_venues(text))
    )


def venue(text: str) -> str | None:
    """The conference or journal with its year that a text names: "ICCV 2021"; None where there is none."""
    found = dated_venues(text)
    return f"{found[0].name} {found[0].year}" if found else None

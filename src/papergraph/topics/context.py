"""What stands around a match in its text: whether it is denied, only compared with, or about somebody; pure.

Only a window of fixed length is looked at, so that long lines cost no more than short ones.
"""

from __future__ import annotations

import re

WINDOW = 32
"""Characters before and behind a match that are looked at."""

_CLAUSE = "[^,.;:!?，。；：！？、|｜丨\n()（）]"
_DENIAL = re.compile(
    "(?:无需|无須|無需|無須|不需要|不需|不用|不使用|不依赖|不依賴|没有|沒有|舍弃|捨棄|抛弃|拋棄|摒弃|摒棄|去掉|(?<![a-z])"
    "(?:without|w/o|not? (?:using|use|need|require)|no|free of|free from|instead of|rather than|get rid of)(?![a-z]))"
    f"(?P<between>(?:{_CLAUSE}|、){{0,14}})$"
)
_ADJACENT_DENIAL = re.compile("[无無]$")
_BREAK = re.compile(
    r"[的地而]|即可|就能|就可|也能|便可|实现|實現|进行|進行|完成|搞定|来做|做到"
    r"|(?<![a-z])(?:via|with|using|by|for|in|from|to|through|based|that|which|but|and|on|is|are|for)(?![a-z])"
)
_DENIED_BEHIND = re.compile(r"[\s-]?free(?![a-z])")
_COMPARISON = re.compile(
    "(?:超越|超过|超過|优于|優於|胜过|勝過|击败|擊敗|吊打|碾压|碾壓|秒杀|秒殺|完爆|媲美|打败|打敗|战胜|戰勝|不输|强于|好于|高于|快于|"
    "比(?![赛賽较較例如对對特])|"
    r"(?<![a-z])(?:beyond|than|outperform(?:s|ing|ed)?|surpass(?:es|ing|ed)?|beat(?:s|ing)?|exceed(?:s|ing|ed)?"
    r"|compared (?:with|to))(?![a-z]))"
    f"(?:{_CLAUSE}|、){{0,12}}$"
)
_PERSON = re.compile(
    r"\s?(?:之父|之母|(?:的)?(?:一作|发明者|發明者|创始人|創始人|创建者|作者)(?!解读|解讀|带|亲|團隊|团队|自述|答疑))"
)
_EXAMPLE = re.compile(
    f"(?:下游|适用于|適用於|可用于|应用于|例如|比如|譬如|包括|such as|e\\.g\\.|downstream|including){_CLAUSE}{{0,20}}$"
)


def denied(text: str, start: int, end: int) -> bool:
    """Whether a text says that it does without: "无需GAN", "without attention", "convolution-free"."""
    before = text[max(0, start - WINDOW) : start].lower()
    found = _DENIAL.search(before)
    if found and not _BREAK.search(found["between"]):
        return True
    return bool(_ADJACENT_DENIAL.search(before) or _DENIED_BEHIND.match(text[end : end + WINDOW].lower()))


def compared(text: str, start: int) -> bool:
    """Whether a text says that something is better: "超越YOLO", "beyond BERT"."""
    return bool(_COMPARISON.search(text[max(0, start - WINDOW) : start].lower()))


def of_person(text: str, end: int) -> bool:
    """Whether a match only says who somebody is: "GAN 之父", "Transformer作者"."""
    return bool(_PERSON.match(text[end : end + WINDOW]))


def example(text: str, start: int) -> bool:
    """Whether a match is only one of what something is good for: "适用于检测、分割", "such as detection"."""
    return bool(_EXAMPLE.search(text[max(0, start - WINDOW) : start].lower()))

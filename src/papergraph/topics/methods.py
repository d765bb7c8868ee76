"""The title of a paper or an article in, the names of methods, models and data sets that it gives out; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TITLED = re.compile(r"\s*(?P<name>[^\s:：](?:[^:：]{0,38}[^\s:：])?)\s?[:：](?!//)\s?\S")
_TOKEN = re.compile(r"(?<![A-Za-z0-9@/.])[A-Za-z0-9]++(?:[-.][A-Za-z0-9]++)*+(?:\+{1,2})?")
_CAMEL = re.compile(r"[A-Z].*[a-z].*[A-Z]|[a-z]+[A-Z]|[A-Z]{2,}[a-z]|[A-Z][A-Za-z]*\d|\d[A-Z]|[a-z]+\d[a-zA-Z]")
_DATED = re.compile(r"[A-Z][A-Za-z]*[ '’-]?(?:19|20)\d\d")
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?[A-Za-z]{0,3}|[A-Z]?\d+|\d+-[a-z]+|[a-z]+-\d+")
_NAME_WORD = re.compile(r"[A-Z0-9][A-Za-z0-9+.²-]*|[a-z]+[A-Z0-9][A-Za-z0-9+.-]*")
MOST_WORDS = 3
LONGEST = 60
COMMON = frozenset(
    (
        "a an analysis applied are attention benchmark beyond challenge computer data dataset deep do does efficient "
        "end-to-end exploring fast from generative how improving introduction is language large learning model "
        "models network networks neural note notes on overview paper part performance position pre-training recent "
        "report representation rethinking review revisiting robust self-supervised simple study supervised survey the "
        "to toward towards transformer transformers tutorial understanding unified unsupervised video vision visual "
        "what when why with zero-shot few-shot semi-supervised image images real-time 3d 2d face object detection "
        "segmentation recognition code abstract summary update chapter lecture best deblurring"
    ).split()
)
"""Words that are no name by themselves."""
KNOWN = frozenset(
    (
        "1D 2D 3D 3Ds 4D 4K 5G 6D 6DoF 8K AI+ AIoT APP App APPs ArXiv arXiv BibTeX ChatGPT CIFAR-10 CIFAR-100 "
        "CIFAR10 CIFAR100 CNNs COCO ConvNet ConvNets COVID-19 CPython CSDN CUDA CVers DeepFake DeepFakes DeepMind "
        "DNNs eBay FaceBook Facebook FPS GANs GIoU GitHub Github GNNs GPUs HuggingFace ICLR iFLYTEK ImageNet iOS "
        "IoT IoU IPhone iPhone JavaScript Jupyter KITTI LaTeX LeCun LinkedIn LLMs LSTMs MacOS macOS mAP MathType "
        "MathWorks MATLAB MNIST ModelScope MS-COCO NeurIPS NumPy numPy NVIDIA OpenAI OpenCV OpenMMLab OpenVINO "
        "PaddlePaddle PhD PPT PyCharm PyPI PyTorch Pytorch pyTorch Q&A Re-ID README ReID RGB-D RNNs SciPy SOTA "
        "StackOverflow TensorFlow Tensorflow TensorRT TikTok TypeScript vs VSCode WeChat WiFi Win10 YouTube"
    ).split()
)
"""Tokens that look like the name of a method and are none."""


class MethodName(NamedTuple):
    """A name in a title."""

    name: str
    start: int
    end: int
    rule: str
    """`title` where the title begins with it and a colon, else `token`."""


def methods_of(title: str, known: frozenset[str] = KNOWN) -> Iterator[MethodName]:
    """Yield the names that a title gives, in order; each once.

    Args:
        title: of a paper ("ResRep: Lossless CNN Pruning …") or an article ("清华提出RepMLP：将…").
        known: names that are no methods.
    """
    titled = _TITLED.match(title)
    start = 0
    seen = set()
    shouted = title[:LONGEST].isupper()
    if titled and _is_name(titled["name"]) and not (shouted and " " in titled["name"]):
        start = titled.end("name")
        seen.add(titled["name"])
        yield MethodName(titled["name"], *titled.span("name"), "title")
    for token in _TOKEN.finditer(title, start):
        name = token[0]
        if name in seen or name in known or not _is_token(name):
            continue
        # Behind the name of a title stand its words, some of them with the capitals that make up the name.
        if not (start or shouted) or any(letter.isdigit() for letter in name):
            seen.add(name)
            yield MethodName(name, *token.span(), "token")


def _is_name(text: str) -> bool:
    """Whether what stands before the colon is a name: up to three words that begin like one."""
    words = text.split()
    first = words[0].lower()
    if len(words) > MOST_WORDS or first in COMMON or _DATED.fullmatch(text) or _PLAIN_NUMBER.fullmatch(text):
        return False
    if first.endswith("ing") and len(words) > 1:
        return False
    return all(_NAME_WORD.fullmatch(word) for word in words)


def _is_token(name: str) -> bool:
    """Whether a word has capitals or digits where only a name has them."""
    if not 2 < len(name) <= LONGEST or _PLAIN_NUMBER.fullmatch(name) or _DATED.match(name):
        return False
    parts = name.split("-")
    if any(len(part) > 3 and part.islower() for part in parts):
        return False
    if any(_CAMEL.match(part) for part in parts):
        return True
    capitals = any(len(part) > 1 and part.isupper() for part in parts)
    return len(parts) > 1 and capitals and all(part[:1].isupper() or part.isdigit() for part in parts)

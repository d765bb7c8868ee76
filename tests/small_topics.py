"""A topic scheme that is small enough to be known by heart, for tests."""

from __future__ import annotations

from papergraph.topics.lexicon import Lexicon, compile_scheme
from papergraph.topics.matcher import Field, FieldKind, Found, topics_of
from papergraph.topics.normalise import Characters
from papergraph.topics.own import scheme_of
from papergraph.topics.turtle import File
from papergraph.vocabulary import PREFIXES

HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("skos", "pg", "pgt"))
HEAD += "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix my: <https://example.org/topic/> .\n"
SKOS = (
    HEAD
    + """
pgt: a skos:ConceptScheme ; skos:prefLabel "topics"@en ; pg:stopPhrase "cooking dataset" , "养殖技术" .
pgt:computer-vision a skos:Concept ; skos:prefLabel "computer vision"@en , "计算机视觉"@zh-Hans ;
  pg:weakLabel "CV"@en .
pgt:fish-detection a skos:Concept ; skos:broader pgt:computer-vision ;
  skos:prefLabel "fish detection"@en , "鱼类检测"@zh-Hans , "魚検出"@ja ; skos:altLabel "水族检测"@zh-Hans ;
  pg:namePattern "*FishDet*" , "(?i)finder*" , "Deep Trout" .
pgt:trout-detection a skos:Concept ; skos:broader pgt:fish-detection ; skos:prefLabel "trout detection"@en ;
  skos:altLabel "鱒検知"@ja , "マス検知"@ja .
pgt:transformers a skos:Concept ; skos:prefLabel "transformer"@en ; skos:altLabel "变换器"@zh-Hans ;
  pg:namePattern "*former" .
pgt:vision-transformer a skos:Concept ; skos:broader pgt:transformers ; skos:prefLabel "vision transformer"@en ;
  skos:altLabel "transformer in vision"@en ; pg:namePattern "Swin*" , "*ViT" .
pgt:gan a skos:Concept ; skos:prefLabel "generative adversarial network"@en , "生成对抗网络"@zh-Hans ;
  pg:acronym "GAN"@en ; pg:namePattern "*GAN" .
pgt:datasets-benchmarks a skos:Concept ; skos:prefLabel "dataset"@en , "数据集"@zh-Hans .
pgt:tracking a skos:Concept ; skos:prefLabel "object tracking"@en ; pg:weakLabel "tracking"@en , "跟踪"@zh-Hans .
pgt:restoration a skos:Concept ; skos:prefLabel "image restoration"@en ; skos:altLabel "图像修复"@zh-Hans .
pgt:inpainting a skos:Concept ; skos:prefLabel "image inpainting"@en ; skos:altLabel "图像修复"@zh-Hans .
pgt:quantisation a skos:Concept ; skos:prefLabel "quantization"@en .
pgt:re-identification a skos:Concept ;
  skos:prefLabel "fish re-identification"@en ; skos:altLabel "multi-modal pond"@en .
"""
)
CHARACTERS = Characters(
    {ord(old): new for old, new in zip("檢測數據圖魚類養無變換對", "检测数据图鱼类养无变换对", strict=True)}
)
LEXICON = compile_scheme(scheme_of([File("small.ttl", SKOS.encode())]), CHARACTERS)
TITLE, ABSTRACT, PAPER_TITLE, TIP = (
    kind.value for kind in (FieldKind.TITLE, FieldKind.ABSTRACT, FieldKind.PAPER_TITLE, FieldKind.TIP)
)


def found_in(*fields: tuple[str, str] | str, lexicon: Lexicon = LEXICON) -> list[Found]:
    """What is found in fields; a text alone is a title."""
    given = [Field(TITLE, field) if isinstance(field, str) else Field(*field) for field in fields]
    return topics_of(given, lexicon)


def about(*fields: tuple[str, str] | str, lexicon: Lexicon = LEXICON) -> list[str]:
    """The local names of the topics that fields are about."""
    return [name(one) for one in found_in(*fields, lexicon=lexicon) if one.about]


def mentioned(*fields: tuple[str, str] | str, lexicon: Lexicon = LEXICON) -> list[str]:
    """The local names of the topics that fields mention."""
    return [name(one) for one in found_in(*fields, lexicon=lexicon) if not one.about]


def name(found: Found) -> str:
    """The local name of what was found."""
    return found.concept.rpartition("/")[2]

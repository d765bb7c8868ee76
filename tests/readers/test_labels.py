"""What a label says of the link or the field that it stands at, in four languages, decorated and misspelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.readers.labels import Label, field_label, link_label

LINKS = {
    Label.PAPER: "Paper | PDF | arXiv | [PDF] | Full text | abs | 📄 Paper | 📄 | Paper link | Paper(Oral) | Paper1 | "
    "arXiv:2101.00001 | 论文 | 论文链接 | 論文 | 논문 | PAPER | ＰＡＰＥＲ",
    Label.CODE: "Code | GitHub | Official code | official | [Official Code - caffe] | PyTorch | code (PyTorch) | "
    "TF code | C++ code | Source | Author's code | Code and data | Codes/Data | Project Code | Code 2 | "
    "💻 | [💻] | 🐙 | 代码 | 开源代码 | Code（PyTorch） | Pytorch实现 | 项目GitHub | コード | 実装 | 코드 | CODE",
    Label.UNOFFICIAL: "Unofficial code | third-party code | Re-implementation | unofficial | 非官方代码 | 复现 | "
    "非公式実装 | 비공식 구현",
    Label.DATASET: "Data | Dataset | Benchmark | 数据集 | データ | 데이터 | 📊",
    Label.PROJECT: "Project | Project page | Homepage | Website | 项目主页 | プロジェクト | 프로젝트 | 🌐",
    Label.VIDEO: "Video | YouTube | Talk | 视频 | 🎥 | 動画 | 영상",
    Label.OTHER: "Slides | Blog | BibTeX | Model | Weights | Demo | Colab | Supp | 论文解读 | 知乎 | ブログ",
    Label.LINK: "Link | URL | here | 链接 | リンク | 링크 | 🔗",
}
FIELDS = {
    Label.PAPER: "Paper | Paper link | 论文 | 논문",
    Label.CODE: "Code | GitHub | 代码 | コード | 코드",
    Label.TITLE: "Title | 标题 | タイトル | 제목",
    Label.ABSTRACT: "Abstract | TL;DR | Summary | 摘要 | 概要 | 요약",
    Label.TIPS: "Tips | Takeaways | 要点 | ポイント | 메모",
    Label.AUTHORS: "Authors | 作者 | 著者 | 저자",
    Label.VENUE: "Venue | Conference | Journal | 会议 | 會議 | 会議 | 학회",
    Label.DATE: "Year | Date | Published | 日期 | 发布 | 연도",
    Label.TAGS: "Tags | Keywords | 关键词 | 關鍵詞 | キーワード | 키워드",
    Label.RATING: "Rating | Score | 评分 | 評価 | 평점",
    Label.INSTITUTION: "Institution | 单位 | 所属",
}
MISSPELT = {
    Label.CODE: "Cdoe | coed | GtiHub | Gitbub | Githb | ＧitHub | Pytroch",
    Label.PAPER: "Peper | Papre | Papers",
    Label.ABSTRACT: "Absract | Absctract",
    Label.TAGS: "Keywrods",
    Label.TITLE: "Tittle",
}
NOTHING = (
    "Code generation | Deep learning code search | A Survey of Papers | reading the paper | Node | Mode | "
    "Core | Coda | ResNet | Attention Is All You Need | 图像分割的论文综述方法 | 画像認識 | https://example.org"
)


def cases(table: dict[Label, str]) -> list[tuple[str, Label]]:
    return [(text.strip(), label) for label, texts in table.items() for text in texts.split(" | ")]


@pytest.mark.parametrize("text, label", cases(LINKS))
def test_the_text_of_a_link_says_what_it_leads_to(text: str, label: Label) -> None:
    assert link_label(text) is label


@pytest.mark.parametrize("text, label", cases(FIELDS))
def test_the_key_of_a_field_says_what_its_value_is(text: str, label: Label) -> None:
    assert field_label(text) is label


@pytest.mark.parametrize("text, label", cases(MISSPELT))
def test_one_slip_of_the_keyboard_is_forgiven(text: str, label: Label) -> None:
    assert field_label(text) is label


@pytest.mark.parametrize("text", NOTHING.split(" | "))
def test_what_is_not_made_of_the_words_of_labels_is_none(text: str) -> None:
    assert link_label(text) is None
    assert field_label(text) is None


@pytest.mark.parametrize("text", ["", " ", "\n", "paper" * 50, "-" * 100])
def test_nothing_and_too_much_are_no_labels(text: str) -> None:
    assert link_label(text) is None
    assert field_label(text) is None


def test_keys_of_fields_label_no_links() -> None:
    assert link_label("Tips") is None
    assert link_label("作者") is None
    assert link_label("Authors") is Label.CODE, "the authors' own, as in official lists"


@given(st.text(max_size=40))
def test_any_text_has_a_label_or_none(text: str) -> None:
    assert {link_label(text), field_label(text)} <= {*Label, None}


@given(st.sampled_from(cases(LINKS)), st.sampled_from(["[{}]", " {} ", "{}:", "({})", "[[{}]]"]))
def test_decoration_changes_no_label(case: tuple[str, Label], pattern: str) -> None:
    text, label = case

    assert link_label(pattern.format(text)) is label

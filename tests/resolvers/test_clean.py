"""What was written as a link → the URL that was meant."""

from __future__ import annotations

import pytest

from papergraph.resolvers import clean


@pytest.mark.parametrize(
    "written, meant",
    [
        ("http://example.org/a", "http://example.org/a"),
        ("https://Example.ORG/A", "https://example.org/A"),
        ("https://example.org", "https://example.org"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("https://example.org/a#part-2", "https://example.org/a#part-2"),
        ("https://example.org/a#", "https://example.org/a"),
        ("https://example.org/a?x=1#y", "https://example.org/a?x=1#y"),
        ("https://example.org/文章", "https://example.org/文章"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a\x07b", "https://example.org/a%07b"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("github.com/Owner/Name", "https://github.com/Owner/Name"),
        ("www.example.org/a", "https://www.example.org/a"),
    ],
)
def test_the_scheme_path_and_fragment_stay_as_they_were_written(written: str, meant: str) -> None:
    assert clean(written) == meant


@pytest.mark.parametrize(
    "glued",
    [
        *(
            "。",
            "，代码",
            "；",
            "：",
            "！",
            "？",
            "）",
            "】",
            "》",
            "」",
            "』",
            "、",
            "…",
            "”",
            "’",
            "\u3000说明",
            "代码",
            "입니다",
            "です",
        ),
        *(".", ",", ";", ":", "!", "?", ")", "]", "}", "'", '"', "`", "*", "**", "|", "...", ").", ")。", "\\", "&"),
        *("<br>", "</a>", "](https://example.org/b)", '">', " https://example.org/b", ",https://example.org/b", "%20"),
    ],
)
def test_what_is_glued_to_the_end_is_cut_off(glued: str) -> None:
    assert clean(f"https://example.org/a-1{glued}") == "https://example.org/a-1"


@pytest.mark.parametrize(
    "before", ["<", '"', "'", "(", "[", "（", "【", "“", "「", "**", "`", " ", "\u3000", "\ufeff", "\u200b"]
)
def test_what_stands_before_is_cut_off(before: str) -> None:
    assert clean(f"{before}https://example.org/a") == "https://example.org/a"


@pytest.mark.parametrize(
    "kept",
    [
        "a_(b)",
        "a_(b)_(c)",
        "a(b)c",
        "x[1]",
        "a_",
        "a-",
        "a~",
        "a=",
        "$",
        "路径",
        "论文-2021",
        "a/深度学习/b",
        "q?x=图谱",
        "%E4%BD%A0",
    ],
)
def test_what_belongs_to_the_link_stays(kept: str) -> None:
    assert clean(f"https://example.org/{kept}") == f"https://example.org/{kept}"


def test_a_title_in_an_encyclopedia_mixes_scripts_and_keeps_its_brackets() -> None:
    assert clean("https://zh.wikipedia.org/wiki/C语言（书），见") == "https://zh.wikipedia.org/wiki/C语言（书）"
    assert clean("https://baike.baidu.com/item/BERT模型/1") == "https://baike.baidu.com/item/BERT模型/1"


@pytest.mark.parametrize(
    "query, left",
    [
        ("utm_source=a&id=1&utm_campaign=b", "?id=1"),
        ("fbclid=a", ""),
        ("gclid=a&gbraid=b&msclkid=c", ""),
        ("spm=1.2&spm_id_from=333&p=2", "?p=2"),
        ("wx_lazy=1&wxfrom=5&wx_fmt=png", "?wx_fmt=png"),
        ("arnumber=1&paperid=2&id=3&q=4", "?arnumber=1&paperid=2&id=3&q=4"),
        ("b=1&&a=2&", "?b=1&a=2"),
        ("a=1&amp;b=2", "?a=1&b=2"),
        ("UTM_Source=a", ""),
        ("utm%5Fsource=a", ""),
        ("customutm_source=a", "?customutm_source=a"),
    ],
)
def test_parameters_that_only_track_go_and_the_others_keep_their_order(query: str, left: str) -> None:
    assert clean(f"https://example.org/a?{query}") == f"https://example.org/a{left}"


def test_an_article_of_wechat_keeps_four_parameters_or_its_token() -> None:
    assert clean("http://mp.weixin.qq.com/s/To-ken_1?scene=1#rd") == "http://mp.weixin.qq.com/s/To-ken_1"
    query = "sn=d&chksm=x&idx=1&mid=2&__biz=Mz==&scene=21"
    assert clean(f"https://mp.weixin.qq.com/s?{query}#rd") == "https://mp.weixin.qq.com/s?__biz=Mz==&mid=2&idx=1&sn=d"


def test_redirects_are_unwrapped_a_few_levels_deep_and_no_further() -> None:
    link = "https://example.org/a"
    wrapped = [link := f"https://web.archive.org/web/2020/{link}" for _ in range(8)]
    assert [clean(url) for url in wrapped[:4]] == ["https://example.org/a"] * 4
    assert clean(wrapped[7]) == wrapped[7]


def test_a_redirect_to_what_is_no_web_link_stays_itself() -> None:
    assert (
        clean("https://link.zhihu.com/?target=mailto%3Aa%40b.org")
        == "https://link.zhihu.com/?target=mailto%3Aa%40b.org"
    )


@pytest.mark.parametrize(
    "written",
    [
        "https//example.org/a",
        "https:/example.org/a",
        "https:://example.org/a",
        "htps://example.org/a",
        "ttps://example.org/a",
    ],
)
def test_a_broken_scheme_is_mended(written: str) -> None:
    assert clean(written) == "https://example.org/a"


def test_what_a_user_and_password_hide_is_the_host_behind_them() -> None:
    assert clean("https://github.com:x@evil.org/owner/name") == "https://evil.org/owner/name"

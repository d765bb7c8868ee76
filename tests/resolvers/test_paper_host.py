"""Which links lead to a paper, and in what case the name of a repository was written."""

from __future__ import annotations

import pytest

from papergraph.resolvers import display_name, paper_host, version


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/1706.03762",
        "https://openreview.net/forum?id=YicbFdNTTy",
        "https://openreview.net/references/pdf?id=Hkx1qkrKPr",
        "https://www.sciencedirect.com/science/article/pii/S0893608014002135",
        "https://link.springer.com/chapter/10.1007/978-3-319-24574-4_28",
        "https://dl.acm.org/citation.cfm?id=2783295",
        "https://ieeexplore.ieee.org/document/7780459",
        "https://www.nature.com/articles/nature14539",
        "https://www.biorxiv.org/content/10.1101/622803v4",
        "https://ojs.aaai.org/index.php/AAAI/article/view/11604",
        "https://www.aaai.org/ocs/index.php/AAAI/AAAI18/paper/view/16488",
        "https://www.ijcai.org/Proceedings/16/Papers/123.pdf",
        "https://jmlr.org/papers/v15/srivastava14a.html",
        "https://www.isca-speech.org/archive/interspeech_2020/gulati20_interspeech.html",
        "http://www.roboticsproceedings.org/rss14/p08.html",
        "http://www.bmva.org/bmvc/2015/papers/paper109/index.html",
        "https://www.ecva.net/papers/eccv_2020/papers_ECCV/html/123_ECCV_2020_paper.php",
        "https://www.usenix.org/conference/osdi20/presentation/doe",
        "https://www.vldb.org/pvldb/vol13/p1-doe.html",
        "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567",
        "https://hal.science/hal-01234567",
        "https://inria.hal.science/hal-01234567",
        "https://citeseerx.ist.psu.edu/viewdoc/summary?doi=10.1.1.1.2",
        "https://www.ndss-symposium.org/ndss-paper/some-title/",
        "https://neurips.cc/virtual/2023/poster/70000",
        "https://example.org/~doe/papers/title.pdf",
        "https://example.org/~doe/papers/title.PDF#page=2",
        "https://example.org/~doe/title.ps.gz",
        "https://github.com/owner/name/blob/main/paper.pdf",
        "https://raw.githubusercontent.com/owner/name/main/paper.pdf",
        "https://owner.github.io/static/paper.pdf",
    ],
)
def test_pages_and_files_of_papers_are_known(url: str) -> None:
    assert paper_host(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/owner/name",
        "https://huggingface.co/owner/name",
        "https://owner.github.io/project",
        "https://example.org/blog/post",
        "https://example.org/pdf-viewer",
        "https://www.sciencedirect.com/",
        "https://www.nature.com/subjects/machine-learning",
        "https://link.springer.com/journal/11263",
        "https://openaccess.thecvf.com/CVPR2021?day=all",
        "https://ieeexplore.ieee.org/author/37085",
        "https://www.usenix.org/conference/osdi20",
        "https://mp.weixin.qq.com/s/AbCdEf-gh_1234567890ab",
        "https://doi.org/10.5281/zenodo.1234",
        "https://sciencedirect.com.evil.org/science/article/pii/S0893608014002135",
        "paper.pdf",
        "",
    ],
)
def test_other_pages_are_not_taken_for_papers(url: str) -> None:
    assert not paper_host(url)


@pytest.mark.parametrize(
    "url, name",
    [
        ("https://github.com/DingXiaoH/ResRep/tree/main", "DingXiaoH/ResRep"),
        ("https://raw.githubusercontent.com/DingXiaoH/ResRep/main/a.py", "DingXiaoH/ResRep"),
        ("https://img.shields.io/github/stars/DingXiaoH/ResRep.svg?style=social", "DingXiaoH/ResRep"),
        ("https://github.com/Ding%58iaoH/ResRep", "DingXiaoH/ResRep"),
        ("https://link.zhihu.com/?target=https%3A//github.com/DingXiaoH/ResRep", "DingXiaoH/ResRep"),
        ("https://gitlab.com/Group/Sub/Name/-/tree/main", "Group/Sub/Name"),
        ("https://huggingface.co/datasets/Owner/Name", "Owner/Name"),
        ("https://huggingface.co/spaces/Owner/Name", "Owner/Name"),
        ("https://huggingface.co/meta-llama/Llama-2-7b", "meta-llama/Llama-2-7b"),
        ("https://github.com/openai", None),
        ("https://arxiv.org/abs/1706.03762", None),
        ("nonsense", None),
    ],
)
def test_a_repository_keeps_the_case_it_was_written_in(url: str, name: str | None) -> None:
    assert display_name(url) == name


@pytest.mark.parametrize(
    "url, number",
    [
        ("https://arxiv.org/abs/1706.03762v7", 7),
        ("https://arxiv.org/pdf/1706.03762v12.pdf", 12),
        ("https://arxiv.org/abs/math.GT/0309136v2", 2),
        ("https://doi.org/10.48550/arXiv.1706.03762v3", 3),
        ("https://arxiv.org/abs/1706.03762%76%37", 7),
        ("https://arxiv.org/abs/1706.03762", None),
        ("https://arxiv.org/ftp/arxiv/papers/1706/1706.03762.pdf", None),
        ("https://www.biorxiv.org/content/10.1101/622803v4", None),
        ("https://example.org/1706.03762v7", None),
        ("nonsense", None),
    ],
)
def test_the_version_that_a_link_names_is_kept_beside_the_identifier(url: str, number: int | None) -> None:
    assert version(url) == number

"""Print the microseconds that resolving takes for each kind of link, without and with what is remembered.

usage: python benchmarks/bench_resolve.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

from papergraph import resolvers
from papergraph.model import Reference

REPEATS, LINKS = 7, 4000
KINDS = {
    "arXiv abstract": "https://arxiv.org/abs/2{0:03d}.0{1:04d}",
    "arXiv PDF with version": "https://arxiv.org/pdf/2{0:03d}.0{1:04d}v2.pdf",
    "GitHub repository": "https://github.com/Owner{0}/Name-{1}",
    "GitHub file": "https://github.com/Owner{0}/Name-{1}/tree/main/src/models",
    "DOI": "https://doi.org/10.1109/CVPR.2016.{1}",
    "ACM page": "https://dl.acm.org/doi/abs/10.1145/{0}.{1}",
    "OpenReview forum": "https://openreview.net/forum?id=SyeK{0}ck{1}",
    "CVF page": "https://openaccess.thecvf.com/content/CVPR2021/html/Auth{0}_Title_{1}_CVPR_2021_paper.html",
    "Hugging Face model": "https://huggingface.co/owner{0}/name-{1}",
    "WeChat article": "https://mp.weixin.qq.com/s/AbC{0}dEf_{1}",
    "plain web page": "https://www.example{0}.org/blog/some-title-{1}",
    "web page with tracking": "https://example.org/a/{0}?id={1}&utm_source=x&utm_medium=y",
    "percent-encoded page": "https://zh.wikipedia.org/wiki/%E5%9B%BE{0}_{1}",
    "redirected link": "https://link.zhihu.com/?target=https%3A//github.com/Owner{0}/Name{1}",
    "glued Chinese prose": "https://github.com/Owner{0}/Name{1}）代码",
    "mended scheme": "https//github.com/Owner{0}/Name{1}",
}


def microseconds(ask: Callable[[str], Reference | None], urls: list[str]) -> float:
    """Return the least mean time of a call over the repeats."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        for url in urls:
            ask(url)
        best = min(best, time.perf_counter() - start)
    return best / len(urls) * 1e6


def main() -> None:
    """Print one line for each kind: distinct links (nothing remembered), and one link again and again."""
    print(f"{'kind of link':26s} {'distinct':>9s} {'repeated':>9s}   resolved to")
    for name, pattern in KINDS.items():
        urls = [pattern.format(100 + number % 12 * 1, number) for number in range(LINKS * 2)]
        once = microseconds(resolvers.resolve, urls)
        again = microseconds(resolvers.resolve, urls[:1] * LINKS)
        print(f"{name:26s} {once:6.2f} µs {again:6.2f} µs   {resolvers.resolve(urls[7])}")


if __name__ == "__main__":
    main()

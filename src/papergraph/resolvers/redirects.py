"""What stands around the link that was meant: pages that only redirect to it, and parameters that only track it."""

from __future__ import annotations

import re
from collections.abc import Callable

from papergraph.resolvers.url import Url, decoded, parameter, words, written_parameter


def _named(*names: str) -> Callable[[Url], str]:
    """The target is the value of the first of these parameters that is there."""
    return lambda url: next((found for name in names if (found := parameter(url.query, name))), "")


def _whole_query(url: Url) -> str:
    return decoded(url.query) if url.query[:12].lower().startswith("http") else ""


def _in_path(url: Url) -> str:
    """The target is written out in the path, from its own scheme on."""
    match = _PATH_TARGET.search(url.path)
    return url.path[match.start() + 1 :] + (f"?{url.query}" if url.query else "") if match else ""


def _archived(url: Url) -> str:
    """`/web/20200101000000id_/http://…`; the scheme may be missing."""
    match = _SNAPSHOT.match(url.path)
    if match is None:
        return ""
    target = url.path[match.end() :] + (f"?{url.query}" if url.query else "")
    return target if _PATH_TARGET.match("/" + target) else f"http://{target}"


_PATH_TARGET = re.compile(r"/(?=https?(?::|%3a)/?)", re.IGNORECASE)
_SNAPSHOT = re.compile(r"/web/(?:\d[0-9a-z_]*|\*)/", re.ASCII)
_GOOGLE = sorted(
    f"www.google.{domain}"
    for domain in words("com com.hk com.tw co.jp co.kr co.uk cn de fr it es ca com.au co.in com.br")
)
_PROXIES = words(
    "ghproxy.com mirror.ghproxy.com ghproxy.net ghproxy.org gh-proxy.com ghp.ci ghfast.top ghps.cc gh.con.sh "
    "gh.api.99988866.xyz gh.llkk.cc hub.gitmirror.com github.moeyy.xyz r.jina.ai 12ft.io cors-anywhere.herokuapp.com "
    "sci-hub.se sci-hub.st sci-hub.ru sci-hub.tw"
)

TARGETS: dict[str, Callable[[Url], str]] = {
    "link.zhihu.com": _named("target"),
    "link.csdn.net": _named("target"),
    "link.juejin.cn": _named("target"),
    "link.juejin.im": _named("target"),
    "link.jianshu.com": _named("t"),
    "links.jianshu.com": _named("to"),
    "link.ld246.com": _named("goto"),
    "link.uisdc.com": _named("redirect"),
    "www.oschina.net": _named("goto_page"),
    "www.jianshu.com": _named("url"),
    "gitee.com": _named("target"),
    "c.pc.qq.com": _named("pfurl", "url"),
    "developers.google.com": _named("q"),
    "scholar.google.com": _named("url"),
    "translate.google.com": _named("u"),
    "docs.google.com": _named("url"),
    "www.youtube.com": _named("q"),
    "l.facebook.com": _named("u"),
    "lm.facebook.com": _named("u"),
    "l.instagram.com": _named("u"),
    "l.messenger.com": _named("u"),
    "www.linkedin.com": _named("url"),
    "duckduckgo.com": _named("uddg"),
    "out.reddit.com": _named("url"),
    "slack-redir.net": _named("url"),
    "t.umblr.com": _named("z"),
    "vk.com": _named("to"),
    "htmlpreview.github.io": _whole_query,
    "href.li": _whole_query,
    "scholar.archive.org": _in_path,
    "web.archive.org": _archived,
    "archive.org": _archived,
    **dict.fromkeys(_GOOGLE, _named("q", "url")),
    **dict.fromkeys(_PROXIES, _in_path),
}
_PATHS = {
    "www.oschina.net": ("/action/GoToLink",),
    "www.jianshu.com": ("/go-wild",),
    "gitee.com": ("/link",),
    "developers.google.com": ("/url",),
    "scholar.google.com": ("/scholar_url",),
    "translate.google.com": ("/translate",),
    "docs.google.com": ("/viewer", "/gview"),
    "www.youtube.com": ("/redirect",),
    "www.linkedin.com": ("/redir/redirect", "/safety/go"),
    "duckduckgo.com": ("/l",),
    "vk.com": ("/away.php",),
    **dict.fromkeys(_GOOGLE, ("/url",)),
}
"""Sites of which only these pages redirect."""
_SAFE_LINKS = ".safelinks.protection.outlook.com"


def target(url: Url) -> str:
    """Return the link that a redirecting page leads to, as written there; empty where the page is no such page."""
    host = url.host
    find = TARGETS.get(host)
    if find is None:
        return parameter(url.query, "url") if host.endswith(_SAFE_LINKS) else ""
    paths = _PATHS.get(host)
    return find(url) if paths is None or url.path.rstrip("/") in paths else ""


_TRACKING = re.compile(
    r"(?:utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi"
    r"|mkt_tok|spm|spm_id_from|from_spmid|wx_(?!fmt).*|wxfrom|wxshare_count|wechat_.*|share_(?:source|medium|token|from|plat"
    r"|tag|session_id|times)|vd_source|ref_src|ref_url|__twitter_impression|casa_token|trk|trackingid|xtor|pk_campaign"
    r"|hss_channel|s_cid|cmpid|ncid|guccounter|guce_referrer.*|ops_request_misc|biz_id|depth_1-utm_source)",
    re.IGNORECASE,
)
_TRACKING_AT: dict[str, frozenset[str]] = {
    "twitter.com": frozenset({"s", "t", "lang"}),
    "x.com": frozenset({"s", "t", "lang"}),
    "youtube.com": frozenset({"si", "feature", "ab_channel", "pp"}),
    "youtu.be": frozenset({"si", "feature", "ab_channel"}),
    "bilibili.com": frozenset({"from", "seid", "from_source", "ts", "unique_k", "bbid", "buvid", "is_story_h5", "mid"}),
    "medium.com": frozenset({"source"}),
    "towardsdatascience.com": frozenset({"source"}),
    "blog.csdn.net": frozenset({"request_id", "ops_request_misc", "biz_id"}),
    "openreview.net": frozenset({"referrer"}),
    "mdpi.com": frozenset({"type"}),
}
_SPLIT = re.compile("&(?:amp;)*", re.IGNORECASE)
_WEIXIN_KEYS = ("__biz", "mid", "idx", "sn")
_GLUED = ".,;:!?'\"*`|\\"


def without_tracking(host: str, query: str) -> str:
    """Return the query without the parameters that only say where a reader came from, the others in their order."""
    own = _TRACKING_AT.get(host.removeprefix("www.").removeprefix("m."), frozenset())
    kept = [part for part in _SPLIT.split(query) if part and not _is_tracking(part, own)]
    return "&".join(kept)


def _is_tracking(part: str, own: frozenset[str]) -> bool:
    name = decoded(part.partition("=")[0]).rstrip(_GLUED)
    return name in own or _TRACKING.fullmatch(name) is not None


def weixin(url: Url) -> Url:
    """Return the address that an article of a WeChat account keeps: by token, or by four parameters in their order."""
    path = url.path.rstrip("/")
    if path.startswith("/s/") and not path.startswith("/s/_"):
        return url._replace(path=path, query="", fragment="")
    if path != "/s":
        return url
    values = [(key, written_parameter(url.query, key)) for key in _WEIXIN_KEYS]
    if not values[0][1]:
        return url
    query = "&".join(f"{key}={found}" for key, found in values if found)
    return url._replace(path=path, query=query, fragment="")

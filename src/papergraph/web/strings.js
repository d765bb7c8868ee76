"use strict";
/* Every text of the page, in English and Chinese. {0} and {1} are filled in. */

const STRINGS = {
  en: {
    statement: "From {0}: {1}.",
    notes: n => `${n} ${plural(n, "note")}`,
    links: n => `${n} ${plural(n, "link")}`,
    kinds: {
      article: ["article", "articles"], paper: ["paper", "papers"], repository: ["repository", "repositories"],
      person: ["person", "people"], organization: ["organisation", "organisations"], venue: ["venue", "venues"],
      topic: ["topic", "topics"],
    },
    cut: "There are {0} things; this page shows the {1} that are most connected.",
    otherLanguage: "中文",
    otherLanguageCode: "zh",
    search: "Search titles, people, code, topics  ( / )",
    searchName: "Search",
    found: "{0} found",
    foundFirst: "{0} found, the first {1} are listed",
    nothingFound: "Nothing found",
    views: {map: "Map", table: "Table", problems: "Problems", about: "About"},
    viewsName: "Views",
    legendName: "Show or hide kinds",
    mapName: "Map of the graph. Arrow keys go from thing to thing, plus and minus zoom, 0 shows all, Escape clears. " +
      "The table holds the same.",
    empty: "Nothing to show yet: no article, paper or repository was found in the notes.",
    allHidden: "Every kind is hidden. Choose one above.",
    zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Show all", close: "Close", zoomName: "Zoom",
    facts: "Facts", sources: "Sources ({0})", sayings: "What the notes say", connections: "Links",
    open: "Open {0}", unknown: "unknown", notFetched: "not fetched", yes: "yes", no: "no",
    joined: "A note names it by title only", alsoSaid: "elsewhere:", selected: "{0}, {1}, {2}",
    rating: "rated {0} of 5", abstract: "Abstract", tips: "Tips", images: "Images", image: "image {0}",
    furtherLinks: "Further links", codeStatus: "Code", tags: "Tags", section: "Section", date: "Date", venueName: "Venue",
    elsewhere: "Web pages", leftOut: "{0} more to things that this page leaves out.",
    showAll: "Show all {0}", noLinks: "No link to anything else.",
    line: "line {0}", confidence: "confidence {0}",
    columns: {kind: "Kind", name: "Name", year: "Year", stars: "Stars", links: "Links"},
    tableName: "Everything on the page", showMore: "Show {0} more",
    rows: "{0} of {1}",
    problemsNone: "No problem was found in the notes.",
    problemsSome: "What a person should look at in the notes:",
    problemsMore: "Not listed here, for their number: {0}; papergraph build -v lists all.",
    remarks: "Not listed here, because of less weight: {0}; papergraph build -v lists all.",
    warning: "warning", error: "error", seeAlso: "see also",
    how: "How to read it",
    howText: "Each mark is an article, a paper, a repository, a person, a venue or a topic; its shape and colour say which. " +
      "Bigger marks have more links. A line says that two things are linked, and the details of either say why: " +
      "which note, which line, in which words. A fact carries the number of its source. “Unknown” means that the " +
      "sources do not say, “not fetched” that no catalogue or service was asked. A dashed outline marks what is missing, " +
      "withdrawn, blocked or disabled where it should be.",
    keys: "Keys",
    keysText: [
      ["/", "search"], ["↑ ↓ ← →", "on the map: the next thing in that direction"], ["Shift + arrow", "move the map"],
      ["+ − 0", "zoom in, zoom out, show all"], ["Esc", "clear the search, close the details"],
    ],
    colophon: "Colophon",
    colophonText: "Written by papergraph {0} with pyvis {1}; the map is drawn by vis-network {2}. The positions were computed when " +
      "the page was written. Everything is in this one file: it asks the network for nothing, and images stay links.",
    creator: "By", license: "Licence",
    predicates: {
      discusses: ["Discusses", "Discussed in"], mentions: ["Mentions", "Mentioned in"],
      hasRepository: ["Code", "Code of"], author: ["Authors", "Author of"], isPartOf: ["Published in", "Published here"],
      about: ["Topics", "About this"],
    },
    methods: {
      FieldLabel: "labelled field", SameEntry: "same entry", SameRow: "same table row", SameTitle: "same title",
      TitleSearch: "title search", Tag: "tag", Section: "heading", Catalog: "catalogue", Service: "service",
    },
    statuses: {
      gone: "gone from {0}", missing: "not on {0}", withdrawn: "withdrawn", blocked: "blocked by {0}", disabled: "disabled by {0}",
      private: "private", empty: "empty",
    },
    roles: {
      paper: "paper", code: "code", unofficial: "unofficial code", dataset: "data set", project: "project", mention: "link",
      video: "video", web: "link",
    },
    fields: {
      title: "Title", authors: "Authors", published: "Published", updated: "Updated", venue: "Venue", journal: "Journal",
      categories: "Categories", version: "Version", doi: "DOI", license: "Licence", comment: "Comment", abstract: "Abstract",
      urls: "Also at", name: "Name", description: "Description", stars: "Stars", forks: "Forks", language: "Language",
      topics: "Topics", homepage: "Home page", archived: "Archived", fork: "Is a fork", fork_of: "Forked from",
      status: "Status", created: "Created", pushed: "Last push", former_names: "Former names", year: "Year",
      broader: "Broader topic",
    },
  },
  zh: {
    statement: "{0}中提到：{1}。",
    notes: n => `${n} 篇笔记`,
    links: n => `${n} 条联系`,
    kinds: {
      article: ["文章", "篇文章"], paper: ["论文", "篇论文"], repository: ["代码仓库", "个代码仓库"], person: ["人物", "位人物"],
      organization: ["机构", "个机构"], venue: ["会议/期刊", "个会议/期刊"], topic: ["主题", "个主题"],
    },
    cut: "共有 {0} 项；本页只显示联系最多的 {1} 项。",
    otherLanguage: "English",
    otherLanguageCode: "en",
    search: "搜索标题、人物、代码、主题（/）",
    searchName: "搜索",
    found: "找到 {0} 项",
    foundFirst: "找到 {0} 项，列出前 {1} 项",
    nothingFound: "没有找到",
    views: {map: "图", table: "表格", problems: "问题", about: "说明"},
    viewsName: "视图",
    legendName: "显示或隐藏类别",
    mapName: "知识图谱。方向键在各项之间移动，加号和减号缩放，0 显示全部，Esc 清除。表格中有同样的内容。",
    empty: "还没有内容：笔记中没有找到文章、论文或代码仓库。",
    allHidden: "所有类别都已隐藏，请在上方选择。",
    zoomIn: "放大", zoomOut: "缩小", fit: "显示全部", close: "关闭", zoomName: "缩放",
    facts: "事实", sources: "来源（{0}）", sayings: "笔记原文", connections: "联系",
    open: "打开 {0}", unknown: "未知", notFetched: "未获取", yes: "是", no: "否",
    joined: "笔记中只写出标题", alsoSaid: "另有说法：", selected: "{0}，{1}，{2}",
    rating: "评分 {0}/5", abstract: "摘要", tips: "要点", images: "图片", image: "图片 {0}",
    furtherLinks: "其他链接", codeStatus: "代码", tags: "标签", section: "章节", date: "日期", venueName: "会议/期刊",
    elsewhere: "网页", leftOut: "另有 {0} 条联系指向本页未列出的内容。",
    showAll: "显示全部 {0} 项", noLinks: "没有任何联系。",
    line: "第 {0} 行", confidence: "置信度 {0}",
    columns: {kind: "类别", name: "名称", year: "年份", stars: "星标", links: "联系"},
    tableName: "本页的全部内容", showMore: "再显示 {0} 项",
    rows: "{0} / {1}",
    problemsNone: "笔记中没有发现问题。",
    problemsSome: "笔记中需要人工查看的地方：",
    problemsMore: "数量太多，还有 {0} 个没有列出；papergraph build -v 会列出全部。",
    remarks: "还有 {0} 条次要提示没有列出；papergraph build -v 会列出。",
    warning: "警告", error: "错误", seeAlso: "另见",
    how: "如何阅读",
    howText: "每个标记是一篇文章、一篇论文、一个代码仓库、一个人物、一个会议/期刊或一个主题，由形状和颜色区分。标记越大，联系越多。" +
      "连线表示两者有联系，详情中说明依据：哪篇笔记、哪一行、原文如何。每个事实后面的数字是来源编号。" +
      "“未知”表示来源没有说明，“未获取”表示没有查询过目录或服务。虚线轮廓表示已经找不到、已撤稿、已被封锁或停用的内容。",
    keys: "键盘",
    keysText: [
      ["/", "搜索"], ["↑ ↓ ← →", "在图上：移到该方向的下一项"], ["Shift + 方向键", "移动图"], ["+ − 0", "放大、缩小、显示全部"],
      ["Esc", "清除搜索、关闭详情"],
    ],
    colophon: "关于本页",
    colophonText: "由 papergraph {0} 通过 pyvis {1} 生成，图由 vis-network {2} 绘制，位置在生成时已经算好。" +
      "全部内容都在这一个文件里：不发出任何网络请求，图片只作为链接。",
    creator: "作者", license: "许可",
    predicates: {
      discusses: ["讨论的论文", "讨论它的文章"], mentions: ["提到", "提到它的"], hasRepository: ["代码", "对应论文"],
      author: ["作者", "论文"], isPartOf: ["发表于", "发表的论文"], about: ["主题", "相关内容"],
    },
    methods: {
      FieldLabel: "字段标签", SameEntry: "同一条目", SameRow: "表格同一行", SameTitle: "标题相同",
      TitleSearch: "标题搜索", Tag: "标签", Section: "所在章节", Catalog: "目录数据", Service: "在线服务",
    },
    statuses: {
      gone: "已从 {0} 消失", missing: "{0} 上没有", withdrawn: "已撤稿", blocked: "已被 {0} 封锁", disabled: "已被 {0} 停用",
      private: "私有", empty: "空仓库",
    },
    roles: {
      paper: "论文", code: "代码", unofficial: "非官方代码", dataset: "数据集", project: "项目主页", mention: "链接", video: "视频",
      web: "链接",
    },
    fields: {
      title: "标题", authors: "作者", published: "发布日期", updated: "更新日期", venue: "会议/期刊", journal: "期刊", categories: "分类",
      version: "版本", doi: "DOI", license: "许可", comment: "备注", abstract: "摘要", urls: "其他地址", name: "名称",
      description: "简介", stars: "星标", forks: "分叉", language: "语言", topics: "话题", homepage: "主页", archived: "已归档",
      fork: "是分叉", fork_of: "分叉自", status: "状态", created: "创建日期", pushed: "最近推送", former_names: "曾用名", year: "年份",
      broader: "上级主题",
    },
  },
};

let language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

function plural(count, noun) {
  return count === "1" ? noun : `${noun}s`;
}

/* The text of a key, with what is to be filled in. */
function t(key, ...values) {
  return STRINGS[language][key].replace(/\{(\d)\}/g, (_, place) => values[place]);
}

/* An entry of one of the groups of texts; what no one has named is shown as it is. */
function named(group, key) {
  return STRINGS[language][group][key] ?? key;
}

function number(value) {
  return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en").format(value);
}

/* One thing of a kind is called so. */
const kindName = kind => STRINGS[language].kinds[kind][0];

function counted(kind, count) {
  const [one, many] = STRINGS[language].kinds[kind];
  return language === "zh" ? `${number(count)} ${many}` : `${number(count)} ${count === 1 ? one : many}`;
}

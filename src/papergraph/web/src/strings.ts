/* Every text of the page, in English and Chinese. {0} and {1} are filled in. */

const en = {
  statement: "From {0}: {1}.",
  notes: (n: string) => `${n} ${plural(n, "note")}`,
  links: (n: string) => `${n} ${plural(n, "link")}`,
  kinds: {
    article: ["article", "articles"], paper: ["paper", "papers"], repository: ["repository", "repositories"],
    person: ["person", "people"], organization: ["organisation", "organisations"], venue: ["venue", "venues"],
    topic: ["topic", "topics"],
  },
  cut: "There are {0} things; this page shows the {1} that are most connected.",
  anew: "The graph was built anew.", reload: "Reload",
  otherLanguage: "中文",
  otherLanguageCode: "zh",
  search: "Search titles, people, code, topics  ( / )",
  searchName: "Search",
  found: "{0} found",
  foundFirst: "{0} found, the first {1} are listed",
  nothingFound: "Nothing found",
  views: {map: "Map", near: "Nearby", table: "Table", console: "Query", problems: "Problems", about: "About"},
  viewsName: "Views",
  legendName: "Show or hide kinds",
  mapName: "Map of the graph. Arrow keys go from thing to thing, plus and minus zoom, 0 shows all, Escape clears. " +
    "The table holds the same.",
  empty: "Nothing to show yet: no article, paper or repository was found in the notes.",
  allHidden: "Everything is hidden. Choose a kind above, or other years in the settings.",
  noneDated: "Nothing here has a year.", noneTopical: "Nothing here has a topic: tags, headings and categories of notes are topics.",
  otherNames: "Also called",
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
    "sources do not say, “not fetched” that no catalogue or service was asked. A hollow mark is missing, withdrawn, blocked " +
    "or disabled where it should be. What lies together belongs together: bold names are those of communities, after " +
    "the topic that tells most of them. On the timeline an article stands at the day of its note.",
  keys: "Keys",
  keysText: [
    ["/", "search; ↓ and Enter choose, Ctrl + Enter searches the details too"],
    ["↑ ↓ ← →", "on the map: the next thing in that direction"], ["Shift + arrow", "move the map"],
    ["+ − 0", "zoom in, zoom out, show all"], ["n", "the neighbourhood of what is selected"],
    ["p", "a path from what is selected; so does Shift + click"],
    ["q", "the console for SPARQL; Ctrl + Enter asks, Ctrl + Space completes"],
    ["Esc", "end the path, clear the search, close the details"],
  ],
  colophon: "Colophon",
  colophonText: "Written by papergraph {0} with pyvis {1}; the neighbourhood is drawn by vis-network {2}. The positions on the " +
    "map were computed when the page was written. Everything is in this one file: it asks the network for nothing, and images stay links.",
  creator: "By", license: "Licence",
  predicates: {
    discusses: ["Discusses", "Discussed in"], mentions: ["Mentions", "Mentioned in"],
    hasRepository: ["Code", "Code of"], author: ["Authors", "Author of"], isPartOf: ["Published in", "Published here"],
    about: ["Topics", "About this"], broader: ["Broader topic", "Narrower topics"],
  },
  methods: {
    FieldLabel: "labelled field", SameEntry: "same entry", SameRow: "same table row", SameTitle: "same title",
    TitleSearch: "title search", TextMatch: "text", Tag: "tag", Section: "heading", Catalog: "catalogue", Service: "service",
  },
  /** Where in an entry a topic is named; {0} is the number of those of which there are several. */
  texts: {
    title: "in the title", abstract: "in the abstract", summary: "in the summary", "paper title": "in the title of paper {0}",
    tip: "in tip {0}", text: "in the text", repository: "in the name of repository {0}",
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
  layouts: {map: "Map", time: "Timeline", topics: "Topics"},
  layoutName: "Layout", colourName: "Colour", sizeName: "Size",
  colours: {kind: "kind", community: "community"},
  sizes: {links: "links", stars: "stars"},
  namesIn: "Topics in", themeName: "Theme", themes: {auto: "as the system", light: "light", dark: "dark"},
  years: "Years", firstYear: "First year", lastYear: "Last year",
  noPlace: "{0} have no year and no place here.", noTopic: "{0} have no topic and no place here.",
  settings: "Settings", reset: "Reset", resetName: "Show everything as it was at the start",
  export: "Export", exportPng: "Picture (PNG)", exportSvg: "Drawing (SVG)", exportCsv: "Table (CSV)", copyLink: "Copy link", copied: "Copied: the link shows exactly this view.",
  near: "Neighbourhood", nearName: "What is around {0}. Drag a mark to move it, double-click one to see what is beside it.",
  nearNothing: "Select something on the map or in the table, and what is around it is shown here.",
  nearCut: "Shown: {0} of {1}. Double-click a mark to see what is beside it.", nearAll: "{0} things. Double-click a mark to see what is beside it.",
  expand: "Show what is beside it", backToMap: "On the map",
  path: "Path to …", pathChoose: "Now choose the other end: by search, on the map or in the table.", pathTo: "Path to {0}: {1}",
  pathNone: "There is no path to {0}, given what is hidden.", pathEnd: "End the path", steps: (n: string) => `${n} ${plural(n, "step")}`,
  loading: "Unpacking {0} things …", failed: "This page cannot be shown: {0}",
  community: "Community",
  searchDetails: "Search abstracts, notes and facts too", searching: "Searching the details …",
  inputs: "Made from", inputCatalog: "catalogue", inputService: "service", newest: "the newest of {0}", fetched: "fetched {0}",
  rebuild: "To make it anew, run papergraph build in the folder of papergraph.toml; the same input gives the same page.",
  moreSources: "{0} more", more: "more than {0}",
  listed: "Everything that the map shows is in the table, too.",
  consoleWhat: "SPARQL over all triples of graph.nt, answered by Oxigraph inside this page: nothing leaves the computer.",
  consoleTooMany: "This graph has more than {0} triples, too many to load in a page: such a page would come without an engine. " +
    "Run this in the folder of papergraph.toml, and open the page at the address that it prints:",
  consoleWhatServed: "SPARQL over all triples of the graph, answered by the server that this page comes from.",
  consoleServed: "The server has {0} triples.",
  consoleEditor: "Query in SPARQL", consoleCanned: "Ready-made queries", consoleEarlier: "Earlier queries", consoleRun: "Run", consoleStop: "Stop",
  consoleStarting: "The engine starts …", consoleLoading: "Loading: {0} triples …", consoleReady: "{0} triples are loaded ({1} ms).",
  consoleAsking: "Running …", consoleTook: "{0} in {1} ms", consoleStopped: "Stopped.",
  consoleLate: "Stopped: there was no answer after {0} seconds. A smaller question may have one.",
  consoleBroken: "The engine has stopped: {0}. The next query starts it anew.",
  consoleWrong: "Line {0}, column {1}: {2}.", consolePrefix: "the prefix {0}: is not declared", consoleExpected: "something else is expected here",
  consoleCannot: "The query cannot be answered: {0}.", consoleAnswer: "Answer", consoleNothing: "No rows.",
  consoleDescribe: "Ask what the graph says of it", consoleCopy: "Copy", consoleCopied: "Copied: the rows, with tabs between the values.",
  consoleNotCopied: "The browser does not let this page copy.",
  consoleRefused: {
    service: "SERVICE is refused: queries are answered from the graph alone.", from: "FROM is refused: queries are answered from the graph alone.",
    update: "Queries cannot change the graph: change the notes and build again.",
  },
  rowsCount: (n: string) => `${n} ${plural(n, "row")}`,
  queries: {} as Record<string, string>,
};

export type Words = typeof en;

const zh: Words = {
  statement: "{0}中提到：{1}。",
  notes: (n: string) => `${n} 篇笔记`,
  links: (n: string) => `${n} 条联系`,
  kinds: {
    article: ["文章", "篇文章"], paper: ["论文", "篇论文"], repository: ["代码仓库", "个代码仓库"], person: ["人物", "位人物"],
    organization: ["机构", "个机构"], venue: ["会议/期刊", "个会议/期刊"], topic: ["主题", "个主题"],
  },
  cut: "共有 {0} 项；本页只显示联系最多的 {1} 项。",
  anew: "图谱已重新生成。", reload: "重新载入",
  otherLanguage: "English",
  otherLanguageCode: "en",
  search: "搜索标题、人物、代码、主题（/）",
  searchName: "搜索",
  found: "找到 {0} 项",
  foundFirst: "找到 {0} 项，列出前 {1} 项",
  nothingFound: "没有找到",
  views: {map: "图", near: "邻域", table: "表格", console: "查询", problems: "问题", about: "说明"},
  viewsName: "视图",
  legendName: "显示或隐藏类别",
  mapName: "知识图谱。方向键在各项之间移动，加号和减号缩放，0 显示全部，Esc 清除。表格中有同样的内容。",
  empty: "还没有内容：笔记中没有找到文章、论文或代码仓库。",
  allHidden: "全部内容都已隐藏：请在上方选择类别，或在设置中选择其他年份。",
  noneDated: "这里没有任何带年份的内容。", noneTopical: "这里没有任何带主题的内容：笔记中的标签、标题和分类都是主题。",
  otherNames: "又称",
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
    "“未知”表示来源没有说明，“未获取”表示没有查询过目录或服务。空心标记表示已经找不到、已撤稿、已被封锁或停用的内容。" +
    "位置相近的内容彼此相关：粗体字是社区的名称，取自最能说明它的主题。时间线上，文章位于其笔记的日期。",
  keys: "键盘",
  keysText: [
    ["/", "搜索；↓ 和 Enter 选择，Ctrl + Enter 同时搜索详情"], ["↑ ↓ ← →", "在图上：移到该方向的下一项"], ["Shift + 方向键", "移动图"],
    ["+ − 0", "放大、缩小、显示全部"], ["n", "所选项的邻域"], ["p", "从所选项出发的路径；也可按住 Shift 点击"],
    ["q", "SPARQL 查询；Ctrl + Enter 运行，Ctrl + 空格补全"],
    ["Esc", "结束路径、清除搜索、关闭详情"],
  ],
  colophon: "关于本页",
  colophonText: "由 papergraph {0} 通过 pyvis {1} 生成，邻域由 vis-network {2} 绘制，图上的位置在生成时已经算好。" +
    "全部内容都在这一个文件里：不发出任何网络请求，图片只作为链接。",
  creator: "作者", license: "许可",
  predicates: {
    discusses: ["讨论的论文", "讨论它的文章"], mentions: ["提到", "提到它的"], hasRepository: ["代码", "对应论文"],
    author: ["作者", "论文"], isPartOf: ["发表于", "发表的论文"], about: ["主题", "相关内容"], broader: ["上级主题", "下级主题"],
  },
  methods: {
    FieldLabel: "字段标签", SameEntry: "同一条目", SameRow: "表格同一行", SameTitle: "标题相同",
    TitleSearch: "标题搜索", TextMatch: "文本", Tag: "标签", Section: "所在章节", Catalog: "目录数据", Service: "在线服务",
  },
  texts: {
    title: "在标题中", abstract: "在摘要中", summary: "在主要内容中", "paper title": "在第 {0} 篇论文的标题中",
    tip: "在要点 {0} 中", text: "在正文中", repository: "在第 {0} 个仓库的名称中",
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
  layouts: {map: "图", time: "时间线", topics: "主题"},
  layoutName: "布局", colourName: "颜色", sizeName: "大小",
  colours: {kind: "类别", community: "社区"},
  sizes: {links: "联系数", stars: "星标数"},
  namesIn: "主题名称", themeName: "外观", themes: {auto: "跟随系统", light: "浅色", dark: "深色"},
  years: "年份", firstYear: "起始年份", lastYear: "结束年份",
  noPlace: "{0} 项没有年份，未显示在此布局中。", noTopic: "{0} 项没有主题，未显示在此布局中。",
  settings: "设置", reset: "重置", resetName: "恢复到最初的显示",
  export: "导出", exportPng: "图片（PNG）", exportSvg: "矢量图（SVG）", exportCsv: "表格（CSV）", copyLink: "复制链接", copied: "已复制：该链接会恢复当前的显示。",
  near: "邻域", nearName: "{0} 的周围。拖动标记可移动，双击标记可展开其相邻项。",
  nearNothing: "在图或表格中选择一项，这里会显示它周围的内容。",
  nearCut: "显示 {0} / {1} 项。双击标记可展开其相邻项。", nearAll: "共 {0} 项。双击标记可展开其相邻项。",
  expand: "展开相邻项", backToMap: "在图上显示",
  path: "到…的路径", pathChoose: "请选择另一端：搜索、在图上或在表格中点选。", pathTo: "到 {0} 的路径：{1}",
  pathNone: "在当前显示的内容中，没有到 {0} 的路径。", pathEnd: "结束路径", steps: (n: string) => `${n} 步`,
  loading: "正在展开 {0} 项…", failed: "无法显示本页：{0}",
  community: "社区",
  searchDetails: "同时搜索摘要、笔记和事实", searching: "正在搜索详情…",
  inputs: "数据来源", inputCatalog: "目录数据", inputService: "在线服务", newest: "最新日期 {0}", fetched: "获取于 {0}",
  rebuild: "在 papergraph.toml 所在文件夹运行 papergraph build 可重新生成；同样的输入得到同样的页面。",
  moreSources: "另有 {0} 个", more: "超过 {0}",
  listed: "图上显示的全部内容也在表格中。",
  consoleWhat: "用 SPARQL 查询 graph.nt 的全部三元组，由本页内的 Oxigraph 回答：任何内容都不会离开这台电脑。",
  consoleTooMany: "这个图超过 {0} 个三元组，无法在页面中载入，因此本页不含查询引擎。请在 papergraph.toml 所在文件夹运行下面的命令，然后打开它给出的地址：",
  consoleWhatServed: "用 SPARQL 查询图的全部三元组，由提供本页的服务器回答。",
  consoleServed: "服务器有 {0} 个三元组。",
  consoleEditor: "SPARQL 查询", consoleCanned: "现成的查询", consoleEarlier: "之前的查询", consoleRun: "运行", consoleStop: "停止",
  consoleStarting: "正在启动查询引擎…", consoleLoading: "正在载入：{0} 个三元组…", consoleReady: "已载入 {0} 个三元组（{1} 毫秒）。",
  consoleAsking: "正在查询…", consoleTook: "{0}，用时 {1} 毫秒", consoleStopped: "已停止。",
  consoleLate: "已停止：{0} 秒内没有答案。请缩小查询范围。",
  consoleBroken: "查询引擎已停止：{0}。下一次查询会重新启动它。",
  consoleWrong: "第 {0} 行第 {1} 列：{2}。", consolePrefix: "前缀 {0}: 没有声明", consoleExpected: "此处应为其他内容",
  consoleCannot: "无法回答这个查询：{0}。", consoleAnswer: "答案", consoleNothing: "没有结果。",
  consoleDescribe: "查询图中关于它的内容", consoleCopy: "复制", consoleCopied: "已复制：各值之间以制表符分隔。",
  consoleNotCopied: "浏览器不允许本页复制。",
  consoleRefused: {
    service: "不允许 SERVICE：只能查询图本身。", from: "不允许 FROM：只能查询图本身。", update: "查询不能修改图：请修改笔记后重新构建。",
  },
  rowsCount: (n: string) => `${n} 行`,
  queries: {
    "articles-without-paper": "没有论文的文章", "best-rated": "评分最高的条目", "co-authors": "合作者", "code-for-topic": "某主题的代码",
    "entries-since": "某日以来的条目", "everything-about": "关于某项的全部内容", facts: "某项事实的来源", gone: "已消失、撤稿或封锁的内容",
    "papers-by-year": "各年论文数", "papers-of-author": "某作者的论文", "papers-without-code": "没有代码的论文", "recently-pushed": "最近更新的仓库",
    "seen-twice": "多次记录的论文", stars: "按星标排列的仓库", "top-authors": "论文最多的作者", topics: "主题", venues: "会议和期刊",
    "what-notes-say": "笔记如何评价某论文", why: "某项联系的依据",
  },
};

const STRINGS = {en, zh};

export type Language = keyof typeof STRINGS;

let language: Language = "en";

export const spoken = (): Language => language;

export function speakLanguage(name: Language): void {
  language = name;
}

export const words = (): Words => STRINGS[language];

function plural(count: string, noun: string): string {
  return count === "1" ? noun : `${noun}s`;
}

type Plain = {[Key in keyof Words]: Words[Key] extends string ? Key : never}[keyof Words];
type Group = {[Key in keyof Words]: Words[Key] extends Record<string, string> ? Key : never}[keyof Words];

/** The text of a key, with what is to be filled in. */
export function t(key: Plain, ...values: (string | number)[]): string {
  return words()[key].replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
}

/** An entry of one of the groups of texts; what no one has named is shown as it is. */
export function named(group: Group, key: string): string {
  const texts = words()[group] as Record<string, string>;
  return Object.hasOwn(texts, key) ? texts[key]! : key;
}

export function number(value: number): string {
  return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en").format(value);
}

/** One thing of a kind is called so. */
export const kindName = (kind: string): string => pair("kinds", kind)[0];

/** The two texts of an entry of a group. */
export function pair(group: "kinds" | "predicates", key: string): [string, string] {
  const texts = words()[group] as unknown as Record<string, [string, string]>;
  return Object.hasOwn(texts, key) ? texts[key]! : [key, key];
}

export function counted(kind: string, count: number): string {
  const [one, many] = pair("kinds", kind);
  return language === "zh" ? `${number(count)} ${many}` : `${number(count)} ${count === 1 ? one : many}`;
}

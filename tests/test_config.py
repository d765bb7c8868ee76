"""papergraph.toml: where it is found, what holds without it, and a sentence for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.config import Config, find, load
from papergraph.errors import ConfigError
from papergraph.sources.settings import ARXIV, GITHUB, Settings


def written(folder: Path, text: str) -> Path:
    """A papergraph.toml of that text."""
    file = folder / "papergraph.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str) -> str:
    """The sentence that a papergraph.toml of that text is refused with."""
    written(folder, text)
    with pytest.raises(ConfigError) as refused:
        load(folder)
    return str(refused.value)


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    expected = Config(root=tmp_path, notes=(tmp_path / "notes",), output=tmp_path / "output")

    assert load(tmp_path) == expected


def test_an_empty_file_says_the_same_as_none(tmp_path: Path) -> None:
    file = written(tmp_path, "")

    assert load(tmp_path) == Config(root=tmp_path, notes=(tmp_path / "notes",), output=tmp_path / "output", file=file)


def test_the_nearest_file_above_the_working_directory_is_found(tmp_path: Path) -> None:
    written(tmp_path, "title = 'outer'")
    inner = tmp_path / "a"
    deep = inner / "b" / "c"
    deep.mkdir(parents=True)
    file = written(inner, "title = 'inner'")

    assert find(deep) == file
    assert load(deep).title == "inner"


def test_paths_in_the_file_are_relative_to_the_file(tmp_path: Path) -> None:
    deep = tmp_path / "deep"
    deep.mkdir()
    written(tmp_path, "notes = ['reading', 'lists/a.md']\noutput = 'public/graph'")
    config = load(deep)

    assert config.notes == (tmp_path / "reading", tmp_path / "lists" / "a.md")
    assert config.output == tmp_path / "public" / "graph"


def test_one_path_needs_no_list(tmp_path: Path) -> None:
    written(tmp_path, "notes = 'reading'")

    assert load(tmp_path).notes == (tmp_path / "reading",)


def test_a_path_may_start_at_home(tmp_path: Path) -> None:
    written(tmp_path, "notes = '~/reading'")

    assert load(tmp_path).notes == (Path.home() / "reading",)


def test_what_was_asked_for_wins_and_is_relative_to_the_working_directory(tmp_path: Path) -> None:
    deep = tmp_path / "deep"
    deep.mkdir()
    written(tmp_path, "notes = 'reading'\noutput = 'out'\nformats = ['ttl']\nworkers = 1")
    config = load(deep, notes=[Path("mine")], output=Path("there"), formats=["nt"], workers=2)

    assert config.notes == (deep / "mine",)
    assert config.output == deep / "there"
    assert config.formats == ("nt",)
    assert config.workers == 2


def test_a_file_can_be_named(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    written(other, "title = 'named'")

    assert load(tmp_path, file=Path("other/papergraph.toml")).title == "named"


def test_catalogues_beside_the_notes_are_found_without_being_named(tmp_path: Path) -> None:
    catalog = tmp_path / "notes" / "catalog"
    catalog.mkdir(parents=True)
    for name in ("b.jsonl", "a.jsonl.gz", "readme.md"):
        (catalog / name).touch()

    assert load(tmp_path).catalogs == (catalog / "a.jsonl.gz", catalog / "b.jsonl")


def test_catalogues_may_be_named_by_pattern(tmp_path: Path) -> None:
    for name in ("x.jsonl", "y.jsonl"):
        (tmp_path / name).touch()
    written(tmp_path, "catalogs = ['*.jsonl', 'x.jsonl']")

    assert load(tmp_path).catalogs == (tmp_path / "x.jsonl", tmp_path / "y.jsonl")


def test_a_catalogue_outside_the_folder_may_be_named(tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere [1]"
    outside.mkdir()
    (outside / "x.jsonl").touch()
    inside = tmp_path / "inside"
    inside.mkdir()
    written(inside, f"catalogs = ['../elsewhere [1]/x.jsonl', '{outside}/x.jsonl']")

    assert load(inside).catalogs == (outside / "x.jsonl",)


def test_a_catalogue_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    message = refusal(tmp_path, "catalogs = ['arxiv.jsonl']")

    assert message == f"{tmp_path}/papergraph.toml: catalogs: there is no file 'arxiv.jsonl' in {tmp_path}."


def test_topics_of_ones_own_are_files_that_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "my.ttl").touch()
    written(tmp_path, "topics = 'my.ttl'")

    assert load(tmp_path).topics == (tmp_path / "my.ttl",)
    assert refusal(tmp_path, "topics = ['my.ttl', 'your.ttl']") == (
        f"{tmp_path}/papergraph.toml: topics: there is no file 'your.ttl' in {tmp_path}."
    )


def test_an_unknown_key_names_the_file_and_the_right_key(tmp_path: Path) -> None:
    message = refusal(tmp_path, "ouput = 'x'")

    expected = f"{tmp_path}/papergraph.toml: 'ouput' is no key of the configuration; did you mean 'output'?"
    assert message == expected


def test_a_key_like_no_other_brings_the_list_of_keys(tmp_path: Path) -> None:
    assert "known are arxiv, base_iri, catalogs, contact, creator," in refusal(tmp_path, "zzz = 1")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("notes = 3", "notes must be text or a list of texts, and is 3."),
        ("notes = ['a', 2]", "notes must be text or a list of texts, and is a list that holds 2."),
        ("workers = 'two'", "workers must be a whole number, and is the text 'two'."),
        ("workers = true", "workers must be a whole number, and is true."),
        ("workers = 1.5", "workers must be a whole number, and is 1.5."),
        ("title = ['x']", "title must be text, and is a list."),
        ("[title]\nx = 1", "title must be text, and is a table."),
        ("creator = 2024-01-02", "creator must be text, and is 2024-01-02."),
    ],
)
def test_a_value_of_the_wrong_type_names_key_and_type(tmp_path: Path, text: str, expected: str) -> None:
    assert refusal(tmp_path, text) == f"{tmp_path}/papergraph.toml: {expected}"


@pytest.mark.parametrize("iri", ["", "example", "/kg/", "https://example.org/a b/", "https://example.org/<x>/"])
def test_the_base_iri_must_be_absolute(tmp_path: Path, iri: str) -> None:
    assert "base_iri must be an absolute IRI" in refusal(tmp_path, f"base_iri = '{iri}'")


def test_the_base_iri_must_end_where_a_name_can_follow(tmp_path: Path) -> None:
    assert "base_iri must end in '/', '#' or ':'" in refusal(tmp_path, "base_iri = 'https://example.org/kg'")


@pytest.mark.parametrize("iri", ["urn:papergraph:", "https://example.org/kg#", "https://例え.jp/グラフ/"])
def test_a_base_iri_may_be_any_absolute_iri(tmp_path: Path, iri: str) -> None:
    written(tmp_path, f"base_iri = '{iri}'")

    assert load(tmp_path).base_iri == iri


def test_the_licence_is_an_iri(tmp_path: Path) -> None:
    assert "license must be an absolute IRI" in refusal(tmp_path, "license = 'MIT'")


def test_an_unknown_format_brings_the_nearest(tmp_path: Path) -> None:
    assert refusal(tmp_path, "formats = ['tttl']").endswith("formats: 'tttl' is no format; did you mean 'ttl'?")


@pytest.mark.parametrize("workers", [-1, 1000])
def test_the_number_of_workers_has_bounds(tmp_path: Path, workers: int) -> None:
    assert "workers must be between 0" in refusal(tmp_path, f"workers = {workers}")


@pytest.mark.parametrize(
    "text, line",
    [("title = 'a'\nnotes = [\n'a'\n", 4), ("title = 'a'\noutput = x\n", 2), ("a = 1\na = 2\n", 2)],
)
def test_a_syntax_error_has_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert refusal(tmp_path, text).startswith(f"{tmp_path}/papergraph.toml:{line}: this is not TOML: ")


def test_a_file_in_another_encoding_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "papergraph.toml").write_bytes("title = 'x'\ncreator = 'é'\n".encode("latin-1"))

    with pytest.raises(ConfigError, match=r"papergraph.toml:2: the file is not UTF-8\.$"):
        load(tmp_path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml cannot be read: No such file or directory\.$"):
        load(tmp_path, file=Path("none.toml"))


def test_a_folder_of_that_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "papergraph.toml").mkdir()

    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load(tmp_path)


def test_a_path_with_a_null_is_an_error(tmp_path: Path) -> None:
    assert "is no path" in refusal(tmp_path, 'notes = "a\\u0000b"')


def test_a_pattern_that_is_none_is_an_error(tmp_path: Path) -> None:
    assert "is no pattern" in refusal(tmp_path, "catalogs = ['a/**b']")


def test_the_configuration_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        load(tmp_path).title = "x"  # type: ignore[misc]


def test_the_metadata_of_the_graph_comes_from_the_configuration(tmp_path: Path) -> None:
    written(tmp_path, "title = 'T'\ncreator = 'C'\nlicense = 'https://example.org/l'\nbase_iri = 'urn:x:'")
    metadata = load(tmp_path).metadata

    assert (metadata.title, metadata.creator) == ("T", "C")
    assert (metadata.license, metadata.base_iri) == ("https://example.org/l", "urn:x:")


def test_services_have_their_tables(tmp_path: Path) -> None:
    written(
        tmp_path,
        "network = false\nstore = 'cache/facts.sqlite'\ncontact = 'me@example.org'\n"
        "[arxiv]\nmax_age = '12 hours'\ntitle_search = false\nurl = 'http://127.0.0.1:8000/api/query'\n"
        "[github]\nenabled = false\ntoken = 'gh'\n",
    )
    config = load(tmp_path)

    assert (config.network, config.contact) == (False, "me@example.org")
    assert config.store == tmp_path / "cache" / "facts.sqlite"
    assert config.arxiv == Settings("http://127.0.0.1:8000/api/query", 12 * 3600.0, title_search=False)
    assert config.github == GITHUB._replace(enabled=False, ask_gh=True)


def test_the_store_lies_beside_the_configuration(tmp_path: Path) -> None:
    assert load(tmp_path).store == tmp_path / ".papergraph" / "store.sqlite"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("network = 'no'", "network must be true or false, and is the text 'no'."),
        ("arxiv = 'x'", "arxiv must be a table, and is the text 'x'."),
        ("[arxiv]\nmaxage = '1 d'", "[arxiv]: 'maxage' is no key of this table; did you mean 'max_age'?"),
        ("[github]\ntitle_search = true", "[github]: 'title_search' is no key of this table; known are"),
        (
            "[arxiv]\nmax_age = 'long'",
            "[arxiv]: max_age must be a length of time such as '90 days', '12 h' or '2 weeks', and",
        ),
        (
            "contact = 'Jürgen'",
            "contact must be an address in plain ASCII, such as 'you@example.org', and is 'Jürgen'.",
        ),
        ("[arxiv]\nmax_age = 90", "[arxiv]: max_age must be text, and is 90."),
        ("[github]\nurl = 'github.com'", "[github]: url must be an address such as 'https://api.github.com'"),
        ("[github]\nurl = 'https://me:pw@example.org'", "without a name or password."),
        ("[github]\nurl = 'https://example.org:port'", "[github]: url must be an address"),
    ],
)
def test_a_mistake_in_what_is_said_of_services_names_its_table(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in refusal(tmp_path, text)


def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    message = refusal(tmp_path, "[github]\ntoken = 'ghp_secret'")

    assert "token says where a token comes from, 'environment' or 'gh', and holds none." in message
    assert "ghp_secret" not in message


def test_title_search_can_be_left_out_for_once(tmp_path: Path) -> None:
    assert load(tmp_path).without_title_search().arxiv == ARXIV._replace(title_search=False)


def test_a_site_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    assert not load(tmp_path).site
    written(tmp_path, "site = true")

    assert load(tmp_path).site
    assert not load(tmp_path, site=False).site


def test_the_address_of_the_notes_is_one_of_the_web(tmp_path: Path) -> None:
    assert "notes_url must be an address" in refusal(tmp_path, "notes_url = 'javascript:alert(1)'")
    written(tmp_path, "notes_url = 'https://example.org/notes'")

    assert load(tmp_path).notes_url == "https://example.org/notes"


def test_the_language_of_the_reader_is_a_tag(tmp_path: Path) -> None:
    written(tmp_path, "lang = 'zh-Hant'")

    assert load(tmp_path).metadata.lang == "zh-Hant"
    assert "lang must be a language tag such as 'en', 'zh', 'zh-Hant' or 'ja', and is '汉语'." in refusal(
        tmp_path, "lang = '汉语'"
    )
    assert "and is 'zh_TW'; did you mean 'zh-TW'?" in refusal(tmp_path, "lang = 'zh_TW'")

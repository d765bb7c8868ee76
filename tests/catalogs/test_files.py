"""Files as people download them: what is in them, whatever they are packed in."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from papergraph.catalogs import files
from papergraph.catalogs.files import checksum, content, found, given, look, name_of
from papergraph.errors import ConfigError, InputError
from small_catalogs import gzipped, paper, written, zipped


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A catalogue of one paper."""
    return written(tmp_path / "arxiv.json", [paper("2401.01234")])


def test_a_path_and_a_file_address_are_given(tmp_path: Path) -> None:
    assert given("a/b.json") == Path("a/b.json")
    assert given((tmp_path / "a b.json").as_uri()) == tmp_path / "a b.json"
    assert given("file://localhost/x.json") == Path("/x.json")


@pytest.mark.parametrize(
    "address", ["https://example.org/a.zip", "s3://bucket/a", "file://elsewhere/a.json", "file://[::1/a.json"]
)
def test_what_is_not_on_this_machine_is_to_be_downloaded_first(address: str) -> None:
    with pytest.raises(ConfigError, match=r"not on this machine: download it first"):
        given(address)


def test_the_content_is_the_same_however_it_is_packed(plain: Path) -> None:
    misnamed = gzipped(plain).rename(plain.with_name("other.bin"))
    for path in (plain, gzipped(plain), zipped(plain, "readme.txt"), misnamed):
        with content(path) as (inner, _):
            assert inner.read() == plain.read_bytes(), path


def test_the_name_is_that_of_what_is_packed(plain: Path) -> None:
    assert name_of(plain) == name_of(gzipped(plain)) == name_of(zipped(plain)) == "arxiv.json"


def test_of_several_files_in_a_zip_the_snapshot_is_meant(tmp_path: Path) -> None:
    path = written(tmp_path / files.SNAPSHOT, [paper("2401.01234")])

    assert name_of(zipped(path, "other.json")) == files.SNAPSHOT


@pytest.mark.parametrize("others", [("other.json",), ()])
def test_a_zip_of_none_or_several_catalogues_is_to_be_unpacked(tmp_path: Path, others: tuple[str, ...]) -> None:
    path = written(tmp_path / ("some.json" if others else "notes.txt"), [])

    with pytest.raises(InputError, match="unpack it"):
        name_of(zipped(path, *others))


def test_a_damaged_zip_is_one_sentence(plain: Path) -> None:
    packed = zipped(plain)
    packed.write_bytes(packed.read_bytes()[:-30])

    with pytest.raises(InputError, match="damaged zip file"):
        name_of(packed)


def test_a_locked_zip_is_one_sentence(plain: Path) -> None:
    packed = zipped(plain)
    payload = bytearray(packed.read_bytes())
    payload[payload.index(b"PK\x01\x02") + 8] |= 1
    packed.write_bytes(payload)

    with pytest.raises(InputError, match="password"):
        name_of(packed)


def test_a_member_whose_name_leads_elsewhere_is_only_a_name(plain: Path) -> None:
    packed = plain.with_name("evil.zip")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../etc/evil.json", "{}")

    assert name_of(packed) == "evil.json"


def test_what_is_no_file_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(InputError, match="is no file"):
            found(path)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        found(tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot be read"):
        checksum(tmp_path / "none.json")
    assert not look(tmp_path / "none.json").exists
    assert not look(tmp_path).exists

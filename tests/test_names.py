"""People and venues are known by their names."""

from __future__ import annotations

import pytest

from papergraph.names import person_name, person_reference, venue_name


@pytest.mark.parametrize("written", ["Kaiming He", " kaiming  HE", "Kaiming He*", "†Kaiming He,", "Kaiming He¹"])
def test_one_person_in_several_spellings(written: str) -> None:
    reference = person_reference(written)

    assert str(reference) == "person:kaiming he"


def test_a_person_is_shown_as_written_without_the_marks() -> None:
    assert person_name("Kaiming  He*") == "Kaiming He"
    assert person_name("Sammy Davis Jr.") == "Sammy Davis Jr."
    assert person_name("Mildenhall et al.") == "Mildenhall"
    assert person_name("Mildenhall, et al") == "Mildenhall"
    assert person_name("何恺明等") == "何恺明"


def test_accents_tell_people_apart() -> None:
    assert person_reference("José") != person_reference("Jose")


@pytest.mark.parametrize("written", ["", "et al.", "et al", "等", "others", "*", "123", "- -"])
def test_what_names_nobody_is_no_person(written: str) -> None:
    assert person_reference(written) is None


@pytest.mark.parametrize(
    "written, key, name, year",
    [
        ("ICCV 2021", "iccv 2021", "ICCV 2021", 2021),
        ("ICCV2021", "iccv 2021", "ICCV 2021", 2021),
        ("iccv'21", "iccv 2021", "iccv 2021", 2021),
        ("ICCV ’21 (Oral)", "iccv 2021", "ICCV 2021", 2021),
        ("ICCV, 2021", "iccv 2021", "ICCV 2021", 2021),
        ("VLDB'98", "vldb 1998", "VLDB 1998", 1998),
        ("3DV 2024", "3dv 2024", "3DV 2024", 2024),
        ("S&P 2026", "s&p 2026", "S&P 2026", 2026),
        ("TPAMI", "tpami", "TPAMI", None),
        ("ICLR 2021 workshop", "iclr workshop 2021", "ICLR workshop 2021", 2021),
        (
            "Proc. of the IEEE/CVF Conf. on Computer Vision, 2021",
            "proc of the ieee cvf conf on computer vision 2021",
            "Proc. of the IEEE/CVF Conf. on Computer Vision, 2021",
            2021,
        ),
    ],
)
def test_a_venue_is_known_by_its_words_and_year(written: str, key: str, name: str, year: int | None) -> None:
    venue = venue_name(written)

    assert venue is not None
    assert (venue.reference.identifier, venue.name, venue.year) == (key, name, year)


@pytest.mark.parametrize(
    "written", ["", "2021", "arXiv 2021", "arXiv preprint", "Under review", "Blog post", "N/A", "-"]
)
def test_what_is_unpublished_or_says_nothing_is_no_venue(written: str) -> None:
    assert venue_name(written) is None


def test_a_number_that_is_no_year_stays() -> None:
    venue = venue_name("Nature 586")

    assert venue is not None
    assert venue.year is None
    assert venue.reference.identifier == "nature 586"

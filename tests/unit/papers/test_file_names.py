"""Names of files from what people write: fit for every system, one for each."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.limits import MAX_FILE_NAME_BYTES
from idos_p2p.papers.file_names import FileNames, file_name

ANY = st.text(st.one_of(st.sampled_from('<>:"/\\|?*. \u202e\u200f\n\0'), st.characters(exclude_categories=["Cs"])))


@given(ANY)
def test_no_name_holds_what_a_system_forbids(title: str) -> None:
    name = file_name(title, ".md", otherwise="1a2b3c4d")
    assert len(name.encode()) <= MAX_FILE_NAME_BYTES
    assert name.endswith(".md")
    assert not set(name) & set('<>:"/\\|?*')
    assert all(unicodedata.category(letter) not in ("Cc", "Cf", "Cs") or letter == "\u200d" for letter in name)
    assert name == name.strip(" .")
    assert unicodedata.is_normalized("NFC", name)
    assert name.removesuffix(".md") not in ("", ".", "..")


@pytest.mark.parametrize("title", ["CON", "nul", "com1", "LPT9.txt", "aux.tar.gz", "COM¹"])
def test_no_name_is_that_of_a_device(title: str) -> None:
    assert file_name(title, ".md", otherwise="x") == f"_{title}.md"


def test_names_that_a_system_takes_for_the_same_are_parted_by_their_ids() -> None:
    names = FileNames()
    given = [names.name(title, ".md", digit * 64) for title, digit in (("Été", "a"), ("été", "b"), ("ÉTÉ", "c"))]
    assert given == ["Été.md", f"été {'b' * 16}.md", f"ÉTÉ {'c' * 16}.md"]


@given(st.lists(ANY, max_size=8))
def test_every_file_of_a_folder_has_a_name_of_its_own(titles: list[str]) -> None:
    names = FileNames()
    given = [names.name(title, ".md", f"{number:064x}") for number, title in enumerate(titles)]
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in given}) == len(titles)

"""What this program writes has passed its own gate before it is signed (security §5.4)."""

from __future__ import annotations

from idos_p2p.records.change import Change
from idos_p2p.records.context import RecordContext
from idos_p2p.records.document import create, edit
from idos_p2p.records.gate import examine
from idos_p2p.records.kinds import BY_NAME, Value
from tests.unit.records.crafting import ANA, BEN

PAGE = BY_NAME["page"]
LONG: dict[str, Value] = {"title": "Le cahier", "body": "Une ligne, puis une autre.\n" * 400}


def admitted(*changes: Change) -> RecordContext:
    """Take each change through both halves of the gate, from its bytes."""
    context = RecordContext()
    for change in changes:
        read = examine(change.body, change.actor)
        assert read.operations == change.operations
        context.admit(read)
    return context


def test_everything_we_create_and_edit_passes_both_halves_of_the_gate() -> None:
    written = list(create(PAGE, LONG, ANA))
    assert len(written) > 1  # a long text is several changes
    admitted(*written)
    for number, device in enumerate((ANA, BEN, ANA)):
        written += edit(written, PAGE, {"title": f"Le cahier, {number}", "body": f"Court {number}"}, device)
        admitted(*written)

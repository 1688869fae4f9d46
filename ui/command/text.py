"""What commands answer, told to a person."""

from __future__ import annotations

import json

from ui.command.documents import Document
from ui.words.catalogue import Words


def tell(_command: str, document: Document, _words: Words) -> str:
    """Return the document as text."""
    return json.dumps(document, ensure_ascii=False, indent=2)

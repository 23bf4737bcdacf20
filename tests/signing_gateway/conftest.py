"""What stands on published vectors is collected only where they are."""

from __future__ import annotations

from tests.signing_gateway.vectors import PRESENT

collect_ignore = [] if PRESENT else ["test_vectors.py", "test_vectors_evidence.py"]

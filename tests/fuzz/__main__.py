"""`python -m tests.fuzz [SECONDS]`: five minutes of it unless said otherwise."""

import sys
import tempfile
from pathlib import Path

from kkmserver.dialects.kkm.members import MODELS
from tests.fuzz.run import fuzz
from tests.fuzz.shop import shop

_MINUTES = 5

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, shop(Path(folder)) as server:
        found = fuzz(server, int(sys.argv[1]) if len(sys.argv) > 1 else _MINUTES * 60)
    print(found.report)
    print("done:", ", ".join(f"{name} {found.done.get(name, 0)}" for name in MODELS))
    print(f"documents in the ФН of the register: {found.documents}")
    print("\n".join(found.faults) or "nothing wrong")
    sys.exit(bool(found.faults))

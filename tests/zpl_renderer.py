"""A second opinion on ZPL: the npm package zpl-renderer-js (zebrash), which shares nothing with this project.

It knows no Code 93, EAN-8 and UPC-A, takes `!` in ^GFA for the digit 1 and ignores ^PO.
"""

import base64
import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

TOOLS = Path(__file__).parent / "tools"


@cache
def missing() -> str:
    """Why it cannot be asked here; "" = it can."""
    if shutil.which("node") is None:
        return "нужен Node: второе мнение о ZPL"
    if not (TOOLS / "node_modules" / "zpl-renderer-js").is_dir():
        return "нужен Node-пакет zpl-renderer-js: make test-tools"
    return ""


needed = pytest.mark.skipif(bool(missing()), reason=missing())


def render(zpl: bytes, width_mm: float, height_mm: float, dpmm: int) -> list[Image.Image]:
    """The labels, black on white, mode "L". `dpmm` 8 is 203 dpi, 12 is 300. Skips the test where Node is absent."""
    if missing():
        pytest.skip(missing())
    asked = ["node", "zpl.mjs", f"{width_mm}", f"{height_mm}", f"{dpmm}"]
    found = subprocess.run(asked, cwd=TOOLS, input=zpl, capture_output=True, check=True, timeout=60)
    return [Image.open(io.BytesIO(base64.b64decode(line))).convert("L") for line in found.stdout.split()]

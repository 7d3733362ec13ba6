"""The same receipt through python-escpos and through receipt-printer-encoder of npm."""

import base64
import io
import json
import logging
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from PIL import Image

from tests.bench.rendering.document import LOGO, Receipt, logo

_HERE = Path(__file__).parent
_TOOLS = _HERE.parents[1] / "tools"


def python_escpos(*, native: bool) -> Callable[[Receipt], bytes]:
    """An encoder of one receipt. It knows no PDF417, so it is spared that code."""
    from escpos.printer import Dummy

    logging.disable(logging.INFO)
    picture = Image.open(io.BytesIO(logo()))
    picture.load()

    def encode(receipt: Receipt) -> bytes:
        printer = Dummy(profile="TM-T88V")
        printer.image(picture, impl="bitImageRaster")
        for row in receipt.texts:
            printer.text(row + "\n")
        printer.barcode(receipt.ean13, "EAN13", height=96, width=3, force_software=False if native else "graphics")
        printer.qr(receipt.qr, native=native, size=4)
        printer.cut()
        return bytes(printer.output)

    return encode


def npm_encoder(receipts: Sequence[Receipt], warm_up: int) -> tuple[float, float] | None:
    """Milliseconds and bytes a receipt, timed inside Node; None where Node or the package is absent."""
    node = shutil.which("node")
    if node is None or not (_TOOLS / "node_modules" / "@point-of-sale").is_dir():
        return None
    rgba = Image.open(io.BytesIO(logo())).convert("RGBA").tobytes()
    job = {
        "receipts": [asdict(receipt) for receipt in receipts],
        "warmUp": warm_up,
        "logo": base64.b64encode(rgba).decode(),
        "size": LOGO,
    }
    done = subprocess.run(
        [node, _HERE / "encode.mjs"], input=json.dumps(job), capture_output=True, text=True, check=True, timeout=120
    )
    answer = json.loads(done.stdout)
    return answer["milliseconds"], answer["bytes"]

"""The drivers that offer to find their devices."""

import subprocess
import sys

from drivers import registry
from drivers.registry import load

REGISTERS = ("shtrih", "atol", "atol-web", "pirit", "serviceplus", "mercury")


def test_registers_are_looked_for() -> None:
    offered = [load(name).search for name in REGISTERS]
    assert None not in offered
    assert registry.searches() == offered


def test_nothing_is_loaded_to_know_the_drivers() -> None:
    code = "import sys, drivers.registry as r; r.names(); print([m for m in sys.modules if m.startswith('drivers.sh')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=30, text=True)
    assert done.stdout == "[]\n"

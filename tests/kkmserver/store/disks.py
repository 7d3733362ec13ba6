"""Real disks that are small or broken. They need root; without it their tests are skipped."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A tmpfs of that size."""
    place = folder / "disk"
    place.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place))
    try:
        yield place
    finally:
        _run("umount", "--lazy", str(place))  # a test that failed may hold files open


@contextmanager
def sinking_disk(folder: Path) -> Iterator[tuple[Path, Path]]:
    """An ext4 on a loop device whose file is sparse, and the tmpfs that file lies on.

    Once the tmpfs is full the device cannot store what the kernel writes back: write() succeeds and fsync() fails.
    """
    with small_disk(folder, 24) as ground:
        image, place = ground / "image", folder / "sinking"
        place.mkdir()
        with image.open("wb") as file:
            file.truncate(64 << 20)
        _run("mkfs.ext4", "-q", "-O", "^has_journal", "-E", "lazy_itable_init=1", str(image))
        _run("mount", "-o", "loop", str(image), str(place))
        try:
            yield place, ground
        finally:
            _run("umount", "--lazy", str(place))  # a test that failed may hold files open


def fill(disk: Path, *, leave: int = 0) -> Path:
    """A file that takes all the room but `leave` bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\xff" * 65536)
        except OSError:
            file.truncate(max(0, file.tell() - leave))
    return ballast


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.CalledProcessError) as error:
        if command[0] == "umount":
            raise
        pytest.skip(f"{command[0]} is not allowed or not there: {error}")

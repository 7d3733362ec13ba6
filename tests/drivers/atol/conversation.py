"""A conversation line by line, and the commands that tests of the links ask."""

from collections.abc import Generator
from typing import Any

from drivers.atol.request import Effect, Request
from drivers.registers.talk import Step

STATE = Request(name="45h state code", body=b"\x45", read=bytes, patience=10)
TOTAL = Request(name="58h totals", body=b"\x58", read=bytes, patience=10)
PRINT = Request(name="4Ch print line", body=b"\x4c\x97", read=bytes, patience=10, effect=Effect.PAPER)
PAY = Request(
    name="99h payment",
    body=bytes.fromhex("99 00 01 00 00 05 00 00"),
    read=bytes,
    patience=10,
    effect=Effect.MONEY,
)
CLOSE = Request(
    name="4Ah close", body=bytes.fromhex("4A 00 01 00 00 00 00 00"), read=bytes, patience=20, effect=Effect.MONEY
)


def play(talk: Generator[Step, bytes, Any], *lines: str) -> Any:
    """`lines`: "what is to be sent > what is heard", hex; "-" = nothing. Returns or raises what the talk does."""
    line = ""
    try:
        step = next(talk)
        for line in lines:
            sent, heard = line.split(">")
            assert step.send == bytes.fromhex(sent), f"{step.send.hex(' ')} instead of {line}"
            step = talk.send(bytes.fromhex(heard.strip().strip("-")))
    except StopIteration as end:
        assert line == lines[-1], f"it ended early: {line}"
        return end.value
    raise AssertionError(f"another step: {step}")


def waits(talk: Generator[Step, bytes, Any], *heard: str) -> list[float | None]:
    """Seconds of each step while that is heard."""
    steps = [next(talk).seconds]
    for text in heard:
        steps.append(talk.send(bytes.fromhex(text)).seconds)
    return steps

"""The table: every command, request member and answer member, answered how, tested where."""

from collections.abc import Callable, Collection, Iterator, Mapping

from kkmserver.dialects.kkm.members import SERVER_MODELS
from tests.kkmserver.dialects.kkm.table import spec_names
from tests.kkmserver.dialects.kkm.table.members import Described, described
from tests.kkmserver.dialects.kkm.table.tested import ANSWERS, REQUESTS, where

_FEW = 4  # commands that are named one by one


def table() -> str:
    commands = described()
    every, device = [one.name for one in commands], [one.name for one in commands if one.name not in SERVER_MODELS]
    groups = {"every command": every, "every device command": device}
    requests = _by_member(commands, lambda one: one.request)
    answers = _by_member(commands, lambda one: one.answer)
    return "\n".join(
        (
            "| command | answered by | brings | tested in |",
            "|---|---|---|---|",
            *(_command_row(one, _own(one.answer, answers, len(device))) for one in commands),
            *(
                f"| `{name}` | refused: this server sends it | | {_place([name], name)} |"
                for name in spec_names.OUTGOING
            ),
            "",
            "| request member | of | tested in |",
            "|---|---|---|",
            *_rows(requests, groups, spec_names.request_names(), REQUESTS),
            "",
            "| answer member | of | tested in |",
            "|---|---|---|",
            *_rows(answers, groups, spec_names.answer_names(), ANSWERS),
        )
    )


def _by_member(commands: list[Described], of: Callable[[Described], tuple[str, ...]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in commands:
        for path in of(one):
            found.setdefault(path, []).append(one.name)
    return found


def _own(paths: Collection[str], answers: Mapping[str, list[str]], many: int) -> list[str]:
    """What not every device command brings, without what is inside it."""
    return [path for path in paths if "." not in path and len(answers[path]) < many]


def _command_row(one: Described, brings: list[str]) -> str:
    ours = "" if one.name in spec_names.COMMANDS else " (ours)"
    names = ", ".join(f"`{name}`" for name in brings)
    return f"| `{one.name}`{ours} | {one.answered} | {names} | {_place([one.name], one.name)} |"


def _rows(
    found: Mapping[str, list[str]], groups: Mapping[str, list[str]], spec: Collection[str], first: tuple[str, ...]
) -> Iterator[str]:
    order = list(groups.values())

    def place(item: tuple[str, list[str]]) -> tuple[int, str]:
        return (order.index(item[1]) if item[1] in order else len(order), item[0].lower())

    for path, commands in sorted(found.items(), key=place):
        ours = "" if path in spec else " (ours)"
        yield f"| `{path}`{ours} | {_of(commands, groups)} | {_place(commands, path, first)} |"


def _of(commands: list[str], groups: Mapping[str, list[str]]) -> str:
    group = next((name for name, members in groups.items() if members == commands), "")
    if group or len(commands) <= _FEW:
        return group or ", ".join(f"`{name}`" for name in commands)
    return ", ".join(f"`{name}`" for name in commands[:_FEW]) + f" and {len(commands) - _FEW} more"


def _place(commands: list[str], path: str, first: tuple[str, ...] = ANSWERS) -> str:
    return f"`{where(commands, path, first)}`"

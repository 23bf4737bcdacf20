"""`make diagram`: the rooms and how many imports go from one to another, as a Mermaid graph."""

from __future__ import annotations

from collections import Counter

import grimp

ROOMS = ("bot", "simulator", "signing_gateway", "handlers", "dialogs", "documents", "storage", "enrolment", "locales")


def arrows() -> Counter[tuple[str, str]]:
    """Imports from room to room, counted by module."""
    graph = grimp.build_graph(*ROOMS)
    found: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            rooms = module.split(".")[0], imported.split(".")[0]
            if rooms[0] != rooms[1]:
                found[rooms] += 1
    return found


def main() -> None:
    """Print the graph."""
    print("graph TD")
    for (room, imported), count in sorted(arrows().items()):
        print(f"    {room} -->|{count}| {imported}")


if __name__ == "__main__":
    main()

"""What the table says of the measurements."""

from __future__ import annotations


def row(table: str, client: str) -> list[str]:
    """Return the cells of the client's line."""
    line = next(line for line in table.splitlines() if line.startswith(f"| {client} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_clients_are_compared_within_a_round(script):
    """The comparison is the median of the ratios of each round, not the ratio of the medians."""
    results = script("results")
    seconds = {"first": [1.0, 2.0, 10.0], "other": [3.0, 2.0, 20.0]}
    measured = [
        results.Measurement(client, turn, cpu_s, 1.0, 1, 1000, 1000, 1, 0)
        for client, rounds in seconds.items()
        for turn, cpu_s in enumerate(rounds)
    ]
    cells = row(results.Results({}, measured).table(), "other")
    assert cells[1:5] == ["3.00", "2.00-20.00", "2.00", "1.00-3.00"]


def test_cost_is_that_of_stored_images(script):
    """What a client spent on images that it failed to store is charged to those that it stored."""
    results = script("results")
    measured = [results.Measurement("only", 0, 2.0, 4.0, 1, 500, 1000, 1, 0)]
    cells = row(results.Results({}, measured).table(), "only")
    assert (cells[1], cells[6]) == ("4.00", "125")

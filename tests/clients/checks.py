"""What came back, against what the table says. Each function gives the differences as texts, none if all is well."""

import json
import re

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LISTS = ("itemList", "personalizedRanking")


def ids(got):
    return [item["itemId"] for item in listed(got["output"])]


def listed(output):
    return next(output[name] for name in LISTS if name in output)


def fields_differences(got):
    """The header fields that every answer has."""
    if got["headers"].get("content-type") != "application/json":
        yield f"expected the Content-Type application/json, got {got['headers']}"
    if not UUID.fullmatch(got["headers"].get("x-amzn-requestid", "")):
        yield f"expected a UUID as x-amzn-RequestId, got {got['headers']}"


def error_differences(expected, got):
    code, status, text = expected
    if got["error"] is None:
        yield f"expected {code}, got {got['output']}"
        return
    body = json.loads(got["body"])
    for what, wanted, came in (
            ("the client's code", code, got["error"]["code"]),
            ("status", status, got["status"]),
            ("x-amzn-ErrorType", code, got["headers"].get("x-amzn-errortype")),
            ("members of the body", {"__type", "message"}, set(body)),
            ("__type of the body", code, body.get("__type")),
            ("the client's message", body.get("message"), got["error"]["message"])):
        if wanted != came:
            yield f"{what}: expected {wanted!r}, got {came!r}"
    if text not in body.get("message", "") or not body.get("message"):
        yield f"expected a message with {text!r}, got {body.get('message')!r}"


def scores_differences(expected, items):
    scores = [item.get("score") for item in items]
    if expected == "none":
        if any(score is not None for score in scores):
            yield f"expected no scores, got {scores}"
        return
    if None in scores or scores != sorted(scores, reverse=True) or min(scores) < 0 or sum(scores) > 1 + 1e-5:
        yield f"expected shares of 1 that fall, got {scores}"
    elif expected.endswith("sum 1") and abs(sum(scores) - 1) > 1e-5:
        yield f"expected scores that add up to 1, got {scores}"


def metadata_differences(expected, items, catalogue):
    """expected: columns, with the values of items.csv, or the values by item."""
    if isinstance(expected, list):
        expected = {item["itemId"]: {name.lower(): catalogue[item["itemId"]][name] for name in expected}
                    for item in items}
    for item in items:
        if item.get("metadata") != expected.get(item["itemId"]):
            yield f"{item['itemId']}: expected the metadata {expected.get(item['itemId'])}, got {item.get('metadata')}"


def list_differences(expected, got, earlier, catalogue):
    """earlier: the answers to the group's cases so far, by name. catalogue: the rows of items.csv by item id."""
    items, order = listed(got["output"]), ids(got)
    if not 1 <= len(got["output"].get("recommendationId", "")) <= 40:
        yield f"expected a recommendationId of 1 to 40 characters, got {got['output']}"
    if len(set(order)) != len(order):
        yield f"expected each item once, got {order}"
    unknown = set(order) - set(catalogue) - {"new1", "nowhere"}
    if unknown:
        yield f"expected items of the catalogue, got {unknown}"
    for what, value in expected.items():
        if what == "scores":
            yield from scores_differences(value, items)
        elif what == "metadata":
            yield from metadata_differences(value, items, catalogue)
        elif what == "each":
            wrong = [id for id in order for column, member in value.items()
                     if member not in catalogue[id][column].split("|")]
            if wrong:
                yield f"expected {value} in each item, not so in {wrong}"
        else:
            holds = {
                "count": lambda: len(order) == value,
                "list": lambda: order == value,
                "last": lambda: order[-1] == value,
                "contains": lambda: set(value) <= set(order),
                "lacks": lambda: not set(value) & set(order),
                "promoted": lambda: sum("promotionName" in item for item in items) == value,
                "same as": lambda: listed(earlier[value]["output"]) == items,
                "differs from": lambda: ids(earlier[value]) != order,
            }[what]
            if not holds():
                yield f"expected {what} {value}, got {len(order)}: {order}"


def differences(case, got, earlier, catalogue):
    yield from fields_differences(got)
    if case.error is not None:
        yield from error_differences(case.error, got)
    elif got["error"] is not None or got["status"] != 200 or "x-amzn-errortype" in got["headers"]:
        yield f"expected success, got {got['status']} {got['body']}"
    elif case.answer == "nothing":
        if got["output"] != {} or got["body"] != "":
            yield f"expected an empty answer, got {got['body']!r}, understood as {got['output']}"
    elif got["output"] != json.loads(got["body"]):
        yield f"expected what is in the body, {got['body']}, got {got['output']}"
    else:
        yield from list_differences(case.answer, got, earlier, catalogue)

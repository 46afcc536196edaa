"""The cases of cases.json, one for each call that a client has to make."""

import copy
import dataclasses
import json
import pathlib

ARN = "arn:aws:personalize:eu-west-1:000000000000:"
SERVICES = {"Get": "personalize-runtime", "Put": "personalize-events"}
# Names of those who ask, with their access keys and secrets.
WHO = {
    "nobody": (None, None),
    "runtime": ("KEYRUNTIME", "secret-of-runtime-" + "r" * 32),
    "events": ("KEYEVENTS", "secret-of-events-" + "e" * 32),
    "admin": ("KEYADMIN", "secret-of-admin-" + "a" * 32),
    "a wrong secret": ("KEYADMIN", "secret-of-nobody-" + "w" * 32),
    "a stranger": ("KEYSTRANGER", "secret-of-a-stranger-" + "s" * 32),
}
ROLES = ("runtime", "events", "admin")
MEMBERS = {"case", "call", "as", "with", "path", "error", "answer"}


@dataclasses.dataclass
class Case:
    name: str
    title: str  # with group, operation and who asks, for messages
    operation: str
    who: str
    request: dict
    path: str
    error: list | None
    answer: dict | str | None

    def call(self, endpoint):
        """What a client reads."""
        key, secret = WHO[self.who]
        return {"service": SERVICES[self.operation[:3]], "operation": self.operation, "input": self.request,
                "endpoint": endpoint + self.path, "key": key, "secret": secret}


@dataclasses.dataclass
class Group:
    name: str
    server: str
    cases: list


def expanded(value):
    """A request with its abbreviations written out."""
    if isinstance(value, str):
        return ARN + value[4:] if value.startswith("ARN:") else value
    if isinstance(value, list):
        return [expanded(entry) for entry in value]
    if isinstance(value, dict):
        if value.keys() == {"times", "text"}:
            return value["text"] * value["times"]
        if value.keys() == {"times", "entry"}:
            return [copy.deepcopy(expanded(value["entry"])) for _ in range(value["times"])]
        return {name: expanded(member) for name, member in value.items()}
    return value


def as_list(value):
    return value if isinstance(value, list) else [value]


def cases_of(group, entry, usual):
    if not entry.keys() <= MEMBERS or ("error" in entry) == ("answer" in entry):
        raise ValueError(f"{entry}: expected an error or an answer, and members of {sorted(MEMBERS)}")
    for operation in as_list(entry["call"]):
        for who in as_list(entry.get("as", "nobody")):
            title = f"{group}: {entry['case']} ({operation}, {who})"
            yield Case(entry["case"], title, operation, who, expanded(entry.get("with", usual[operation])),
                       entry.get("path", ""), entry.get("error"), entry.get("answer"))


def read_groups():
    table = json.loads((pathlib.Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
    return [
        Group(group["group"], group["server"],
              [case for entry in group["cases"] for case in cases_of(group["group"], entry, table["usual"])])
        for group in table["groups"]]


def credentials_text():
    return "".join(f"{role}-client {role} key {WHO[role][0]} {WHO[role][1]}\n" for role in ROLES)

"""Makes the calls that it reads with the AWS command line, one JSON object a line; writes one line for each answer."""

import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

# What the program prints for an answer that is an error.
ERROR = re.compile(r"An error occurred \((\S+)\) when calling the (\S+) operation(?: \(.*?\))?: (.*)", re.DOTALL)


def words(operation):
    """GetRecommendations: get-recommendations."""
    return re.sub("(?<!^)([A-Z])", r"-\1", operation).lower()


def last_response(history):
    """What was on the wire, from the program's own history file."""
    with sqlite3.connect(history) as database:
        rows = database.execute(
            "SELECT payload FROM records WHERE event_type = 'HTTP_RESPONSE' ORDER BY timestamp").fetchall()
    payload = json.loads(rows[-1][0])
    return {"status": payload["status_code"], "body": payload["body"],
            "headers": {name.lower(): value for name, value in payload["headers"].items()}}


def make(call, folder):
    config = folder / "config"
    config.write_text("[default]\ncli_history = enabled\nparameter_validation = false\nregion = eu-west-1\n")
    history = folder / "history.db"
    history.unlink(missing_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "AWS_PROFILE"}
    environment.update(AWS_CONFIG_FILE=str(config), AWS_SHARED_CREDENTIALS_FILE=str(folder / "none"),
                       AWS_CLI_HISTORY_FILE=str(history), AWS_MAX_ATTEMPTS="1", AWS_PAGER="")
    command = ["aws", call["service"], words(call["operation"]), "--endpoint-url", call["endpoint"]]
    if call["key"]:
        environment.update(AWS_ACCESS_KEY_ID=call["key"], AWS_SECRET_ACCESS_KEY=call["secret"])
    else:
        command.append("--no-sign-request")
    # By file: an argument of the command line may have 128 KiB at most.
    request = folder / "input.json"
    request.write_text(json.dumps(call["input"]))
    done = subprocess.run([*command, "--cli-input-json", f"file://{request}", "--output", "json"],
                          capture_output=True, text=True, env=environment, timeout=60)
    answer = {"output": None, "error": None}
    if done.returncode == 0:
        answer["output"] = json.loads(done.stdout or "{}")
    else:
        found = ERROR.search(done.stderr)
        if not found or done.returncode != 254 or found[2] != call["operation"]:
            raise AssertionError(f"{command}: status {done.returncode}, {done.stderr}")
        answer["error"] = {"code": found[1], "message": found[3].strip()}
    return {**answer, **last_response(history)}


def main():
    with tempfile.TemporaryDirectory(prefix="pocketrec-aws-") as folder:
        for line in sys.stdin:
            print(json.dumps(make(json.loads(line), pathlib.Path(folder))), flush=True)


if __name__ == "__main__":
    main()

"""Makes the calls that it reads with boto3, one JSON object a line, and writes one line for each answer."""

import json
import sys

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.history import BaseHistoryHandler, get_global_history_recorder


class LastResponse(BaseHistoryHandler):
    """What was on the wire: boto3's own answer does not keep the body."""

    def emit(self, event_type, payload, source):
        if event_type == "HTTP_RESPONSE":
            self.status = payload["status_code"]
            self.headers = {name.lower(): value for name, value in payload["headers"].items()}
            self.body = payload["body"].decode()


def client_for(call):
    unsigned = {} if call["key"] else {"signature_version": botocore.UNSIGNED}
    key, secret = (call["key"] or "", call["secret"] or "")
    return boto3.client(
        call["service"], endpoint_url=call["endpoint"], region_name="eu-west-1",
        aws_access_key_id=key or None, aws_secret_access_key=secret or None,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}, **unsigned))


def main():
    recorder = get_global_history_recorder()
    response = LastResponse()
    recorder.add_handler(response)
    recorder.enable()
    clients = {}
    for line in sys.stdin:
        call = json.loads(line)
        kind = (call["service"], call["endpoint"], call["key"], call["secret"])
        if kind not in clients:
            clients[kind] = client_for(call)
        client = clients[kind]
        operation = {client.meta.method_to_api_mapping[name]: name for name in client.meta.method_to_api_mapping}
        answer = {"output": None, "error": None}
        try:
            output = getattr(client, operation[call["operation"]])(**call["input"])
            output.pop("ResponseMetadata")
            answer["output"] = output
        except ClientError as error:
            told = error.response["Error"]
            answer["error"] = {"code": told["Code"], "message": told["Message"]}
        answer.update(status=response.status, headers=response.headers, body=response.body)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

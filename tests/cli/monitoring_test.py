"""/health, /ready and /metrics of `pocketrec serve`."""

import json
import re
import resource
import unittest

from programs import DEVICE, Programs, ask, put_request, run

ITEM = {"title": "New", "genres": "Drama", "year": 2026, "maturity": "6", "duration": 90, "language": "en",
        "availableFrom": 1, "creationTimestamp": 1790000000}
ITEMS = {"datasetArn": "arn:aws:personalize:eu-west-1:000000000000:dataset/box/ITEMS",
         "items": [{"itemId": item, "properties": ITEM} for item in ("new1", "new2")]}

NAME = r"[a-z][a-z0-9_]*"
SAMPLE = re.compile(rf'({NAME})(?:\{{((?:{NAME}="[^"\\\n]*")(?:,{NAME}="[^"\\\n]*")*)\}})? ([0-9.e+-]+|\+Inf)')
LABEL = re.compile(rf'({NAME})="([^"]*)"')
SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("",), "gauge": ("",)}


def parse(text):
    """Types of the families, and the values of the samples by name and sorted labels; refuses everything that Prometheus
    would, or that its conventions forbid."""
    types, samples = {}, {}
    family = kind = helped = None
    if not text.endswith("\n"):
        raise ValueError("the last line has no end")
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            helped, words = line.split(" ", 3)[2:]
            if not words or helped in types:
                raise ValueError(f"expected a new family with words: {line}")
        elif line.startswith("# TYPE "):
            family, kind = line.split(" ")[2:]
            if family != helped or kind not in SUFFIXES or (kind == "counter") != family.endswith("_total"):
                raise ValueError(f"expected a type after its HELP, and _total for counters alone: {line}")
            types[family] = kind
        else:
            match = SAMPLE.fullmatch(line)
            if not match or match[1] not in [family + suffix for suffix in SUFFIXES[kind]]:
                raise ValueError(f"expected a sample of {family}: {line}")
            key = (match[1], tuple(sorted(LABEL.findall(match[2] or ""))))
            if key in samples:
                raise ValueError(f"twice: {line}")
            samples[key] = float(match[3])
    return types, samples


def key(name, **labels):
    return name, tuple(sorted(labels.items()))


class Monitoring(Programs):
    def get(self, server, path, method="GET"):
        connection = server.tcp()
        connection.request(method, path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, body

    def scrape(self, server):
        status, fields, body = self.get(server, "/metrics")
        self.assertEqual((status, fields["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        return parse(body)

    def check_histograms(self, samples):
        """Buckets grow, the last one is the count, the count is that of the requests, and the sum fits the buckets."""
        requests, buckets = {}, {}
        for (name, labels), value in samples.items():
            labels = dict(labels)
            if name == "pocketrec_requests_total":
                requests[labels["operation"]] = requests.get(labels["operation"], 0) + value
            if name == "pocketrec_request_duration_seconds_bucket":
                buckets.setdefault(labels["operation"], []).append((float(labels["le"]), value))
        self.assertEqual(set(requests), set(buckets))
        for operation, counts in buckets.items():
            total = samples[key("pocketrec_request_duration_seconds_count", operation=operation)]
            spent = samples[key("pocketrec_request_duration_seconds_sum", operation=operation)]
            self.assertEqual(counts, sorted(counts))
            self.assertEqual([count for _, count in counts], sorted(count for _, count in counts))
            self.assertEqual((counts[-1], total), ((float("inf"), requests[operation]), requests[operation]))
            least, below = 0, (0, 0)
            for bound, count in counts:
                least += (count - below[1]) * below[0]
                below = (bound, count)
            self.assertGreaterEqual(spent, least * 0.999)

    def test_metrics_count_what_was_asked_and_stored(self):
        server = self.serve("--data", self.folder / "data")
        connection = server.tcp()
        good = {"campaignArn": "user-personalization", "userId": "u0001"}
        for _ in range(7):
            self.assertEqual(ask(connection, "GetRecommendations", good)[0], 200)
        self.assertEqual(ask(connection, "GetRecommendations", {**good, "numResults": 501})[0], 400)
        self.assertEqual(ask(connection, "GetRecommendations", {**good, "campaignArn": "best"})[0], 404)
        for item in ("t0001", "t0002", "t0002"):  # the last one is a duplicate
            self.assertEqual(ask(connection, "PutEvents", put_request("visitor", item))[0], 200)
        self.assertEqual(ask(connection, "PutItems", ITEMS)[0], 200)
        connection.close()
        for path in ("/v1/recommendations?recommender=popularity-count", "/nothing?user=u0001", "/health", "/ready"):
            self.get(server, path)
        types, samples = self.scrape(server)
        requests = {(dict(labels)["operation"], dict(labels)["status"]): value
                    for (name, labels), value in samples.items() if name == "pocketrec_requests_total"}
        self.assertEqual(requests, {
            ("GetRecommendations", "200"): 7, ("GetRecommendations", "400"): 1, ("GetRecommendations", "404"): 1,
            ("PutEvents", "200"): 3, ("PutItems", "200"): 1, ("GetRecommendationsByQuery", "200"): 1,
            ("Unknown", "404"): 1, ("Health", "200"): 1, ("Ready", "200"): 1})
        self.check_histograms(samples)
        self.assertEqual(samples[key("pocketrec_events_total", result="stored")], 2)
        self.assertEqual(samples[key("pocketrec_events_total", result="duplicate")], 1)
        self.assertEqual(samples[key("pocketrec_records_put_total", dataset="items")], 2)
        self.assertEqual(samples[key("pocketrec_records_put_total", dataset="users")], 0)
        self.assertEqual(samples[key("pocketrec_model_items")], 150)
        self.assertNotIn("pocketrec_model_created_timestamp_seconds", types)  # the model was told no time
        self.assertGreater(samples[key("process_resident_memory_bytes")], 1e6)
        self.assertGreater(samples[key("process_start_time_seconds")], 1.7e9)
        files = sum((self.folder / "data" / name).stat().st_size for name in ("events.sqlite", "events.sqlite-wal"))
        self.assertEqual(samples[key("pocketrec_store_bytes")], files)
        self.assertEqual(types["pocketrec_request_duration_seconds"], "histogram")
        # The model's label is the name that /health has for it.
        model, = [dict(labels)["model"] for name, labels in samples if name == "pocketrec_model_info"]
        self.assertEqual(model, json.loads(self.get(server, "/health")[2])["model"])
        # This scrape counts the one before, and everything else has stayed or grown.
        again = self.scrape(server)[1]
        self.assertEqual(again[key("pocketrec_requests_total", operation="Metrics", status="200")], 1)
        self.check_histograms(again)
        for sample, value in samples.items():
            if sample[0].endswith(("_total", "_bucket", "_count")):
                self.assertGreaterEqual(again[sample], value, sample)

    def test_metrics_name_no_user_and_no_item_and_do_not_grow_with_them(self):
        server = self.serve("--data", self.folder / "data")
        connection = server.tcp()
        for n in range(300):
            ask(connection, "GetRecommendations", {"campaignArn": "user-personalization", "userId": f"secret{n}"})
        for n in range(20):
            ask(connection, "PutEvents", put_request(f"secret{n}", f"secret{n}"))
        connection.close()
        for n in range(20):
            self.get(server, f"/secret{n}")
        status, _, body = self.get(server, "/metrics")
        self.assertEqual(status, 200)
        self.assertNotIn("secret", body)
        self.assertNotIn(str(self.folder), body)
        self.assertLess(len(parse(body)[1]), 100)

    def test_metrics_of_a_server_that_stores_nothing_have_no_store(self):
        types, _ = self.scrape(self.serve())
        self.assertNotIn("pocketrec_store_bytes", types)
        self.assertNotIn("pocketrec_events_total", types)
        self.assertIn("pocketrec_model_info", types)

    def test_a_store_that_cannot_be_written_is_not_ready_but_healthy_until_it_can(self):
        server = self.serve("--data", self.folder / "data")
        self.assertEqual(self.get(server, "/ready")[::2], (200, '{"status":"ready"}'))
        server.put("visitor", "t0001")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        connection = server.tcp()
        self.assertEqual(ask(connection, "PutEvents", put_request("visitor", "t0002"))[0], 503)
        for _ in range(2):
            status, fields, body = self.get(server, "/ready")
            self.assertEqual((status, fields["x-amzn-ErrorType"]), (503, "ServiceUnavailable"))
            self.assertEqual(json.loads(body)["message"],
                             "event store: expected writes to succeed, but the last one failed")
            self.assertEqual(self.get(server, "/ready", "HEAD")[::2], (503, ""))
            self.assertEqual(self.get(server, "/health")[0], 200)
        # There is room again, and no event has to come first for that to show.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self.assertEqual(self.get(server, "/ready")[0], 200)
        self.assertEqual(ask(connection, "PutEvents", put_request("visitor", "t0003"))[0], 200)
        connection.close()

    def test_asking_whether_it_is_ready_writes_nothing(self):
        data = self.folder / "data"
        server = self.serve("--data", data)
        server.put("visitor", "t0001")
        before = {path.name: path.read_bytes() for path in data.iterdir()}
        for _ in range(5):
            self.assertEqual(self.get(server, "/ready")[0], 200)
        self.assertEqual({path.name: path.read_bytes() for path in data.iterdir()}, before)

    def test_a_server_that_stores_nothing_by_choice_is_ready(self):
        server = self.serve()
        self.assertEqual(self.get(server, "/ready")[0], 200)
        self.assertEqual(json.loads(self.get(server, "/health")[2])["status"], "degraded")

    def test_lines_can_be_asked_too(self):
        done = run(DEVICE, "lines", "--model", self.model, input='{"operation":"Ready"}\n')
        self.assertEqual((done.returncode, done.stdout), (0, '{"status":200,"output":{"status":"ready"}}\n'))


if __name__ == "__main__":
    unittest.main()

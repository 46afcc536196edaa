// Makes the calls that it reads with the AWS SDK for JavaScript v3, one JSON object a line; writes one line for each
// answer. The argument is the folder with node_modules.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";

const require = createRequire(`${process.argv[2]}/`);
const services = {
  "personalize-runtime": [require("@aws-sdk/client-personalize-runtime"), "PersonalizeRuntimeClient"],
  "personalize-events": [require("@aws-sdk/client-personalize-events"), "PersonalizeEventsClient"],
};

let wire; // what was on the wire: the SDK's own answer does not keep the body

const keepResponse = (next) => async (args) => {
  const result = await next(args);
  const blocks = [];
  for await (const block of result.response.body) blocks.push(block);
  const bytes = Buffer.concat(blocks);
  wire = { status: result.response.statusCode, headers: result.response.headers, body: bytes.toString() };
  result.response.body = Readable.from([bytes]);
  return result;
};

const clients = new Map();

function clientFor(call) {
  const kind = JSON.stringify([call.service, call.endpoint, call.key, call.secret]);
  if (clients.has(kind)) return clients.get(kind);
  const [module, name] = services[call.service];
  const client = new module[name]({
    endpoint: call.endpoint,
    region: "eu-west-1",
    maxAttempts: 1,
    credentials: { accessKeyId: call.key ?? "none", secretAccessKey: call.secret ?? "none" },
    ...(call.key ? {} : { signer: { sign: async (request) => request } }),
  });
  client.middlewareStack.add(keepResponse, { step: "deserialize", priority: "low", name: "keepResponse" });
  clients.set(kind, client);
  return client;
}

// The SDK wants a Date where the table, as the other clients, has seconds.
const withDates = (key, value) =>
  (key === "sentAt" || key === "timestamp") && typeof value === "number" ? new Date(value * 1000) : value;

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line);
  const [module] = services[call.service];
  const { input } = JSON.parse(line, withDates);
  wire = undefined;
  const answer = { output: null, error: null };
  try {
    const { $metadata, ...output } = await clientFor(call).send(new module[`${call.operation}Command`](input));
    answer.output = output;
  } catch (error) {
    if (wire === undefined) throw error;
    answer.error = { code: error.name, message: error.message };
  }
  console.log(JSON.stringify({ ...answer, ...wire }));
}

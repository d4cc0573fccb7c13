import { readCredentials, type SecretFault } from "../../src/credentials.ts";
import { tryBackend } from "./backend-promises.ts";
import type { World } from "./ask.ts";
import { doorPromises } from "./door-promises.ts";
import type { Endpoint } from "./endpoint.ts";
import { formPromises } from "./form-promises.ts";
import { oncePromises } from "./once-promises.ts";
import { untried } from "./outcome.ts";
import type { Part, Row } from "./outcome.ts";
import { createProbe } from "./probe.ts";
import type { Probe } from "./probe.ts";
import { obstacleOf } from "./promise.ts";
import type { EndpointPromise } from "./promise.ts";
import { signaturePromises } from "./signature-promises.ts";

export interface Handshake {
  /** Without a `/` at its end. */
  readonly backend: string;
  readonly healthPath: string;
  readonly endpoints: readonly Endpoint[];
  /** By name; those that are not set are left out. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Also where an endpoint does not know dry runs, and so does its work. */
  readonly realWork: boolean;
}

/** In the order in which they are tried: what one finds out decides what the next may do. */
export const endpointPromises: readonly EndpointPromise[] = [
  ...doorPromises,
  ...signaturePromises,
  ...oncePromises,
  ...formPromises,
];

/** Tries every promise, of the backend first and then of each endpoint, and gives each part as soon as it is done. */
export async function* shakeHands(
  { backend, healthPath, endpoints, secrets, realWork }: Handshake,
  world: World,
): AsyncGenerator<Part> {
  const { rows, answers } = await tryBackend(backend, healthPath, endpoints[0]?.worker ?? "", world);
  yield { endpoint: null, rows };
  if (!answers) return;
  const startedAt = world.now();
  const scheduledTime = startedAt - (startedAt % 60_000);
  const known = new Map(Object.entries(secrets));
  for (const endpoint of endpoints) {
    const { faults, token, signingKeys } = readCredentials(endpoint.settings.auth, known);
    const sender = { endpoint, backend, credentials: { token, signingKeys }, scheduledTime, realWork };
    const probe = createProbe(sender, faults[0] ? secretFault(faults[0]) : null, world);
    const { method, path } = endpoint.definition;
    yield { endpoint: { method, path, jobs: endpoint.jobs }, rows: await tryEndpoint(probe) };
  }
}

function secretFault({ name, kind, what }: SecretFault): string {
  const advice = kind === "missing" ? ": put it into the environment, or into .dev.vars" : "; set it again";
  return `\`${name}\` ${what}${advice}`;
}

async function tryEndpoint(probe: Probe): Promise<Row[]> {
  const { endpoint } = probe;
  // First of all, as its answer may say whether the endpoint knows dry runs.
  probe.greeting = await probe.send({ method: endpoint.otherMethod, token: "none", signature: "none" });
  const rows: Row[] = [];
  for (const { id, title, anchor, needs, appliesTo, test } of endpointPromises) {
    if (appliesTo && !appliesTo(endpoint)) continue;
    const obstacle = obstacleOf(needs, probe);
    const outcome = obstacle === null ? await test(probe) : untried(obstacle);
    rows.push({ id, title, see: anchor, outcome });
  }
  return rows;
}

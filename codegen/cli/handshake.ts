import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRedactor } from "../../src/redact.ts";
import { endpointsOf } from "../handshake/endpoint.ts";
import type { Endpoint } from "../handshake/endpoint.ts";
import type { Part } from "../handshake/outcome.ts";
import type { Heading } from "../handshake/report.ts";
import { countOutcomes, lengthNotice } from "../handshake/report.ts";
import { shakeHands } from "../handshake/shake-hands.ts";
import type { ResolvedEnvironment } from "../resolved.ts";
import { wrappedLines } from "../text/wrap.ts";
import { askBackend } from "./ask-backend.ts";
import { notFound } from "./choose.ts";
import { exitCodes } from "./exit-codes.ts";
import { readResolved } from "./read-resolved.ts";
import { readSecrets } from "./read-secrets.ts";
import { colors, print } from "./report.ts";
import { UsageError } from "./usage-error.ts";

export interface HandshakeOptions {
  readonly config: string;
  /** The default environment if left out. */
  readonly env?: string;
  /** In place of the environment's `backend`. */
  readonly base?: string;
  /** Keys; all jobs if left out. */
  readonly job?: readonly string[];
  readonly format: "text" | "markdown" | "json";
  readonly realWork?: boolean;
}

/** `handshake`: tries what the backend promises, and prints it. Returns the exit code. */
export async function handshake(options: HandshakeOptions): Promise<number> {
  const resolved = await readResolved(options.config);
  if (!resolved) return exitCodes.problems;
  const environment = chosenEnvironment(resolved.environments, options.env);
  const endpoints = endpointsOf(environment, chosenJobs(environment, options.job ?? []));
  const secrets = readSecrets(secretNames(endpoints), dirname(options.config), environment);
  const backend = baseOf(options.base ?? environment.backend);
  const notice = lengthNotice(endpoints.length);
  // Not on standard output, which may be a file.
  if (notice !== null) process.stderr.write(`${wrappedLines(notice)}\n`);
  const world = {
    ask: askBackend(createRedactor(Object.values(secrets))),
    now: Date.now,
    sleep: (ms: number) => delay(ms),
    newId: () => randomUUID(),
  };
  const hands = shakeHands(
    { backend, healthPath: environment.healthPath, endpoints, secrets, realWork: options.realWork ?? false },
    world,
  );
  const parts = await printed(hands, { environment: environment.name, backend }, options.format);
  if (countOutcomes(parts).failed === 0) return exitCodes.ok;
  return isUnreachable(parts) ? exitCodes.unreachable : exitCodes.problems;
}

/** Text is printed while it goes on, the rest at the end. */
async function printed(
  hands: AsyncIterable<Part>,
  heading: Heading,
  format: HandshakeOptions["format"],
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  if (format !== "text") {
    for await (const part of hands) parts.push(part);
    print(
      format === "json"
        ? (await import("../handshake/print-json.ts")).printJson(heading, parts)
        : (await import("../handshake/print-markdown.ts")).printMarkdown(heading, parts),
    );
    return parts;
  }
  const { printHeading, printPart, printEnd } = await import("../handshake/print-text.ts");
  print(printHeading(heading, colors));
  for await (const part of hands) {
    parts.push(part);
    print(printPart(part, colors));
  }
  print(printEnd(parts, colors));
  return parts;
}

function isUnreachable(parts: readonly Part[]): boolean {
  return parts.some(({ rows }) =>
    rows.some(({ id, outcome }) => id === "reachable" && outcome.kind === "failed"),
  );
}

function chosenEnvironment(
  all: readonly ResolvedEnvironment[],
  name: string | undefined,
): ResolvedEnvironment {
  const found = all.find((each) => (name === undefined ? each.isDefault : each.name === name));
  if (found) return found;
  const names = all.map((each) => each.name);
  if (name !== undefined) throw new UsageError(notFound("environment", name, names));
  throw new UsageError(
    `Say which environment's backend is asked: --env NAME. There are: ${names.join(", ")}.`,
  );
}

function chosenJobs({ jobs, name }: ResolvedEnvironment, keys: readonly string[]): readonly string[] {
  const known = jobs.map(({ key }) => key);
  if (known.length === 0)
    throw new UsageError(`The environment \`${name}\` has no jobs: name another with --env.`);
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) throw new UsageError(notFound("job", unknown, known));
  return keys;
}

function secretNames(endpoints: readonly Endpoint[]): string[] {
  return endpoints
    .flatMap(({ settings: { auth } }) => [auth.bearer, auth.hmac ?? null])
    .filter((name) => name !== null);
}

function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  // Of the text: URL does not tell an empty query or fragment from none.
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username + url.password === "" &&
    !/[?#]/.test(text);
  // Without the text: there may be a password in it.
  if (!isPlain)
    throw new UsageError(
      "--base is a web address without user, password, query or fragment: write one such as https://api.example.org",
    );
  return text.replace(/\/+$/, "");
}

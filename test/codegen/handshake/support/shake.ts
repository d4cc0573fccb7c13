import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { askBackend } from "../../../../codegen/cli/ask-backend.ts";
import type { World } from "../../../../codegen/handshake/ask.ts";
import { endpointsOf } from "../../../../codegen/handshake/endpoint.ts";
import type { Outcome, Part } from "../../../../codegen/handshake/outcome.ts";
import { shakeHands } from "../../../../codegen/handshake/shake-hands.ts";
import type { ResolvedEnvironment } from "../../../../codegen/resolved.ts";
import { compileText, fileWithJob } from "../../support/compile-text.ts";

export const TOKEN = "token-of-the-test";
export const SIGNING_SECRET = `whsec_${Buffer.alloc(32, "s").toString("base64")}`;
export const secrets = { ERIFY_CRON_TOKEN: TOKEN, CRON_SIGNING_SECRET: SIGNING_SECRET };

/** What the example backend has for these jobs. */
export const exampleJobs = {
  "/cron/ee-recent": { keys: ["job"], run: async () => ({ updated: 12 }) },
} as const;

export const plainJob = "endpoint: POST /cron/ee-recent\ntimeout: 2s\nschedule: manual";
export const signedJob = `${plainJob}\nauth: { bearer: ERIFY_CRON_TOKEN, hmac: CRON_SIGNING_SECRET }`;
export const onlySignedJob = `${plainJob}\nauth: { hmac: CRON_SIGNING_SECRET }`;

/** The production environment of a file with this one job. */
export function environmentOf(job: string): ResolvedEnvironment {
  const { compiled, diagnostics } = compileText(fileWithJob(job));
  const environment = compiled?.resolved.environments[0];
  if (!environment) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  return environment;
}

interface Options {
  readonly job?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly realWork?: boolean;
  readonly world?: Partial<World>;
}

/** Shakes hands with what listens there. */
export async function shake(backend: string, options: Options = {}): Promise<Part[]> {
  const world: World = {
    ask: askBackend((text) => text),
    now: Date.now,
    sleep: (ms) => delay(ms),
    newId: randomUUID,
    ...options.world,
  };
  const endpoints = endpointsOf(environmentOf(options.job ?? plainJob), []);
  const hands = shakeHands(
    { backend, healthPath: "/health", endpoints, secrets, realWork: false, ...options },
    world,
  );
  return Array.fromAsync(hands);
}

/** Outcomes by the promise's id. */
export function outcomes(parts: readonly Part[]): Record<string, Outcome> {
  return Object.fromEntries(parts.flatMap(({ rows }) => rows.map(({ id, outcome }) => [id, outcome])));
}

/** Ids of the promises that ended so. */
export function idsOf(parts: readonly Part[], kind: Outcome["kind"]): string[] {
  return Object.entries(outcomes(parts))
    .filter(([, outcome]) => outcome.kind === kind)
    .map(([id]) => id);
}

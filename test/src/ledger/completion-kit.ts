/** A job whose work the backend takes over with 202, and what a test of it does. */
import type { CompleteRequest } from "../../../src/ledger/protocol-completion.ts";
import { always, type Behaviour, type ReceivedCall } from "./backend-model.ts";
import { SLACK } from "./kit.ts";
import { MINUTE, START, type World, type WorldOptions } from "./world.ts";

export const EACH_HOUR = "0 * * * *";
export const LONG = {
  schedule: [{ cron: EACH_HOUR }],
  completion: { withinMs: 30 * MINUTE },
  catchUp: null,
  notify: { slack: SLACK },
} as const;
/** A tick at 00:00:10, and the answer 202 at 00:00:10.200. */
export const OPTIONS = {
  jobs: { long: LONG },
  environment: { triggers: { [EACH_HOUR]: ["long"] }, analytics: { url: "https://events.test/" } },
  behave: always(202, 200),
} satisfies WorldOptions;
export const RUN = "test:long:20261123T0000Z";
export const NEXT = "test:long:20261123T0100Z";
export const ACCEPTED = START + 10_200;

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function send(world: World, path: string, body: object): Promise<Answer> {
  const response = await world.request(path, { method: "POST", body: JSON.stringify(body) });
  return {
    status: response.status,
    retryAfter: response.headers.get("Retry-After"),
    body: await response.json(),
  };
}

export const complete = (
  world: World,
  status: string,
  { runId = RUN, ...more }: { runId?: string; message?: string } = {},
): Promise<Answer> => send(world, `/runs/${runId}/complete`, { status, ...more });

/** As the backend that does not wait for an answer: at this very instant. */
export const completeNow = (world: World, status: CompleteRequest["status"], runId = RUN): void =>
  void world.ledger().complete({ runId, status, message: null });

/** The long job is answered in one way, all others in another. */
export const forLong =
  (status: number, others = 200) =>
  ({ job }: ReceivedCall): Behaviour => ({ status: job === "long" ? status : others, takesMs: 200 });

/** In 20 minutes, when the tick has long ended. */
export const askedLater = (): Behaviour => ({ status: 503, takesMs: 200, retryAfter: "1200" });

export const textsOf = (world: World): string[] => world.slack.map(({ text }) => text);
export const startsOf = (world: World): Array<[string, number]> =>
  world.backend.received.map(({ job, at }) => [job, (at - START) / 1000]);
export const statusOf = async (world: World, runId = RUN): Promise<unknown> =>
  (await world.ledger().run(runId))?.status;

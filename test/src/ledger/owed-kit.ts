/** A job whose runs are made up, and another that holds its lock meanwhile: what tests of the owed runs share. */
import type { Behaviour, ReceivedCall } from "./backend-model.ts";
import { completeNow, EACH_HOUR, send, startsOf } from "./completion-kit.ts";
import { SLACK } from "./kit.ts";
import { HOUR, MINUTE, START, type World, type WorldOptions } from "./world.ts";

export const LATEST = { withinMs: HOUR, runs: "latest" } as const;
export const A = {
  schedule: [{ cron: EACH_HOUR }],
  lock: "import",
  catchUp: LATEST,
  notify: { slack: SLACK },
} as const;
/** By hand it holds the lock for as long as it is not completed. */
export const HOLDER = { schedule: [], lock: "import", completion: { withinMs: 3 * HOUR } } as const;
export const RUN = "test:a:20261123T0000Z";
export const MISSED = { at: START + 2 * MINUTE, status: "missed" };

/** The holder's work is accepted; the answers to `a` come one after another, the last again and again. */
export const answering =
  (...answers: readonly Behaviour[]) =>
  ({ job }: ReceivedCall): Behaviour =>
    job === "holder"
      ? { status: 202, takesMs: 200 }
      : ((answers.length > 1 ? (answers as Behaviour[]).shift() : answers[0]) ?? {
          status: 200,
          takesMs: 200,
        });

export const OPTIONS = {
  jobs: { a: A, holder: HOLDER },
  environment: { triggers: { [EACH_HOUR]: ["a"] } },
  from: START - 5 * MINUTE,
} satisfies WorldOptions;

export const startsOfA = (world: World): number[] =>
  startsOf(world)
    .filter(([job]) => job === "a")
    .map(([, at]) => at);

/** Takes the lock by hand. Resolves with what gives it back. */
export async function holdLock(world: World): Promise<() => void> {
  const { body } = await send(world, "/trigger", { job: "holder" });
  const [run] = body["runs"] as ReadonlyArray<Record<string, string>>;
  return () => completeNow(world, "succeeded", run?.["runId"] ?? "");
}

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { awaitSchedules } from "../../../codegen/cli/deploy/await-schedules.ts";

const hash = "a".repeat(64);
const good = JSON.stringify({ sourceHash: hash, ledger: { status: "healthy" } });
const patience = { timeoutMs: 200, askEveryMs: 10 };

let server: Server;

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** A Worker that gives these answers in turn, and the last one from then on. */
async function workerThatAnswers(...answers: readonly [status: number, body: string][]): Promise<string> {
  let asked = 0;
  server = createServer((_, response) => {
    const [status, body] = answers[Math.min(asked, answers.length - 1)] ?? [500, ""];
    asked += 1;
    response.writeHead(status).end(body);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  return typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
}

describe("the wait for the new schedules", () => {
  it("goes on over a Worker of before, one that is not there yet, and a ledger that sleeps", async () => {
    const url = await workerThatAnswers(
      [404, ""],
      [200, JSON.stringify({ sourceHash: "b", ledger: { status: "healthy" } })],
      [401, ""],
      [200, JSON.stringify({ sourceHash: hash, ledger: { status: "unavailable: it hangs" } })],
      [200, good],
    );
    expect(await awaitSchedules({ url, token: "t" }, hash, { ...patience, timeoutMs: 5_000 })).toMatchObject({
      ok: true,
    });
  });

  it.each<[string, [number, string], string]>([
    ["it still runs the schedules of before", [200, good.replace(hash, "b")], "waiting"],
    [
      "its ledger is not awake (unavailable: no)",
      [200, good.replace("healthy", "unavailable: no")],
      "asleep",
    ],
    ["it answers 401: the token is not the Worker's", [401, "{}"], "refused"],
    ["it answers 302", [302, ""], "waiting"],
    ["what answers there is not this Worker", [200, "<html>"], "waiting"],
  ])("ends in time: %s", async (why, answer, kind) => {
    const url = await workerThatAnswers(answer);
    expect(await awaitSchedules({ url, token: "t" }, hash, patience)).toMatchObject({ ok: false, kind, why });
  });

  it("gives a token that is refused less time, counted from the first refusal", async () => {
    const url = await workerThatAnswers(...Array.from({ length: 10 }, (): [number, string] => [404, ""]), [
      401,
      "",
    ]);
    const end = await awaitSchedules({ url, token: "t" }, hash, {
      timeoutMs: 60_000,
      refusedMs: 100,
      askEveryMs: 10,
    });
    expect(end).toMatchObject({ ok: false, kind: "refused" });
    // Ten answers of 404, and then as long as a refusal may last.
    expect(end.waitedMs).toBeGreaterThan(150);
    expect(end.waitedMs).toBeLessThan(30_000);
  });

  it("ends when it is interrupted", async () => {
    const url = await workerThatAnswers([404, ""]);
    const interrupted = AbortSignal.timeout(50);
    const end = await awaitSchedules({ url, token: "t" }, hash, {
      timeoutMs: 60_000,
      askEveryMs: 60_000 / 2,
      interrupted,
    });
    expect(end.ok).toBe(false);
    expect(end.waitedMs).toBeLessThan(20_000);
  });

  it("ends in time where nobody answers", async () => {
    const url = await workerThatAnswers([200, good]);
    server.close();
    await once(server, "close");
    expect(await awaitSchedules({ url, token: "t" }, hash, patience)).toMatchObject({
      ok: false,
      kind: "waiting",
      why: "it does not answer (ECONNREFUSED)",
    });
  });
});

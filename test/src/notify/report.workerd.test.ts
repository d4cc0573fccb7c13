/** Slack, analytics and the heartbeat at the end of a tick, against real servers. */
import { describe, expect, inject, it } from "vitest";
import type { Notify } from "../../../src/job-map.ts";
import { startTimeout } from "../../../src/timeout.ts";
import { behaviour, createHarness, type HarnessOptions, messages, receivedAt, TOKEN } from "../harness.ts";

const SLACK: Notify["slack"] = {
  events: ["failure"],
  after: 1,
  remindEveryMs: 86_400_000,
  webhook: "SLACK_WEBHOOK_URL",
};

const ANALYTICS_TOKEN = "analytics-t0ken";

/** A sink's URL at the misbehaving server. */
function sink(...steps: string[]): { id: string; url: string } {
  const { id, path } = behaviour(...steps);
  return { id, url: inject("backendUrl") + path };
}

async function bodiesAt(id: string): Promise<unknown[]> {
  return (await receivedAt(id)).map(({ body }) => JSON.parse(body));
}

describe("Slack", () => {
  it("one message names every failed and dropped job, and no other", async () => {
    const slack = sink("200");
    const notify = { slack: SLACK };
    const harness = createHarness({
      jobs: {
        bad: {
          name: "Bad <Job>",
          path: behaviour("404").path,
          notify,
          owner: "data-team",
          runbook: "https://wiki.test/bad",
        },
        good: { path: behaviour("200").path, notify },
        unheard: { path: behaviour("404").path, notify: null },
        slow: { path: behaviour("200").path, notify },
        late: { path: behaviour("200").path, notify },
      },
      fetchTakesMs: 217_000,
      bindings: { SLACK_WEBHOOK_URL: slack.url },
    });
    await harness.tick();
    const [message, ...further] = await bodiesAt(slack.id);
    expect(further).toEqual([]);
    expect(message).toMatchObject({
      text: "🔴 test: 2 jobs failed: Bad &lt;Job&gt;, late",
      blocks: [{ type: "header" }, { type: "section" }, { type: "section" }],
    });
    const text = JSON.stringify(message);
    const failed = harness.lines.find((line) => line.message === "Job Bad <Job> failed");
    for (const part of [
      "*Status:* failed (HTTP 404)",
      "*Owner:* data-team",
      "<https://wiki.test/bad|",
      "in test",
      "dropped",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain(String(failed?.["correlationId"]));
  });

  it("says neither a secret nor what the backend's body says", async () => {
    const slack = sink("200");
    const payload = { password: "hunter2 in the body" };
    const job = {
      path: behaviour("echo").path,
      notify: { slack: SLACK },
      payload,
      retry: { maxAttempts: 1 },
    };
    await createHarness({ jobs: { job }, bindings: { SLACK_WEBHOOK_URL: slack.url } }).tick();
    const text = JSON.stringify(await bodiesAt(slack.id));
    expect(text).toContain("the backend answered 500");
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain("hunter2");
  });

  it("tells of a success where that is wanted, each webhook its own, and mentions people only for failures", async () => {
    const [failures, all] = [sink("200"), sink("200")];
    const mention = "<!subteam^S123>";
    const harness = createHarness({
      jobs: {
        good: {
          path: behaviour("200").path,
          notify: { slack: { ...SLACK, events: ["failure", "success"], webhook: "ALL_WEBHOOK", mention } },
        },
        bad: { path: behaviour("404").path, notify: { slack: { ...SLACK, mention } } },
      },
      bindings: { SLACK_WEBHOOK_URL: failures.url, ALL_WEBHOOK: all.url },
    });
    await harness.tick();
    expect(await bodiesAt(failures.id)).toMatchObject([
      { text: "<!subteam^S123> 🔴 test: 1 job failed: bad" },
    ]);
    expect(await bodiesAt(all.id)).toMatchObject([{ text: "🟢 test: 1 job succeeded: good" }]);
  });

  it("sends nothing when all is well", async () => {
    const slack = sink("200");
    await createHarness({
      jobs: { job: { path: behaviour("200").path, notify: { slack: SLACK } } },
      bindings: { SLACK_WEBHOOK_URL: slack.url },
    }).tick();
    expect(await receivedAt(slack.id)).toEqual([]);
  });
});

describe("analytics", () => {
  it("posts one batch of CloudEvents, an event for each run", async () => {
    const analytics = sink("202");
    const harness = createHarness({
      jobs: { good: { path: behaviour("200").path }, bad: { path: behaviour("404").path } },
      environment: { analytics: { url: analytics.url } },
      bindings: { ANALYTICS_TOKEN },
    });
    await harness.tick();
    const requests = await receivedAt(analytics.id);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers).toMatchObject({
      "content-type": "application/cloudevents-batch+json",
      authorization: `Bearer ${ANALYTICS_TOKEN}`,
    });
    expect(await bodiesAt(analytics.id)).toMatchObject([
      [
        {
          specversion: "1.0",
          type: "cron.run.succeeded",
          source: "/workers/test-worker",
          subject: "good",
          time: "2026-11-23T12:00:00.000Z",
          data: {
            runId: "test:good:20261123T1200Z",
            status: "succeeded",
            statusCode: 200,
            attempts: 1,
            error: null,
          },
        },
        { type: "cron.run.failed", subject: "bad", data: { status: "failed", statusCode: 404 } },
      ],
    ]);
  });

  it("is not sent without its token, and the log says so", async () => {
    const analytics = sink("202");
    const harness = createHarness({
      jobs: { job: { path: behaviour("200").path } },
      environment: { analytics: { url: analytics.url } },
    });
    expect(await harness.tick()).toBeNull();
    expect(await receivedAt(analytics.id)).toEqual([]);
    expect(messages(harness.lines, "ERROR")).toEqual([
      "Run events were not sent: the secret ANALYTICS_TOKEN is not set",
    ]);
  });
});

describe("the heartbeat", () => {
  const environment = { heartbeat: true };
  it.each([
    { given: "a good run", cron: "* * * * *", steps: "200" },
    { given: "a failed run", cron: "* * * * *", steps: "404" },
    { given: "a spare wake", cron: "5 * * * *", steps: "200" },
  ])("is called after $given", async ({ cron, steps }) => {
    const heartbeat = sink("200");
    const harness = createHarness({
      jobs: { job: { path: behaviour(steps).path } },
      environment: { ...environment, triggers: { "* * * * *": ["job"], "5 * * * *": [] } },
      bindings: { HEARTBEAT_URL: heartbeat.url },
    });
    await harness.tick({ cron });
    expect(await receivedAt(heartbeat.id)).toMatchObject([{ method: "GET" }]);
    expect(harness.sent.at(-1)).toBe(`GET ${heartbeat.url}`);
  });

  it("is not called for a run by hand", async () => {
    const heartbeat = sink("200");
    const harness = createHarness({
      jobs: { job: { path: behaviour("200").path } },
      environment,
      bindings: { HEARTBEAT_URL: heartbeat.url },
    });
    expect((await harness.trigger({ job: "job" })).status).toBe(200);
    expect(await receivedAt(heartbeat.id)).toEqual([]);
  });
});

describe("a sink that is down or slow is logged, and the run's result stays", () => {
  const downUrl = inject("refusedUrl");
  const rows = [
    { given: "down", url: () => downUrl, want: "could not be reached" },
    { given: "slow", url: () => sink("hang").url, want: "could not be reached" },
    { given: "refusing", url: () => sink("500").url, want: "did not take what it was sent" },
    {
      given: "redirecting",
      url: () => sink(`302;${inject("otherHostUrl")}/run/sink`).url,
      want: "did not take what it was sent",
    },
  ];
  it.each(rows)("$given", async ({ given, url, want }) => {
    const limits: number[] = [];
    const options: HarnessOptions = {
      jobs: {
        job: { path: behaviour("200").path, notify: { slack: { ...SLACK, events: ["failure", "success"] } } },
      },
      environment: { analytics: { url: url() }, heartbeat: true },
      bindings: { SLACK_WEBHOOK_URL: url(), HEARTBEAT_URL: url(), ANALYTICS_TOKEN },
      platform: {
        // The sinks' limit without the wait, where it is to be reached.
        startTimeout: (timeoutMs) => {
          limits.push(timeoutMs);
          return startTimeout(given === "slow" && timeoutMs === 5_000 ? 100 : timeoutMs);
        },
      },
    };
    const harness = createHarness(options);
    expect(await harness.tick()).toBeNull();
    expect(limits).toEqual([30_000, 5_000, 5_000, 5_000]);
    expect(messages(harness.lines, "INFO", "ERROR").toSorted()).toEqual([
      "Job job completed successfully",
      `Slack (SLACK_WEBHOOK_URL) ${want}`,
      `The analytics endpoint ${want}`,
      `The heartbeat's receiver ${want}`,
    ]);
    // The webhook's URL is a secret too.
    expect(JSON.stringify(harness.lines)).not.toContain("/run/");
  });
});

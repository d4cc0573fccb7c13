import { describe, expect, it } from "vitest";
import type { Job } from "../../../src/job-map.ts";
import type { AlertedRun, PendingAlert } from "../../../src/ledger/alert-policy.ts";
import type { Alert } from "../../../src/notify/alert.ts";
import { slackMessage } from "../../../src/notify/slack-message.ts";
import { jobOf } from "../job-maps.ts";

const AT = Date.parse("2026-11-23T05:12:30.000Z");

function alertOf(
  key: string,
  job: Partial<Job> = {},
  run: Partial<AlertedRun> = {},
  alert: Partial<PendingAlert> = {},
): Alert {
  return {
    job: key,
    definition: jobOf({ name: `Job ${key}`, ...job }),
    slack: { events: ["failure"], after: 1, remindEveryMs: 86_400_000, webhook: "SLACK_WEBHOOK_URL" },
    alert: {
      event: "failure",
      condition: "failing",
      at: AT,
      count: 1,
      since: AT,
      isReminder: false,
      isFlapping: false,
      run: {
        runId: `production:${key}:20261123T0206Z`,
        correlationId: "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
        tick: "",
        scheduledTime: 0,
        status: "failed",
        attempts: 3,
        statusCode: 503,
        durationMs: 4_200,
        error: "the backend answered 503",
        ...run,
      },
      ...alert,
    },
  };
}

/** The texts of all blocks. */
function texts({ blocks }: ReturnType<typeof slackMessage>): string[] {
  return blocks.map((block) => block.text.text);
}

describe("one job", () => {
  it("has all that the one on call needs", () => {
    const job = {
      name: "Parties Import",
      owner: "data-team",
      runbook: "https://wiki.erify.world/cron/parties-import",
    };
    const message = slackMessage([alertOf("partiesImport", job)], [], "production");
    expect(message.text).toBe("🔴 production: 1 job failed: Parties Import");
    expect(texts(message)).toEqual([
      "🔴 production: 1 job failed",
      [
        "*Parties Import* `partiesImport` in production",
        "*Status:* failed (HTTP 503), 3 attempts, 4.2 s",
        "*Error:* the backend answered 503",
        "*Run:* `production:partiesImport:20261123T0206Z`",
        "*Correlation id:* `4bf92f35-77b3-4da6-a3ce-929d0e0e4736`",
        "*Owner:* data-team",
        "*Runbook:* <https://wiki.erify.world/cron/parties-import|https://wiki.erify.world/cron/parties-import>",
      ].join("\n"),
    ]);
  });

  it("a name can neither mention a channel nor break a link", () => {
    const job = { name: "<!channel> & co", owner: "<@U1>", runbook: "https://w.test/a|b?c=1&d=<x>" };
    const [, text] = texts(slackMessage([alertOf("a", job)], [], "production"));
    expect(text).toContain("*&lt;!channel&gt; &amp; co*");
    expect(text).toContain("*Owner:* &lt;@U1&gt;");
    expect(text).toContain("<https://w.test/a%7Cb?c=1&amp;d=&lt;x&gt;|");
  });
});

describe("what lasts", () => {
  const since = AT - (3 * 3_600_000 + 5 * 60_000 + 30_000);
  const rows = [
    { given: {}, want: [] },
    { given: { count: 3, since }, want: ["*Since:* 2026-11-23T02:07:00.000Z, 3 failed in a row"] },
    {
      given: { isReminder: true, since, condition: "missing", event: "missed", count: 37 },
      want: ["*Since:* 2026-11-23T02:07:00.000Z, 37 missed in a row"],
    },
    { given: { event: "recovery", since }, want: ["*Down for:* 3 h 6 min, since 2026-11-23T02:07:00.000Z"] },
    {
      given: { isFlapping: true },
      want: ["*Comes and goes:* its end is told once it has been well for an hour"],
    },
  ] as const;
  it.each(rows)("$given", ({ given, want }) => {
    const [, text = ""] = texts(slackMessage([alertOf("a", {}, {}, given)], [], "production"));
    expect(text.split("\n").filter((line) => /^\*(Since|Down|Comes)/.test(line))).toEqual(want);
  });
});

describe("several", () => {
  const good = alertOf("good", {}, { status: "succeeded", error: null }, { event: "success", since: null });
  it.each([
    { given: [alertOf("a"), alertOf("b")], want: "🔴 production: 2 jobs failed" },
    { given: [alertOf("a"), good, good], want: "🔴 production: 1 job failed, 2 succeeded" },
    { given: [good], want: "🟢 production: 1 job succeeded" },
    { given: [good, good], want: "🟢 production: 2 jobs succeeded" },
    {
      given: [alertOf("a", {}, {}, { event: "missed", condition: "missing" })],
      want: "🔴 production: 1 job missed",
    },
    {
      given: [alertOf("a", {}, {}, { event: "recovery" }), alertOf("b", {}, {}, { isReminder: true })],
      want: "🔴 production: 1 job still failing, 1 recovered",
    },
    {
      given: [alertOf("a", {}, {}, { event: "recovery", condition: "missing" })],
      want: "🟢 production: 1 job back on time",
    },
  ])("$want", ({ given, want }) => {
    expect(texts(slackMessage(given, [], "production"))[0]).toBe(want);
  });

  it("mentions stand before the text and unescaped", () => {
    const message = slackMessage([alertOf("a")], ["<!subteam^S123>", "<@U1>"], "production");
    expect(message.text).toMatch(/^<!subteam\^S123> <@U1> 🔴/);
    expect(texts(message)[1]).toBe("<!subteam^S123> <@U1>");
  });

  it("the worst stands first, whichever job it is", () => {
    const late = alertOf("late", {}, {}, { event: "missed", condition: "missing" });
    const said = texts(slackMessage([good, late, alertOf("bad")], [], "production"));
    expect(said.slice(1).map((text) => /`(\w+)`/.exec(text)?.[1])).toEqual(["bad", "late", "good"]);
  });

  // Block Kit's limits: 50 blocks, 3,000 characters a section, 150 a header. In all, Slack took a message of 9,597
  // characters and refused one of 11,341: https://github.com/slackapi/bolt-js/issues/2867
  it.each([1, 20, 60, 300, 5_000])(
    "%i jobs stay within Slack's limits, each named while there is room",
    (count) => {
      const long = {
        name: "n".repeat(400),
        owner: "&".repeat(900),
        runbook: `https://w.test/${"r".repeat(900)}`,
      };
      const keys = Array.from(
        { length: count },
        (_, index) => `job-${String(index).padStart(4, "0")}-${"k".repeat(30)}`,
      );
      const message = slackMessage(
        keys.map((key) => alertOf(key, long, { error: "<".repeat(4_000) })),
        ["<@U1>"],
        "production",
      );
      const said = texts(message);
      expect(said.length).toBeLessThanOrEqual(50);
      expect(Math.max(...said.map((text) => text.length))).toBeLessThanOrEqual(3_000);
      expect(said[0]?.length).toBeLessThanOrEqual(150);
      const all = said.join("\n");
      expect(all.length).toBeLessThanOrEqual(9_600);
      const named = keys.filter((key) => all.includes(key)).length;
      if (count <= 60) expect(named).toBe(count);
      else expect(all).toContain(`and ${count - named} more: see /runs`);
    },
  );

  it("twenty ordinary failures of a tick all have their details", () => {
    const failures = Array.from({ length: 20 }, (_, index) => alertOf(`job${index}`));
    expect(texts(slackMessage(failures, [], "production"))).toHaveLength(1 + 20);
  });

  it.each([498, 499, 500])("an error is cut between characters: a 🔴 after %i others", (before) => {
    const error = `${"e".repeat(before)}🔴${"e".repeat(100)}`;
    const [, text = ""] = texts(slackMessage([alertOf("a", {}, { error })], [], "production"));
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain(`${"e".repeat(498)}…`);
  });
});

// https://docs.slack.dev/reference/block-kit/composition-objects/text-object: with `verbatim` plain text stays plain.
it("an error can't call for people: only the mentions are read as such", () => {
  const { blocks } = slackMessage([alertOf("a", {}, { error: "ask @channel" })], ["@here"], "production");
  expect(blocks.slice(1).map(({ text }) => ("verbatim" in text ? text.verbatim : false))).toEqual([
    false,
    true,
  ]);
});

import pc from "picocolors";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { failed, shown, untried } from "../../../codegen/handshake/outcome.ts";
import type { Part } from "../../../codegen/handshake/outcome.ts";
import { printJson } from "../../../codegen/handshake/print-json.ts";
import { printMarkdown } from "../../../codegen/handshake/print-markdown.ts";
import { printEnd, printPart } from "../../../codegen/handshake/print-text.ts";
import { lengthNotice } from "../../../codegen/handshake/report.ts";

const heading = { environment: "staging", backend: "https://api.example.org" };
const colors = pc.createColors(false);
const reason = "ERIFY_CRON_TOKEN is not set: put it into the environment, or into .dev.vars";
const parts: readonly Part[] = [
  {
    endpoint: null,
    rows: [{ id: "reachable", title: "it can be reached", see: "health", outcome: shown("in 12 ms") }],
  },
  {
    endpoint: { method: "POST", path: "/cron/a|b", jobs: ["one", "two"] },
    rows: [
      {
        id: "wrong-token",
        title: "who shows a wrong token gets 401",
        see: "what-it-must-refuse",
        outcome: failed(
          'it answered 200, "<b>@all</b> | `x`", where 401 is due',
          "compare the whole token with `hmac.compare_digest`",
        ),
      },
      {
        id: "let-in",
        title: "who shows what the Worker shows gets 2xx",
        see: "the-request",
        outcome: untried(reason),
      },
      { id: "dry-run", title: "a dry run does no work", see: "dry-runs", outcome: untried(reason) },
    ],
  },
];

describe("how long it takes", () => {
  it.each([
    { endpoints: 20, want: null },
    { endpoints: 21, want: "21 endpoints are asked, one after another: that takes 1 minute or so" },
    { endpoints: 1000, want: "1000 endpoints are asked, one after another: that takes 20 minutes or so" },
  ])("is said beforehand of many endpoints: $endpoints", ({ endpoints, want }) => {
    expect(lengthNotice(endpoints)).toEqual(want === null ? null : expect.stringContaining(want));
  });

  it("and how it takes less", () => {
    expect(lengthNotice(21)).toContain("--job JOB…");
  });
});

describe("a report", () => {
  it("as text names the mend and its place, and gives one reason once", () => {
    const text = [...parts.map((part) => printPart(part, colors)), printEnd(parts, colors)].join("\n");
    expect(text).toMatchInlineSnapshot(`
      "
      The backend
        ✓ it can be reached  in 12 ms

      POST /cron/a|b (one, two)
        ✗ who shows a wrong token gets 401
            it answered 200, "<b>@all</b> | \`x\`", where 401 is due
            To mend it: compare the whole token with \`hmac.compare_digest\`. See
            docs/backend.md#what-it-must-refuse
        – who shows what the Worker shows gets 2xx
        – a dry run does no work
            They could not be tried: ERIFY_CRON_TOKEN is not set: put it into the environment, or into
            .dev.vars.

      1 promise was shown, 1 failed, 2 could not be tried."
    `);
    expect(Math.max(...text.split("\n").map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
  });

  it("as Markdown shows what a backend says as it is, and calls nobody", () => {
    const text = printMarkdown(heading, parts);
    expect(text).toContain("### POST /cron/a\\|b (one, two)");
    expect(text).toContain("\\<b\\>@\u{200b}all\\</b\\> \\| `x`");
    expect(text.split("\n").filter((line) => line.startsWith("| who shows a wrong"))).toHaveLength(1);
    expect(text).toContain("**failed**");
  });

  it("as JSON counts, and says of each promise what became of it", () => {
    expect(JSON.parse(printJson(heading, parts))).toMatchObject({
      environment: "staging",
      backend: "https://api.example.org",
      counts: { shown: 1, failed: 1, untried: 2 },
      parts: [
        { endpoint: null, promises: [{ id: "reachable", outcome: "shown", seen: "in 12 ms" }] },
        {
          endpoint: { method: "POST", path: "/cron/a|b", jobs: ["one", "two"] },
          promises: [
            { id: "wrong-token", outcome: "failed", see: "docs/backend.md#what-it-must-refuse" },
            { id: "let-in", outcome: "untried", why: reason },
            { id: "dry-run", outcome: "untried" },
          ],
        },
      ],
    });
  });
});

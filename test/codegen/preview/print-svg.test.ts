import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printSvg } from "../../../codegen/preview/print-svg.ts";
import { meetingMinutes, previews } from "./support/random-preview.ts";
import { previewOf } from "./support/preview-case.ts";
import type { PreviewInput } from "./support/preview-case.ts";

const job = { key: "job", name: "A job", words: "in words" };

function svg(input: Partial<PreviewInput>): string {
  return printSvg(previewOf({ environment: "test", from: "2026-11-23", days: 1, jobs: [], ...input }));
}

/** The `d` of all paths of a class, those of the legend left out. */
function paths(text: string, kind: string): string[] {
  const groups = [...text.matchAll(/<g>[^]*?<\/g>/g)].join("\n");
  return [...groups.matchAll(new RegExp(`class="${kind}" d="([^"]*)"`, "g"))].map(([, d = ""]) => d);
}

/** Names of the elements whose tags do not pair up, and what is no XML at all. */
function malformed(text: string): string[] {
  const wrong: string[] = [];
  const open: string[] = [];
  for (const [part] of text.matchAll(/<[^>]*>?|[^<]+/g)) {
    const [, close, name = ""] = /^<(\/?)([a-z]+)(?: [a-zA-Z-]+="[^"<&]*")*(?: \/)?>$/.exec(part) ?? [];
    if (!part.startsWith("<")) {
      if (
        /&(?!(?:amp|lt|gt|quot);)|[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(part)
      )
        wrong.push(part);
    } else if (name === "") wrong.push(part);
    else if (close === "/") {
      if (open.pop() !== name) wrong.push(part);
    } else if (!part.endsWith("/>")) open.push(name);
  }
  return [...wrong, ...open];
}

describe("a picture", () => {
  // The hours of a day lie from 240 to 932, so noon is at 586 and six o'clock at 413.
  it("has each run at its minute, in the row of its job", () => {
    const text = svg({
      jobs: [
        { ...job, at: ["12:00"] },
        { ...job, key: "other", at: ["06:00", "18:00"] },
      ],
    });
    expect(paths(text, "run")).toEqual(["M586 125v14", "M413 165v14M759 165v14"]);
    expect(paths(text, "meeting")).toEqual([]);
    expect(text).toContain("No two jobs run at one minute.");
  });

  it("shows runs at one minute in another color, with a line from the one to the other", () => {
    const text = svg({
      jobs: [
        { ...job, at: ["12:00"] },
        { ...job, key: "other", at: ["12:00", "18:00"] },
      ],
    });
    expect(paths(text, "meeting")).toEqual(["M586 125v14", "M586 165v14"]);
    expect(paths(text, "run")).toEqual(["M759 165v14"]);
    expect(text).toContain('<path class="link" d="M586 132V172" />');
    expect(text).toContain("At one minute two jobs or more run, 2 at most.");
  });

  it("shows runs that are too close as a band, where it meets another job too", () => {
    const text = svg({
      days: 7,
      jobs: [
        { ...job, everyMinutes: 5 },
        { ...job, key: "other", at: ["12:00"], weekdays: [1] },
      ],
    });
    expect(text).toContain(">288 a day</text>");
    expect(text.match(/<rect class="band"/g)).toHaveLength(2); // and the legend's
    expect(paths(text, "run")).toEqual([]);
    expect(paths(text, "tick")).toEqual(["M289.4 136v5"]); // a seventh of 692, halved
  });

  it("has a letter over a run that the clocks move, and what it means", () => {
    const text = svg({ jobs: [{ ...job, runs: [["2026-11-23T12:00+00:00", "shifted"]] }] });
    expect(text).toContain('<text class="moved" x="586" y="121">S</text>');
    expect(text).toContain("shifted: the clocks skip");
  });

  it("says in its description what it shows", () => {
    const text = svg({ jobs: [{ ...job, zone: "Europe/London", runs: [["2026-11-23T12:00+00:00", null]] }] });
    expect(text).toContain('<title id="title">What runs in test, Mon 23 Nov 2026</title>');
    expect(/<desc.*<\/desc>/.exec(text)?.[0]).toContain(
      " A job: in words, Europe/London, 1 run. No two jobs",
    );
  });

  it("takes names as they are, cut where they are too long", () => {
    const name = "<script>alert(\"1\")</script> & 'so' on and on\u0000\u0001\u{1b}\ud800\u{fffe}";
    const text = svg({ jobs: [{ ...job, name }] });
    expect(text).toContain(
      'class="name" x="28" y="129">&lt;script&gt;alert(&quot;1&quot;)&lt;/script…</text>',
    );
    expect(text).toContain(
      "<title>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; 'so' on and on\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}: in",
    );
    expect(text).not.toMatch(/href|url\(|@import|<script/);
  });

  it("is well-formed, and loses no run and no meeting", () => {
    fc.assert(
      fc.property(previews, (preview) => {
        const text = printSvg(preview);
        expect(malformed(text)).toEqual([]);
        const single =
          ["run", "meeting"]
            .flatMap((kind) => paths(text, kind))
            .join("")
            .match(/M/g)?.length ?? 0;
        const all = preview.jobs.reduce((sum, { runs }) => sum + runs.length, 0);
        const bands = (text.match(/<rect class="band"/g)?.length ?? 0) - 1;
        if (bands === 0) expect(single).toBe(all);
        else expect(all - single).toBeGreaterThanOrEqual(3 * bands);
        const meets = paths(text, "meeting").length + paths(text, "tick").length > 0;
        expect(meets).toBe(meetingMinutes(preview).length > 0);
      }),
    );
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxEventsADay, printIcs } from "../../../codegen/preview/print-ics.ts";
import type { Preview } from "../../../codegen/preview/preview.ts";
import { previews } from "./support/random-preview.ts";
import { previewOf } from "./support/preview-case.ts";

const stamp = Date.UTC(2026, 10, 20, 8, 30) / 60_000;

interface Component {
  readonly name: string;
  readonly properties: Map<string, string>;
  readonly parts: Component[];
}

/** Reads a calendar by the grammar of RFC 5545, section 3.1, and stops at whatever is not of it. */
function parseIcs(text: string): Component {
  if (!text.endsWith("\r\n")) throw new Error("the last line has no end");
  const folded = text.slice(0, -2).split("\r\n");
  for (const line of folded) {
    if (/[^\P{Cc}\t]/u.test(line)) throw new Error(`a control character in ${JSON.stringify(line)}`);
    if (Buffer.byteLength(line) > 75) throw new Error(`more than 75 octets: ${line}`);
    if (Buffer.from(line).toString("utf8") !== line) throw new Error(`a torn character: ${line}`);
  }
  const root: Component = { name: "", properties: new Map(), parts: [] };
  const open = [root];
  for (const line of folded.join("\r\n").replaceAll("\r\n ", "").split("\r\n")) {
    const [, name = "", value = ""] = /^([A-Z-]+(?:;[A-Z-]+=[^:;]+)*):(.*)$/su.exec(line) ?? [];
    const within = open.at(-1);
    if (name === "" || !within) throw new Error(`no content line: ${line}`);
    if (name === "BEGIN") {
      const part = { name: value, properties: new Map<string, string>(), parts: [] };
      within.parts.push(part);
      open.push(part);
    } else if (name === "END") {
      if (within.name !== value) throw new Error(`END:${value} in ${within.name}`);
      open.pop();
    } else {
      if (within.properties.has(name)) throw new Error(`${name} twice`);
      within.properties.set(name, value);
    }
  }
  const [calendar] = root.parts;
  if (open.length !== 1 || root.parts.length !== 1 || !calendar) throw new Error("not one whole calendar");
  return calendar;
}

/** The value of a property of type TEXT: section 3.3.11 knows these four escapes, and no bare comma or semicolon. */
function textOf({ properties }: Component, name: string): string {
  const value = properties.get(name) ?? "";
  if (!/^(?:[^\\;,]|\\[\\;,nN])*$/su.test(value)) throw new Error(`no TEXT: ${value}`);
  return value.replace(/\\(.)/gs, (_, escaped: string) => (escaped.toLowerCase() === "n" ? "\n" : escaped));
}

const job = { key: "job", name: "A job", words: "in words" };

/** A run at each of a day's first minutes. */
function busyDay(count: number): Preview {
  const fromMinute = Date.UTC(2026, 10, 23) / 60_000;
  const runs = Array.from({ length: count }, (_, index) => ({
    minute: fromMinute + index,
    offset: 0,
    moved: null,
  }));
  const jobs = [{ ...job, zone: "UTC", runs }];
  return { environment: "production", fromMinute, untilMinute: fromMinute + 1440, jobs };
}

describe("a calendar", () => {
  it("has an event for a run", () => {
    const preview = previewOf({
      environment: "production",
      from: "2026-11-23",
      days: 1,
      jobs: [{ ...job, at: ["02:06"], owner: "a; b", runbook: "https://example.com/" }],
    });
    expect(printIcs(preview, stamp).replaceAll("\r\n", "\n").split("BEGIN:VEVENT")[1]).toMatchInlineSnapshot(`
      "
      UID:production:job:20261123T0206Z
      DTSTAMP:20261120T083000Z
      DTSTART:20261123T020600Z
      DURATION:PT1M
      SUMMARY:A job
      DESCRIPTION:in words\\nOwner: a\\; b\\nRunbook: https://example.com/
      TRANSP:TRANSPARENT
      END:VEVENT
      END:VCALENDAR
      "
    `);
  });

  it("says in the job's own zone when a run is, and what moved it", () => {
    const runs = [["2027-03-14T03:30-04:00", "shifted"]] as const;
    const zone = "America/New_York";
    const preview = previewOf({
      environment: "e",
      from: "2027-03-14",
      days: 1,
      jobs: [{ ...job, zone, runs }],
    });
    const [event] = parseIcs(printIcs(preview, stamp)).parts;
    expect(event?.properties.get("DTSTART")).toBe("20270314T073000Z");
    expect(event && textOf(event, "DESCRIPTION").split("\n").slice(0, 3)).toEqual([
      "in words",
      "Sun 14 Mar 03:30 in America/New_York",
      "Moved by the clocks, shifted: the clocks skip its local time, so it runs as much later",
    ]);
  });

  it("has an all-day note for a day with more runs than an event each could show", () => {
    expect(maxEventsADay).toBe(50);
    expect(parseIcs(printIcs(busyDay(50), stamp)).parts).toHaveLength(50);
    const [note, ...others] = parseIcs(printIcs(busyDay(51), stamp)).parts;
    expect(others).toEqual([]);
    expect([...(note?.properties ?? [])]).toEqual([
      ["UID", "production:job:20261123"],
      ["DTSTAMP", "20261120T083000Z"],
      ["DTSTART;VALUE=DATE", "20261123"],
      ["SUMMARY", "A job (51 runs)"],
      ["DESCRIPTION", "in words\\n51 runs from 00:00 to 00:50 UTC"],
      ["TRANSP", "TRANSPARENT"],
    ]);
  });

  it("folds long lines between characters", () => {
    const name = "日".repeat(60);
    const preview = previewOf({
      environment: "e",
      from: "2026-11-23",
      days: 1,
      jobs: [{ ...job, name, at: ["09:00"] }],
    });
    const text = printIcs(preview, stamp);
    // 8 octets of SUMMARY: and 22 characters of 3 make 74; a folded line has its blank and 24 of them.
    expect(text).toContain(
      `\r\nSUMMARY:${"日".repeat(22)}\r\n ${"日".repeat(24)}\r\n ${"日".repeat(14)}\r\n`,
    );
  });

  it("can be read back, whatever the names", () => {
    fc.assert(
      fc.property(previews, (preview) => {
        const { name, properties, parts } = parseIcs(printIcs(preview, stamp));
        expect([name, properties.get("VERSION"), properties.has("PRODID")]).toEqual([
          "VCALENDAR",
          "2.0",
          true,
        ]);
        const events = parts.map((event) => {
          const [, summary = "", count = "1"] =
            /^(.*?)(?: \((\d+) runs\))?$/su.exec(textOf(event, "SUMMARY")) ?? [];
          return { uid: textOf(event, "UID"), summary, count: Number(count) };
        });
        expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
        for (const { key, name: written, runs } of preview.jobs) {
          const own = events.filter(({ uid }) => uid.startsWith(`production:${key}:`));
          const readable = written.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\t\n]/gu, "\u{fffd}");
          expect(new Set(own.map(({ summary }) => summary))).toEqual(
            new Set(runs.length === 0 ? [] : [readable]),
          );
          expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(runs.length);
        }
      }),
    );
  });
});

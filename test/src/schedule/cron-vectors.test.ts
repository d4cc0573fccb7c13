import { describe, expect, it } from "vitest";
import { matches, nextAfter, parseCron } from "../../../src/schedule/cron.ts";
import vectors from "../../fixtures/cron/cloudflare-cron.json";
import { minuteOf } from "./support/instant.ts";

/**
 * What Cloudflare's own parser and iterator answered, 1,500 times; where they have a known defect,
 * `intended` is the answer without it.
 */
interface Vector {
  readonly expr: string;
  readonly ok: boolean;
  readonly from: string;
  readonly next: readonly string[];
  readonly contains?: boolean;
  readonly intended?: readonly string[];
  readonly intendedContains?: boolean;
}
const cases: readonly Vector[] = vectors.cases;

describe("Cloudflare's answers", () => {
  it("are 1,500, of valid and of invalid expressions", () => {
    expect([cases.filter((vector) => vector.ok).length, cases.filter((vector) => !vector.ok).length]).toEqual(
      [1200, 300],
    );
  });

  it.each(cases)("$expr from $from", ({ expr, ok, from, next, contains, intended, intendedContains }) => {
    const result = parseCron(expr);
    expect(result.ok).toBe(ok);
    if (!result.ok) {
      expect(result.errors.length).toBeGreaterThan(0);
      return;
    }
    expect(matches(result.cron, minuteOf(from))).toBe(intendedContains ?? contains);
    const want = (intended ?? next).map(minuteOf);
    const found: number[] = [];
    for (let minute = nextAfter(result.cron, minuteOf(from)); minute !== null && found.length < 6;) {
      found.push(minute);
      minute = nextAfter(result.cron, minute);
    }
    expect(found).toEqual(want);
  });
});

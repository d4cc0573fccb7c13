import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readRaw } from "../../codegen/compile.ts";
import { previewOf } from "../../codegen/next/preview-of.ts";
import { resolveSchedules } from "../../codegen/passes/resolve-schedules.ts";
import { printSvg } from "../../codegen/preview/print-svg.ts";

/** A Monday, so that the picture shows a whole week. */
const monday = Date.UTC(2026, 10, 23) / 60_000;

it("the README's picture is production's week (npm run preview -- --from 2026-11-23 --svg docs/week.svg)", () => {
  const { raw } = readRaw({ file: "schedules.yaml", text: readFileSync("schedules.yaml", "utf8") }, monday);
  const resolved = raw && resolveSchedules(raw);
  const environment = resolved?.environments.find(({ name }) => name === "production");
  if (!resolved || !environment) throw new Error("schedules.yaml has no environment production");
  expect(readFileSync("docs/week.svg", "utf8")).toBe(
    printSvg(previewOf(environment, resolved.almanac, monday, 7)),
  );
});

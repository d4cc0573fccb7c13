import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diagnosticsDoc } from "../../dev/diagnostics-doc.ts";

test("docs/diagnostics.md is what the catalogue gives (npm run test:update writes it)", () => {
  expect(readFileSync("docs/diagnostics.md", "utf8")).toBe(diagnosticsDoc());
});

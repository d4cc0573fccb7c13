/** docs/import.md against what import prints, and what init takes where nothing is said. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formats } from "../../codegen/import/formats.ts";
import { importSchedules } from "../../codegen/import/import-schedules.ts";
import { fallbacks } from "../../codegen/init/answers.ts";

const page = readFileSync("docs/import.md", "utf8");
const [, crontab = "", printed = ""] =
  /```crontab\n([^]*?)```[^]*?```yaml fragment\n([^]*?)```/.exec(page) ?? [];

describe("docs/import.md", () => {
  it("shows what import prints", () => {
    expect(importSchedules([{ file: "crontab.txt", text: crontab }]).yaml).toBe(printed);
  });

  it("quotes what is said of Cloudflare's numbers", () => {
    const { yaml } = importSchedules([{ file: "wrangler.toml", text: 'triggers.crons = ["0 9 * * 1-5"]' }]);
    const said = yaml?.split("\n").filter((line) => /Cloudflare counts|^ +# {3}counted/.test(line));
    expect(page).toContain(said?.map((line) => `${line.trim()}\n`).join("") ?? "nothing");
  });

  it("names every format, and what init takes", () => {
    for (const format of formats) expect(page).toContain(`| \`${format}\``);
    for (const text of [fallbacks.worker, fallbacks.plan, fallbacks.timeZone])
      expect(page).toContain(`asked; \`${text}\``);
    expect(page).toContain(`a job \`${fallbacks.job.key}\` at ${fallbacks.job.schedule}`);
  });
});

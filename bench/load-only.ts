/** What `generate` is compared to: the same runner, loading `yaml` and `zod` and parsing the same file. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";

const value: unknown = parse(readFileSync(process.argv[2] ?? "schedules.yaml", "utf8"));
if (!z.looseObject({}).safeParse(value).success) process.exitCode = 1;

/** What `generate` is compared to: a process that only loads `yaml` and `zod` and parses the same file. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";

const value: unknown = parse(readFileSync(process.argv[2] ?? "schedules.yaml", "utf8"));
if (!z.looseObject({}).safeParse(value).success) process.exitCode = 1;

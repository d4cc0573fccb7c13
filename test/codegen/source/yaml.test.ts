import { describe, expect, it } from "vitest";
import { compileText, fileWithJob, markedText, placesOf } from "../support/compile-text.ts";

const head = fileWithJob("").split("jobs:")[0] ?? "";
const job = (lines: string): string => fileWithJob(`endpoint: /report\n${lines}`);
const daily = 'schedule: "0 9 * * *"';

function bomb(levels: number, width: number): string {
  const lists = Array.from({ length: levels }, (_, level) => {
    const item = level === 0 ? "x" : `*l${level - 1}`;
    return `  l${level}: &l${level} [${Array.from({ length: width }, () => item).join(", ")}]`;
  });
  return lists.join("\n");
}

/** A file and the places of all that is said of it; none is a file that works. */
const rows: { name: string; file: string; want: string[] }[] = [
  { name: "an empty file", file: "", want: ["SCH003 1:1-1:1"] },
  { name: "a file of blank lines", file: "\n\n", want: ["SCH003 1:1-1:1"] },
  { name: "only comments", file: "# one\n# two\n", want: ["SCH003 1:1-1:1"] },
  { name: "only a separator", file: "---\n", want: ["SCH103 1:1-1:4"] },
  { name: "a text", file: "hello\n", want: ["SCH103 1:1-1:6"] },
  { name: "a list", file: "- a\n", want: ["SCH103 1:1-1:4"] },
  { name: "a leading separator and a closing mark", file: `---\n${job(daily)}...\n`, want: [] },
  { name: "%YAML 1.2", file: `%YAML 1.2\n---\n${job(daily)}`, want: [] },
  { name: "%YAML 1.1", file: `%YAML 1.1\n---\n${job(daily)}`, want: ["SCH003 1:1-1:10"] },
  { name: "a second document", file: `${job(daily)}---\na: 1\n`, want: ["SCH007 11:1-11:4"] },
  {
    name: "three documents",
    file: "a: 1\n---\nb: 1\n---\nc: 1\n",
    want: ["SCH007 2:1-2:4", "SCH007 4:1-4:4"],
  },
  { name: "a duplicate key", file: job(`${daily}\n${daily}`), want: ["SCH004 11:5-11:13"] },
  {
    name: "a duplicate key written in two ways",
    file: job(`${daily}\n"schedule": manual`),
    want: ["SCH004 11:5-11:15"],
  },
  {
    name: "a duplicate key in a payload",
    file: job(`${daily}\npayload: { a: 1, a: 2 }`),
    want: ["SCH004 11:22-11:23"],
  },
  { name: "a tab as indent", file: `${head}jobs:\n\tjob: {}\n`, want: ["SCH005 8:1-8:2"] },
  { name: "a tab between key and value", file: job("schedule:\tmanual"), want: [] },
  { name: "a tag of its own", file: job("schedule: !cron 0 9 * * *"), want: ["SCH006 10:15-10:20"] },
  { name: "a tag of YAML 1.1", file: job(`${daily}\npayload: !!binary abc`), want: ["SCH006 11:14-11:22"] },
  {
    name: "a timestamp tag",
    file: job(`${daily}\npayload: !!timestamp 2026-01-01`),
    want: ["SCH006 11:14-11:25"],
  },
  { name: "a core tag", file: job(`${daily}\nname: !!str 42`), want: [] },
  { name: "an anchor and its alias", file: job(`schedule: [&a { at: "09:00" }, *a]`), want: [] },
  { name: "an alias without its anchor", file: job("schedule: *a"), want: ["SCH008 10:15-10:17"] },
  {
    name: "an alias before its anchor",
    file: job(`name: *n\n${daily}\nowner: &n data`),
    want: ["SCH008 10:11-10:13"],
  },
  {
    name: "an alias inside its own anchor",
    file: job(`${daily}\npayload: &p [*p]`),
    want: ["SCH008 11:18-11:20"],
  },
  {
    name: "a fault behind an alias, at its use",
    file: job(`name: &n 30\n${daily}\ntimeout: *n`),
    want: ["SCH103 10:14-10:16", "SCH105 12:14-12:16"],
  },
  { name: "aliases that multiply", file: `a:\n${bomb(9, 10)}\n`, want: ["SCH008 10:57-10:60"] },
  {
    name: "aliases that multiply in a payload",
    file: job(`${daily}\npayload:\n${bomb(7, 10)}`),
    want: ["SCH008 18:61-18:64"],
  },
  {
    name: "more aliases than are followed",
    file: job(`${daily}\npayload: [&a 1, ${"*a, ".repeat(2001)}2]`),
    want: ["SCH008 11:8021-11:8023"],
  },
  { name: "aliases that do not multiply much", file: job(`${daily}\npayload:\n${bomb(3, 10)}`), want: [] },
  { name: "a merge key", file: job(`<<: { timeout: 1m }\n${daily}`), want: ["SCH101 10:5-10:7"] },
  { name: "a list as a key", file: job(`${daily}\n? [a]\n: 1`), want: ["SCH003 11:7-11:8"] },
  { name: "a number as a key", file: job(`${daily}\n42: x`), want: ["SCH101 11:5-11:7"] },
  {
    name: "a number as a job's name",
    file: `${head}jobs:\n  1: { endpoint: /a, schedule: manual }\n`,
    want: ["SCH107 8:3-8:4"],
  },
  { name: "null as a key", file: job(`${daily}\n~: x`), want: ["SCH101 11:5-11:6"] },
  { name: "an empty key", file: job(`${daily}\n"": x`), want: ["SCH101 11:5-11:7"] },
  { name: "a block scalar as cron", file: job("schedule: |\n  0 9 * * *"), want: ["SCH201 10:15-11:16"] },
  { name: "a block scalar without its last line end", file: job("schedule: |-\n  0 9 * * *"), want: [] },
  {
    name: "a folded cron text with a fault",
    file: job("schedule: >-\n  0 25\n  * * *"),
    want: ["SCH201 10:15-12:12"],
  },
  {
    name: "an escaped cron text with a fault",
    file: job('schedule: "0 25 * *\\x20*"'),
    want: ["SCH201 10:15-10:30"],
  },
  { name: "a fault in a plain cron text", file: job("schedule: 0 25 * * *"), want: ["SCH201 10:17-10:19"] },
  {
    name: "a fault in a quoted cron text",
    file: job("schedule: '0 25 * * *'"),
    want: ["SCH201 10:18-10:20"],
  },
  {
    name: "a fault in an aliased cron text",
    file: job(`owner: &c 0 25 * * *\nschedule: *c`),
    want: ["SCH201 11:15-11:17"],
  },
  {
    name: "a fault behind an emoji",
    file: job(`{ a: 1 }`)
      .replace(/endpoint[^]*/, '"🎉🎉": 1, endpoint: /report, schedule: manual\n')
      .replace("job:\n    ", "job: { ")
      .replace("manual\n", "manual }\n"),
    want: ["SCH101 8:10-8:16"],
  },
  {
    name: "two brackets that are never closed",
    file: job(`success: [2xx\nretry: { jitter: full\n${daily}`),
    want: ["SCH003 10:14-10:15", "SCH003 11:12-11:13"],
  },
  {
    name: "a bracket and then a quote that are never closed",
    file: job(`success: [2xx\nschedule: "0 9 * * *`),
    want: ["SCH003 10:14-10:15", "SCH003 11:15-11:16"],
  },
  { name: "an unquoted star", file: job("schedule: */5 * * * *"), want: ["SCH009 10:15-10:26"] },
  { name: "an unquoted at sign", file: job("schedule: @daily"), want: ["SCH009 10:15-10:21"] },
  {
    name: "an unquoted star in a list",
    file: job("schedule: [*/5 * * * *, manual]"),
    want: ["SCH009 10:16-10:27"],
  },
  {
    name: "an unquoted star under a dash",
    file: job("schedule:\n  - * 9 * * MON"),
    want: ["SCH009 11:9-11:20"],
  },
  {
    name: "an unquoted star before a comment",
    file: job("schedule: */5 * * * * # often"),
    want: ["SCH009 10:15-10:26"],
  },
  { name: "a NUL in a text", file: job(`${daily}\nname: "a\\0b"`), want: [] },
];

describe("YAML", () => {
  it.each(rows)("$name", ({ file, want }) => {
    expect(placesOf(compileText(file)).filter((place) => !/SCH(305|210)/.test(place))).toEqual(want);
  });

  it("reads a folded cron text as one line", () => {
    const { files } = compileText(job("schedule: >-\n  15 5\n  * * MON-FRI"));
    expect(files.get("wrangler.toml")).toContain('crons = [ "15 5 * * MON-FRI" ]');
  });

  it("points at the use of an alias, and underlines all of it", () => {
    const [diagnostic] = compileText(job("owner: &c 0 25 * * *\nschedule: *c")).diagnostics;
    expect(diagnostic && markedText(diagnostic)).toBe("*c");
  });

  it("takes a line of a million characters", () => {
    const name = "x".repeat(1_000_000);
    const { compiled } = compileText(job(`${daily}\nname: ${name}`));
    expect(compiled?.resolved.environments[0]?.jobs[0]?.name).toBe(name);
  });
});

// Faults that grow with the square of the file would take minutes here, not a second.
describe("a long file that is wrong on every line", { timeout: 20_000 }, () => {
  const count = 30_000;
  it.each([
    { name: "unknown keys", line: (index: number) => `key${index}: 1`, code: "SCH101" },
    { name: "one key again and again", line: () => "a: 1", code: "SCH004" },
    { name: "aliases without an anchor", line: (index: number) => `key${index}: *a`, code: "SCH008" },
    { name: "unquoted stars", line: (index: number) => `key${index}: */5 * * * *`, code: "SCH009" },
    { name: "brackets that are never closed", line: () => "a: [", code: "SCH003" },
    { name: "tabs", line: () => "a:\n\tb: 1", code: "SCH005" },
    { name: "documents", line: () => "---\na: 1", code: "SCH007" },
  ])("is answered in good time: $name", ({ line, code }) => {
    const { diagnostics } = compileText(Array.from({ length: count }, (_, index) => line(index)).join("\n"));
    expect(diagnostics.filter((each) => each.code === code).length).toBeGreaterThanOrEqual(count - 1);
  });
});

describe("deep nesting", () => {
  const depth = 10_000;
  it.each([
    ["lists in flow form", `payload: ${"[".repeat(depth)}${"]".repeat(depth)}`],
    ["maps in flow form", `payload: ${"{a: ".repeat(depth)}1${"}".repeat(depth)}`],
    ["lists that are never closed", `payload: ${"[".repeat(depth)}`],
    ["lists in block form", `payload:\n  ${"- ".repeat(depth)}1`],
  ])("is a diagnostic, not a crash: %s", (_name, payload) => {
    const result = compileText(job(`${daily}\n${payload}`));
    expect(result.diagnostics.map(({ code }) => code)).toContain("SCH003");
    expect(result.files.size).toBe(0);
  });

  it("of a hundred levels works", () => {
    const result = compileText(job(`${daily}\npayload: ${"[".repeat(100)}${"]".repeat(100)}`));
    expect(placesOf(result)).toEqual([]);
  });
});

describe("names that JavaScript gives a meaning", () => {
  const names = ["constructor", "toString", "valueOf", "hasOwnProperty"];
  it.each(names)("%s is a job, a key of a payload, a query and a header like any other", (name) => {
    const file = `${head}jobs:\n  ${name}: { endpoint: /a, payload: { ${name}: 1 }, query: { ${name}: x }, headers: { ${name}: y }, schedule: manual }\n`;
    const { diagnostics, compiled } = compileText(file);
    expect(diagnostics).toEqual([]);
    const [resolved] = compiled?.resolved.environments[0]?.jobs ?? [];
    expect(resolved).toMatchObject({
      key: name,
      path: `/a?${name}=x`,
      headers: { [name]: "y" },
      payload: { [name]: 1 },
    });
  });

  it.each(names)("%s as a job's key is unknown", (name) => {
    const { diagnostics } = compileText(job(`${daily}\n${name}: 1`));
    expect(diagnostics.map(({ code, span }) => [code, span.start === span.end])).toEqual([["SCH101", false]]);
  });

  it.each([
    ["at the top level", `${job(daily)}__proto__: 1\n`],
    ["as a job", `${job(daily)}  __proto__: { endpoint: /a, schedule: manual }\n`],
    ["as a job's key", job(`${daily}\n__proto__: { timeout: 1m }`)],
    ["in a payload", job(`${daily}\npayload: { __proto__: { a: 1 } }`)],
    ["in a query", job(`${daily}\nquery: { __proto__: a }`)],
    ["in a map of schedules", job("schedule: { __proto__: manual, production: manual }")],
    ["as an environment", job(daily).replace("jobs:", "  __proto__: { backend: https://a.example }\njobs:")],
  ])("__proto__ is refused, never dropped: %s", (_name, file) => {
    const { diagnostics } = compileText(file);
    expect(diagnostics.map(({ code }) => code)).toContain("SCH101");
    expect(diagnostics.map(markedText)).toContain("__proto__");
  });

  it.each(["constructor", "to-string"])("%s is an environment like any other", (name) => {
    const file = job(`schedule: { ${name}: "0 9 * * *" }\noverrides: {}`).replace("production", name);
    const { diagnostics, compiled } = compileText(file);
    expect(diagnostics).toEqual([]);
    expect(compiled?.environments.map(({ triggers }) => triggers.length)).toEqual([1]);
  });
});

describe("an empty value", () => {
  const keys = {
    "the file": ["version", "worker", "account", "defaults", "environments", "jobs"],
    "an environment": [
      "backend",
      "allowInsecure",
      "worker",
      "default",
      "logLevel",
      "concurrency",
      "healthPath",
      "vars",
      "notify",
      "analytics",
      "heartbeat",
      "defaults",
    ],
    "a job": [
      "name",
      "description",
      "owner",
      "runbook",
      "endpoint",
      "query",
      "headers",
      "schedule",
      "overrides",
      "timeout",
      "retry",
      "auth",
      "success",
      "enabled",
      "notify",
    ],
  };
  const whole = {
    version: 1,
    worker: "cron-worker",
    account: { plan: "paid" },
    environments: { production: { backend: "https://api.example.com" } },
    jobs: { job: { endpoint: "/report", schedule: "manual" } },
  };
  const fileOf = (where: string, key: string): string => {
    const environment = where === "an environment" ? { [key]: null } : {};
    const ofJob = where === "a job" ? { [key]: null } : {};
    const file = {
      ...whole,
      environments: { production: { ...whole.environments.production, ...environment } },
      jobs: { job: { ...whole.jobs.job, ...ofJob } },
      ...(where === "the file" && { [key]: null }),
    };
    return JSON.stringify(file, null, 1).replaceAll("null", "");
  };
  const each = Object.entries(keys).flatMap(([where, list]) => list.map((key) => ({ where, key })));

  it.each(each)("is refused at the key: `$key:` of $where", ({ where, key }) => {
    const { diagnostics } = compileText(fileOf(where, key));
    expect(diagnostics.map(markedText)).toEqual([`"${key}"`]);
    expect(["SCH103", "SCH104", "SCH105"]).toContain(diagnostics[0]?.code);
  });

  it("is a value as a payload: null", () => {
    const { diagnostics, compiled } = compileText(fileOf("a job", "payload"));
    expect(diagnostics).toEqual([]);
    expect(compiled?.resolved.environments[0]?.jobs[0]?.payload).toBe(null);
  });
});

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { RawSchedules } from "../schema/raw.ts";
import { isLoopback } from "../schema/urls.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfKey, spanOfValue } from "../source/span.ts";

/** Reports SCH306 (a backend without TLS), SCH308 (a Worker name used twice) and SCH309 (two defaults). */
export function checkEnvironments(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  return [
    ...insecureBackends(document, raw),
    ...sharedWorkers(document, raw),
    ...severalDefaults(document, raw),
  ];
}

function insecureBackends(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  return Object.entries(raw.environments)
    .filter(([, { backend, allowInsecure }]) => {
      const { protocol, hostname } = new URL(backend);
      return protocol === "http:" && !isLoopback(hostname) && !allowInsecure;
    })
    .map(([name, { backend }]) => {
      const message = `\`${backend}\` is not encrypted: the token would travel in clear text`;
      const hint = `write ${backend.replace("http:", "https:")}, or add allowInsecure: true where the network is your own`;
      return diagnostic("SCH306", spanOfValue(document, ["environments", name, "backend"]), message, {
        hint,
      });
    });
}

function sharedWorkers(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  const firstOf = new Map<string, string>();
  return Object.entries(raw.environments).flatMap(([name, { worker = `${raw.worker}-${name}` }]) => {
    const first = firstOf.get(worker);
    if (first === undefined) {
      firstOf.set(worker, name);
      return [];
    }
    const span = spanOfValue(document, ["environments", name, "worker"]);
    const message = `the Worker name \`${worker}\` is used by two environments: each deploy would replace the other's schedules`;
    const related = [
      { message: `also the Worker of \`${first}\``, span: spanOfKey(document, ["environments", first]) },
    ];
    return [
      diagnostic("SCH308", span, message, { hint: `for example worker: ${raw.worker}-${name}`, related }),
    ];
  });
}

function severalDefaults(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  const [first, ...others] = Object.keys(raw.environments).filter(
    (name) => raw.environments[name]?.default === true,
  );
  if (first === undefined) return [];
  const related = [
    {
      message: `\`${first}\` is the default already`,
      span: spanOfKey(document, ["environments", first, "default"]),
    },
  ];
  return others.map((name) =>
    diagnostic(
      "SCH309",
      spanOfKey(document, ["environments", name, "default"]),
      "only one environment can be the default",
      {
        hint: "remove one of them",
        related,
      },
    ),
  );
}

import { durationText } from "../schema/duration.ts";
import { commandRequest } from "./command-request.ts";
import { shownCommand } from "./describe-command.ts";
import type { FoundJob, FoundSchedules, Remark } from "./found.ts";
import { check, note, UnreadableSource } from "./found.ts";
import { at, itemsOf, parseDocuments, textAt } from "./parse-documents.ts";

/**
 * Every CronJob of a manifest, whatever else stands in it.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/
 */
export function readKubernetes(_file: string, text: string): FoundSchedules {
  const jobs = parseDocuments(text).flatMap(({ value, lineOf }) => {
    const items = at(value, "kind") === "List" ? itemsOf(at(value, "items")) : [value];
    const isList = items[0] !== value;
    return items.flatMap((each, index) =>
      at(each, "kind") === "CronJob"
        ? [toJob(each, lineOf([...(isList ? ["items", index] : []), "spec", "schedule"]))]
        : [],
    );
  });
  if (jobs.length === 0) throw new UnreadableSource("it has no CronJob");
  const clock = jobs.some(({ times }) => times.some(({ timeZone }) => timeZone === undefined))
    ? [
        check(
          "without `timeZone` a CronJob goes by the clock of its control plane, and UTC is taken here, as nearly all have it.",
        ),
      ]
    : [];
  const overlap = jobs.some(({ settings }) => settings?.overlap === "allow");
  const policy = note(
    "where no `concurrencyPolicy` says otherwise a run starts beside one that still runs: `overlap: allow`.",
  );
  const template = text.includes("{{") ? [templateRemark] : [];
  return { scheduler: "kubernetes", jobs, remarks: [...template, ...clock, ...(overlap ? [policy] : [])] };
}

const templateRemark = check(
  "there are `{{ … }}` in it, so it is a template: fill it in first, as `helm template` does, and import what that prints.",
);

function toJob(cronJob: unknown, line: number): FoundJob {
  const name = textAt(cronJob, "metadata", "name") ?? "job";
  const spec = at(cronJob, "spec");
  const written = textAt(spec, "schedule") ?? "";
  // robfig/cron takes a zone in front of the expression.
  const [, zoneInFront, rest] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(written) ?? [];
  const timeZone = zoneInFront ?? textAt(spec, "timeZone");
  const container = at(spec, "jobTemplate", "spec", "template", "spec", "containers", 0);
  const words = [...itemsOf(at(container, "command")), ...itemsOf(at(container, "args"))].map(String);
  const image = textAt(container, "image") ?? "";
  // An image such as curlimages/curl starts curl with the arguments alone.
  const request = commandRequest(
    /(?:^|\/)curl(?:[:@]|$)/.test(image) && words[0] !== "curl" ? ["curl", ...words] : words,
  );
  const policies = policiesOf(spec);
  return {
    words: name,
    runs: request ? "" : shownCommand(words.length > 0 ? words.join(" ") : image),
    endpoint: request?.endpoint,
    times: [{ expression: rest ?? written, line, timeZone }],
    settings: policies.settings,
    remarks: [...policies.remarks, ...(request?.remarks ?? [])],
  };
}

/** What `concurrencyPolicy`, `startingDeadlineSeconds` and `suspend` come to. */
function policiesOf(spec: unknown): { settings: Record<string, string>; remarks: Remark[] } {
  const settings: Record<string, string> = {};
  const remarks: Remark[] = [];
  const policy = at(spec, "concurrencyPolicy") ?? "Allow";
  settings.overlap = policy === "Allow" ? "allow" : "skip";
  if (policy === "Replace")
    remarks.push(
      check(
        "`concurrencyPolicy: Replace` ends a run for the next one, which can't be said: `skip` drops the next.",
      ),
    );
  const deadline = at(spec, "startingDeadlineSeconds");
  if (typeof deadline === "number" && deadline > 0) settings.catchUp = catchUpOf(deadline, remarks);
  if (at(spec, "suspend") === true) {
    settings.pause = '{ reason: "suspended in Kubernetes" }';
    remarks.push(check("`suspend: true`: it is paused here too, until the line `pause` goes."));
  }
  return { settings, remarks };
}

const minuteSeconds = 60;
const longestSeconds = 30 * 86_400;

function catchUpOf(deadline: number, remarks: Remark[]): string {
  const seconds = Math.min(Math.max(deadline, minuteSeconds), longestSeconds);
  if (seconds !== deadline)
    remarks.push(check(`\`startingDeadlineSeconds: ${deadline}\`: \`catchUp\` is from 1m to 30d here.`));
  return durationText(seconds * 1000);
}

import { name } from "./texts.ts";

/** Of jobs, locks and calendars: they are keys of the job map, and parts of run ids. */
const plainName = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const plainForm = "a letter, then letters, digits, `_` or `-`, at most 63 in all";

export const workerName = name(
  "Worker name",
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  "Cloudflare takes lower case letters, digits and `-` inside, at most 63",
  "Name of the Worker on Cloudflare.",
);
export const environmentName = name(
  "environment name",
  /^[a-z][a-z0-9-]{0,30}$/,
  "a lower case letter, then lower case letters, digits or `-`, at most 31 in all",
  "An environment.",
);
export const jobName = name("job name", plainName, plainForm, "A job.");
export const calendarName = name("calendar name", plainName, plainForm, "A calendar.");
export const lockName = name(
  "name of a lock",
  plainName,
  plainForm,
  "Jobs of an environment that share a lock never run at once. The job's key if left out.",
);
export const varName = name(
  "name of a var",
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "letters, digits and `_`, not beginning with a digit",
  "A var.",
);

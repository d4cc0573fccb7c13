import { Option } from "commander";
import { formats } from "../../diagnostics/formats.ts";
import { addFormat } from "../format-option.ts";

export const configOption = () => new Option("--config <file>", "the schedules").default("schedules.yaml");

export const outOption = () =>
  new Option("--out <dir>", "where the generated files are").default(undefined, "beside the schedules");

export const fromOption = () =>
  new Option("--from <date>", "prove the runs of 13 months from this date on").default(undefined, "today");

/** Of the problems in the schedules. Its words are checked with the file that may follow them. */
export const formatOption = () => {
  const option = new Option(
    "--format <format[=file]>",
    "how problems are printed, or written to a file; can be said again for another file",
  ).default(undefined, "text");
  option.choices(Object.keys(formats));
  return option.argParser(addFormat);
};

/** The environments of the file are known only when it is read. */
export const environmentOption = (description = "only this environment") =>
  new Option("--env <environment>", description);

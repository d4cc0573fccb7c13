import { Option } from "commander";
import { addFormat } from "../format-option.ts";

export const configOption = () => new Option("--config <file>", "the schedules").default("schedules.yaml");
export const outOption = () =>
  new Option("--out <dir>", "where the generated files are (default: beside the schedules)");
export const fromOption = () =>
  new Option("--from <date>", "prove the runs from this date on (default: today)");
export const formatOption = () =>
  new Option(
    "--format <format[=file]>",
    "text, json, github, sarif, junit or markdown, on standard output or in a file; can be said several times (default: text)",
  ).argParser(addFormat);

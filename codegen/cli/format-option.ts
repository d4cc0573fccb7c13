import { InvalidArgumentError } from "commander";
import type { Format } from "../diagnostics/formats.ts";
import { formats, isFormat } from "../diagnostics/formats.ts";
import { suggestion } from "./choose.ts";

/** One `--format`: what is printed, and the file that it goes to; standard output where none is named. */
export interface FormatTarget {
  readonly format: Format;
  readonly file?: string;
}

/** Reads `--format sarif=out.sarif` beside those before it. One format goes to standard output, one to each file. */
export function addFormat(text: string, before: readonly FormatTarget[] = []): readonly FormatTarget[] {
  const [, format = "", file] = /^([^=]*)(?:=([^]*))?$/.exec(text) ?? [];
  if (!isFormat(format))
    throw new InvalidArgumentError(
      `${suggestion(format, Object.keys(formats))} Each can be FORMAT=FILE too.`,
    );
  if (file === "") throw new InvalidArgumentError(`Write the name of a file after it: ${format}=FILE.`);
  if (before.some((each) => each.file === file)) {
    throw new InvalidArgumentError(
      file === undefined
        ? `Standard output takes one format: write --format ${format}=FILE for the other.`
        : `\`${file}\` takes one format: name another file for the other.`,
    );
  }
  return [...before, { format, file }];
}

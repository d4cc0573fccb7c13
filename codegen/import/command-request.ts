import type { Remark } from "./found.ts";
import { check } from "./found.ts";
import type { ReadUrl } from "./read-url.ts";
import { readUrl } from "./read-url.ts";
import { splitWords } from "./split-words.ts";

/** Options of curl and wget that take the next word, where it must not be read as the address. */
const takesWord =
  /^(?:-[A-Za-z]*[AbcCdeEFHkKmoPQrTuUwxXyYz]|--(?:header|user|user-agent|max-time|connect-timeout|retry|retry-delay|output|data(?:-\w+)?|json|form|request|cookie|timeout|tries|url|cacert|post-data|method|body-data))$/;

/** The request that a command of words makes through curl or wget; null for any other command. */
export function commandRequest(words: readonly string[]): ReadUrl | null {
  const shell = words.findIndex((word) => /(?:^|\/)(?:ba|da|z)?sh$/.test(word));
  if (shell !== -1 && /^-\w*c$/.test(words[shell + 1] ?? ""))
    return commandRequest(splitWords(words[shell + 2] ?? ""));
  const start = words.findIndex((word) => /(?:^|\/)(?:curl|wget)$/.test(word));
  if (start === -1 || !isAlone(words, start)) return null;
  const end = words.findIndex((word, index) => index > start && operator.test(word));
  const args = words.slice(start + 1, end === -1 ? undefined : end);
  const addresses = args.filter((word, index) => /^https?:\/\//i.test(word) && !takesOther(args[index - 1]));
  const [address] = addresses;
  if (address === undefined || addresses.length > 1) return null;
  const { method, remarks } = methodOf(args);
  const read = readUrl(method, address.replace(/;$/, ""));
  return read.endpoint === undefined ? null : { ...read, remarks: [...read.remarks, ...remarks] };
}

const operator = /^(?:&&|\|\|?|;|&|\d?>.*|&>.*)$/;

/** A request behind another command is mostly a ping to a watchdog, and one before a pipe only fetches what the next command reads. */
function isAlone(words: readonly string[], start: number): boolean {
  const before = words.slice(0, start);
  const starter = before.findLastIndex((word) => /^(?:&&|\|\|?|;)$|;$/.test(word));
  const after = words.slice(start + 1).join(" ");
  return (
    (starter === -1 || /^(?:cd|sleep)$/.test(before[0] ?? "")) &&
    !/(?:^| )(?:&&|\|)(?: |$)|;(?: |$)(?!$)/.test(after.replace(/ \| logger\b.*$/, ""))
  );
}

function takesOther(before: string | undefined): boolean {
  return (
    before !== undefined &&
    before !== "--url" &&
    takesWord.test(before) &&
    !/^-[sSfLkiIqv]+$|^-X./.test(before)
  );
}

function methodOf(args: readonly string[]): { readonly method: string; readonly remarks: readonly Remark[] } {
  const has = (pattern: RegExp) => args.some((word) => pattern.test(word));
  const body = has(/^(?:-d|-F|--data.*|--json.*|--form.*|--post-data.*|--post-file.*|--body-data.*)$/);
  const asQuery = has(/^(?:-G|--get)$/);
  const remarks = [
    ...(body ? [check("what it sends is not read: write it as `payload` or `query`.")] : []),
    ...(has(/^(?:-H|-u|--header.*|--user(?:=.*)?)$/)
      ? [check("its headers are not read, as they often hold secrets: see `headers` and `auth`.")]
      : []),
  ];
  const named = args.flatMap((word, index) => {
    const [, glued] = /^(?:-X|--request=|--method=)([A-Za-z]+)$/.exec(word) ?? [];
    return glued ?? (/^(?:-\w*X|--request|--method)$/.test(word) ? (args[index + 1] ?? []) : []);
  });
  const implied = has(/^(?:-I|--head|--spider)$/) ? "HEAD" : body && !asQuery ? "POST" : "GET";
  return { method: named[0]?.toUpperCase() ?? implied, remarks };
}

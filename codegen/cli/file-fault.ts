import { UsageError } from "./usage-error.ts";

/** What can be wrong with a file, by the system's code, and what to do then. */
interface Fault {
  readonly why: string;
  readonly remedy: string;
}

const readFaults: Readonly<Record<string, Fault>> = {
  ENOENT: { why: "there is no such file", remedy: "look at its name and folder" },
  ENOTDIR: { why: "a part of its path is a file, and no folder", remedy: "look at its name and folder" },
  EISDIR: { why: "it is a folder", remedy: "name a file in it" },
  EACCES: { why: "reading it is not allowed", remedy: "change its permissions, or run this as its owner" },
};

const writeFaults: Readonly<Record<string, Fault>> = {
  ENOENT: { why: "its folder is not there", remedy: "make the folder first, or name another place" },
  ENOTDIR: { why: "a part of its path is a file, and no folder", remedy: "name another place" },
  EEXIST: { why: "something of that name is there", remedy: "name another place" },
  EISDIR: { why: "it is a folder", remedy: "name a file, or take the folder away" },
  EACCES: {
    why: "writing there is not allowed",
    remedy: "change the folder's permissions, or name another place",
  },
  EROFS: { why: "that disk can only be read", remedy: "name another place" },
  ENOSPC: { why: "the disk is full", remedy: "make room, then run this again" },
};

/** What a failed read is told to a person as. */
export function cannotRead(path: string, error: unknown): UsageError {
  const { why, remedy } = readFault(error);
  return new UsageError(`\`${path}\` can't be read: ${why}. ${sentence(remedy)}`);
}

/** What a failed write is told to a person as. `state` says what became of the rest, as a sentence. */
export function cannotWrite(path: string, error: unknown, state?: string): UsageError {
  const { why, remedy } = faultOf(error, writeFaults);
  const said = [`\`${path}\` can't be written: ${why}.`, state ?? "", sentence(remedy)];
  return new UsageError(said.filter((each) => each !== "").join(" "));
}

/** Why a file can't be read. */
export function readFault(error: unknown): Fault {
  return faultOf(error, readFaults);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function faultOf(error: unknown, faults: Readonly<Record<string, Fault>>): Fault {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return (
    faults[code === "EPERM" ? "EACCES" : code] ?? {
      why: message,
      remedy: "look up what the system says, and try again",
    }
  );
}

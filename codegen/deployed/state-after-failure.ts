import type { Deployment } from "./deployment.ts";
import { countOf } from "../text/count-of.ts";
import { shortId } from "./words.ts";
import type { Wanted } from "./wanted.ts";

/** What is live after a deploy that failed: the code and the triggers of before or of now, each for itself. */
export interface StateAfterFailure {
  readonly code: "before" | "new" | "none";
  readonly triggers: "before" | "new" | "neither";
}

/** Tells it from what was live before, what is live now, and what was wanted. */
export function stateAfterFailure(
  before: Deployment | null,
  now: Deployment | null,
  wanted: Wanted,
): StateAfterFailure {
  const live = now?.crons ?? [];
  const isSame = (others: readonly string[]) =>
    others.length === live.length && others.every((cron) => live.includes(cron));
  const code = now === null ? "none" : now.versions[0].id === before?.versions[0].id ? "before" : "new";
  // Where the triggers did not change they are both: new with new code, and of before with that of before.
  const [first, second] = code === "new" ? (["new", "before"] as const) : (["before", "new"] as const);
  const crons = { before: before?.crons ?? [], new: wanted.crons };
  return { code, triggers: isSame(crons[first]) ? first : isSame(crons[second]) ? second : "neither" };
}

/** In sentences, for the person who has to go on from there. */
export function stateWords({ code, triggers }: StateAfterFailure, now: Deployment | null): string {
  const id = now === null ? "" : ` (version ${shortId(now.versions[0].id)})`;
  const crons = countOf(now?.crons.length ?? 0, "cron trigger");
  if (code === "none") return "There is no Worker of this name on Cloudflare yet, so nothing runs.";
  if (code === "before" && triggers === "before")
    return `Cloudflare has what it had before${id}: nothing is changed, and all runs as it did.`;
  const codePart = code === "new" ? `The new code is live${id}` : `The code of before is live${id}`;
  const triggerPart = {
    before: `with the triggers of before (${crons})`,
    new: `with the new triggers (${crons})`,
    neither: `with ${crons} that ${now?.crons.length === 1 ? "is" : "are"} neither those of before nor the new ones`,
  }[triggers];
  const meaning =
    code === "new" && triggers !== "new"
      ? " Whatever wakes it, the Worker runs what the new schedules say for that minute; what no trigger wakes it for, its ledger starts some two minutes late, where catch-up allows."
      : "";
  return `${codePart}, ${triggerPart}.${meaning}`;
}

import type { CompiledEnvironment } from "../../compiled.ts";
import type { Deployment } from "../../deployed/deployment.ts";
import { askHidden } from "../ask.ts";
import type { Secrets } from "./collect-secrets.ts";
import { DeployStopped } from "./deploy-stopped.ts";
import { say } from "./say.ts";

/**
 * The token that opens the Worker's `GET /schedule`: TRIGGER_TOKEN where the Worker has it, else the bearer token of its
 * environment. From the environment variable of that name or TRIGGER_TOKEN, what was just passed, or asked for; null where nobody can know one.
 *
 * @throws DeployStopped where there is one, and it is not to be had
 */
export async function scheduleToken(
  { environment }: CompiledEnvironment,
  live: Deployment | null,
  secrets: Secrets,
  canAsk: boolean,
): Promise<string | null> {
  const isSet = live?.versions[0].secrets.includes("TRIGGER_TOKEN") || secrets.has("TRIGGER_TOKEN");
  const name = isSet ? "TRIGGER_TOKEN" : environment.defaults.auth.bearer;
  if (name === null) {
    say(
      "Wait",
      "Nobody can ask the Worker for its schedule: its jobs send no token, and TRIGGER_TOKEN is not set.",
    );
    return null;
  }
  const token =
    process.env[name] ||
    process.env.TRIGGER_TOKEN ||
    secrets.get(name) ||
    (canAsk ? await askHidden(`${name}, to ask the Worker for its schedule (not shown): `) : "");
  if (token === "")
    throw new DeployStopped(
      `${name} opens the Worker's GET /schedule, by which the deploy sees that the new schedules run and wakes the ledger. ` +
        "Set it as an environment variable, or add --no-wait.",
    );
  return token;
}

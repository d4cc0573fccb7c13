/** `npm run handshake`, as a process, against the Django example as another. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainTemplate } from "../codegen/support/compile-text.ts";
import { makeFolder } from "../codegen/support/run-cli.ts";
import { type ProcessEnd, startProcess } from "../support/start-process.ts";
import { createDjangoSite, type DjangoSite, python } from "./django-site.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const secrets = {
  ERIFY_CRON_TOKEN: "token-of-the-test",
  CRON_SIGNING_SECRET: `whsec_${Buffer.alloc(32, "k").toString("base64")}`,
};
/** This repository's own, signed. */
const schedules = readFileSync(join(root, "schedules.yaml"), "utf8").replace(
  "auth: { bearer: ERIFY_CRON_TOKEN }",
  "auth: { bearer: ERIFY_CRON_TOKEN, hmac: CRON_SIGNING_SECRET }",
);
const given = python === undefined ? "no python3 with Django here: apt-get install python3-django" : "Django";

let folder: string;
let remove: () => void;
let site: DjangoSite;

beforeEach(() => {
  ({ folder, remove } = makeFolder({ "schedules.yaml": schedules, "wrangler.template.toml": plainTemplate }));
  site = createDjangoSite();
});
afterEach(async () => {
  await site.close();
  remove();
});

function handshake(url: string): Promise<ProcessEnd> {
  const args = ["handshake", "--env", "production", "--base", url];
  return startProcess([join(root, "codegen/run.js"), ...args], { cwd: folder, env: secrets }).ended;
}

describe.skipIf(python === undefined)(`npm run handshake, ${given}`, () => {
  it("shows every promise of all four endpoints, and does no work", async () => {
    await site.manage(["migrate", "--verbosity", "0"]).ended;
    const server = await site.serve(secrets);
    const { code, output } = await handshake(server.url);
    expect(output).toContain("78 promises were shown, none failed, 1 could not be tried.");
    expect(output).toContain("POST /cron/mop-recent?delta=25 (mopDelta)");
    expect(code).toBe(0);
    // What a command does is logged when it has ended: nothing was.
    const count =
      "from elections.models import Election, Party; print(Election.objects.count() + Party.objects.count())";
    const shell = site.manage(["shell", "-c", count]);
    await shell.ended;
    expect([shell.output().trim().split("\n").at(-1), server.output()]).toEqual([
      "0",
      expect.not.stringContaining(secrets.ERIFY_CRON_TOKEN),
    ]);
  });

  it("turns red where the backend asks for no signature, and says how to mend it", async () => {
    await site.manage(["migrate", "--verbosity", "0"]).ended;
    const { url } = await site.serve({ ...secrets, CRON_SIGNING_SECRET: "" });
    const { code, output } = await handshake(url);
    expect(code).toBe(1);
    const red = output.split("\n").filter((line) => line.startsWith("  ✗"));
    expect([...new Set(red)]).toEqual([
      "  ✗ a request without a signature gets 401",
      "  ✗ a signature by another key gets 401",
      "  ✗ a body that was altered after it was signed gets 401",
      "  ✗ an Idempotency-Key that is not the webhook-id gets 401",
      "  ✗ what was signed for another job gets 401",
      "  ✗ a timestamp of 5.5 minutes ago gets 401",
      "  ✗ a timestamp 5.5 minutes ahead gets 401",
    ]);
    expect(output).toContain("docs/backend.md#the-signature");
  });
});

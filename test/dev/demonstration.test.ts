import { expect, it } from "vitest";
import { demonstrationSecrets } from "../../dev/demonstration.ts";

it("gives every secret that a deploy asks for a value, and a URL one that leads nowhere", () => {
  expect(demonstrationSecrets(["ERIFY_CRON_TOKEN", "SLACK_WEBHOOK_URL"], "t0")).toEqual({
    ERIFY_CRON_TOKEN: "t0",
    // RFC 6761: `.invalid` never resolves.
    SLACK_WEBHOOK_URL: "https://slack-webhook-url.invalid/",
    LOCAL_SLACK_URL: "https://local-slack-url.invalid/",
  });
});

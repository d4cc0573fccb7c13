import { expect, it } from "vitest";
import { readSlackText } from "../../dev/slack-text.ts";
import { slackMessage } from "../../src/notify/slack-message.ts";

it("reads what the Worker sends", () => {
  expect(readSlackText(JSON.stringify(slackMessage([], ["<!here>"], "production")))).toMatch(
    /^<!here> 🟢 production/,
  );
});

it.each(["", "text", "null", "[]", '{"text":"no blocks"}', '{"blocks":[]}', '{"text":1,"blocks":[]}'])(
  "takes %j for something else",
  (body) => {
    expect(readSlackText(body)).toBeNull();
  },
);

import { expect, it } from "vitest";
import { withSlack } from "../../../src/local/with-slack.ts";
import { jobMap } from "../../../src/generated/job-map.ts";

it("adds alerts where there are none, and leaves the rest as it is", () => {
  const { production } = jobMap.environments;
  const slack = { events: ["failure"], after: 3, remindEveryMs: 1, webhook: "OWN_URL" } as const;
  const own = { ...production, defaults: { ...production.defaults, notify: { slack } } };
  const { environments, ...rest } = withSlack({ ...jobMap, environments: { production, own } }, "LOCAL_URL");
  expect(rest).toEqual({ sourceHash: jobMap.sourceHash, almanac: jobMap.almanac });
  expect(environments["own"]).toEqual(own);
  expect(environments["production"]).toEqual({
    ...production,
    defaults: {
      ...production.defaults,
      notify: {
        slack: {
          events: ["failure", "recovery", "missed"],
          after: 1,
          remindEveryMs: 86_400_000,
          webhook: "LOCAL_URL",
        },
      },
    },
  });
});

import { describe, expect, it } from "vitest";
import { dueTicks, nextTick, TickClock, type Trigger } from "../../dev/clock.ts";
import { parseCron } from "../../src/schedule/cron.ts";

function trigger(text: string): Trigger {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(`not a cron expression: ${text}`);
  return { text, cron: parsed.cron };
}

const at = (time: string): number => Date.parse(`2026-11-23T${time}Z`);
const minutes = (ticks: readonly { scheduledTime: number }[]): string[] =>
  ticks.map(({ scheduledTime }) => new Date(scheduledTime).toISOString().slice(11, 16));

/** A clock that shows 02:00 when the real one shows 0. */
function startClock(speed: number) {
  const real = { now: 0 };
  const clock = new TickClock(() => real.now, { from: at("02:00"), startedAt: 0, speed });
  return { real, clock };
}

describe("dueTicks", () => {
  it("leaves out the beginning and takes in the end", () => {
    expect(minutes(dueTicks([trigger("*/5 * * * *")], at("02:00"), at("02:10")))).toEqual(["02:05", "02:10"]);
  });

  it("sorts by time, then by the triggers' order", () => {
    const ticks = dueTicks([trigger("6 2 * * *"), trigger("*/3 * * * *")], at("02:00"), at("02:07"));
    expect(ticks.map((tick) => tick.trigger)).toEqual(["*/3 * * * *", "6 2 * * *", "*/3 * * * *"]);
    expect(minutes(ticks)).toEqual(["02:03", "02:06", "02:06"]);
  });

  it("finds nothing between two minutes", () => {
    expect(dueTicks([trigger("* * * * *")], at("02:00:00.001"), at("02:00:59.999"))).toEqual([]);
  });
});

describe("nextTick", () => {
  it("is the earliest of all triggers", () => {
    const next = nextTick([trigger("33 23 * * *"), trigger("23 23 * * *")], at("23:00"));
    expect(next).toEqual({ trigger: "23 23 * * *", scheduledTime: at("23:23") });
  });

  it("is null without a trigger", () => {
    expect(nextTick([], at("00:00"))).toBeNull();
  });
});

describe("TickClock", () => {
  it.each([
    { speed: 1, realMs: 5 * 60_000, want: "02:05" },
    { speed: 60, realMs: 60_000, want: "03:00" },
    { speed: 120, realMs: 30_000, want: "03:00" },
  ])("shows $want after $realMs ms at $speed times the speed", ({ speed, realMs, want }) => {
    const { real, clock } = startClock(speed);
    real.now = realMs;
    expect(clock.now()).toBe(at(want));
  });

  it("hands out each tick once, in the look after it came due", () => {
    const { real, clock } = startClock(60);
    const triggers = [trigger("* * * * *")];
    const looks: string[][] = [];
    for (real.now = 400; real.now <= 3600; real.now += 400) looks.push(minutes(clock.look(triggers)));
    expect(looks).toEqual([[], [], ["02:01"], [], ["02:02"], [], [], ["02:03"], []]);
  });

  it("does not fire the minute at which it starts", () => {
    const { clock } = startClock(1);
    expect(clock.look([trigger("* * * * *")])).toEqual([]);
  });

  it("leaves out what came due while the machine slept", () => {
    const { real, clock } = startClock(1);
    const triggers = [trigger("* * * * *")];
    real.now = 3_600_000;
    expect(clock.look(triggers)).toEqual([]);
    for (real.now += 5000; real.now < 3_660_000; real.now += 5000) clock.look(triggers);
    expect(minutes(clock.look(triggers))).toEqual(["03:01"]);
  });

  it("fires no minute twice when the real clock is set back", () => {
    const { real, clock } = startClock(1);
    const triggers = [trigger("* * * * *")];
    real.now = 5000;
    clock.look(triggers);
    for (const now of [9000, 18_000, 27_000, 36_000, 45_000, 54_000]) {
      real.now = now;
      clock.look(triggers);
    }
    real.now = 60_000;
    expect(minutes(clock.look(triggers))).toEqual(["02:01"]);
    real.now = 58_000;
    expect(clock.look(triggers)).toEqual([]);
    real.now = 61_000;
    expect(clock.look(triggers)).toEqual([]);
  });
});

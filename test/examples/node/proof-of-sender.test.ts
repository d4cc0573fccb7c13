/** Who is let in: by token, by signature, and by the ones before while they are rotated. */
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import { type Backend, type BackendOptions, startBackend } from "../../../examples/node/backend.ts";

const token = "token-of-the-test";
const current = secretOf("c");
const previous = secretOf("p");
const body = '{"source":"cloudflare-cron", "job": "every5min", "name": "Zoë"}';
let backend: Backend | undefined;

function secretOf(letter: string): string {
  return `whsec_${Buffer.alloc(32, letter).toString("base64")}`;
}

async function start(options: Partial<BackendOptions>): Promise<void> {
  backend = await startBackend({ token, ...options });
}

afterEach(async () => {
  await backend?.close();
  backend = undefined;
});

async function post(headers: Record<string, string>, sent = body): Promise<number> {
  const own = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const response = await fetch(`${backend?.url}/cron/ee-recent`, {
    method: "POST",
    headers: { ...own, ...headers },
    body: sent,
  });
  return response.status;
}

/** As the reference library signs, so many seconds from now. */
function signed(secret: string, { id = "production:every5min:1", seconds = 0, text = body } = {}) {
  const at = new Date(Math.floor(Date.now() / 1000 + seconds) * 1000);
  return {
    "Idempotency-Key": id,
    "webhook-id": id,
    "webhook-timestamp": String(at.getTime() / 1000),
    "webhook-signature": new Webhook(secret).sign(id, at, text),
  };
}

describe("a token", () => {
  it("that was in use before is taken while the backend knows it", async () => {
    await start({ previousToken: "token-before" });
    const statuses = await Promise.all(
      [token, "token-before", "token-befor", ""].map((each) => post({ Authorization: `Bearer ${each}` })),
    );
    expect(statuses).toEqual([200, 200, 401, 401]);
  });
});

describe("a signature", () => {
  const rotated = { signingSecrets: [current, previous] };

  it.each([
    { what: "by the secret", headers: () => signed(current), want: 200 },
    { what: "by the one before", headers: () => signed(previous), want: 200 },
    {
      what: "by both, the unknown one first",
      headers: () => {
        const { "webhook-signature": known, ...rest } = signed(previous);
        const unknown = signed(secretOf("x"))["webhook-signature"];
        return { ...rest, "webhook-signature": `${unknown} ${known}` };
      },
      want: 200,
    },
    { what: "of 4 min 55 s ago", headers: () => signed(current, { seconds: -295 }), want: 200 },
    { what: "4 min 55 s ahead", headers: () => signed(current, { seconds: 295 }), want: 200 },
    { what: "of 5 min 5 s ago", headers: () => signed(current, { seconds: -305 }), want: 401 },
    { what: "5 min 5 s ahead", headers: () => signed(current, { seconds: 305 }), want: 401 },
    { what: "by another secret", headers: () => signed(secretOf("x")), want: 401 },
    { what: "of another body", headers: () => signed(current, { text: `${body} ` }), want: 401 },
    { what: "that is none", headers: () => ({}), want: 401 },
    {
      what: "of another scheme",
      headers: () => ({ ...signed(current), "webhook-signature": "v1a,AAAA" }),
      want: 401,
    },
    { what: "without its time", headers: () => ({ ...signed(current), "webhook-timestamp": "" }), want: 401 },
    {
      what: "with a time that is no number",
      headers: () => ({ ...signed(current), "webhook-timestamp": "1e9" }),
      want: 401,
    },
    {
      what: "of another key",
      headers: () => ({ ...signed(current), "Idempotency-Key": "other" }),
      want: 401,
    },
    {
      what: "of another job",
      headers: () => signed(current, { id: "production:checkCurrent:1" }),
      want: 401,
    },
    {
      what: "without a token beside it",
      headers: () => ({ ...signed(current), Authorization: "" }),
      want: 401,
    },
  ])("$what: $want", async ({ headers, want }) => {
    await start(rotated);
    expect(await post(headers())).toBe(want);
  });

  it.each(['{"job":"checkCurrent"}', '{"job":["every5min"]}', "{}"])(
    "of the body %s is refused",
    async (text) => {
      await start(rotated);
      expect(await post(signed(current, { text }), text)).toBe(401);
    },
  );

  it("alone is enough where there is no token", async () => {
    await start({ ...rotated, token: "" });
    const statuses = [signed(current), {}].map((headers) => post({ ...headers, Authorization: "" }));
    expect(await Promise.all(statuses)).toEqual([200, 401]);
  });

  it("is asked for beside the token from before, where that alone is set", async () => {
    await start({ ...rotated, token: "", previousToken: token });
    const statuses = [signed(current), {}, { ...signed(current), Authorization: "" }].map((headers) =>
      post(headers),
    );
    expect(await Promise.all(statuses)).toEqual([200, 401, 401]);
  });

  it("is not asked for where there is no secret", async () => {
    await start({});
    expect(await post({ "webhook-signature": "v1,nonsense" })).toBe(200);
  });

  it("is made with a real secret, or the backend does not start", async () => {
    const error = await startBackend({ token, signingSecrets: ["whsec_c2hvcnQ="] }).catch(String);
    expect(error).toBe("Error: a signing secret is whsec_, then 24 to 64 bytes in base64");
  });
});

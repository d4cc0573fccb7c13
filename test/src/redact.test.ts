import { describe, expect, it } from "vitest";
import { createRedactor, looksSecret } from "../../src/redact.ts";

describe("createRedactor", () => {
  const redact = createRedactor([
    "s3cret",
    'quo"ted',
    "a/b+c=",
    "s3cret-and-longer",
    "not",
    "half \ud800 a character",
    'a"b+c&d<e>f`g\\',
  ]);
  it.each([
    { given: "the token s3cret was refused", want: "the token [redacted] was refused" },
    { given: "s3crets3cret", want: "[redacted][redacted]" },
    { given: "s3cret-and-longer", want: "[redacted]" },
    { given: '{"echo":"quo\\"ted"}', want: '{"echo":"[redacted]"}' },
    { given: '{"echo":"a\\/b+c="}', want: '{"echo":"[redacted]"}' },
    { given: "?x=a%2Fb%2Bc%3D", want: "?x=[redacted]" },
    { given: "?x=a%2fb%2bc%3d", want: "?x=[redacted]" },
    { given: '{"echo":"a/b\\u002Bc="}', want: '{"echo":"[redacted]"}' },
    { given: '{"echo":"a/b\\u002bc="}', want: '{"echo":"[redacted]"}' },
    // As System.Text.Json of .NET writes it, then as Go and Rails do.
    { given: "a\\u0022b\\u002Bc\\u0026d\\u003Ce\\u003Ef\\u0060g\\\\", want: "[redacted]" },
    { given: 'a\\"b+c\\u0026d\\u003ce\\u003ef`g\\\\', want: "[redacted]" },
    { given: "/x?next=/y?token=abc", want: "/x?next=/y?token=[redacted]" },
    { given: "GET /x?delta=25&token=abc&y=1", want: "GET /x?delta=25&token=[redacted]&y=1" },
    { given: "https://h/x?access_token=abc#top", want: "https://h/x?access_token=[redacted]#top" },
    { given: "/x?Api-Key=abc&X-Signature=def", want: "/x?Api-Key=[redacted]&X-Signature=[redacted]" },
    { given: "/x?key=abc&monkey=1", want: "/x?key=[redacted]&monkey=1" },
    { given: "Authorization: Basic dXNlcjpwYXNz", want: "Authorization: [redacted]" },
    { given: '{"authorization":"Token abc","x":1}', want: '{"authorization":"[redacted]","x":1}' },
    { given: "got Bearer abcdefgh.ijk-l instead", want: "got Bearer [redacted] instead" },
    { given: `got v1,${"aB3+/".repeat(8)}xyz= instead`, want: "got v1,[redacted] instead" },
    { given: "the API is v1,the next v2", want: "the API is v1,the next v2" },
    { given: "a bearer token is wanted", want: "a bearer token is wanted" },
    { given: "nothing to hide", want: "[redacted]hing to hide" },
  ])("$given", ({ given, want }) => {
    expect(redact(given)).toBe(want);
  });

  // A regular expression that goes back and forth over its text needs many seconds for some of these.
  it.each(["?token", "token", "?key", "&token&", "authorization: ", "bearer  "])(
    "a text full of %s takes no longer than any other",
    (piece) => {
      const text = `?${piece.repeat(8_192 / piece.length)}`;
      const startedAt = performance.now();
      redact(text);
      expect(performance.now() - startedAt).toBeLessThan(500);
    },
  );

  it("knows no secret: leaves a text as it is", () => {
    expect(createRedactor([])("status 200 in 30 ms")).toBe("status 200 in 30 ms");
  });
});

describe("of a signing secret", () => {
  // 24 bytes; as a text they are this sentence.
  const redact = createRedactor([`whsec_${btoa("a pass phrase, and more?")}`]);
  it.each([
    { what: "the whole", given: "whsec_YSBwYXNzIHBocmFzZSwgYW5kIG1vcmU/" },
    { what: "base64", given: "YSBwYXNzIHBocmFzZSwgYW5kIG1vcmU/" },
    { what: "the URL alphabet", given: "YSBwYXNzIHBocmFzZSwgYW5kIG1vcmU_" },
    { what: "inside a JSON text of PHP", given: "YSBwYXNzIHBocmFzZSwgYW5kIG1vcmU\\/" },
    { what: "hexadecimal", given: "612070617373207068726173652c20616e64206d6f72653f" },
    { what: "capitals", given: "612070617373207068726173652C20616E64206D6F72653F" },
    { what: "a text", given: "a pass phrase, and more?" },
  ])("$what is struck out", ({ given }) => {
    expect(redact(`<${given}>`)).toBe("<[redacted]>");
  });

  it("also where it can't sign", () => {
    expect(createRedactor(["whsec_tooshort"])("the key is tooshort")).toBe("the key is [redacted]");
  });
});

describe("looksSecret", () => {
  it.each([
    {
      given: ["ERIFY_CRON_TOKEN", "SLACK_WEBHOOK_URL", "DB_PASSWORD", "API_KEY", "client_secret", "key"],
      want: true,
    },
    { given: ["ENVIRONMENT", "LOG_LEVEL", "REGION", "delta", "monkey", "KEYBOARD"], want: false },
  ])("$given: $want", ({ given, want }) => {
    expect(given.filter((name) => looksSecret(name) !== want)).toEqual([]);
  });
});

import { encodedWebhookKey, readWebhookKey } from "./webhook-signature.ts";

/** What stands where a secret stood. */
const STRUCK_OUT = "[redacted]";

const SECRET_WORD = "token|secret|passw|pwd|api[-_]?key|access[-_]?key|private[-_]?key|credential|signature";

const SECRET_NAME = new RegExp(`${SECRET_WORD}|webhook|^(key|sig|auth|code)$`, "i");

/**
 * `?access_token=…` and `&sig=…`, with the value last. A name ends at the next separator and its end is
 * short, or a text could be made that takes the regular expression minutes.
 */
const SECRET_QUERY_VALUE = new RegExp(
  `([?&;](?:[^=?&;\\s"']*?(?:${SECRET_WORD})[^=?&;\\s"']{0,64}|key|sig|auth|code)=)[^&;\\s"'#<>]+`,
  "gi",
);

/** `Authorization: …` as a header, or as a member of a JSON text. */
const AUTHORIZATION = /(authorization["']?\s*[:=]\s*["']?)[^"'\r\n,}]+/gi;

/** A bearer token outside of its header. Eight characters keep plain words such as "Bearer token" readable. */
const BEARER = /\b(bearer\s+)[\w.~+/=-]{8,}/gi;

/** A signature of Standard Webhooks: who has it can send that request again for some minutes. */
const SIGNATURE = /\b(v1,)[\w+/]{43}=/g;

/** Whether a variable or a query parameter of this name is likely to hold a secret. */
export function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Returns a text with every secret in it struck out, fit for people, logs and other services. */
export type Redactor = (text: string) => string;

/**
 * Makes a redactor for these secrets, in all their forms. It also strikes out what is secret by its place:
 * Authorization headers, bearer tokens, signatures, and query values of a name that looks secret.
 */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const forms = new Set([...secrets].flatMap((secret) => [secret, ...keyForms(secret)]).flatMap(formsOf));
  forms.delete("");
  // Longest first, so that a secret that begins with another one goes as a whole.
  const longestFirst = [...forms].toSorted((a, b) => b.length - a.length);

  return (text) => {
    const known = longestFirst.reduce((rest, form) => rest.replaceAll(form, STRUCK_OUT), text);
    return strikeOutByPlace(known);
  };
}

function strikeOutByPlace(text: string): string {
  return text
    .replace(SECRET_QUERY_VALUE, `$1${STRUCK_OUT}`)
    .replace(AUTHORIZATION, `$1${STRUCK_OUT}`)
    .replace(BEARER, `$1${STRUCK_OUT}`)
    .replace(SIGNATURE, `$1${STRUCK_OUT}`);
}

/** The key in a signing secret as libraries and logs show it: base64 in both alphabets, hexadecimal, or as a text. */
function keyForms(secret: string): string[] {
  const encoded = encodedWebhookKey(secret);
  if (encoded === null) return [];
  const unpadded = encoded.replace(/=+$/, "");
  const forms = [encoded, unpadded, unpadded.replaceAll("+", "-").replaceAll("/", "_")];
  const key = readWebhookKey(secret);
  if (key === null) return forms;
  const hex = Array.from(key, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [...forms, hex, hex.toUpperCase(), new TextDecoder().decode(key)];
}

/**
 * A secret as it is, as it looks inside JSON (PHP writes `\/` there; Go, Rails and .NET write what HTML minds as `\u0026`),
 * and inside a URL (.NET writes `%2f`).
 *
 * @see https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/character-encoding
 */
function formsOf(secret: string): string[] {
  const wellFormed = secret.toWellFormed(); // encodeURIComponent throws on half a character.
  const inJson = JSON.stringify(wellFormed).slice(1, -1);
  const inUrl = encodeURIComponent(wellFormed);
  const inLowerCase = inUrl.replaceAll(/%../g, (hex) => hex.toLowerCase());
  const inHtml = [
    ...unicodeEscaped(inJson, /[&<>]/g),
    ...unicodeEscaped(inJson.replaceAll('\\"', '"'), /["&'+<>`]/g),
  ];
  return [secret, inJson, inJson.replaceAll("/", "\\/"), ...inHtml, inUrl, inLowerCase];
}

/** A JSON text with these characters as `\u002b`, and as `\u002B`. */
function unicodeEscaped(json: string, characters: RegExp): string[] {
  return [
    json.replaceAll(characters, (character) => `\\u${hexOf(character)}`),
    json.replaceAll(characters, (character) => `\\u${hexOf(character).toUpperCase()}`),
  ];
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, "0");
}

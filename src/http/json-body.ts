import { readAtMost } from "../read-at-most.ts";
import { HttpProblem } from "./http-problem.ts";

const MAX_BODY_BYTES = 16 * 1024;

/**
 * The JSON object in a request's body; no body at all is `{}`. The Content-Type is not looked at: curl
 * without `-H` sends another, and who sends what is settled by the bearer token.
 *
 * @throws HttpProblem 413 over 16 KiB, 400 when it is not a JSON object or has a key that is not in `keys`
 */
export async function readJsonObject(
  request: Request,
  keys: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const { text, isComplete } = await readAtMost(request.body, MAX_BODY_BYTES);
  if (!isComplete) throw new HttpProblem(413, `The body is over ${MAX_BODY_BYTES} bytes`);
  if (text.trim() === "") return {};
  const value = parseJson(text);
  if (!isJsonObject(value)) {
    throw new HttpProblem(400, `The body must be a JSON object such as {"${keys[0]}": …}`);
  }
  const unknown = Object.keys(value).filter((key) => !keys.includes(key));
  if (unknown.length > 0) {
    const named = unknown.map((key) => JSON.stringify(key)).join(", ");
    throw new HttpProblem(400, `The body has the unknown key ${named}; known keys: ${keys.join(", ")}`);
  }
  return value;
}

function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold anything.
    throw new HttpProblem(400, "The body is not JSON");
  }
}

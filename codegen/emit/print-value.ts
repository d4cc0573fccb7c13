const width = 110;
const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * A JSON value as TypeScript: objects and arrays on one line where they fit, keys without quotes where they may
 * be, keys whose value is undefined left out.
 */
export function printValue(value: unknown, indent = ""): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((each) => printValue(each, inner))
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([key, each]) => `${printKey(key)}: ${printValue(each, inner)}`);
  const [open, close, pad] = Array.isArray(value) ? ["[", "]", ""] : ["{", "}", " "];
  if (items.length === 0) return `${open}${close}`;
  const length = items.reduce((sum, item) => sum + item.length + 2, indent.length + 4);
  if (length <= width && !items.some((item) => item.includes("\n")))
    return `${open}${pad}${items.join(", ")}${pad}${close}`;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}${close}`;
}

function printKey(key: string): string {
  // `__proto__: x` would set the prototype; as a computed key it is a key.
  if (key === "__proto__") return '["__proto__"]';
  return identifier.test(key) ? key : JSON.stringify(key);
}

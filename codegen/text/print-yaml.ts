/**
 * What JSON can hold as YAML, in blocks. Texts stand bare where no reader takes them for anything else, be it one of YAML 1.1
 * or 1.2; else they are quoted as JSON has them, which is YAML too. For much data: the library `yaml` keeps a node for
 * each value, and is ten times as slow.
 *
 * @see https://yaml.org/spec/1.2.2/#chapter-6-structural-productions
 */
export function printYaml(data: unknown): string {
  return `${(isBlock(data) ? blockLines(data, "") : [scalar(data)]).join("\n")}\n`;
}

/** Something in which there is something. */
type Block = readonly unknown[] | Readonly<Record<string, unknown>>;

function blockLines(data: Block, indent: string): string[] {
  if (isList(data)) return data.flatMap((each) => itemLines(each, indent));
  return Object.entries(data).flatMap(([key, value]) => {
    const lead = `${indent}${text(key)}:`;
    return isBlock(value) ? [lead, ...blockLines(value, `${indent}  `)] : [`${lead} ${scalar(value)}`];
  });
}

/** What an item holds begins on the line of its dash. */
function itemLines(data: unknown, indent: string): string[] {
  if (!isBlock(data)) return [`${indent}- ${scalar(data)}`];
  const inner = `${indent}  `;
  const [first = "", ...rest] = blockLines(data, inner);
  return [`${indent}- ${first.slice(inner.length)}`, ...rest];
}

function isBlock(data: unknown): data is Block {
  return typeof data === "object" && data !== null && Object.keys(data).length > 0;
}

function isList(data: Block): data is readonly unknown[] {
  return Array.isArray(data);
}

/** An empty list or mapping is JSON's too. */
function scalar(data: unknown): string {
  return typeof data === "string" ? text(data) : JSON.stringify(data);
}

/** Words of letters, digits and harmless marks that begin with a letter, `/` or `$`, and are no word of YAML's. */
const bare =
  /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z/$][\w/$.`'()-]*(?: [\w/$.`'(),-]*[\w/$.`'()-])*$/i;

function text(value: string): string {
  return bare.test(value) ? value : JSON.stringify(value);
}

import {
  isListItem,
  type CronField,
  type CronItem,
  type CronSyntaxError,
  type CronValue,
} from "./cron-model.ts";
import { DAY_OF_MONTH, DAY_OF_WEEK, MINUTE, type FieldSpec } from "./cron-fields.ts";
import * as messages from "./cron-messages.ts";

const TAB = 9;
const SPACE = 32;
const HASH = 35;
const STAR = 42;
const COMMA = 44;
const DASH = 45;
const SLASH = 47;
const ZERO = 48;
const LETTER_L = 76;
const LETTER_W = 87;
const NAME_LENGTH = 3;

/**
 * Reads the fields of one expression by recursive descent. A method gives what it has read, or null
 * once it has noted an error; its caller then gives up the field, so that each has one error at most.
 *
 *     field := "*" | special | item ("," item)*
 *     item  := from | from "-" value | from "-" value "/" step | from "/" step
 *     from  := value | "*"        the field's minimum; as a field's first character only before "/"
 *
 * `special` is `L` `L-k` `LW` `L-kW` `nW` for the day of month, `L` `vL` `v#m` for the day of week.
 * @see https://github.com/cloudflare/saffron/blob/90c2af861010484d17e80542651f0691b00446e7/saffron/src/parse.rs
 */
export class FieldParser {
  readonly errors: CronSyntaxError[] = [];
  private readonly text: string;
  private spec: FieldSpec = MINUTE;
  private position = 0;
  private start = 0;
  private end = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether the whole text has been read. */
  get isAtEnd(): boolean {
    return this.end === this.text.length;
  }

  /** Reads the next field. Blanks between fields are passed over, those before the first are an error. */
  next(spec: FieldSpec): CronField | null {
    const { text } = this;
    let start = this.end;
    if (start > 0) while (isBlank(text.charCodeAt(start))) start++;
    let end = start;
    while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
    this.spec = spec;
    this.start = start;
    this.position = start;
    this.end = end;
    return this.field();
  }

  private field(): CronField | null {
    const { start, end } = this;
    const { name } = this.spec;
    if (end - start === 1 && this.peek() === STAR) {
      return { name, start, end, items: [{ kind: "star", start, end }], isStar: true };
    }
    const first = this.item();
    if (first === null) return null;
    const items = [first];
    while (this.take(COMMA)) {
      const item = this.item();
      if (item === null) return null;
      items.push(item);
    }
    const special = items.length > 1 ? items.find((item) => !isListItem(item)) : undefined;
    if (special !== undefined) {
      const written = this.written(special.start, special.end);
      return this.fail(special.start, special.end, messages.notInList(written));
    }
    if (this.position < end) return this.failUnexpected();
    return { name, start, end, items, isStar: false };
  }

  private item(): CronItem | null {
    const start = this.position;
    const code = this.peek();
    if (code === LETTER_L && this.spec === DAY_OF_MONTH) return this.lastDay();
    if (code === LETTER_L && this.spec === DAY_OF_WEEK) {
      this.position++;
      return { kind: "saturday", start, end: this.position };
    }
    const from = code === STAR ? this.star() : this.value();
    if (from === null) return null;
    if (this.take(DASH)) return this.range(from);
    if (this.take(SLASH)) {
      const step = this.step();
      return step === null ? null : { kind: "step", from, step, start, end: this.position };
    }
    if (from.written !== "star") {
      if (this.spec === DAY_OF_MONTH && this.take(LETTER_W)) {
        return { kind: "nearestWeekday", day: from, start, end: this.position };
      }
      if (this.spec === DAY_OF_WEEK && this.take(LETTER_L)) {
        return { kind: "lastOfMonth", weekday: from, start, end: this.position };
      }
      if (this.spec === DAY_OF_WEEK && this.take(HASH)) {
        const nth = this.number("number after `#`", 1, 5);
        return nth === null ? null : { kind: "nthOfMonth", weekday: from, nth, start, end: this.position };
      }
    }
    return { kind: "value", value: from, start, end: this.position };
  }

  private range(from: CronValue): CronItem | null {
    if (this.peek() === STAR) {
      return this.fail(this.position, this.position + 1, messages.starAsEnd(this.spec));
    }
    const to = this.value();
    if (to === null) return null;
    const step = this.take(SLASH) ? this.step() : 1;
    return step === null ? null : { kind: "range", from, to, step, start: from.start, end: this.position };
  }

  /** `L`, `L-3`, `LW`, `L-3W`. */
  private lastDay(): CronItem | null {
    const start = this.position++;
    const daysBefore = this.take(DASH) ? this.number("number after `L-`", 1, 30) : 0;
    if (daysBefore === null) return null;
    const kind = this.take(LETTER_W) ? "lastWeekday" : "last";
    return { kind, daysBefore, start, end: this.position };
  }

  private star(): CronValue | null {
    const start = this.position++;
    if (start === this.start && this.peek() !== SLASH) {
      return this.fail(start, this.end, messages.lonelyStar(this.written(this.position, this.end)));
    }
    return { value: this.spec.min, written: "star", start, end: this.position };
  }

  private value(): CronValue | null {
    const { spec, position: start } = this;
    const value = this.digits();
    if (value < 0) return this.name();
    const { position: end } = this;
    if (value >= spec.min && value <= spec.max) return { value, written: "number", start, end };
    return this.fail(start, end, messages.outOfRange(spec, this.written(start, end)));
  }

  private name(): CronValue | null {
    const { spec, position: start } = this;
    let index = 0;
    for (const name of spec.names) {
      if (this.startsWith(name)) break;
      index++;
    }
    if (index === spec.names.length) return this.failToken((token) => messages.noValue(spec, token));
    this.position += NAME_LENGTH;
    const isLast = spec === DAY_OF_WEEK && this.peek() === LETTER_L;
    if (isLetter(this.peek()) && !isLast) {
      while (isLetter(this.peek())) this.position++;
      return this.fail(start, this.position, messages.badName(spec, this.written(start, this.position)));
    }
    return { value: spec.min + index, written: "name", start, end: this.position };
  }

  /** Whether the name stands here, in any case. By code units: `toUpperCase` would take `ı` for `I`. */
  private startsWith(name: string): boolean {
    for (let index = 0; index < name.length; index++) {
      const upperCase = this.text.charCodeAt(this.position + index) & ~0x20;
      if (upperCase !== name.charCodeAt(index)) return false;
    }
    return true;
  }

  private step(): number | null {
    return this.number("step", 1, this.spec.max - this.spec.min);
  }

  private number(what: string, min: number, max: number): number | null {
    const start = this.position;
    const number = this.digits();
    if (number >= min && number <= max) return number;
    if (number < 0) return this.failToken((token) => messages.badNumber(what, token, min, max));
    const written = this.written(start, this.position);
    return this.fail(start, this.position, messages.badNumber(what, written, min, max));
  }

  /** Any number of digits; -1 where there is none. */
  private digits(): number {
    const { text, position: start } = this;
    let number = 0;
    let position = start;
    for (;;) {
      const digit = text.charCodeAt(position) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break; // also where the text ends: NaN
      number = number * 10 + digit;
      position++;
    }
    this.position = position;
    return position === start ? -1 : number;
  }

  /** The next code unit. Past the field stands a blank or the text's end (NaN), so that no look-ahead runs over. */
  private peek(): number {
    return this.text.charCodeAt(this.position);
  }

  private take(code: number): boolean {
    if (this.peek() !== code) return false;
    this.position++;
    return true;
  }

  private written(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  private failUnexpected(): null {
    const before = this.written(this.start, this.position).split(",").at(-1) ?? "";
    const [item = ""] = this.written(this.position, this.end).split(",", 1);
    const message = messages.unexpected(this.spec, item, before);
    return this.fail(this.position, this.position + item.length, message);
  }

  /** Fails at what was written for a value. Where that is nothing, at the character that asked for it. */
  private failToken(message: (token: string) => string): null {
    const [token = ""] = this.written(this.position, this.end).split(/[,/#-]/, 1);
    const start = token === "" ? Math.max(this.start, this.position - 1) : this.position;
    return this.fail(start, start + Math.max(1, token.length), message(token));
  }

  private fail(start: number, end: number, message: string): null {
    this.errors.push({ field: this.spec.name, start, end, message });
    return null;
  }
}

function isLetter(code: number): boolean {
  const upperCase = code & ~0x20;
  return upperCase >= 65 && upperCase <= 90;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

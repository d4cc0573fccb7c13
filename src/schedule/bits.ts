/** Sets of up to 32 small numbers as the bits of a 32-bit integer: bit n says whether n is in the set. */

/** The least member that is at least `from` (0 to 31); -1 where there is none. */
export function firstBitFrom(mask: number, from: number): number {
  const rest = mask & (-1 << from);
  return 31 - Math.clz32(rest & -rest); // clz32(0) is 32
}

/** The greatest member that is at most `to` (0 to 31); -1 where there is none. */
export function lastBitTo(mask: number, to: number): number {
  return 31 - Math.clz32(mask & (-1 >>> (31 - to)));
}

export function hasBit(mask: number, bit: number): boolean {
  return ((mask >>> bit) & 1) === 1;
}

/** The members, ascending. */
export function bitsOf(mask: number): number[] {
  const bits: number[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits.push(firstBitFrom(rest, 0));
  return bits;
}

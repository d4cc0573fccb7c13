/**
 * Ends an exhaustive switch: it compiles only where no case is left.
 * @throws Error where data got round the types, which is our bug
 */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}

/**
 * The Worker as `npm run dev` and `npm start` run it: the same, but each log line is printed as JSON
 * text. Cloudflare keeps a logged object as JSON; workerd on a desk spreads it over many lines, for the eye only.
 */
import worker from "./worker.ts";

for (const level of ["debug", "info", "warn", "error"] as const) {
  const print = console[level].bind(console);
  console[level] = (...parts: unknown[]) => {
    print(...parts.map((part) => (typeof part === "object" ? JSON.stringify(part) : part)));
  };
}

export default worker;

/** Commands for one environment, as a person types them where this one was called. */
export interface Calls {
  /** `npm run deploy -- production`, with more options behind it. */
  readonly deploy: (...options: readonly string[]) => string;
  readonly verify: string;
  /** `npx wrangler secret put NAME --env production`. */
  readonly wrangler: (command: string) => string;
}

/** @param config the schedules, as the command was told; wrangler.toml lies beside it */
export function callsFor(environment: string, config: string): Calls {
  const isUsual = config === "schedules.yaml";
  const ours = isUsual ? [] : [`--config ${quoted(config)}`];
  const folder = config.slice(0, config.lastIndexOf("/") + 1);
  const file = folder === "" ? [] : [`-c ${quoted(`${folder}wrangler.toml`)}`];
  return {
    deploy: (...options) => ["npm run deploy --", environment, ...options, ...ours].join(" "),
    verify: ["npm run verify -- --env", environment, ...ours].join(" "),
    wrangler: (command) => ["npx wrangler", command, ...file, "--env", environment].join(" "),
  };
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** A tick, as Cloudflare hands it over. */
export interface TickEvent {
  /** The trigger's expression, character for character. */
  readonly cron: string;
  /** Epoch ms. */
  readonly scheduledTime: number;
  /** Of a developer who wants this minute run now, however long ago it was. */
  readonly ignoresLateness?: boolean;
}

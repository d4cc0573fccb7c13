import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Checkpoint } from "./checkpoint.ts";

/** The next that comes to a checkpoint. */
export interface Hold {
  /** Resolves when it is there. There it waits. */
  readonly reached: Promise<void>;
  readonly release: () => void;
}

export interface Checkpoints {
  /** `GET <url>/<checkpoint>` is answered when the caller may go on. */
  readonly url: string;
  /** Holds the next that comes to a checkpoint, and no other. */
  hold(checkpoint: Checkpoint): Hold;
  /** Resolves when who has come to a checkpoint may go on. */
  pass(checkpoint: string): Promise<void>;
  close(): Promise<void>;
}

interface Barrier {
  readonly reach: () => void;
  readonly released: Promise<void>;
}

/** Opens the checkpoints, on a free port of loopback. */
export async function openCheckpoints(): Promise<Checkpoints> {
  const barriers = new Map<string, Barrier>();
  const pass = async (checkpoint: string): Promise<void> => {
    const barrier = barriers.get(checkpoint);
    barriers.delete(checkpoint);
    barrier?.reach();
    await barrier?.released;
  };
  const server = createServer((request, response) => {
    const checkpoint = decodeURIComponent((request.url ?? "").slice(1));
    void pass(checkpoint).then(() => response.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold(checkpoint) {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      barriers.set(checkpoint, { reach: reached.resolve, released: released.promise });
      return { reached: reached.promise, release: released.resolve };
    },
    pass,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

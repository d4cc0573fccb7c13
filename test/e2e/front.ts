import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

const KNOCK_AGAIN_MS = 50;

/** Keeps an address while the process behind it is replaced, as a socket of systemd does: who connects meanwhile waits. */
export interface Front {
  readonly url: string;
  /** New connections go to this port of loopback; those that are open stay where they are. */
  leadTo(port: number): void;
  /** New connections wait. */
  hold(): void;
  close(): Promise<void>;
}

/** Listens on a free port of loopback, and holds what comes until it is told where to lead it. */
export async function openFront(): Promise<Front> {
  let target = Promise.withResolvers<number>();
  const sockets = new Set<Socket>();

  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const lead = async (client: Socket): Promise<void> => {
    const backend = await connectSoon(await target.promise);
    join(client, backend);
    join(backend, client);
  };
  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    lead(client).catch(() => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(port) {
      target.resolve(port);
      target = Promise.withResolvers();
      target.resolve(port);
    },
    hold() {
      target = Promise.withResolvers();
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** runserver lets ten wait, and the kernel drops who comes then, to knock again after 1, 3, 7 and 15 s. That is too rare here. */
async function connectSoon(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const signal = AbortSignal.timeout(KNOCK_AGAIN_MS);
    try {
      await once(socket, "connect", { signal });
      return socket;
    } catch (error) {
      socket.destroy();
      if (!signal.aborted) throw error;
    }
  }
}

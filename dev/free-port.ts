import { once } from "node:events";
import { createServer } from "node:net";

/** The port wished for on 127.0.0.1, or any free one when it is taken. */
export async function freePort(wished: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wished, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return address !== null && typeof address === "object" ? address.port : wished;
  } catch (error) {
    // EACCES: a port below 1024 that only root may take.
    const taken =
      error instanceof Error && "code" in error && ["EADDRINUSE", "EACCES"].includes(String(error.code));
    if (taken) return freePort(0);
    throw error;
  } finally {
    server.close();
  }
}

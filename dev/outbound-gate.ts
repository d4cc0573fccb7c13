/**
 * Where the Worker's requests go while it runs on this machine: to the example backend, and nowhere
 * else. Whatever the configuration says, no real backend, Slack or analytics is ever reached.
 *
 * @param backendUrl origin of the example backend.
 * @param onHeldBack is told each request that was held back; the Worker sees a 200, as if it had arrived.
 */
export function createOutboundGate(
  backendUrl: string,
  onHeldBack: (method: string, url: URL) => void,
): (request: Request) => Promise<Response> {
  const { origin } = new URL(backendUrl);
  return async (request) => {
    const url = new URL(request.url);
    if (url.origin !== origin) {
      onHeldBack(request.method, url);
      return Response.json({ status: "held back" });
    }
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    return fetch(url, {
      method: request.method,
      headers: [...request.headers],
      redirect: "manual",
      ...(hasBody && { body: await request.arrayBuffer() }),
    });
  };
}

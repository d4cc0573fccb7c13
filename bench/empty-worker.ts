/** What the Worker's cold start is compared to. */
export default { fetch: () => new Response("ok") };

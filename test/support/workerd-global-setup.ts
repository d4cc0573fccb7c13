/** Starts the servers that tests in workerd talk to, in Node, on free ports of loopback. */
import type { TestProject } from "vitest/node";
import { refusedUrl, startMisbehavingServer } from "./misbehaving-server.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await Promise.all([startMisbehavingServer(), startMisbehavingServer()]);
  project.provide("backendUrl", servers[0].url);
  project.provide("otherHostUrl", servers[1].url);
  project.provide("refusedUrl", await refusedUrl());
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}

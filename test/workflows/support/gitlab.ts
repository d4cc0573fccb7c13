import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Project 5 with one open merge request, 7. The token is of the user 9. */
export interface GitlabProject {
  /** What the newest pipeline's job `plan` has left; undefined where that job has not ended well. */
  readonly plan: string | undefined;
  /** How far that job is; `success` if left out. */
  readonly planStatus?: string;
  readonly notes?: readonly {
    readonly id: number;
    readonly author: { readonly id: number };
    readonly body: string;
  }[];
  /** In which project the newest pipeline ran; 5 if left out. */
  readonly pipelineProject?: number;
}

export interface GitlabCall {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: string | undefined;
}

export const projectPage = "https://gitlab.example/town/clock";

/**
 * Stands in for GitLab's API, as far as the notes of a plan need it, on a free loopback port. Whatever comes without the token,
 * or asks for something else, is refused.
 *
 * @see https://docs.gitlab.com/api/notes/
 * @see https://docs.gitlab.com/api/jobs/#list-all-jobs-for-a-pipeline
 */
export async function startGitlab(project: GitlabProject) {
  const calls: GitlabCall[] = [];
  const sha = "5f1b3c0a9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a";
  const jobs = [
    { id: 30, name: "check", status: "failed" },
    { id: 31, name: "plan", status: project.planStatus ?? "success", web_url: `${projectPage}/-/jobs/31` },
  ];
  const answers: Readonly<Record<string, unknown>> = {
    "/user": { id: 9 },
    "/projects/5/merge_requests?state=opened&per_page=100": [{ iid: 7, sha }],
    "/projects/5/merge_requests/7/pipelines": [
      { id: 21, sha, project_id: project.pipelineProject ?? 5 },
      { id: 20, sha: "0".repeat(40), project_id: 5 },
    ],
    "/projects/5/pipelines/21/jobs?per_page=100": jobs,
    "/projects/5/jobs/31/artifacts/plan.md": project.plan,
    "/projects/5/merge_requests/7/notes?sort=asc&order_by=created_at&per_page=100": project.notes ?? [],
  };

  const server = createServer((request, response) => {
    void (async () => {
      const { method, url = "", headers } = request;
      const sent = await text(request);
      const { body } = (sent === "" ? {} : JSON.parse(sent)) as { body?: string };
      calls.push({ method, path: url, body });
      const answer = method === "GET" ? answers[url] : {};
      const isMissing = answer === undefined || (method !== "GET" && !/\/notes(\/\d+)?$/.test(url));
      response.statusCode = headers["private-token"] !== "of-the-project" ? 401 : isMissing ? 404 : 200;
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer ?? {}));
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    calls,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

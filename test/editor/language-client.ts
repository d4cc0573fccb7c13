/** A client of the real yaml-language-server, as an editor is one: JSON-RPC over its standard input and output. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

/** Zero-based, as in the protocol; characters are UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface EditorDiagnostic {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly message: string;
}

export interface CompletionItem {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

export interface LanguageClient {
  /** Opens a text as the document of this URI, and resolves with what the server finds wrong with it. */
  open(uri: string, text: string): Promise<readonly EditorDiagnostic[]>;
  completions(uri: string, position: Position): Promise<readonly CompletionItem[]>;
  /** The hover's Markdown; empty where there is none. */
  hover(uri: string, position: Position): Promise<string>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** What an editor's settings say. With the schema store off, only the document's own modeline names a schema. */
const settings = {
  yaml: {
    schemaStore: { enable: false },
    validate: true,
    completion: true,
    hover: true,
    format: { enable: false },
  },
};

const require = createRequire(import.meta.url);
const server = join(
  dirname(require.resolve("yaml-language-server/package.json")),
  "bin/yaml-language-server",
);

/** Starts the server and shakes hands with it. `rootUri` is the folder that the editor has open. */
export async function startLanguageClient(rootUri: string): Promise<LanguageClient> {
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = new Map<number, (message: Message) => void>();
  const published = new Map<string, (found: readonly EditorDiagnostic[]) => void>();
  let lastId = 0;

  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const request = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1);
      answers.set(id, ({ error, result }) => (error ? reject(new Error(error.message)) : resolve(result)));
      send({ id, method, params });
    });

  readMessages(child.stdout, (message) => {
    if (message.method === undefined) return answers.get(message.id ?? -1)?.(message);
    if (message.id !== undefined) return send({ id: message.id, result: answerTo(message) });
    if (message.method !== "textDocument/publishDiagnostics") return;
    const { uri, diagnostics } = message.params as { uri: string; diagnostics: EditorDiagnostic[] };
    published.get(uri)?.(diagnostics);
  });

  const capabilities = {
    workspace: { configuration: true },
    textDocument: { hover: { contentFormat: ["markdown"] } },
  };
  await request("initialize", { processId: process.pid, rootUri, capabilities, workspaceFolders: [] });
  send({ method: "initialized", params: {} });
  send({ method: "workspace/didChangeConfiguration", params: { settings } });

  return {
    open: (uri, text) =>
      new Promise((resolve) => {
        published.set(uri, resolve);
        const textDocument = { uri, languageId: "yaml", version: 1, text };
        send({ method: "textDocument/didOpen", params: { textDocument } });
      }),
    completions: async (uri, position) => {
      const list = (await request("textDocument/completion", at(uri, position))) as {
        items: CompletionItem[];
      };
      return list.items;
    },
    hover: async (uri, position) => {
      const found = await request("textDocument/hover", at(uri, position));
      return (found as { contents: { value: string } } | null)?.contents.value ?? "";
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await request("shutdown", null);
      send({ method: "exit" });
      await ended;
    },
  };
}

function at(uri: string, position: Position): object {
  return { textDocument: { uri }, position };
}

/** The server asks the editor for its settings, section by section, and for leave to watch files. */
function answerTo({ method, params }: Message): unknown {
  if (method !== "workspace/configuration") return null;
  const { items } = params as { items: { section: string }[] };
  return items.map(({ section }) => (section === "yaml" ? settings.yaml : {}));
}

/** Calls back with each message of a stream: a header with the length in bytes, an empty line, JSON. */
function readMessages(stream: NodeJS.ReadableStream, onMessage: (message: Message) => void): void {
  let buffer = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const headerEnd = buffer.indexOf("\r\n\r\n");
      if (headerEnd < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString("ascii", 0, headerEnd))?.[1]);
      const end = headerEnd + 4 + length;
      if (buffer.length < end) return;
      onMessage(JSON.parse(buffer.toString("utf8", headerEnd + 4, end)) as Message);
      buffer = buffer.subarray(end);
    }
  });
}

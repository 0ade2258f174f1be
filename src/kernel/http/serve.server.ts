// Two listeners, one build: the public site and the work site, each on its own origin.
// What must stay true: the headers that say which site took a request come from here alone; no request is written down anywhere.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AppError } from "#kernel/errors.ts";
import { bareCsp, isWorkerFile, type Site, schemeHeader, siteHeader, siteHeaders, workerCsp } from "./site.ts";

export type Listening = { public: string; work: string; close(): Promise<void> };
export type ServeOptions = {
  build: string;
  host: string | undefined;
  port: number;
  workPort: number;
  databaseUrl: string;
};

const requestLimit = 15_000; // milliseconds for a whole request: slow senders hold no connection

/** Loads the build and listens. Errors: `bad_input` where a port is taken, naming the variable that moves it. */
export async function serve(options: ServeOptions): Promise<Listening> {
  process.env.TRELLIS_WEB_DATABASE_URL = options.databaseUrl;
  process.env.PROTOCOL_HEADER = schemeHeader;
  process.env.BODY_SIZE_LIMIT ??= "64K";
  const { handler } = (await import(pathToFileURL(join(options.build, "handler.js")).href)) as {
    handler: RequestListener;
  };
  const open = await listen(answering("public", handler), options.host ?? "127.0.0.1", options.port, "PORT");
  const work = await listen(answering("work", handler), options.host ?? "localhost", options.workPort, "WORK_PORT");
  const workPort = portOf(work);
  process.env.TRELLIS_WORK_ORIGIN = process.env.WORK_ORIGIN ?? `http://${options.host ?? "localhost"}:${workPort}`;
  return {
    public: `http://${options.host ?? "127.0.0.1"}:${portOf(open)}`,
    work: `http://${options.host ?? "localhost"}:${workPort}`,
    close: async () => {
      await Promise.all([open, work].map(closed));
    },
  };
}

// Every answer starts with the site's headers, also those that never reach a page: a refused form, a file, a bad address.
// A page then says its own policy for scripts, a file with a hash in its name how long it may be kept.
function answering(site: Site, handler: RequestListener): RequestListener {
  const headers = Object.entries(siteHeaders(site, bareCsp));
  return (request: IncomingMessage, response: ServerResponse) => {
    request.headers[siteHeader] = site;
    request.headers[schemeHeader] = "http"; // TLS, where there is any, ends at the proxy in front
    for (const [name, value] of headers) response.setHeader(name, value);
    if (site === "work" && isWorkerFile(request.url ?? "")) response.setHeader("content-security-policy", workerCsp);
    handler(request, response);
  };
}

function listen(listener: RequestListener, host: string, port: number, variable: string): Promise<Server> {
  const server = createServer({ requestTimeout: requestLimit, headersTimeout: requestLimit }, listener);
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is in use by another program: stop it, or set ${variable} to a free one (${variable}=${port + 100} npm start).`;
      fail(error.code === "EADDRINUSE" ? new AppError("bad_input", taken) : error);
    });
    server.listen(port, host, () => done(server));
  });
}

// Port 0 asks for any free one, so the server says which it is.
function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

// Someone on the line between the browser and the site, who notes all that passes, and can cut it.
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

export type Passed = {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
  answered: IncomingMessage["headers"];
};
export type Line = { url: string; passed: Passed[]; cut(): Promise<void> };

/** It hands on bytes as they are, the name of the host included. */
export async function openLine(to: string): Promise<Line> {
  const passed: Passed[] = [];
  const server = createServer((asked, answer) => {
    const chunks: Buffer[] = [];
    asked.on("data", (chunk: Buffer) => chunks.push(chunk));
    asked.on("end", () => {
      const body = Buffer.concat(chunks);
      const { method = "", url = "", headers } = asked;
      const onward = request(new URL(url, to), { method, headers }, (answered) => {
        passed.push({ method, url, headers, body: body.toString(), answered: answered.headers });
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      });
      onward.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const cut = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, passed, cut };
}

// One request over plain HTTP, with nothing that a browser would add or mend.
import { request } from "node:http";

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  text: string;
};
export type Asked = { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer };

export function ask(url: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((done, fail) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const asked = request(url, { method, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        const whole = Buffer.concat(chunks);
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: whole,
          text: whole.toString("utf8"),
        });
      });
    });
    asked.on("error", fail);
    asked.end(body);
  });
}

/** A form as a page of ours posts it without scripts. */
export function post(url: string, fields: [string, string][], headers: Record<string, string> = {}): Promise<Answer> {
  return ask(url, {
    method: "POST",
    body: new URLSearchParams(fields).toString(),
    headers: {
      origin: new URL(url).origin,
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
  });
}

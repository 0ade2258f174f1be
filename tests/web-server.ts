// A real server on loopback that gives what it is told to, by http or by TLS, and remembers what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

export type TestWebServer = {
  port: number;
  asked: { path: string; headers: IncomingMessage["headers"] }[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
};

export async function openWebServer(tls = false): Promise<TestWebServer> {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    opened.asked.push({ path: request.url ?? "", headers: request.headers });
    opened.answer(request, response);
  };
  const server = tls
    ? createTlsServer({ key: loopbackKey, cert: loopbackCertificate }, listener)
    : createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const opened: TestWebServer = {
    port: (server.address() as AddressInfo).port,
    asked: [],
    answer: (_, response) => response.writeHead(404).end(),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return opened;
}

/** For listings.example, other.example and localhost, on this machine, in tests: it is worth nothing anywhere else. */
export const loopbackCertificate = `-----BEGIN CERTIFICATE-----
MIIByjCCAXCgAwIBAgIUFOt4MFAwi5iQTjk2W++QRqJ/CPAwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSbG9vcGJhY2sgZm9yIHRlc3RzMCAXDTI2MTEzMDE1MTA1N1oY
DzIxMjYxMTA2MTUxMDU3WjAdMRswGQYDVQQDDBJsb29wYmFjayBmb3IgdGVzdHMw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQfDKwyqaiwc/uJ5uZuAc+opVzV3Bac
Cc9NNABA0KqBjO7oAtstEzzOHJbwMqWyCxd7y50e4CjKutsg5p795Rp+o4GLMIGI
MB0GA1UdDgQWBBRz2fXZvoV8G2vs/yvYIC2LNhdiYDAfBgNVHSMEGDAWgBRz2fXZ
voV8G2vs/yvYIC2LNhdiYDAPBgNVHRMBAf8EBTADAQH/MDUGA1UdEQQuMCyCEGxp
c3RpbmdzLmV4YW1wbGWCDW90aGVyLmV4YW1wbGWCCWxvY2FsaG9zdDAKBggqhkjO
PQQDAgNIADBFAiEAmlc0XIzLbRcibGqn6JeF+zL23pBAbIKdpkOpLe5584ACIH8U
OMwgNSOj472xpCfVuNTspe8mjmuRUZier346/mik
-----END CERTIFICATE-----`;
const loopbackKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWdFy3mP+XMWDN8wn
gZzDLOsOV7lZZwMbOGfo8/jgLE6hRANCAAQfDKwyqaiwc/uJ5uZuAc+opVzV3Bac
Cc9NNABA0KqBjO7oAtstEzzOHJbwMqWyCxd7y50e4CjKutsg5p795Rp+
-----END PRIVATE KEY-----`;

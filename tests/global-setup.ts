// Started once a test run: the PostgreSQL that every *.db.test.ts shares.
import { openTestServer } from "./database.ts";

export default async function setup(): Promise<() => Promise<void>> {
  const server = await openTestServer();
  process.env.TRELLIS_TEST_SOCKET = server.socketFolder;
  return () => server.stop();
}

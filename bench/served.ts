// The site as the benches run it: built, served with the demonstration, and stopped again.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** A build of the site in a folder of its own. */
export function built(folder: string, ...args: string[]): void {
  const env = { ...process.env, TRELLIS_BUILD: folder };
  execFileSync(join(root, "node_modules/.bin/vite"), ["build", "--logLevel", "error", ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** The demonstration on a port, with a database of its own under `data`. */
export async function served(folder: string, port: number, data: string): Promise<ChildProcess> {
  const env = { ...process.env, TRELLIS_BUILD: folder, TRELLIS_DATA: data, DATABASE_URL: "" };
  const child = spawn(
    process.execPath,
    [
      join(root, "src/cli/main.ts"),
      "serve",
      "--demonstration",
      "--port",
      String(port),
      "--work-port",
      String(port + 1),
    ],
    { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] },
  );
  await new Promise<void>((ready, failed) => {
    child.stdout?.on("data", (text: Buffer) => text.includes("Trellis is running") && ready());
    child.once("exit", () => failed(new Error(`The server on ${port} stopped as it started`)));
  });
  return child;
}

export async function stopped(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(
    children.map((child) => new Promise((done) => (child.exitCode === null ? child.once("exit", done) : done(null)))),
  );
}

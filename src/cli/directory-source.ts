// Where a command gets a directory from: files, or a database.
import { readFile } from "node:fs/promises";
import { collect, type Dataset, type HsdsReader, readHsds } from "@trellis/hsds";
import { readMapping } from "@trellis/tabular";
import { openBundle } from "@trellis/tabular/node";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { readDirectory } from "#network/index.server.ts";
import { PROFILE } from "#network/index.ts";

type Source = { directory: string; source?: string; mapping?: string };

/** Every row of a folder, zip, file or database. */
export async function datasetOf({ directory, source, mapping }: Source): Promise<Dataset> {
  const address = /^postgres(ql)?:\/\//.test(directory) ? directory : undefined;
  if (!address && directory !== "database") return reading(directory, { source, mapping }, collect);
  const database = await openDatabase({ url: address, migrate: address === undefined });
  try {
    return await asViewer(database.db, directoryKeeper, (tx) => readDirectory(tx));
  } finally {
    await database.close();
  }
}

/** Opens files, gives their reader to `work`, and closes them whatever happens. */
export async function reading<T>(
  path: string,
  options: { source?: string; mapping?: string },
  work: (reader: HsdsReader) => Promise<T>,
): Promise<T> {
  const bundle = await openBundle(path);
  try {
    const mapping = options.mapping ? readMapping(options.mapping, await readFile(options.mapping, "utf8")) : undefined;
    return await work(
      readHsds(bundle, {
        source: options.source ?? "directory",
        profile: PROFILE,
        ...(mapping !== undefined && { mapping }),
      }),
    );
  } finally {
    await bundle.close();
  }
}

import { openBundle, writeTables } from "@trellis/tabular/node";
import { bundleOf, textFile, readMapping } from "@trellis/tabular";
import { readHsds, collect, writeJson, writeTabular } from "@trellis/hsds";
import { isDeepStrictEqual } from "node:util";
import { readFileSync, rmSync } from "node:fs";
for (const d of process.argv.slice(2)) {
  const [dir, map] = d.split("|") as [string, string?];
  const opts = { source: "test", ...(map ? { mapping: readMapping("mapping.yaml", readFileSync(map, "utf8")) } : {}) };
  const r = readHsds(await openBundle(dir), opts);
  const a = await collect(r);
  console.log(dir, await r.format(), Object.entries(a).filter(([,v])=>v.length).map(([k,v])=>k+" "+v.length).join(", "));
  let t = performance.now();
  const text = [...writeJson(a)].join("");
  console.log("json", text.length, Math.round(performance.now()-t)); t = performance.now();
  const b = await collect(readHsds(await bundleOf("x", [textFile("dump.json", text)]), { source: "other" }));
  console.log("json identity", isDeepStrictEqual(a, b), Math.round(performance.now()-t)); t = performance.now();
  rmSync("/tmp/hsds-out", { recursive: true, force: true });
  await writeTables("/tmp/hsds-out", writeTabular(a));
  const rc = readHsds(await openBundle("/tmp/hsds-out"), { source: "other" });
  const c = await collect(rc);
  console.log("tabular identity", isDeepStrictEqual(a, c), await rc.format(), Math.round(performance.now()-t), rc.report.remarks.slice(0,3));
  for (const k of Object.keys(a)) { if (!isDeepStrictEqual(a[k], b[k])) console.log("json differs", k, a[k]!.length, b[k]!.length, a[k]!.find((x,i)=>!isDeepStrictEqual(x,b[k]![i])), b[k]!.find((x,i)=>!isDeepStrictEqual(x,a[k]![i])));
   if (!isDeepStrictEqual(a[k], c[k])) { const i = a[k]!.findIndex((x,i)=>!isDeepStrictEqual(x,c[k]![i])); console.log("tab differs", k, a[k]!.length, c[k]!.length, a[k]![i], c[k]![i]); } }
}

// The walls, from the first commit and without exceptions: arrows run down only (docs/HOUSE.md).
const modules = {
  network: [],
  funding: ["network"],
  learning: ["network"],
  outreach: ["network", "learning"],
  care: ["network", "funding"],
  policy: ["network"],
  evidence: ["network", "funding", "learning", "outreach", "care", "policy"],
};
const names = Object.keys(modules);

const downOnly = names.map((name) => ({
  name: `${name}-looks-down`,
  comment: `${name} may use ${modules[name].join(", ") || "no other module"}, kernel, ui and packages`,
  severity: "error",
  from: { path: `^src/${name}/` },
  to: {
    path: `^src/(${names.filter((other) => other !== name && !modules[name].includes(other)).join("|")}|routes|cli)/`,
  },
}));

const throughDoors = names.map((name) => ({
  name: `${name}-has-three-doors`,
  comment: `whoever is not in ${name} enters by index.ts, index.server.ts, index.browser.ts; pages may also show its views`,
  severity: "error",
  from: { pathNot: `^(src/${name}/|tests/|bench/)` },
  to: { path: `^src/${name}/`, pathNot: `^src/${name}/(index(\\.server|\\.browser)?\\.ts$|.*\\.svelte$)` },
}));

export default {
  forbidden: [
    ...downOnly,
    ...throughDoors,
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "kernel-knows-no-domain",
      severity: "error",
      from: { path: "^src/(kernel|ui)/" },
      to: { path: `^src/(${names.join("|")}|routes|cli)/` },
    },
    {
      name: "packages-know-nothing-of-trellis",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(src|db|data|messages|generated)/" },
    },
    {
      name: "packages-by-their-door",
      severity: "error",
      from: { path: "^(src|db|tests|bench)/" },
      to: { path: "^packages/[^/]+/src/", pathNot: "^packages/[^/]+/src/(index|node)\\.ts$" },
    },
    {
      name: "words-and-rules-do-no-io",
      comment: "a file without .server or .browser runs anywhere",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: "(\\.(server|browser|worker|test)\\.ts|\\.svelte|\\.d\\.ts)$|^src/(routes|cli)/|^src/hooks",
      },
      to: { path: "\\.(server|browser)\\.ts$|^(node:|fs$|pg$|kysely$)" },
    },
    {
      name: "browser-does-not-reach-the-server",
      severity: "error",
      from: { path: "\\.(browser|worker)\\.ts$|\\.svelte$" },
      to: { path: "\\.server\\.ts$" },
    },
    {
      name: "zod-at-edges-only",
      severity: "error",
      from: { path: "^src/", pathNot: "\\.server\\.ts$|^src/(cli|routes/api)/" },
      to: { path: "node_modules/zod" },
    },
    { name: "care-prints-in-the-browser", severity: "error", from: { path: "^src/care/" }, to: { path: "typst" } },
    {
      name: "no-orphan-imports",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(\\$app|\\./\\$types|#ui/.*\\.css)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    exclude: { path: "^(node_modules|build|\\.svelte-kit)|\\.test\\.ts$" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".js", ".json", ".svelte", ".css"],
    },
  },
};

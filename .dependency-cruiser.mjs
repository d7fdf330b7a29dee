/** Arrows between rooms point one way: this is the table of what each may import. */
const rooms = {
  group: [],
  engine: [],
  nn: ["group", "engine"],
  data: ["group"],
  train: ["nn", "data", "engine", "group"],
  audit: ["group", "engine", "data"],
  zoo: ["group", "engine", "nn", "data", "train", "audit"],
  atoms: ["group", "engine", "nn", "data", "train", "audit", "zoo"],
  cli: ["group", "engine", "nn", "data", "train", "audit", "zoo", "atoms"],
};

export default {
  forbidden: [
    // Op rules may name each other's derivative (sin and cos), and types may; nothing else may form a cycle.
    {
      name: "no-cycle",
      severity: "error",
      from: { pathNot: "^src/engine/ops/" },
      to: { circular: true, viaOnly: { pathNot: "^src/engine/ops/", dependencyTypesNot: ["type-only"] } },
    },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-imports-only-${allowed.join("-") || "itself"}`,
      severity: "error",
      from: { path: `^src/${room}/`, pathNot: "\\.test\\.ts$" },
      to: { path: "^src/[^/]+/", pathNot: `^src/(${[room, ...allowed].join("|")})/` },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};

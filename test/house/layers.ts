// The table of rooms (ARCHITECTURE.md): who may import whom. A package that is not here fails the test.

export interface Room {
  readonly layer: 0 | 1 | 2 | 3 | 4;
  /** "anywhere" means no node: module and no native addon outside tests. */
  readonly runs: "anywhere" | "node";
  readonly mayImport: readonly string[];
  /** Rooms of the same layer that it may import all the same, each with the reason. */
  readonly except?: Readonly<Record<string, string>>;
}

const wires = ["@farthing/core", "@farthing/protocol"];
const belowApps = [
  ...wires,
  "@farthing/log",
  "@farthing/risk",
  "@farthing/ledger",
  "@farthing/identity",
];

/** Layer, surroundings and permitted imports of every workspace. */
export const rooms: Readonly<Record<string, Room>> = {
  "@farthing/core": { layer: 0, runs: "anywhere", mayImport: [] },
  "@farthing/protocol": { layer: 1, runs: "anywhere", mayImport: ["@farthing/core"] },
  "@farthing/log": { layer: 1, runs: "anywhere", mayImport: ["@farthing/core"] },
  "@farthing/risk": { layer: 1, runs: "anywhere", mayImport: ["@farthing/core"] },
  "@farthing/ledger": { layer: 2, runs: "node", mayImport: ["@farthing/core", "@farthing/log"] },
  "@farthing/identity": { layer: 2, runs: "node", mayImport: wires },
  "@farthing/sdk": { layer: 2, runs: "node", mayImport: [...wires, "@farthing/log"] },
  "@farthing/elements": { layer: 2, runs: "anywhere", mayImport: wires },
  "@farthing/server": { layer: 3, runs: "node", mayImport: belowApps },
  "@farthing/web": { layer: 4, runs: "anywhere", mayImport: [...wires, "@farthing/log"] },
  // A publisher has the published packages and nothing of ours besides.
  "@farthing/newsstand": {
    layer: 4,
    runs: "node",
    mayImport: ["@farthing/core", "@farthing/sdk"],
  },
  "@farthing/app": {
    layer: 4,
    runs: "node",
    mayImport: [...belowApps, "@farthing/server"],
    except: {
      "@farthing/newsstand": "wire() is the one place that joins adapters; the demo is one.",
    },
  },
  "@farthing/lab": {
    layer: 4,
    runs: "node",
    mayImport: [...belowApps, "@farthing/sdk", "@farthing/server"],
    except: { "@farthing/app": "benchmarks and simulations run the platform that wire() joins." },
  },
  // For others to copy: nothing of ours but the published package.
  "@farthing/example-plain": { layer: 4, runs: "node", mayImport: ["@farthing/sdk"] },
  "@farthing/example-program": { layer: 4, runs: "node", mayImport: ["@farthing/sdk"] },
  "@farthing/example-react": { layer: 4, runs: "node", mayImport: ["@farthing/sdk"] },
  "@farthing/example-strict-csp": { layer: 4, runs: "node", mayImport: ["@farthing/sdk"] },
};

// Reads a network in the DIMACS form of minimum cost flows from standard input and
// prints the least cost and the seconds that HiGHS needs for its linear program.
// HiGHS comes as WebAssembly from npm: scripts/peers installs it and names its folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const highs = await createRequire(process.argv[2] + "/")("highs")();

const costs = [];
const bounds = [];
const balance = new Map(); // of each node: what leaves it less what comes in, as terms; and what it has to be
const node = (name) => {
  if (!balance.has(name)) balance.set(name, { terms: [], supply: 0 });
  return balance.get(name);
};
for (const line of readFileSync(0, "utf8").split("\n")) {
  const [kind, ...fields] = line.split(" ");
  if (kind === "n") node(fields[0]).supply = Number(fields[1]);
  if (kind !== "a") continue;
  const [from, to, low, high, cost] = fields;
  const x = `x${bounds.length}`;
  bounds.push(`${low} <= ${x} <= ${high}`);
  if (Number(cost) !== 0) costs.push(`${cost} ${x}`);
  node(from).terms.push(`+ ${x}`);
  node(to).terms.push(`- ${x}`);
}
// A line of an LP file must not be long.
const wrap = (terms, sign) => terms.map((t, i) => (i % 8 === 7 ? `${sign}${t}\n` : `${sign}${t}`)).join(" ");
const rows = [...balance.values()].map((n, i) => `n${i}: ${wrap(n.terms, "")} = ${n.supply}`);
const problem = `Minimize\nobj: ${wrap(costs, "+ ")}\nSubject To\n${rows.join("\n")}\nBounds\n${bounds.join("\n")}\nEnd\n`;

const began = process.cpuUsage();
const found = highs.solve(problem, { output_flag: false });
const used = process.cpuUsage(began);
if (found.Status !== "Optimal") throw new Error(`HiGHS says ${found.Status}`);
console.log(`simplex ${Math.round(found.ObjectiveValue)} ${(used.user + used.system) / 1e6}`);

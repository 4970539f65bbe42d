import { join, resolve } from "node:path";
import { build } from "esbuild";

/** `npm run verifier`: the offline verifier as one file that runs with bare Node, for an employer's own machine. */
const project = resolve(import.meta.dirname, "../..");
const outfile = join(project, "dist/zhizao-verify.mjs");

await build({
  entryPoints: [join(project, "server/commands/verify.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  legalComments: "inline",
  // Packages in CommonJS ask for `require`, which a module has to make for itself.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
});
process.stdout.write(`node ${outfile} FILE.pdf --issuer issuer.json\n`);

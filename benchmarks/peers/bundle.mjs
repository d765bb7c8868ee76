// usage: node bundle.mjs NODE_MODULES SCRIPT      prints SCRIPT with what it imports as one script for a page
import { createRequire } from "node:module";

const [, , modules, script] = process.argv;
const esbuild = createRequire(`${modules}/`)("esbuild");
const built = esbuild.buildSync({
  entryPoints: [script],
  nodePaths: [modules],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  write: false,
  logLevel: "error",
});
process.stdout.write(built.outputFiles[0].text);

// Builds the stylesheet and the scripts into `assets/dist`, each under a name that carries the
// hash of its content, so that a browser may keep it for ever and never show an old one. The field form
// is an app of its own and is built beside them.
import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundle } from "lightningcss";
import { buildField } from "./field.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(root, "assets", "dist");

/** Cheap phones in use are several years old: Chrome 90 is what an Android 7 phone can still run. */
const targets = { chrome: 90 << 16, firefox: 90 << 16, safari: (14 << 16) | (1 << 8) };

function styles() {
  const { code } = bundle({ filename: path.join(root, "styles", "app.css"), minify: true, targets });
  return Buffer.from(code);
}

async function scripts() {
  const result = await build({
    entryPoints: [path.join(root, "scripts", "app.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "chrome90",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

function hashed(name, extension, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return `${name}.${hash}.${extension}`;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const manifest = {};
for (const [name, extension, content] of [
  ["app", "css", styles()],
  ["app", "js", await scripts()],
]) {
  const file = hashed(name, extension, content);
  await writeFile(path.join(dist, file), content);
  manifest[`${name}.${extension}`] = file;
  console.log(`${file} ${content.length} bytes`);
}
await buildField(dist);
await writeFile(path.join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

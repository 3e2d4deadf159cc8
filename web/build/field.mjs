// Builds the field form: one script and one style by Vite, the page that holds them, what a phone needs
// to install it, and the worker that knows all of these by name and brings them without a network.
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const field = path.join(root, "field");
const target = ["chrome90", "firefox90", "safari14"];

function hash(content, length = 12) {
  return createHash("sha256").update(content).digest("hex").slice(0, length);
}

/** Version of the app that every record carries: that of the program, and what its source was. */
async function version() {
  const { version: number } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const files = await readdir(field, { recursive: true });
  const sum = createHash("sha256");
  for (const file of files.filter((name) => /^(?!tests).*\.(ts|css)$/.test(name)).sort()) {
    sum.update(await readFile(path.join(field, file)));
  }
  return `${number}+${sum.digest("hex").slice(0, 8)}`;
}

async function bundle(input, names, define, dist) {
  const result = await build({
    configFile: false,
    root: field,
    base: "/assets/",
    logLevel: "warn",
    define,
    build: {
      outDir: dist,
      emptyOutDir: false,
      copyPublicDir: false,
      assetsDir: "",
      target,
      modulePreload: false,
      cssCodeSplit: false,
      reportCompressedSize: false,
      rollupOptions: { input: path.join(field, input), output: { format: "iife", ...names } },
    },
  });
  return (Array.isArray(result) ? result : [result]).flatMap(({ output }) => output.map(({ fileName }) => fileName));
}

/** Copies a file under a name that carries its hash. */
async function hashed(name, dist) {
  const content = await readFile(path.join(field, "icons", name));
  const { name: stem, ext } = path.parse(name);
  const file = `${stem}-${hash(content)}${ext}`;
  await writeFile(path.join(dist, file), content);
  return file;
}

/** Fills in the addresses of built files. */
async function filled(name, addresses) {
  const text = await readFile(path.join(field, name), "utf8");
  return text.replace(/\{\{(\w+)\}\}/g, (_, key) => {
    if (!addresses[key]) {
      throw new Error(`${name} asks for {{${key}}}, which is not built`);
    }
    return `/assets/${addresses[key]}`;
  });
}

export async function buildField(dist) {
  const app = await version();
  const files = await bundle(
    "main.ts",
    { entryFileNames: "field-[hash].js", assetFileNames: "field-[hash][extname]" },
    { __APP__: JSON.stringify(app) },
    dist,
  );
  const script = files.find((file) => file.endsWith(".js"));
  const style = files.find((file) => file.endsWith(".css"));
  const icon192 = await hashed("icon-192.png", dist);
  const addresses = {
    script,
    style,
    icon192,
    icon512: await hashed("icon-512.png", dist),
    iconmask512: await hashed("icon-mask-512.png", dist),
  };
  const page = await filled("index.html", addresses);
  const manifest = await filled("manifest.json", addresses);
  await writeFile(path.join(dist, "field.html"), page);
  await writeFile(path.join(dist, "field.webmanifest"), manifest);

  const precache = [
    { url: "/field", revision: hash(page) },
    { url: "/field/manifest.webmanifest", revision: hash(manifest) },
    ...[script, style, icon192].map((file) => ({ url: `/assets/${file}`, revision: null })),
  ];
  await bundle(
    "worker/worker.ts",
    { entryFileNames: "field-worker.js" },
    { __PRECACHE__: JSON.stringify(precache) },
    dist,
  );
  for (const file of [script, style, "field.html", "field-worker.js"]) {
    console.log(`${file} ${(await readFile(path.join(dist, file))).length} bytes`);
  }
}

// Unit tests of the field form, in Node with an IndexedDB in memory.
import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { __APP__: JSON.stringify("test") },
  test: {
    include: ["field/tests/**/*.test.ts"],
    setupFiles: ["fake-indexeddb/auto"],
    environment: "node",
    // Keys are derived slowly on purpose, and two cores are shared by much else.
    testTimeout: 120_000,
  },
});

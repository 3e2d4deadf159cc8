// Browser stories against a small hall of their own, which `cargo run -p web --example story_hall`
// fills and serves; with PENDOPO_URL against any other.
import { defineConfig } from "@playwright/test";
import { chromium } from "./hall.mjs";

const port = process.env.PENDOPO_STORY_PORT ?? "8991";
const address = process.env.PENDOPO_URL ?? `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: ".",
  testMatch: "*.story.mjs",
  outputDir: "../../target/browser",
  workers: 1,
  reporter: [["list"]],
  use: { baseURL: address, locale: "id-ID", timezoneId: "Asia/Jakarta", launchOptions: chromium },
  projects: [
    { name: "phone", use: { viewport: { width: 360, height: 740 }, hasTouch: true } },
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
  ],
  webServer: process.env.PENDOPO_URL
    ? undefined
    : {
        command: `cargo run -q -p web --example story_hall -- ${port}`,
        cwd: "../..",
        url: `${address}/healthz`,
        timeout: 600_000,
        reuseExistingServer: true,
      },
});

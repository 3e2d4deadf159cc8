// Browser stories against a small hall of their own, which `cargo run -p web --example story_hall`
// fills and serves; with PENDOPO_URL against any other. The stories of the field form break links, change
// clocks and meet conflicts: they have a hall in memory (`field-hall.mjs`); with PENDOPO_FIELD_URL any other.
import { defineConfig } from "@playwright/test";
import { chromium } from "./hall.mjs";

const port = process.env.PENDOPO_STORY_PORT ?? "8991";
const address = process.env.PENDOPO_URL ?? `http://127.0.0.1:${port}`;
const fieldPort = process.env.PENDOPO_FIELD_PORT ?? "8992";
const field = process.env.PENDOPO_FIELD_URL ?? `http://127.0.0.1:${fieldPort}`;
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
const ofField = "field*.story.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "*.story.mjs",
  outputDir: "../../target/browser",
  workers: 1,
  reporter: [["list"]],
  use: { baseURL: address, locale: "id-ID", timezoneId: "Asia/Jakarta", launchOptions: chromium },
  projects: [
    { name: "phone", testIgnore: ofField, use: phone },
    { name: "desktop", testIgnore: ofField, use: { viewport: { width: 1280, height: 800 } } },
    { name: "field", testMatch: ofField, timeout: 60_000, use: { ...phone, baseURL: field } },
  ],
  webServer: [
    ...(process.env.PENDOPO_URL
      ? []
      : [
          {
            command: `cargo run -q -p web --example story_hall -- ${port}`,
            cwd: "../..",
            url: `${address}/healthz`,
            timeout: 600_000,
            reuseExistingServer: true,
          },
        ]),
    ...(process.env.PENDOPO_FIELD_URL
      ? []
      : [
          {
            command: `node browser/field-hall.mjs ${fieldPort}`,
            cwd: "..",
            url: `${field}/healthz`,
            reuseExistingServer: true,
          },
        ]),
  ],
});

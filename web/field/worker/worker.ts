// The worker of the field form. It keeps the app's own files, and nothing of what people said: that lies
// sealed in the store. A new app is fetched in the background and taken into use when the person says so.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const __PRECACHE__: { url: string; revision: string | null }[];

interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(kind: "activate", listener: (event: { waitUntil(work: Promise<void>): void }) => void): void;
}

const worker = self as unknown as Worker;

precacheAndRoute(__PRECACHE__);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("/field"), { allowlist: [/^\/field\/?(\?.*)?$/] }));

worker.addEventListener("message", (event) => {
  if (event.data === "take over") {
    void worker.skipWaiting();
  }
});

// The first visit is carried by the worker at once, so that it need not be made twice.
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

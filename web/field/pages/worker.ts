// The service worker from the page's side: registered, and asked to take over only when the person
// says so. An app that changes under an open form would be a fright, even if nothing is lost.
import type { Frame } from "./app";

export function watchWorker(frame: Frame): void {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  let asked = false;
  const offer = (worker: ServiceWorker) => {
    frame.update = () => {
      asked = true;
      worker.postMessage("take over");
    };
    void frame.bar();
  };
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) {
      void (frame.leaving?.() ?? Promise.resolve()).then(() => location.reload());
    }
  });
  navigator.serviceWorker
    .register("/field/worker.js", { scope: "/field" })
    .then((registration) => {
      if (registration.waiting && registration.active) {
        offer(registration.waiting);
      }
      registration.addEventListener("updatefound", () => {
        const fresh = registration.installing;
        fresh?.addEventListener("statechange", () => {
          if (fresh.state === "installed" && registration.active) {
            offer(fresh);
          }
        });
      });
    })
    .catch((error: unknown) => {
      console.error(error);
    });
}

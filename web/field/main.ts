// Where the app begins.
import "./styles/field.css";
import { Store } from "./store";
import { HttpLink, Sync } from "./sync";
import { Frame, type Page } from "./pages/app";
import { business, fresh, visit } from "./pages/business";
import { device } from "./pages/device";
import { form } from "./pages/form";
import { home } from "./pages/home";
import { item } from "./pages/item";
import { list } from "./pages/list";
import { login } from "./pages/login";
import { unsent } from "./pages/unsent";
import { watchWorker } from "./pages/worker";
import { APP } from "./work/draft";

const PAGES: Record<string, Page> = {
  "": home,
  list,
  business,
  new: fresh,
  visit,
  form,
  unsent,
  item,
  device,
};

interface InstallEvent extends Event {
  prompt(): Promise<void>;
}

async function begin(): Promise<void> {
  const store = await Store.open();
  const sync = new Sync(store, new HttpLink("/api/sync", APP), {
    onHello: (_hello, clock) => {
      frame.clock = clock;
    },
    onSwitch: () => location.reload(),
  });
  const frame = new Frame(store, sync, PAGES, login);
  frame.clock = await store.clock();
  await frame.show(false);
  document.documentElement.dataset.readyAt = String(Math.round(performance.now()));
  document.documentElement.dataset.ready = "yes";
  watchWorker(frame);
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    frame.install = () => void (event as InstallEvent).prompt();
  });
  // The last letters typed are on their way to the disk when the page goes to the background.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      void frame.leaving?.();
    } else {
      void sync.nudge();
    }
  });
  window.addEventListener("online", () => void sync.nudge());
  await store.quota.prepare();
  sync.start();
}

void begin();

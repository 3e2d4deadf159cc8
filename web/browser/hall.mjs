// What stories and screenshots share: the accounts of the hall they visit, and logging in.

export const password = process.env.PENDOPO_PASSWORD ?? "kopi pagi di alun-alun";

const logins = {
  owner: process.env.PENDOPO_OWNER ?? "0812 3456 7890",
  officer: process.env.PENDOPO_OFFICER ?? "officer",
  mentor: process.env.PENDOPO_MENTOR ?? "mentor",
  head: process.env.PENDOPO_HEAD ?? "head",
  enumerator: process.env.PENDOPO_ENUMERATOR ?? "enumerator",
  admin: process.env.PENDOPO_ADMIN ?? "admin",
};

export const chromium = {
  executablePath: process.env.PENDOPO_CHROMIUM ?? "/usr/bin/chromium",
  // Debian's Chromium as root in a closed network: no sandbox of its own, no looking for hosts outside.
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export async function logIn(page, who) {
  await page.goto(who === "owner" ? "/account/login" : "/account/login?door=staff");
  await page.locator("#name").fill(logins[who]);
  await page.locator("#password").fill(password);
  await page.locator("main button.main-act").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/account/login"));
}

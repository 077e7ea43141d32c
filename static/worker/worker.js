/* Keeps the shell, pages of the catalogue that say they are the same for everybody, and their pictures.
   VERSION, SHELL, OFFLINE and NOTES stand above, put there by the site; the rules come in between. */
const SHELL_CACHE = `shell-${VERSION}`;
const PAGES = `pages-${VERSION}`;
const PHOTOS = "photos";
let era = 0; // grows when somebody leaves: what was on its way then is not kept
let sentAt = 0;

addEventListener("install", (event) => event.waitUntil(fillShell().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const { method, mode, url, headers } = event.request;
  switch (kindOf({ method, mode, url, range: headers.has("range") }, location.origin)) {
    case "leaving":
      return event.waitUntil(forget());
    case "sent":
      sentAt = Date.now();
      return;
    case "door":
      event.waitUntil(forget());
      return event.respondWith(showPage(event));
    case "page":
      return event.respondWith(showPage(event));
    case "photo":
      return event.respondWith(showPhoto(event));
    case "static":
      return event.respondWith(showStatic(event));
  }
});
addEventListener("message", (event) => {
  if (event.data === "last-seen") event.waitUntil(lastSeen().then((pages) => event.ports[0].postMessage(pages)));
});

async function fillShell() {
  const cache = await caches.open(SHELL_CACHE);
  await cache.addAll(SHELL.map((address) => new Request(address, { credentials: "omit" })));
}

/* Old versions go. The page that brought the worker was loaded before it: it is asked for once more, for everybody. */
async function takeOver() {
  const ours = [SHELL_CACHE, PAGES, PHOTOS];
  const old = (await caches.keys()).filter((name) => !ours.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
  const open = await clients.matchAll({ type: "window" });
  await Promise.allSettled(open.map((client) => askForAll(client.url)));
}

async function forget() {
  era += 1;
  await caches.delete(PAGES);
}

/* The network first; the kept page when there is none, or when it takes too long. */
async function showPage(event) {
  const { url } = event.request;
  const kept = await find(url);
  const asked = fetch(event.request).then((answer) => {
    const what = whatToKeep(factsOf(answer));
    if (answer.status === 401) event.waitUntil(forget());
    if (what === "keep") event.waitUntil(keep(url, answer.clone(), Date.now()));
    if (what === "ask") event.waitUntil(keepAgain(url));
    return answer;
  });
  event.waitUntil(asked.catch(() => {}));
  const waits = !kept || Date.now() - sentAt < AFTER_SENDING;
  try {
    const answer = await (waits ? asked : Promise.race([asked, late()]));
    return answer || noted(kept, NOTES.slow);
  } catch {
    return kept ? noted(kept, NOTES.offline) : caches.match(OFFLINE);
  }
}

function late() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
}

async function noted(kept, note) {
  return new Response(withNote(await kept.text(), note), { headers: kept.headers });
}

/* A fresh copy counts as looked at now; an older one is asked for again. */
async function keepAgain(url) {
  const kept = await find(url);
  const got = kept ? Number(kept.headers.get("pasar-got")) : 0;
  return Date.now() - got < FRESH ? keep(url, kept, got) : askForAll(url);
}

/* Without cookies: nobody's name, nobody's cart. */
async function askForAll(url) {
  const began = era;
  const answer = await fetch(url, { credentials: "omit", redirect: "error" });
  if (began === era && whatToKeep(factsOf(answer)) === "keep") await keep(url, answer, Date.now());
}

function factsOf({ status, type, redirected, headers }) {
  return {
    status,
    type,
    redirected,
    copy: headers.get("pasar-copy"),
    control: headers.get("cache-control") || "",
  };
}

async function keep(url, answer, got) {
  const began = era;
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set("pasar-got", got);
  headers.set("pasar-seen", Date.now());
  const copy = new Response(await answer.text(), { headers });
  if (began !== era) return;
  const cache = await caches.open(PAGES);
  await cache.put(plain(url), copy);
  const gone = tooMany((await seen(cache)).map(([address, at]) => [address, at]), MOST_PAGES);
  await Promise.all(gone.map((address) => cache.delete(address)));
}

async function find(url) {
  return (await caches.has(PAGES)) ? (await caches.open(PAGES)).match(plain(url)) : undefined;
}

function plain(url) {
  return url.split("#")[0];
}

/* [address, when it was last looked at, the page] of all that is kept. */
async function seen(cache) {
  const read = async ({ url }) => {
    const page = await cache.match(url);
    return page && [url, Number(page.headers.get("pasar-seen")), page];
  };
  return (await Promise.all((await cache.keys()).map(read))).filter(Boolean);
}

async function lastSeen() {
  const pages = await seen(await caches.open(PAGES));
  pages.sort((a, b) => b[1] - a[1]);
  return Promise.all(
    pages.map(async ([url, , page]) => ({ url: url.slice(location.origin.length), title: titleOf(await page.text()) })),
  );
}

async function showPhoto(event) {
  const cache = await caches.open(PHOTOS);
  const kept = await cache.match(event.request.url);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (isForEver(factsOf(answer))) event.waitUntil(addPhoto(cache, event.request.url, answer.clone()));
  return answer;
}

/* In the order in which they came; the oldest go. */
async function addPhoto(cache, url, photo) {
  await cache.put(url, photo);
  const all = (await cache.keys()).map((request, place) => [request.url, place]);
  await Promise.all(tooMany(all, MOST_PHOTOS).map((address) => cache.delete(address)));
}

/* An address with the hash of its content never changes; of another edition something like it is better than nothing. */
async function showStatic(event) {
  const cache = await caches.open(SHELL_CACHE);
  const { url } = event.request;
  const kept = await cache.match(url);
  if (kept) return kept;
  try {
    const answer = await fetch(event.request);
    if (isForEver(factsOf(answer))) event.waitUntil(cache.put(url, answer.clone()));
    return answer;
  } catch {
    return (await cache.match(url, { ignoreSearch: true })) || Response.error();
  }
}

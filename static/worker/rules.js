/* What the worker does with a request and an answer: plain values in, plain words out. */
const MOST_PAGES = 40;
const MOST_PHOTOS = 240;
const PATIENCE = 4_000; // milliseconds for the network while a kept page could be shown
const AFTER_SENDING = 20_000; // milliseconds in which the answer to what was sent is waited for, however slow
const FRESH = 3_600_000; // milliseconds until whoever has cookies asks for a copy again

function kindOf({ method, mode, url, range }, own) {
  const { origin, pathname } = new URL(url);
  if (origin !== own || range) return "other";
  if (method === "POST") return pathname === "/keluar" ? "leaving" : "sent";
  if (method !== "GET") return "other";
  if (mode === "navigate") return pathname === "/masuk" ? "door" : "page";
  if (pathname.startsWith("/files/")) return "photo";
  return pathname.startsWith("/static/") ? "static" : "other";
}

/* Of a page: "keep" it, "ask" for it without cookies, or "no". */
function whatToKeep({ status, type, redirected, copy, control }) {
  if (status !== 200 || type !== "basic" || redirected || control.includes("no-store")) return "no";
  if (copy === "for-all") return "keep";
  return copy === "ask-without-cookies" ? "ask" : "no";
}

function isForEver({ status, type, control }) {
  return status === 200 && type === "basic" && control.includes("immutable");
}

/* Which of [address, when it was last looked at] go, so that so many stay. */
function tooMany(seen, most) {
  return [...seen].sort((a, b) => b[1] - a[1]).slice(most).map(([address]) => address);
}

/* A page of everybody has nothing to say to one, so the place of its messages is free. */
function withNote(page, note) {
  return page.replace("<!--note-->", () => note);
}

function titleOf(page) {
  return (/<title>([^<]*)/.exec(page) || ["", ""])[1].trim();
}

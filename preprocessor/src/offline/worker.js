// Keeps the book for reading offline. VERSION, FILES, FOLDERS and MISSING stand above; another book has another VERSION.
//
// The server is asked first, so that a reader online has the newest page. What names its own content is looked for
// among what is kept, of this version and of the one before: a page that was open when a new version was published
// still finds what belongs to it. No page is ever reloaded, and nothing is kept but answers of this site. Below it other
// projects may be served, when it is at the root of its address: what is not the book's is left to the browser.
const SCOPE = registration.scope;
const [NAMES, OWN] = [FILES, FOLDERS].map((names) => names.map((name) => new URL(name, SCOPE).href));
const BOOK = new Set(NAMES);
const OURS = `mission ${SCOPE} `;
const CACHE = OURS + VERSION;
const NAMED = /-[0-9a-f]{8}\.(?!html)[^/?]+$|\/mission\/[^/]+\?v=/;
const REFERENCE = /(?:src|href|searchindex_js)\s*=\s*"([^"\s:[]+)"|url\(["']?([^"')\s:[]+)["')]/g;
// What is in FILES, as far as it is to be kept. A page of missions names fonts as the script at its head finds them.
const KNOWN = /\.html$|\/$|\/mission\/|\/KaTeX_/;
// In bytes, as sent: no film is kept.
const LIMIT = 2e6;
// Here another project may be served tomorrow. However slowly it answers, it is not to be taken for this book.
const LOOPBACK = /^(localhost|127\..*|\[::1\])$/.test(location.hostname);

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(fill());
});

addEventListener("activate", (event) => event.waitUntil(settle()));

addEventListener("fetch", (event) => {
  const { method, headers, url } = event.request;
  if (method === "GET" && !headers.has("range") && ours(url)) event.respondWith(answer(event));
});

// Loads the whole book, unless the reader saves data: then only what is read is kept.
async function fill() {
  // A version that comes back is the newest again.
  await caches.delete(CACHE);
  if (navigator.connection?.saveData) return;
  const files = new Set(BOOK);
  const queue = [...files];
  const lane = async () => {
    for (let file; (file = queue.shift()); ) {
      const response = await fetch(file, { cache: "no-cache" });
      const text = /(index\.html|\.css)$/.test(file) ? response.clone().text() : "";
      await keep(file, response);
      // What mdBook adds has names that only its pages and style sheets know.
      for (const [, reference, url] of (await text).matchAll(REFERENCE)) {
        const { href, pathname } = new URL((reference ?? url).split("#")[0], file);
        if (files.has(href) || !ours(href) || KNOWN.test(pathname)) continue;
        files.add(href);
        queue.push(href);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: 6 }, lane));
  } catch (error) {
    // Half a version must not pass for the one before.
    await caches.delete(CACHE);
    throw error;
  }
}

async function settle() {
  for (const name of (await others()).slice(1)) await caches.delete(name);
  await clients.claim();
}

// What is kept of other versions, the newest first.
async function others() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE).reverse();
}

async function answer(event) {
  const address = place(event.request.url);
  const kept = await find(address);
  if (kept && NAMED.test(address)) return kept;
  const asked = ask(event, address).catch(() => undefined);
  if (!kept) return (await asked) ?? missing(event.request);
  const late = new Promise((resolve) => LOOPBACK || setTimeout(resolve, 3000));
  const fresh = await Promise.race([asked, late]);
  return fresh && fresh.status < 500 ? fresh : kept;
}

// Asks the server, and keeps what it gives. A page is asked for past the browser's own cache, which may hold one
// whose files have been replaced.
function ask(event, address) {
  const { request } = event;
  const asked = fetch(request, request.mode === "navigate" ? { cache: "no-cache" } : {});
  event.waitUntil(asked.then((response) => keep(address, response.clone())).catch(() => {}));
  return asked;
}

async function missing({ mode }) {
  const page = mode === "navigate" && (await find(new URL(MISSING, SCOPE).href));
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error();
}

async function find(address) {
  for (const cacheName of [CACHE, ...(await others())]) {
    const found = await caches.match(address, { cacheName });
    if (found) return found;
  }
}

async function keep(address, response) {
  // Somewhere else a login may be asked for. What is left unread would hold the connection.
  const { status, url, headers, body } = response;
  const good = status === 200 || (status === 404 && address === new URL(MISSING, SCOPE).href);
  if (!good || place(url) !== address || headers.get("content-length") > LIMIT) return void body?.cancel();
  // A page that came by a redirect is refused where none was expected.
  const kept = response.redirected ? new Response(body, response) : response;
  try {
    await (await caches.open(CACHE)).put(address, kept);
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
  }
}

// Where an address is kept: a page without the words that a search marks in it, and under its file's name where the
// host serves `part/one.html` as `part/one`.
function place(address) {
  const url = new URL(address);
  url.hash = "";
  if (NAMED.test(url.href)) return url.href;
  url.search = "";
  const name = url.href.replace(/\/$/, "/index.html");
  return BOOK.has(`${name}.html`) ? `${name}.html` : name;
}

// Whether an address is the book's: a file of it, a file beside its first pages, or one in a folder of it.
function ours(address) {
  const name = place(address);
  if (!name.startsWith(SCOPE)) return false;
  return BOOK.has(name) || /^[^/]+\.[^/]+$/.test(name.slice(SCOPE.length)) || OWN.some((folder) => name.startsWith(folder));
}

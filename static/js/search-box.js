/* Around a search form: suggestions while typing, a combobox by the WAI-ARIA pattern. What was searched before, and
   the market visited last, stay on this device; the latter goes along as `dekat` when a search begins elsewhere. */
const PAUSE = 120;
const LEAST = 2;
const MOST = 6;
const PAST = "cari";
const NEAR = "pasar";
const PLACES = "[name=pasar],[name=lapak],[name=klaster],[name=dekat]";
const ICONS = { produk: "basket", kategori: "package", lapak: "building-store", pasar: "map-pin", klaster: "users", tadi: "history" };

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=search]");
    this.icons = this.querySelector("use").getAttribute("href").split("#")[0];
    if (this.dataset.market) keep(NEAR, this.dataset.market);
    this.build();
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("focus", () => this.input.value || this.showPast());
    this.input.addEventListener("click", () => this.input.value || this.showPast());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.close());
    this.form.addEventListener("submit", () => this.sent());
    addEventListener("pageshow", () => this.close());
  }

  build() {
    this.list = made("div", { role: "listbox", id: `${this.input.id}-saran`, "aria-label": "Saran" });
    this.clear = made("button", { type: "button", class: "link" }, "Hapus riwayat");
    this.box = made("div", { class: "suggest", hidden: "" }, this.list, this.clear);
    this.box.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.picked(event));
    this.clear.addEventListener("click", () => this.forget());
    this.form.append(this.box);
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(said)) this.input.setAttribute(name, value);
  }

  typed() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const text = this.input.value.trim();
    if (text.length < LEAST) return text ? this.close() : this.showPast();
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.asked = new AbortController();
    const place = this.form.querySelector("[name=pasar],[name=dekat]")?.value || this.dataset.market || kept(NEAR, "");
    const query = new URLSearchParams({ q: text, pasar: place });
    try {
      const answer = await fetch(`${this.dataset.suggest}?${query}`, { signal: this.asked.signal });
      const { suggestions } = await answer.json();
      if (document.activeElement === this.input) this.show(suggestions, text);
    } catch {
      this.close(); // aborted, or nothing answers: the field works without
    }
  }

  showPast() {
    const { action } = this.form;
    this.show(kept(PAST, []).map((label) => ({ label, kind: "tadi", url: `${action}?${new URLSearchParams({ q: label })}` })), "");
  }

  show(found, text) {
    this.list.replaceChildren(...found.map((one, at) => this.line(one, at, text)));
    this.clear.hidden = text !== "";
    this.box.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.mark(null);
  }

  line({ label, kind, url }, at, text) {
    const words = made("span", {}, ...marked(label, text));
    const line = made("a", { role: "option", id: `${this.list.id}-${at}`, href: url, tabindex: "-1", "aria-selected": "false" }, this.icon(ICONS[kind] || "search"), words);
    if (ICONS[kind] && kind !== "tadi") line.append(made("small", {}, kind));
    else line.dataset.words = label;
    return line;
  }

  icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS(svg.namespaceURI, "use");
    use.setAttribute("href", `${this.icons}#${name}`);
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    svg.append(use);
    return svg;
  }

  pressed(event) {
    const lines = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "ArrowDown" && this.box.hidden) this.typed();
    else if (step && !this.box.hidden) {
      const spots = [...lines, null]; // past either end is the field itself
      this.mark(spots[(spots.indexOf(this.active) + step + spots.length) % spots.length]);
    } else if (event.key === "Enter" && this.active && !this.box.hidden) this.active.click();
    else if (event.key === "Escape" && !this.box.hidden) this.close();
    else return;
    event.preventDefault();
  }

  mark(line) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = line;
    line?.setAttribute("aria-selected", "true");
    line?.scrollIntoView({ block: "nearest" });
    if (line) this.input.setAttribute("aria-activedescendant", line.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /* Words are searched by the form, with all that it keeps; a thing is opened. */
  picked(event) {
    const line = event.target.closest("a");
    if (!line?.dataset.words || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.input.value = line.dataset.words;
    this.form.requestSubmit();
  }

  sent() {
    const words = this.input.value.trim();
    if (words) keep(PAST, [words, ...kept(PAST, []).filter((old) => old !== words)].slice(0, MOST));
    const near = kept(NEAR, "");
    const elsewhere = location.pathname !== new URL(this.form.action).pathname && !this.form.querySelector(PLACES);
    if (near && elsewhere) this.form.append(made("input", { type: "hidden", name: "dekat", value: near }));
  }

  forget() {
    keep(PAST, []);
    this.input.focus();
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.box.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(null);
  }
}

function made(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function marked(label, text) {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (words.length === 0) return [label];
  const parts = label.split(new RegExp(`\\b(${words.join("|")})`, "i"));
  return parts.map((part, at) => (at % 2 ? made("mark", { class: "hit" }, part) : part));
}

/* A browser that keeps nothing for us (a private window) just forgets. */
function kept(name, none) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? none;
  } catch {
    return none;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* full or forbidden */
  }
}

customElements.define("search-box", SearchBox);

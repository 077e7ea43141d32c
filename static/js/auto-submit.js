/* Inside or around a form: a changed field sends it, to data-url when given.
   With data-part, the answer replaces only the elements of those ids, so the page stays where it is; if that
   fails, the form is sent the ordinary way. A button for those without script hides under [data-no-script]. */
const PAUSE = 350;

class AutoSubmit extends HTMLElement {
  connectedCallback() {
    this.querySelectorAll("[data-no-script]").forEach((button) => { button.hidden = true; });
    this.addEventListener("change", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(event.target.form), PAUSE);
    });
  }

  async send(form) {
    const url = this.dataset.url || form.action;
    const parts = (this.dataset.part || "").split(" ").filter(Boolean);
    if (parts.length && (await swap(parts, url, form))) return;
    form.action = url;
    form.submit();
  }
}

async function swap(parts, url, form) {
  const sent = new FormData(form);
  const asked = form.method === "post" ? [url, { method: "post", body: sent }] : [`${url}?${new URLSearchParams(sent)}`];
  try {
    const answer = await fetch(...asked);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const pairs = parts.map((id) => [document.getElementById(id), page.getElementById(id)]);
    if (pairs.flat().includes(null)) return false;
    const held = document.activeElement && document.activeElement.id;
    pairs.forEach(([old, fresh]) => old.replaceWith(fresh));
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    return true;
  } catch {
    return false;
  }
}

customElements.define("auto-submit", AutoSubmit);

/* Around the page: a form is sent once. The pressed button says so, and comes back with the Back button,
   or by itself when the answer was a download and the page stays. */
const PATIENCE = 12_000;

class BusyForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.onSubmit(event));
    addEventListener("pageshow", () => this.querySelectorAll("[data-sent]").forEach(free));
  }

  onSubmit(event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    const button = event.submitter;
    setTimeout(() => hold(button)); // after the browser has read the button's own name and value
    setTimeout(() => free(form), PATIENCE);
  }
}

function hold(button) {
  if (!button) return;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
}

function free(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

customElements.define("busy-form", BusyForm);

/* Once the page stands: the worker that keeps what was looked at for when there is no network. It is registered here,
   in the script that every page has, for a script of its own would be one more request of a first visit. */
addEventListener("load", () => {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
});

/* Around a form that the page sends by itself, once; the button stays for whoever comes back or has no script. */
const SOON = 400;

class PressOnce extends HTMLElement {
  connectedCallback() {
    setTimeout(() => this.querySelector("form").requestSubmit(), SOON);
  }
}

customElements.define("press-once", PressOnce);

/* Copies data-text and says so for a moment. */
const SHOWN = 2_000;

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.label = this.querySelector("span");
    this.words = this.label.textContent;
    this.label.setAttribute("aria-live", "polite");
    this.querySelector("button").addEventListener("click", () => this.copy());
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.dataset.text);
    } catch {
      copyByHand(this.dataset.text);
    }
    this.label.textContent = "Tersalin";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.label.textContent = this.words; }, SHOWN);
  }
}

/* Without a secure origin there is no clipboard; an old selection still works. */
function copyByHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "vh";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

customElements.define("copy-button", CopyButton);

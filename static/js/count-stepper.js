/* Plus and minus beside a number, without asking the server. The form hears "change", as if it were typed. */
class CountStepper extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button?.value) return; // the unseen one, which Enter presses: the number is sent as typed
      event.preventDefault();
      this.step(button.value === "tambah" ? 1 : -1);
    });
  }

  step(by) {
    const input = this.querySelector("input");
    const least = Number(input.min || 0);
    const most = input.max ? Number(input.max) : Infinity;
    const next = Math.min(most, Math.max(least, (Number.parseInt(input.value, 10) || 0) + by));
    if (String(next) === input.value) return;
    input.value = next;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("count-stepper", CountStepper);

/* Checkout: hours follow the chosen way of receiving, and a choice that changes the sum asks for it again. */
class SlotPicker extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => this.chosen(event.target));
    this.querySelectorAll("[name$='-ambil']:checked").forEach((radio) => this.narrow(radio));
  }

  chosen(field) {
    if (field.name.endsWith("-ambil")) {
      this.narrow(field);
      const address = this.querySelector("[data-brought]");
      if (address && !field.value.startsWith("pickup")) address.open = true;
    }
    if (/-(ambil|bayar|jam)$|^(kelurahan|rw)$/.test(field.name)) this.recount();
  }

  /* Hours stand in one group per way, in the order of the ways. */
  narrow(radio) {
    const select = this.querySelector(`[name='${radio.name.replace("-ambil", "-jam")}']`);
    const ways = [...this.querySelectorAll(`[name='${radio.name}']`)];
    const groups = select ? [...select.querySelectorAll("optgroup")] : [];
    if (groups.length !== ways.length) return;
    groups.forEach((group, place) => {
      const here = ways[place] === radio;
      group.hidden = group.disabled = !here;
      if (here && !group.contains(select.selectedOptions[0])) group.firstElementChild.selected = true;
    });
  }

  recount() {
    const form = this.querySelector("form");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      const answer = await fetch(this.dataset.recount, { method: "POST", body: new FormData(form) }).catch(() => null);
      if (!answer || !answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = form.querySelector("[aria-labelledby=total]"), then = page.querySelector("[aria-labelledby=total]");
      if (then) now.replaceChildren(...then.childNodes);
    }, 250);
  }
}
customElements.define("slot-picker", SlotPicker);

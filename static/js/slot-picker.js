/* Checkout: hours follow the chosen way of receiving, and a choice that changes the sum asks for it again. */
class SlotPicker extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => this.chosen(event.target));
    this.narrowAll();
  }

  chosen(field) {
    if (field.name.endsWith("-ambil")) {
      this.narrow(field);
      const address = this.querySelector("[data-brought]");
      if (address && !field.value.startsWith("pickup")) address.open = true;
    }
    if (/-(ambil|bayar|jam)$|^(kelurahan|rw|kode)$/.test(field.name)) this.recount();
  }

  narrowAll() {
    this.querySelectorAll("[name$='-ambil']:checked").forEach((radio) => this.narrow(radio));
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
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(this.querySelector("form")), 250);
  }

  /* An answer that was overtaken by another choice is thrown away. */
  async ask(form) {
    const asked = (this.asked = new FormData(form));
    const answer = await fetch(this.dataset.recount, { method: "POST", body: asked }).catch(() => null);
    if (!answer || !answer.ok || asked !== this.asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (asked !== this.asked) return;
    ["total", "potongan"].forEach((name) => this.refresh(form, page, `[aria-labelledby=${name}]`));
    form.querySelectorAll("fieldset[id$='-ambil']").forEach((ways) => this.renew(ways, page.getElementById(ways.id)));
  }

  /* A part of the page as the answer has it, unless somebody is typing there. */
  refresh(form, page, part) {
    const there = page.querySelector(part);
    if (there && !form.querySelector(`${part} input:focus`)) form.querySelector(part).replaceChildren(...there.childNodes);
  }

  /* The ways of receiving, whose fees depend on the address; what is chosen stays chosen and held. */
  renew(ways, then) {
    if (!then || ways.textContent === then.textContent) return;
    const held = document.activeElement.id;
    const chosen = ways.querySelector(":checked")?.id;
    ways.replaceWith(then);
    if (chosen) document.getElementById(chosen)?.click();
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    this.narrowAll();
  }
}

customElements.define("slot-picker", SlotPicker);

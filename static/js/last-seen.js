/* On the page without network: what the worker has kept, the latest first. Its section stays hidden when there is nothing. */
class LastSeen extends HTMLElement {
  connectedCallback() {
    const worker = navigator.serviceWorker?.controller;
    if (!worker) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => this.show(data);
    worker.postMessage("last-seen", [port2]);
  }

  show(pages) {
    this.querySelector("ul").replaceChildren(...pages.map(entry));
    this.closest("section").hidden = !pages.length;
  }
}

function entry({ url, title }) {
  const link = document.createElement("a");
  link.className = "link";
  link.href = url;
  link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent || url;
  const row = document.createElement("li");
  row.append(link);
  return row;
}

customElements.define("last-seen", LastSeen);

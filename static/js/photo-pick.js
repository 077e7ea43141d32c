/* Makes photos small before they travel: at most 1600 px, JPEG, turned upright. Inside a slot it shows them too.
   What cannot be read here is sent as it is; the server decides. */
const LONGEST = 1600;
const HEAVY = 300_000;
const QUALITIES = [0.86, 0.76, 0.66];

class PhotoPick extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.type === "file") this.take(event.target);
    });
  }

  async take(input) {
    const slot = input.closest(".slot");
    slot?.querySelectorAll("canvas").forEach((old) => old.remove());
    const files = [...input.files];
    const taken = new DataTransfer();
    for (const file of files) {
      taken.items.add(await this.ready(file, slot));
    }
    input.files = taken.files;
    slot?.classList.toggle("slot--full", files.length > 0);
    if (slot) slot.querySelector("span").textContent = told(files);
  }

  async ready(file, slot) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (!picture) return file;
    const canvas = drawn(picture);
    slot?.prepend(canvas);
    const fits = file.size <= HEAVY && Math.max(picture.width, picture.height) <= LONGEST;
    return fits ? file : (await shrunk(canvas, file)) || file;
  }
}

function told(files) {
  if (files.length === 0) return "Pilih foto";
  return files.length === 1 ? "Ganti foto" : `${files.length} foto dipilih`;
}

function drawn(picture) {
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // a see-through ground would turn black in a JPEG
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function shrunk(canvas, file) {
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!blob) return null;
    if (blob.size <= HEAVY) break;
  }
  if (blob.size >= file.size) return null;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

customElements.define("photo-pick", PhotoPick);

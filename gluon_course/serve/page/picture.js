// A picture from the visitor: chosen, dropped anywhere on the page, or pasted.

import { byId } from "./dom.js";

const QUALITY = 0.9;

/** Call back with every picture that is given in one of the three ways. */
export function takePictures(given) {
  const file = byId("file");
  file.addEventListener("change", () => {
    if (file.files.length) given(file.files[0]);
    file.value = ""; // the same file may be chosen again
  });
  addEventListener("paste", (event) => {
    const pasted = firstFile(event.clipboardData);
    if (pasted) given(pasted);
  });
  takeDrops(given);
}

/**
 * A picture that the server takes: the same, or a smaller one.
 *
 * @param {File} file
 * @param {object} limits - `body_bytes` and `pixels`, as the server says.
 * @returns {Promise<{blob: Blob, size: number[]|null}>} size is null where the picture
 *   is as it was.
 */
export async function fitting(file, limits) {
  const room = limits.body_bytes - 4096; // the form around it
  let image;
  try {
    image = await createImageBitmap(file);
  } catch {
    return { blob: file, size: null }; // the server names what is wrong with it
  }
  let scale = Math.min(1, Math.sqrt(limits.pixels / (image.width * image.height)));
  let blob = scale < 1 ? await scaled(image, scale) : file;
  while (blob.size > room) {
    scale *= Math.min(0.8, Math.sqrt(room / blob.size));
    blob = await scaled(image, scale);
  }
  const size = blob === file ? null : sides(image, scale);
  image.close();
  return { blob, size };
}

function scaled(image, scale) {
  const size = sides(image, scale);
  const sheet = new OffscreenCanvas(...size);
  sheet.getContext("2d").drawImage(image, 0, 0, ...size);
  return sheet.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

const sides = (image, scale) =>
  [image.width, image.height].map((side) => Math.max(1, Math.floor(side * scale)));

function takeDrops(given) {
  const curtain = byId("curtain");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    depth += 1;
    curtain.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    curtain.hidden = depth === 0;
  });
  addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    depth = 0;
    curtain.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    const dropped = firstFile(event.dataTransfer);
    if (dropped) given(dropped);
  });
}

const firstFile = (transfer) => transfer?.files?.[0] ?? null;

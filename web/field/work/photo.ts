// Photos are drawn anew at the size the office needs: small enough for a village's link, and without
// the place, time and phone that a camera writes into the file.
import type { Bytes } from "../store/bytes";

const GOAL = 200 * 1024;
const STEPS: { side: number; quality: number }[] = [
  { side: 1280, quality: 0.8 },
  { side: 1280, quality: 0.62 },
  { side: 1024, quality: 0.6 },
  { side: 800, quality: 0.55 },
  { side: 640, quality: 0.5 },
];

/** The file is no picture that this phone can read. */
export class NoPicture extends Error {}

function draw(picture: ImageBitmap, { side, quality }: { side: number; quality: number }): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (!context) {
    throw new NoPicture();
  }
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

export async function shrink(file: Blob): Promise<Bytes> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new NoPicture();
  }
  try {
    let best: Blob | null = null;
    for (const step of STEPS) {
      best = await draw(picture, step);
      if (best && best.size <= GOAL) {
        break;
      }
    }
    if (!best) {
      throw new NoPicture();
    }
    return new Uint8Array(await best.arrayBuffer());
  } finally {
    picture.close();
  }
}

import { sevennetModel } from "../sevennet/model.js";

/** SevenNet-0 of 11 July 2024: degrees up to 2, trained on MPtrj. */
export const sevennet0 = sevennetModel("sevennet-0", {
  about: "89 elements, energies of PBE(+U), trained on MPtrj; 842,623 parameters",
  file: new URL("../../../src/zoo/weights/sevennet-0.safetensors", import.meta.url),
  lmax: 2,
  inner: "128x0e + 64x1e + 32x2e",
  envelope: { onset: 4.5 },
});

import { sevennetModel } from "../sevennet/model.js";

/** SevenNet-MF-0: one model of two functionals. */
export const sevennetMf0 = sevennetModel("sevennet-mf-0", {
  about: "89 elements, energies of PBE(+U) or r²SCAN; 846,168 parameters",
  lmax: 2,
  inner: "128x0e + 64x1e + 32x2e",
  envelope: { onset: 4.5 },
  modalities: ["R2SCAN", "PBE"],
});

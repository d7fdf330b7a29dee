import { sevennetModel } from "../sevennet/model.js";

/** SevenNet-l3i5: degrees up to 3. */
export const sevennetL3i5 = sevennetModel("sevennet-l3i5", {
  about: "89 elements, energies of PBE(+U), degrees up to 3; 1,171,327 parameters",
  lmax: 3,
  inner: "128x0e + 64x1e + 32x2e + 32x3e",
  envelope: { p: 6 },
});

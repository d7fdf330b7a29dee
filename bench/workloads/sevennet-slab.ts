import { sevennet } from "../sevennet.js";

export const sevennetSlab = sevennet("sevennet-slab", "slab", false);

import { sevennet } from "../sevennet.js";

export const sevennetSlabList = sevennet("sevennet-slab-list", "slab", true);

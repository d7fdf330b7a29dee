import { sevennet } from "../sevennet.js";

export const sevennetWaterList = sevennet("sevennet-water-list", "water", true);

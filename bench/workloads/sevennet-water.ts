import { sevennet } from "../sevennet.js";

export const sevennetWater = sevennet("sevennet-water", "water", false);

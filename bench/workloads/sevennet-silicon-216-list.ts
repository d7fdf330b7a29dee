import { sevennet } from "../sevennet.js";

export const sevennetSilicon216List = sevennet("sevennet-silicon-216-list", "silicon:3", true);

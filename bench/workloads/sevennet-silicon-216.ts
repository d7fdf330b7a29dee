import { sevennet } from "../sevennet.js";

export const sevennetSilicon216 = sevennet("sevennet-silicon-216", "silicon:3", false);

import { sevennet } from "../sevennet.js";

export const sevennetSilicon64 = sevennet("sevennet-silicon-64", "silicon:2", false);

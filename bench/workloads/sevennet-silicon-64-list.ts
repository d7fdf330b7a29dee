import { sevennet } from "../sevennet.js";

export const sevennetSilicon64List = sevennet("sevennet-silicon-64-list", "silicon:2", true);

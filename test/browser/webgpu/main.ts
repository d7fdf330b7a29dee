// The page: leaves the calculation where the test finds it, and counts what the graphics card is asked to do.
import { attention } from "./attention.js";

declare global {
  interface Window {
    counted: typeof counted;
  }
}

async function counted(device: string) {
  let dispatches = 0;
  const [{ prototype }, dispatch] = [GPUComputePassEncoder, GPUComputePassEncoder.prototype.dispatchWorkgroups];
  prototype.dispatchWorkgroups = function (...sizes) {
    dispatches++;
    return dispatch.apply(this, sizes);
  };
  return { ...(await attention(device)), dispatches };
}

window.counted = counted;

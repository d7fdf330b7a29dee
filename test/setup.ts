import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";

/** Properties draw the same cases in every run; a test that wants others sets its own seed. */
fc.configureGlobal({ seed: 20260101 });
/** Commands keep optimised models; not in the home of who tests. */
process.env.XDG_CACHE_HOME = join(tmpdir(), "equivar-test-cache");

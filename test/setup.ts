import fc from "fast-check";

/** Properties draw the same cases in every run; a test that wants others sets its own seed. */
fc.configureGlobal({ seed: 20260101 });

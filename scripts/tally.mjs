// Prints "PASSED FAILED" of a test run: `node scripts/tally.mjs REPORT.json EXIT_CODE`, the report by Vitest's JSON reporter.
import { readFileSync } from "node:fs";

const [path, exitCode] = process.argv.slice(2);
const files = read(path)?.testResults ?? [];
const count = ({ assertionResults }, status) => assertionResults.filter((each) => each.status === status).length;
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

const passed = sum(files.map((file) => count(file, "passed")));
// A file that does not load, or whose hook throws, fails without a failed test.
const failed = sum(files.map((file) => Math.max(count(file, "failed"), file.status === "failed" ? 1 : 0)));
// Without a report, or where it says less than the exit code, something failed that has no name.
const isSilent = failed === 0 && (exitCode !== "0" || passed === 0);
console.log(`${passed} ${isSilent ? 1 : failed}`);

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined; // npm ci failed, or Vitest was killed
  }
}

// Looks at pages through Lighthouse, as a telephone shows them, and judges what it finds.
//
//   node lighthouse.mjs NODES ROOT PAGE ...     NODES: the folder with node_modules; ROOT: the address of the site
//
// Prints the scores of each page; ends with 1 if one is below LEAST, or a script holds up the first picture.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [nodes, root, ...pages] = process.argv.slice(2);
const found = createRequire(pathToFileURL(`${nodes}/package.json`));
const { default: lighthouse } = await import(pathToFileURL(found.resolve("lighthouse")));
// It comes with Lighthouse, whose own folder may hold it.
const launcher = createRequire(found.resolve("lighthouse")).resolve("chrome-launcher");
const { launch } = await import(pathToFileURL(launcher));

const LEAST = 0.95;
// The editor of queries alone is slow on a telephone (0.86 where nothing else runs).
const EDITOR = { performance: 0 };
// What takes time is measured again before it is blamed: the machine may have been busy.
const TRIES = 3;

const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
let failed = false;
try {
  for (const page of pages) {
    const least = (name) => (page === "sparql.html" ? (EDITOR[name] ?? LEAST) : LEAST);
    let wrong = [];
    for (let tried = 0; tried < TRIES; tried++) {
      const { lhr } = await lighthouse(root + page, {
        port: chrome.port,
        onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
        logLevel: "silent",
      });
      const scores = Object.values(lhr.categories);
      console.log(`${scores.map(({ id, score }) => `${id} ${score}`).join(", ")}: ${page}`);
      wrong = scores.filter(({ id, score }) => !(score >= least(id))).map(({ id, score, auditRefs }) => {
        const faults = auditRefs.filter((each) => each.weight && lhr.audits[each.id].score < 0.9).map((each) => each.id);
        return `${id} is ${score}, not ${least(id)}: ${faults.join(", ")}`;
      });
      const blocking = lhr.audits["render-blocking-insight"].details?.items ?? [];
      wrong.push(...blocking.filter((each) => !each.url.endsWith(".css")).map((each) => `${each.url} blocks rendering`));
      if (!wrong.some((each) => each.startsWith("performance"))) break;
    }
    for (const each of wrong) console.log(`FAILED: ${page}: ${each}`);
    failed ||= wrong.length > 0;
  }
} finally {
  chrome.kill();
}
process.exitCode = failed ? 1 : 0;

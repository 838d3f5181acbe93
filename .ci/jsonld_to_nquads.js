// JSON-LD to N-Quads by jsonld.js, in safe mode (nothing is dropped silently) and with a loader that loads nothing.
//   KG_NODE_FOLDER=FOLDER node jsonld_to_nquads.js FILE
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const jsonld = require(path.resolve(process.env.KG_NODE_FOLDER, "node_modules", "jsonld"));

const documentLoader = async (address) => {
  throw new Error(`the file would be read only with ${address}`);
};

const options = { format: "application/n-quads", safe: true, documentLoader };
jsonld.toRDF(JSON.parse(fs.readFileSync(process.argv[2], "utf8")), options).then(
  (written) => process.stdout.write(written),
  (error) => {
    console.error(`${process.argv[2]}: ${error.message}`);
    process.exitCode = 1;
  },
);

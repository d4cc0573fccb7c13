import { validate } from "/work/main/codegen/schema/validate.ts";
import { readDocument } from "/work/main/codegen/source/document.ts";
import { printText } from "/work/main/codegen/diagnostics/print-text.ts";
import pc from "picocolors";
import fs from "node:fs";
const text = fs.readFileSync(process.argv[2], "utf8");
const { document, diagnostics } = readDocument({ file: "s.yaml", text });
console.log(printText(diagnostics, pc.createColors(false)));
if (document) console.log(printText(validate(document).diagnostics, pc.createColors(false)));

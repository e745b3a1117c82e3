// Reads documents in HCL with the parser of HashiCorp, compiled to WebAssembly (@cdktf/hcl2json).
//
//   node hcl.mjs < LIST        LIST: a JSON list of documents
//
// stdout  a JSON list: {"value": what is in it} or {"error": why not}

import { readFileSync } from 'node:fs'
import { parse } from '@cdktf/hcl2json'

const documents = JSON.parse(readFileSync(0, 'utf8'))
const answers = []
for (const document of documents) {
  try {
    answers.push({ value: await parse('main.tf', document) })
  } catch (error) {
    answers.push({ error: String(error.message ?? error) })
  }
}
process.stdout.write(JSON.stringify(answers))

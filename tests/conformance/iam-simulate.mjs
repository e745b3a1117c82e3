// @cloud-copilot/iam-simulate as a tool of the conformance suite, by the process that the tests have for it (tests/judges/simulate.mjs). It
// decides by IAM policies; it knows no management account, no service-linked role, no declarative policy, and reads no texts.

import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const judge = spawn('node', [join(dirname(fileURLToPath(import.meta.url)), '..', 'judges', 'simulate.mjs')], {
  stdio: ['pipe', 'pipe', 'inherit']
})
const words = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' }

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  if (question.kind === 'decision' && !question.caller) judge.stdin.write(`${line}\n`)
  else console.log(JSON.stringify({ id: question.id, answer: null }))
}
judge.stdin.end()
for await (const line of createInterface({ input: judge.stdout })) {
  const { id, result } = JSON.parse(line)
  console.log(JSON.stringify({ id, answer: words[result] ?? null }))
}

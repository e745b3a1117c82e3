// Asks tools the cases of the suite and compares their answers with the right ones:
//     node tests/conformance/run.mjs [TOOL …]         amigov and iam-simulate without names; a table on standard output
//     node tests/conformance/run.mjs --cases          the cases, a line of JSON each
// A tool is a command in `tools` below. Exit code 1 when amigov has a wrong answer.

import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { cases } from './cases.mjs'

const here = dirname(fileURLToPath(import.meta.url))

const tools = {
  amigov: ['dotnet', ['run', '--project', here, '-c', 'Release', '--nologo', '-v', 'quiet']],
  'iam-simulate': ['node', [join(here, 'iam-simulate.mjs')]]
}

async function answers([command, args]) {
  const tool = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  tool.on('error', (problem) => console.error(`${command}: ${problem.message}`))
  // It may end before it has read all.
  tool.stdin.on('error', () => {})
  for (const { right, group, source, ...question } of cases) tool.stdin.write(`${JSON.stringify(question)}\n`)
  tool.stdin.end()
  const given = new Map()
  for await (const line of createInterface({ input: tool.stdout })) {
    const said = parsed(line)
    if (said?.id) given.set(said.id, said.answer ?? null)
    else console.error(`${command}: no answer: ${line.slice(0, 200)}`)
  }
  return given
}

function parsed(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** Of an object only what the case asks of it. */
const fits = (right, answer) =>
  typeof right === 'object' && !Array.isArray(right) && answer && right.way
    ? Object.entries(right).every(([key, value]) => answer[key] === value)
    : isDeepStrictEqual(right, answer)

function verdict(one, given) {
  const answer = given.get(one.id) ?? null
  if (answer === null) return 'none'
  return fits(one.right, answer) ? 'right' : 'wrong'
}

const names = process.argv.slice(2)
if (names[0] === '--cases') for (const one of cases) console.log(JSON.stringify(one))
else if (names.some((name) => !(name in tools))) {
  console.error(`tools are ${Object.keys(tools).join(', ')}; enter yours in \`tools\` of this file`)
  process.exitCode = 2
} else await compare(names.length > 0 ? names : Object.keys(tools))

async function compare(asked) {
  const results = []
  for (const name of asked) results.push([name, await answers(tools[name])])

  const count = (group, given, what) => cases.filter((c) => c.group === group && verdict(c, given) === what).length
  const groups = [...new Set(cases.map((c) => c.group))]
  console.log(`| cases | number | ${asked.map((name) => `${name}: right | wrong | no answer`).join(' | ')} |`)
  console.log(`|---|---|${asked.map(() => '---|---|---|').join('')}`)
  for (const group of groups) {
    const numbers = results.map(([, given]) => ['right', 'wrong', 'none'].map((what) => count(group, given, what)).join(' | '))
    console.log(`| ${group} | ${cases.filter((c) => c.group === group).length} | ${numbers.join(' | ')} |`)
  }
  for (const [name, given] of results) {
    for (const one of cases.filter((c) => verdict(c, given) === 'wrong')) {
      const [answer, right] = [given.get(one.id), one.right].map((value) => JSON.stringify(value))
      console.error(`${name}: ${one.id}: ${answer}, right is ${right} (${one.source})`)
    }
  }
  const ofAmigov = results.find(([name]) => name === 'amigov')?.[1]
  if (ofAmigov && cases.some((c) => verdict(c, ofAmigov) !== 'right')) process.exitCode = 1
}

// The cases of the suite as questions with their right answers, made of the vectors in tests/data: one place for each.

import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const data = join(dirname(fileURLToPath(import.meta.url)), '..', 'data')
const text = (...path) => readFileSync(join(data, ...path), 'utf8')
const json = (...path) => JSON.parse(text(...path))

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const policy = (statements) => ({ Version: '2012-10-17', Statement: statements })

/** A condition that holds denies what all else allows. */
const ofCondition = (vector) => ({
  levels: [[everything, policy([{ Effect: 'Deny', Action: '*', Resource: '*', Condition: vector.condition }])]],
  action: 'ec2:RunInstances',
  resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
  context: vector.context,
  right: vector.holds ? 'explicitDeny' : 'allowed'
})

const ofDecision = (vector) => ({
  levels: vector.levels.map((level) => level.map(policy)),
  action: vector.action,
  resource: vector.resource,
  context: vector.context,
  caller: vector.caller,
  right: vector.decision
})

/** What a text does not tell is not asked. */
const ofRefusal = ({ text, way, policy, resource }) => {
  const told = Object.entries({ way, policy, resource }).filter(([, value]) => value !== undefined)
  return { text, right: Object.fromEntries(told) }
}

const ofInheritance = ({ levels, effective }) => ({ levels, right: effective ?? 'none' })

/** What no page settles for sure is not asked: `open` names the experiment of `amigov calibrate` that would. */
const numbered = (group, kind, vectors, make) =>
  vectors
    .map((vector, i) => ({ vector, id: `${group}/${i + 1}` }))
    .filter(({ vector }) => !vector.open)
    .map(({ vector, id }) => ({ id, group, kind, source: vector.page ?? vector.source, ...make(vector) }))

const refusals = text('errors', 'texts.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter((vector) => vector.way)

/** Each with id, group, kind, source, what is asked, and the right answer. */
export const cases = [
  ...readdirSync(join(data, 'iam'))
    .filter((name) => name.startsWith('condition-'))
    .sort()
    .flatMap((name) => numbered(name.replace('.json', ''), 'decision', json('iam', name), ofCondition)),
  ...numbered('decisions', 'decision', json('iam', 'decisions.json'), ofDecision),
  ...numbered('inheritance', 'inheritance', json('declarative', 'inheritance.json'), ofInheritance),
  ...numbered('refusals', 'refusal', refusals, ofRefusal)
]

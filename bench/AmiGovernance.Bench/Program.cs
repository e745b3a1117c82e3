using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AmiGovernance.Bench;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

// Decisions per second on one core for a service control policy of five statements with N owners.
//   dotnet run -c Release --project bench/AmiGovernance.Bench            our engine
//   dotnet run -c Release --project bench/AmiGovernance.Bench -- cases   the same cases as JSON lines, for tests/judges/simulate.mjs
//   dotnet run -c Release --project bench/AmiGovernance.Bench -- prove PUBLISHERS EXCEPTIONS DATES     for prove.sh
//   dotnet run -c Release --project bench/AmiGovernance.Bench -- trail FOLDER EVENTS ONE_IN, inflate FOLDER     for trail.sh
if (args is ["trail", var folder, var events, var oneIn])
{
    TrailBench.Generate(
        folder,
        long.Parse(events, CultureInfo.InvariantCulture),
        int.Parse(oneIn, CultureInfo.InvariantCulture)
    );
    return;
}
if (args is ["inflate", var files])
{
    TrailBench.Inflate(files);
    return;
}
if (args is ["prove", .. var sizes])
{
    int[] numbers = [.. sizes.Select(s => int.Parse(s, CultureInfo.InvariantCulture))];
    ProveBench.Run(numbers[0], numbers[1], numbers[2]);
    return;
}
const int Cases = 2_000;
foreach (var owners in new[] { 50, 500, 2000 })
{
    var (policies, requests) = Make(owners);
    if (args.Contains("cases"))
    {
        if (owners != 50)
            continue;
        foreach (var (request, id) in requests.Select((r, i) => (r, i)))
            Console.WriteLine(Line(policies, request, id));
        continue;
    }
    var engine = new Authorization
    {
        ServiceControlPolicies = PolicyLevels.Of([.. policies.Select(p => new CompiledPolicy(p, "p"))]),
    };
    var caller = new Caller();
    var denied = Run(engine, requests, caller, rounds: 20);
    var before = GC.GetAllocatedBytesForCurrentThread();
    var clock = Stopwatch.StartNew();
    const int Rounds = 500;
    Run(engine, requests, caller, Rounds);
    clock.Stop();
    var count = (double)Rounds * requests.Length;
    var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {owners} | {count / clock.Elapsed.TotalSeconds:N0} | {allocated:0.0} | {100.0 * denied / (20 * requests.Length):0} % |"
        )
    );
}

static int Run(Authorization engine, RequestContext[] requests, Caller caller, int rounds)
{
    var denied = 0;
    for (var round = 0; round < rounds; round++)
        foreach (var request in requests)
            if (engine.Decide(request, caller).Outcome == Outcome.ExplicitDeny)
                denied++;
    return denied;
}

static (ImmutableArray<PolicyDocument> Policies, RequestContext[] Requests) Make(int owners)
{
    const string Image = "arn:*:ec2:*::image/*";
    string Owner(int i) => string.Create(CultureInfo.InvariantCulture, $"1{i:D11}");
    Condition exempt = new(
        "ArnNotLike",
        "aws:PrincipalArn",
        ["arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole", "arn:aws:iam::111122223333:role/Rescue"]
    );
    var ours = new PolicyDocument([
        new Statement(Effect.Deny)
        {
            Sid = "Launch",
            Actions = GuardedActions.Launch,
            Resources = [Image],
            Conditions =
            [
                new Condition("StringNotEquals", "ec2:Owner", [.. Enumerable.Range(0, owners).Select(Owner)]),
                exempt,
            ],
        },
        new Statement(Effect.Deny)
        {
            Sid = "Until",
            Actions = GuardedActions.Launch,
            Resources = [Image],
            Conditions =
            [
                new Condition("StringEquals", "ec2:Owner", [Owner(1), Owner(2)]),
                new Condition("DateGreaterThanEquals", "aws:CurrentTime", ["2026-04-15T00:00:00Z"]),
            ],
        },
        new Statement(Effect.Deny)
        {
            Sid = "Creation",
            Actions = GuardedActions.Creation,
            Resources = ["*"],
            Conditions = [new Condition("StringNotEquals", "aws:PrincipalAccount", [Owner(0), Owner(3)]), exempt],
        },
        new Statement(Effect.Deny)
        {
            Sid = "Sharing",
            Actions = GuardedActions.Sharing,
            Resources = [Image],
            Conditions = [new Condition("StringNotEquals", "aws:PrincipalAccount", [Owner(0)])],
        },
        new Statement(Effect.Deny)
        {
            Sid = "Guardrails",
            Actions = DeclarativeAttributes.AllowedImagesSettings.WeakenedBy,
            Resources = ["*"],
        },
    ]);
    var everything = new PolicyDocument([new Statement(Effect.Allow) { Actions = ["*"], Resources = ["*"] }]);
    string[] actions =
    [
        "ec2:RunInstances",
        "ec2:RunInstances",
        "ec2:RunInstances",
        "ec2:CreateImage",
        "ec2:ModifyImageAttribute",
        "ec2:TerminateInstances",
    ];
    var requests = Enumerable
        .Range(0, Cases)
        .Select(i =>
            new RequestContext
            {
                Action = actions[i % actions.Length],
                Resource = string.Create(CultureInfo.InvariantCulture, $"arn:aws:ec2:eu-central-1::image/ami-{i:x17}"),
            }
                .Set("ec2:Owner", Owner(i * 7919 % (2 * owners)))
                .Set("aws:PrincipalAccount", Owner(i % 5))
                .Set("aws:PrincipalArn", $"arn:aws:iam::{Owner(i % 5)}:role/team/App")
                .Set("aws:CurrentTime", i % 2 == 0 ? "2026-03-01T00:00:00Z" : "2026-05-01T00:00:00Z")
        )
        .ToArray();
    return ([everything, ours], requests);
}

static string Line(ImmutableArray<PolicyDocument> policies, RequestContext request, int id) =>
    JsonText.ToText(
        JsonText.Write(
            indented: false,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", id);
                writer.WriteStartArray("levels");
                writer.WriteStartArray();
                foreach (var policy in policies)
                    writer.WriteRawValue(PolicyWriter.Minified(policy));
                writer.WriteEndArray();
                writer.WriteEndArray();
                writer.WriteString("action", request.Action);
                writer.WriteString("resource", request.Resource);
                writer.WriteStartObject("context");
                foreach (var (key, values) in request.Values)
                    writer.WriteString(key.Name, values[0]);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        )
    );

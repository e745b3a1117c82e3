using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>On small spaces the prover's classes give every single request the engine's answer.</summary>
public sealed class BruteForceTests
{
    private static readonly string[] Accounts =
    [
        "111111111111",
        "222222222222",
        "333333333333",
        RequestSpace.UnnamedAccount,
    ];
    private static readonly string[] Owners = [.. Accounts, "amazon"];
    private static readonly string[] Roles = ["role/unnamed", "role/Rescue", "role/path/x", "user/x"];
    private static readonly string[] Patterns =
    [
        "arn:aws:iam::*:role/Rescue",
        "arn:aws:iam::111111111111:role/*",
        "arn:*:iam::222222222222:role/path/x",
    ];
    private static readonly string[] Dates = ["2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"];

    private static readonly Gen<Condition> Conditions = Gen.OneOf(
        Of("ec2:Owner", ["StringEquals", "StringNotEquals"], [.. Owners.Where(o => o != RequestSpace.UnnamedAccount)]),
        Of("aws:PrincipalAccount", ["StringEquals", "StringNotEquals"], Accounts[..3]),
        Of("aws:PrincipalArn", ["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals"], Patterns),
        Of(
            "aws:CurrentTime",
            [
                "DateLessThan",
                "DateLessThanEquals",
                "DateGreaterThan",
                "DateGreaterThanEquals",
                "DateEquals",
                "DateNotEquals",
            ],
            Dates
        )
    );

    private static readonly Gen<Statement> Statements = Conditions
        .Array[0, 3]
        .Select(conditions => new Statement(Effect.Deny)
        {
            Actions = ["ec2:RunInstances"],
            Resources = ["*"],
            Conditions = [.. conditions.DistinctBy(c => (c.Operator, c.Key))],
        });

    private static Gen<Condition> Of(string key, string[] operators, string[] values) =>
        Gen.Select(Choose.From(operators), Choose.From(values).Array[1, 2])
            .Select((name, chosen) => new Condition(name, key, [.. chosen.Distinct()]));

    [Fact]
    public void Every_request_has_the_answer_of_its_class() =>
        Statements
            .Array[1, 4]
            .Sample(
                statements =>
                {
                    var space = new RequestSpace([.. statements.Select(DenyStatement.Of)], Accounts[..3]);
                    var classes = space.Classes(["ec2:RunInstances"], Asked.Image);
                    var policy = new CompiledPolicy(new PolicyDocument([.. statements]), "p");
                    var engine = new Authorization { ServiceControlPolicies = PolicyLevels.Of([policy]) };
                    foreach (var r in Requests.Where(r => r.Partition == Partition.Aws))
                    {
                        var expected = engine.Decide(r.Context, new Caller()).Outcome == Outcome.ExplicitDeny;
                        var found = classes
                            .Where(c => Covers(c, r.Owner, r.Account, r.Arn))
                            .GroupBy(c => (c.Image, c.Principal))
                            .Select(g => At(g, r.Time))
                            .ToList();
                        if (found.Count == 0)
                            Assert.Fail($"no class for {r}\n{Text(policy)}");
                        if (found.Find(c => c.DeniedBy is not null != expected) is { } other)
                            Assert.Fail($"{r}: {other}\n{Text(policy)}");
                    }
                },
                iter: TestScale.Samples(1_000),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void Two_sets_differ_exactly_where_some_request_is_decided_otherwise() =>
        Gen.Select(Statements.Array[0, 3], Statements.Array[0, 3])
            .Sample(
                (before, after) =>
                {
                    var (old, now) = (Engine(before), Engine(after));
                    var changed = Requests
                        .Select(r => (Old: IsDenied(old, r), New: IsDenied(now, r)))
                        .Where(d => d.Old != d.New)
                        .ToList();
                    var difference = PolicyDifference.Between(before, after);
                    Assert.Empty(difference.NotCompared);
                    Assert.Equal(changed.Any(d => d.New), difference.Changes.Any(c => c.IsDeniedNow));
                    Assert.Equal(changed.Any(d => d.Old), difference.Changes.Any(c => !c.IsDeniedNow));
                },
                iter: TestScale.Samples(1_000),
                seed: "0000KeyUzkM3"
            );

    private static string Text(CompiledPolicy policy) => JsonText.ToText(PolicyWriter.Minified(policy.Document));

    private static Authorization Engine(Statement[] statements) =>
        new()
        {
            ServiceControlPolicies = PolicyLevels.Of([new CompiledPolicy(new PolicyDocument([.. statements]), "p")]),
        };

    /// <param name="Instance">The same call's question about the instance, which has no owner of an image.</param>
    private sealed record Request(
        string Owner,
        string Account,
        string Arn,
        Partition Partition,
        DateTimeOffset Time,
        RequestContext Context,
        RequestContext Instance
    );

    private static bool IsDenied(Authorization engine, Request request) =>
        engine.Decide(request.Context, new Caller()).Outcome == Outcome.ExplicitDeny
        || engine.Decide(request.Instance, new Caller()).Outcome == Outcome.ExplicitDeny;

    private static readonly Request[] Requests =
    [
        .. from owner in Owners
        from account in Accounts
        from role in Roles
        from partition in new[] { Partition.Aws, Partition.AwsCn }
        from date in Dates
        from offset in new[] { -1, 0, 1 }
        select Of(
            owner,
            account,
            role,
            partition,
            DateTimeOffset.Parse(date, CultureInfo.InvariantCulture).AddSeconds(offset)
        ),
    ];

    private static Request Of(string owner, string account, string role, Partition partition, DateTimeOffset time)
    {
        var arn = $"arn:{partition.Name()}:iam::{account}:{role}";
        RequestContext On(string resource) =>
            new RequestContext { Action = "ec2:RunInstances", Resource = $"arn:{partition.Name()}:ec2:{resource}" }
                .Set("aws:PrincipalAccount", account)
                .Set("aws:PrincipalArn", arn)
                .Set("aws:CurrentTime", RequestSpace.Text(time));
        var region = partition.AnyRegion();
        return new Request(
            owner,
            account,
            arn,
            partition,
            time,
            On($"{region}::image/ami-1").Set("ec2:Owner", owner),
            On($"{region}:{account}:instance/*")
        );
    }

    /// <summary>Whether a request is of a class, by what the class says of its members.</summary>
    private static bool Covers(RequestClass found, string owner, string account, string arn)
    {
        if (found.Place is { Partition: not Partition.Aws })
            return false;
        if (
            found.Image is { } image
            && (image.IsUnnamed ? owner != RequestSpace.UnnamedAccount : !image.Members.Contains(owner))
        )
            return false;
        if (found.Principal is { } principal)
        {
            if (
                principal.Accounts.IsEmpty
                    ? account != RequestSpace.UnnamedAccount
                    : !principal.Accounts.Contains(account)
            )
                return false;
            // A class is told by the patterns that still mattered in it: its own representative matches the same of them.
            if (
                Patterns.Any(p =>
                    Matters(found, p)
                    && ArnPattern.Matches(p, arn)
                        != ArnPattern.Matches(
                            p,
                            principal.Arn.Replace(principal.Account, account, StringComparison.Ordinal)
                        )
                )
            )
                return false;
        }
        return true;
    }

    private static bool Matters(RequestClass found, string pattern) => found.Principal!.LivePatterns.Contains(pattern);

    /// <summary>The instants of classes stand before, on and after each date: the last one that has come stands for a moment.</summary>
    private static RequestClass At(IEnumerable<RequestClass> classes, DateTimeOffset time)
    {
        var ordered = classes.OrderBy(c => c.Time).ToList();
        return ordered.LastOrDefault(c => c.Time is null || c.Time <= time) ?? ordered[0];
    }
}

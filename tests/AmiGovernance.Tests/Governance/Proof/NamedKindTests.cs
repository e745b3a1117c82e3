using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// What two sets of policies decide otherwise is told of just the calls that it is so for, where calls of one action touch different
/// resources. Which they touch stands here as the Service Authorization Reference for Amazon EC2 has it.
/// </summary>
public sealed class NamedKindTests
{
    private const string First = "111111111111";

    private static readonly string[] Accounts = [First, RequestSpace.UnnamedAccount];

    /// <summary>Without required resources: a call names one of them.</summary>
    private static readonly string[] Choices = ["elastic-ip", "instance", "network-interface"];

    /// <summary>What every launch touches, and some of what a launch may name.</summary>
    private static readonly string[] Needed = ["image", "instance", "network-interface", "security-group", "subnet"];
    private static readonly string[] Further = ["key-pair", "placement-group", "volume"];

    private static Gen<Statement[]> Denies(string action, string[] kinds) =>
        Gen.Select(
            Choose.From(kinds).Array[1, 3],
            Gen.Bool,
            Gen.Bool,
            (named, isExcluded, ofFirst) =>
            {
                var deny = new Statement(Effect.Deny)
                {
                    Actions = [action],
                    Resources = [.. named.Distinct().Select(k => $"arn:*:ec2:*:*:{k}/*")],
                    ResourcesExcluded = isExcluded,
                };
                return ofFirst ? deny.With("StringEquals", "aws:PrincipalAccount", First) : deny;
            }
        ).Array[0, 3];

    private static bool IsDenied(Statement[] statements, string action, string account, IEnumerable<string> kinds)
    {
        var policy = new CompiledPolicy(new PolicyDocument([.. statements]), "p");
        var engine = new Authorization { ServiceControlPolicies = PolicyLevels.Of([policy]) };
        return kinds
            .Select(k =>
                new RequestContext
                {
                    Action = action,
                    Resource = $"arn:aws:ec2:us-east-1:{(k == "image" ? "" : account)}:{k}/x",
                }
                    .Set("aws:PrincipalAccount", account)
                    .Set("aws:PrincipalArn", $"arn:aws:iam::{account}:role/Some")
            )
            .Any(r => engine.Decide(r, new Caller()).Outcome == Outcome.ExplicitDeny);
    }

    private static bool IsOf(ChangedRequests change, string account) =>
        change.NamedCallers.Accounts is { IsEmpty: false } named
            ? named.Contains(account)
            : !change.NamedCallers.Others.Contains(account);

    private static ImmutableArray<ChangedRequests> Changes(Statement[] before, Statement[] after)
    {
        var difference = PolicyDifference.Between(before, after);
        Assert.Empty(difference.NotCompared);
        return difference.Changes;
    }

    /// <summary>Whether the call changes, and from what to what.</summary>
    private static bool? Change(bool before, bool after) => before == after ? null : after;

    private static bool?[] Told(IEnumerable<ChangedRequests> changes, string account) =>
        [.. changes.Where(c => IsOf(c, account)).Select(c => (bool?)c.IsDeniedNow).Distinct()];

    [Fact]
    public void Of_several_resources_of_which_a_call_names_one_each_is_told()
    {
        const string Action = "ec2:AssociateAddress";
        var statements = Denies(Action, Choices);
        Gen.Select(statements, statements)
            .Sample(
                (before, after) =>
                {
                    var changes = Changes(before, after);
                    foreach (var account in Accounts)
                    foreach (var kind in Choices)
                    {
                        var told = Told(changes.Where(c => c.Kinds.IsEmpty || c.Kinds.Contains(kind)), account);
                        var change = Change(
                            IsDenied(before, Action, account, [kind]),
                            IsDenied(after, Action, account, [kind])
                        );
                        Assert.Equal(change is null ? [] : [change], told);
                    }
                },
                iter: TestScale.Samples(500)
            );
    }

    [Fact]
    public void What_only_some_calls_name_is_told_of_them_and_what_all_touch_of_all()
    {
        const string Action = "ec2:RunInstances";
        var statements = Denies(Action, [.. Needed, .. Further]);
        Gen.Select(statements, statements)
            .Sample(
                (before, after) =>
                {
                    var changes = Changes(before, after);
                    foreach (var account in Accounts)
                    {
                        bool? Of(string[] kinds) =>
                            Change(IsDenied(before, Action, account, kinds), IsDenied(after, Action, account, kinds));
                        var plain = Of(Needed);
                        Assert.Equal(plain is null ? [] : [plain], Told(changes.Where(c => c.Kinds.IsEmpty), account));
                        foreach (var kind in Further)
                        {
                            var change = Of([.. Needed, kind]);
                            var told = Told(changes.Where(c => c.Kinds.Contains(kind)), account);
                            // What changes for all launches is not told once more.
                            Assert.True(told.All(t => t == change), kind);
                            Assert.True(change is null || change == plain || told.Length == 1, kind);
                        }
                    }
                },
                iter: TestScale.Samples(500)
            );
    }
}

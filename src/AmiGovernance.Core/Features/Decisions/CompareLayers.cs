using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What each layer decides for one class of calls: `allowed`, `explicitDeny`, or `not governed`.</summary>
public sealed record LayerRow(string What, string Caller, string Scp, string Declarative, string Together)
{
    /// <summary>Whether one layer denies what the other lets through.</summary>
    public bool Differ => (Scp == CompareLayers.Deny) != (Declarative == CompareLayers.Deny);
}

/// <summary>
/// Shows where the two layers differ: by callers that only one of them reaches, by images that only one of them looks at, and
/// by dates that only one of them knows.
/// </summary>
public static class CompareLayers
{
    public const string Deny = "explicitDeny";
    private const string Allow = "allowed";
    private const string NotGoverned = "not governed";

    /// <summary>Accounts that no document names: a workload account, and the owner of an image nobody knows.</summary>
    private const string Workload = "000000000000";
    private const string Stranger = "000000000001";

    private static readonly (string Name, Caller Caller)[] Callers =
    [
        ("member account", new Caller()),
        ("service-linked role", new Caller(IsServiceLinkedRole: true)),
        ("management account", new Caller(InManagementAccount: true)),
    ];

    /// <summary>Null with a report when there are no policies.</summary>
    public static ImmutableArray<LayerRow>? Run(string folder, DateTimeOffset now, IFileStore files, DiagnosticBag bag)
    {
        if (PolicySet.Read(folder, files, bag) is not { } policies)
            return null;
        var rows = ImmutableArray.CreateBuilder<LayerRow>();
        foreach (var (what, owner, time) in Images(policies, now))
        foreach (var (name, caller) in Callers)
            rows.Add(Launch(policies, what, owner, time, name, caller));
        foreach (var (name, caller) in Callers)
        {
            rows.Add(Other(policies, "create an image", "ec2:CreateImage", now, name, caller));
            rows.Add(Other(policies, "share an image publicly", "ec2:ModifyImageAttribute", now, name, caller));
            rows.Add(
                Other(
                    policies,
                    "switch block public access off",
                    GuardedActions.DisableBlockPublicAccess,
                    now,
                    name,
                    caller
                )
            );
        }
        return rows.ToImmutable();
    }

    private static IEnumerable<(string What, ImageFacts Image, DateTimeOffset Time)> Images(
        PolicySet policies,
        DateTimeOffset now
    )
    {
        var ends = policies
            .Statements.Select(s => s.Statement)
            .Where(s => s.Actions.Contains("ec2:RunInstances"))
            .SelectMany(s =>
                s.Conditions.Where(c => c.Key == "aws:CurrentTime")
                    .SelectMany(c => c.Values)
                    .SelectMany(date =>
                        s.Conditions.Where(c => c is { Operator: "StringEquals", Key: "ec2:Owner" })
                            .SelectMany(c => c.Values.Take(1))
                            .Select(owner => (owner, date))
                    )
            )
            .Where(e => ValueOperator.TryDate(e.date, out _))
            .ToList();
        var providers = policies.Providers;
        foreach (
            var provider in providers
                .Where(p => ends.All(e => e.owner != p))
                .GroupBy(p => AccountId.IsValid(p))
                .SelectMany(g => g.Key ? g.Take(1) : g)
        )
            yield return ($"launch an image of {provider}", Facts(provider), now);
        foreach (var (owner, date) in ends.Take(1))
            if (ValueOperator.TryDate(date, out var end))
            {
                yield return (
                    $"launch an image of exception {owner}, before its end",
                    Facts(owner),
                    end.AddSeconds(-1)
                );
                yield return ($"launch an image of exception {owner}, from its end on", Facts(owner), end);
            }
        yield return ("launch an image of an unknown owner", Facts(Stranger), now);
        yield return ("launch an image of the account's own", Facts(Workload), now);
    }

    private static ImageFacts Facts(string provider) =>
        OwnerAliases.FromDeclarativeName(provider) is { } alias
            ? new ImageFacts(Stranger, alias.IamName())
            : new ImageFacts(provider, null);

    private static LayerRow Launch(
        PolicySet policies,
        string what,
        ImageFacts image,
        DateTimeOffset time,
        string name,
        Caller caller
    )
    {
        var call = Call("ec2:RunInstances", time) with
        {
            ImageOwner = image.IamOwner,
            ImageOwnerAccount = image.OwnerAlias is null ? image.OwnerId : null,
        };
        // Criteria besides the provider depend on the image, so only the provider counts here.
        var byProvider = policies.Declarative is { } policy
            ? policy with
            {
                Criteria = [.. policy.Criteria.Select(c => c with { Criteria = null })],
            }
            : null;
        var declarative = byProvider is null
            ? NotGoverned
            : AllowedImages.Decide(byProvider, image, AccountId.Parse(Workload), time).Verdict switch
            {
                ImageVerdict.Denied => Deny,
                ImageVerdict.NotGoverned => NotGoverned,
                ImageVerdict.MarkedOnly => "allowed, marked",
                _ => Allow,
            };
        return Row(what, name, Scp(policies, call, caller), declarative);
    }

    private static LayerRow Other(
        PolicySet policies,
        string what,
        string action,
        DateTimeOffset now,
        string name,
        Caller caller
    )
    {
        var call = Call(action, now) with { ImageOwner = Workload, ImageOwnerAccount = Workload };
        // Only members' settings are managed by the policy; in the management account it governs too, but not creation.
        var declarative =
            action == "ec2:CreateImage" ? NotGoverned
            : policies.Declarative?.BlocksPublicAccess == true ? Deny
            : NotGoverned;
        return Row(what, name, Scp(policies, call, caller), declarative);
    }

    private static LayerRow Row(string what, string name, string scp, string declarative) =>
        new(what, name, scp, declarative, scp == Deny || declarative == Deny ? Deny : Allow);

    private static string Scp(PolicySet policies, Ec2Call call, Caller caller) =>
        caller.InManagementAccount || caller.IsServiceLinkedRole ? NotGoverned
        : call.Questions().Any(q => policies.Decide(q, caller).Outcome != Outcome.Allowed) ? Deny
        : Allow;

    private static Ec2Call Call(string action, DateTimeOffset time) =>
        new()
        {
            Action = action,
            Account = Workload,
            PrincipalArn = $"arn:aws:iam::{Workload}:role/Any",
            Time = time,
        };
}

using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Generation;
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

/// <param name="NotCovered">Ways around the list of images that neither layer closes, one sentence each.</param>
public sealed record ComparedLayers(ImmutableArray<LayerRow> Rows, ImmutableArray<string> NotCovered);

/// <summary>
/// Shows where the two layers differ: by callers that only one of them reaches, by images that only one of them looks at, and
/// by dates that only one of them knows.
/// </summary>
public static class CompareLayers
{
    public const string Deny = "explicitDeny";
    private const string Allow = "allowed";
    private const string Depends = "depends";
    private const string NotGoverned = "not governed";

    /// <summary>Accounts that no document names: a workload account, and the owner of an image nobody knows.</summary>
    private static readonly AccountId Workload = AccountId.Parse("000000000000");
    private const string Stranger = "000000000001";

    private static readonly (string Name, Caller Caller)[] Callers =
    [
        ("member account", new Caller()),
        ("service-linked role", new Caller(IsServiceLinkedRole: true)),
        ("management account", new Caller(InManagementAccount: true)),
    ];

    /// <summary>Null with a report when there are no policies.</summary>
    public static ComparedLayers? Run(string folder, DateTimeOffset now, IFileReader files, DiagnosticBag bag)
    {
        if (PolicySet.Read(folder, files, bag) is not { } policies)
            return null;
        var rows = ImmutableArray.CreateBuilder<LayerRow>();
        foreach (var image in Images(policies, now))
        foreach (var (name, caller) in Callers)
            rows.Add(Launch(policies, image, name, caller));
        foreach (var (name, caller) in Callers)
        {
            rows.Add(Other(policies, "create an image", "ec2:CreateImage", now, name, caller));
            rows.Add(Other(policies, "share an image publicly", "ec2:ModifyImageAttribute", now, name, caller));
            rows.Add(SwitchOff(policies, DeclarativeAttributes.ImageBlockPublicAccess, now, name, caller));
            foreach (var attribute in DeclarativeAttributes.Optional.Where(a => IsSet(policies, a)))
                rows.Add(SwitchOff(policies, attribute, now, name, caller));
        }
        ImmutableArray<Statement> statements = [.. policies.Statements.Select(s => s.Statement)];
        return new ComparedLayers(rows.ToImmutable(), [.. UncoveredWay.Of(statements).Select(w => w.Text)]);
    }

    /// <param name="By">The account that launches it.</param>
    private sealed record Launched(string What, ImageFacts Image, DateTimeOffset Time, AccountId By);

    private static IEnumerable<Launched> Images(PolicySet policies, DateTimeOffset now)
    {
        var ends = Ends(policies);
        var providers = policies.Providers;
        foreach (
            var provider in providers
                .Where(p => ends.All(e => e.Owner != p))
                .GroupBy(p => AccountId.IsValid(p))
                .SelectMany(g => g.Key ? g.Take(1) : g)
        )
            yield return new($"launch an image of {provider}", Facts(provider), now, Workload);
        // What everybody may launch shows the dates best.
        foreach (var (owner, end) in ends.OrderBy(e => Users(policies, e.Owner).IsEmpty ? 0 : 1).Take(1))
        foreach (var launched in OfException(owner, end, Users(policies, owner)))
            yield return launched;
        yield return new("launch an image of an unknown owner", Facts(Stranger), now, Workload);
        yield return new("launch an image of the account's own", Facts(Workload.Value), now, Workload);
    }

    private static IEnumerable<Launched> OfException(string owner, DateTimeOffset end, ImmutableArray<AccountId> users)
    {
        var (what, image) = ($"launch an image of exception {owner}", Facts(owner));
        var (before, by) = users.IsEmpty ? ("", Workload) : ($" by {users[0]}", users[0]);
        yield return new($"{what}{before}, before its end", image, end.SecondBefore(), by);
        if (!users.IsEmpty)
            yield return new($"{what} by an account that may not, before its end", image, end.SecondBefore(), Workload);
        yield return new($"{what}{before}, from its end on", image, end, by);
    }

    /// <summary>The accounts that alone may launch the owner's images, others before itself; empty where all may.</summary>
    private static ImmutableArray<AccountId> Users(PolicySet policies, string owner) =>
        [
            .. policies
                .Statements.Select(s => s.Statement.Conditions)
                .Where(all =>
                    all.Any(c => c is { Operator: "StringEquals", Key: "ec2:Owner" } && c.Values.Contains(owner))
                )
                .SelectMany(all => all.Where(c => c is { Operator: "StringNotEquals", Key: "aws:PrincipalAccount" }))
                .SelectMany(c => c.Values)
                .Where(a => AccountId.IsValid(a))
                .OrderBy(a => a == owner ? 1 : 0)
                .Select(AccountId.Parse),
        ];

    /// <summary>One owner of each statement that denies launches from a date on, and the date: the ends of exceptions.</summary>
    private static List<(string Owner, DateTimeOffset End)> Ends(PolicySet policies) =>
        [
            .. policies
                .Statements.Select(s => s.Statement)
                .Where(s => s.Actions.Contains("ec2:RunInstances"))
                .SelectMany(s => Dates(s).SelectMany(date => FirstOwners(s).Select(owner => (owner, date)))),
        ];

    private static IEnumerable<DateTimeOffset> Dates(Statement statement) =>
        statement
            .Conditions.Where(c => c.Key == "aws:CurrentTime")
            .SelectMany(c => c.Values)
            .Select(v => ValueOperator.TryDate(v, out var date) ? date : (DateTimeOffset?)null)
            .OfType<DateTimeOffset>();

    private static IEnumerable<string> FirstOwners(Statement statement) =>
        statement
            .Conditions.Where(c => c is { Operator: "StringEquals", Key: "ec2:Owner" })
            .SelectMany(c => c.Values.Take(1));

    private static ImageFacts Facts(string provider) =>
        OwnerAliases.FromDeclarativeName(provider) is { } alias
            ? new ImageFacts(Stranger, alias.IamName())
            : new ImageFacts(provider, null);

    private static LayerRow Launch(PolicySet policies, Launched launched, string name, Caller caller)
    {
        var (image, time, by) = (launched.Image, launched.Time, launched.By);
        var call = Call("ec2:RunInstances", time) with
        {
            Account = by,
            PrincipalArn = Role(by),
            ImageOwner = image.IamOwner,
            ImageOwnerAccount = image.OwnerAlias is null ? image.OwnerId : null,
        };
        return Row(
            launched.What,
            name,
            Scp(policies, call, caller),
            Declarative(policies.Declarative, image, by, time)
        );
    }

    /// <summary>Criteria besides the provider depend on the image, so only the provider counts here.</summary>
    private static string Declarative(DeclarativePolicy? policy, ImageFacts image, AccountId by, DateTimeOffset time)
    {
        if (policy is null)
            return NotGoverned;
        var byProvider = policy with { Criteria = [.. policy.Criteria.Select(c => c with { Criteria = null })] };
        return AllowedImages.Decide(byProvider, image, by, time).Verdict switch
        {
            ImageVerdict.Denied => Deny,
            ImageVerdict.NotGoverned => NotGoverned,
            ImageVerdict.MarkedOnly => "allowed, marked",
            _ => Allow,
        };
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
        var call = Call(action, now) with
        {
            ImageOwner = Workload.Value,
            ImageOwnerAccount = Workload.Value,
            SharesPublicly = GuardedActions.IsSharing(action),
        };
        return Row(what, name, Scp(policies, call, caller), policies.Refusing(call) is null ? NotGoverned : Deny);
    }

    private static bool IsSet(PolicySet policies, StateAttribute attribute) =>
        policies.Declarative?.StateOf(attribute) is not null;

    private static LayerRow SwitchOff(
        PolicySet policies,
        StateAttribute attribute,
        DateTimeOffset now,
        string name,
        Caller caller
    ) => Other(policies, $"switch {attribute.Title} off", $"ec2:{attribute.DisableCall}", now, name, caller);

    private static LayerRow Row(string what, string name, string scp, string declarative) =>
        new(what, name, scp, declarative, Together(scp, declarative));

    private static string Together(string scp, string declarative)
    {
        if (scp == Deny || declarative == Deny)
            return Deny;
        return scp == Depends ? Depends : Allow;
    }

    private static string Scp(PolicySet policies, Ec2Call call, Caller caller)
    {
        if (caller.InManagementAccount || caller.IsServiceLinkedRole)
            return NotGoverned;
        return Explanation.Short(call, null, caller, policies) switch
        {
            { Denied: not null } => Deny,
            { OpenKeys.IsEmpty: false } => Depends,
            _ => Allow,
        };
    }

    private static string Role(AccountId account) => $"arn:aws:iam::{account}:role/Any";

    /// <summary>The rows tell the layers apart by callers, owners and dates; neither layer of ours looks at the place.</summary>
    private static Ec2Call Call(string action, DateTimeOffset time) =>
        new()
        {
            Action = action,
            Account = Workload,
            PrincipalArn = Role(Workload),
            Partition = Partition.Aws,
            Region = Partition.Aws.AnyRegion(),
            Time = time,
        };
}

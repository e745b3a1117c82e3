using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>The conditions of a deny statement that the configuration has words for, taken apart.</summary>
/// <param name="Pointer">The JSON Pointer of the statement.</param>
internal sealed record StatementParts(Statement Statement, string Pointer)
{
    private const string Owner = "ec2:Owner";
    private const string ResourceAccount = "aws:ResourceAccount";
    private const string PrincipalAccount = "aws:PrincipalAccount";
    private const string PrincipalArnKey = "aws:PrincipalArn";
    private const string CurrentTime = "aws:CurrentTime";

    /// <summary>The owner of an image that is the caller's own account.</summary>
    public const string OwnAccount = "${aws:PrincipalAccount}";

    private static readonly string[] NotOneOf =
    [
        "StringNotEquals",
        "StringNotEqualsIgnoreCase",
        "StringNotLike",
        "ArnNotLike",
        "ArnNotEquals",
    ];

    private static readonly string[] OneOf = ["StringEquals", "StringEqualsIgnoreCase"];

    /// <summary>The owners whose images are spared.</summary>
    public ImmutableArray<string> Spared { get; init; } = [];

    /// <summary>The owners whose images alone are meant; empty for all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>The accounts that own images of managed services, which are spared.</summary>
    public ImmutableArray<string> SparedResourceAccounts { get; init; } = [];

    /// <summary>The accounts whose calls are spared.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>The accounts whose calls alone are meant; empty for all.</summary>
    public ImmutableArray<string> OnlyAccounts { get; init; } = [];

    /// <summary>The principals that are spared.</summary>
    public ImmutableArray<string> Principals { get; init; } = [];

    /// <summary>The first day (UTC) on which it denies; null for always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Conditions that the configuration has no word for.</summary>
    public ImmutableArray<Condition> Others { get; init; } = [];

    public bool AsksOwner => !Spared.IsEmpty || !Only.IsEmpty;

    /// <summary>Whether it holds for images of every Region and id.</summary>
    public bool IsOnAllImages => !Statement.ResourcesExcluded && Statement.Resources.Any(IsAllImages);

    public bool SparesOwnImages => Spared.Contains(OwnAccount);

    public static StatementParts Of(Statement statement)
    {
        var parts = new StatementParts(statement, statement.Node?.Pointer ?? "");
        foreach (var condition in statement.Conditions)
            parts = parts.With(condition) ?? parts with { Others = parts.Others.Add(condition) };
        return parts;
    }

    /// <summary>Null where the configuration has no word for the condition.</summary>
    private StatementParts? With(Condition condition)
    {
        if (ConditionOperators.Split(condition.Operator) is not { Set: null } op)
            return null;
        if (NotOneOf.Contains(op.Name))
            return Without(condition.Key, condition.Values);
        // With `IfExists` a positive operator holds for requests without the key too.
        if (OneOf.Contains(op.Name) && !op.IfExists)
            return With(condition.Key, condition.Values);
        return op is { Name: "DateGreaterThanEquals", IfExists: false } && From is null && Is(condition, CurrentTime)
            ? Since(condition.Values)
            : null;
    }

    /// <summary>None of the values of several negated conditions may match, so together they are one list.</summary>
    private StatementParts? Without(string key, ImmutableArray<string> values)
    {
        if (Same(key, Owner))
            return this with { Spared = Spared.AddRange(values) };
        if (Same(key, ResourceAccount))
            return this with { SparedResourceAccounts = SparedResourceAccounts.AddRange(values) };
        if (Same(key, PrincipalAccount))
            return this with { Accounts = Accounts.AddRange(values) };
        return Same(key, PrincipalArnKey) ? this with { Principals = Principals.AddRange(values) } : null;
    }

    private StatementParts? With(string key, ImmutableArray<string> values)
    {
        if (Same(key, Owner) && Only.IsEmpty)
            return this with { Only = values };
        return Same(key, PrincipalAccount) && OnlyAccounts.IsEmpty ? this with { OnlyAccounts = values } : null;
    }

    private StatementParts? Since(ImmutableArray<string> values) =>
        values is [var text] && IsoTime.TryParse(text, out var time) && time.TimeOfDay == TimeSpan.Zero
            ? this with
            {
                From = time.Day(),
            }
            : null;

    /// <summary>No literal has the characters of the probe, so that wildcards alone match them.</summary>
    private static bool IsAllImages(string resource)
    {
        const string Any = "\u0001";
        var partition = Partitions.OfArn(resource)?.Name() ?? Any;
        return Wildcard.Matches(resource, $"arn:{partition}:ec2:{Any}::image/ami-{Any}");
    }

    private static bool Is(Condition condition, string key) => Same(condition.Key, key);

    private static bool Same(string key, string other) => key.Equals(other, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>One thing that a statement asks of a request.</summary>
/// <param name="Key">In lower case.</param>
internal abstract record Atom(string Key)
{
    public const string Owner = "ec2:owner";
    public const string ResourceAccount = "aws:resourceaccount";
    public const string ImageId = "ec2:imageid";
    public const string RequestedRegion = "aws:requestedregion";
    public const string Ec2Region = "ec2:region";
    public const string PrincipalAccount = "aws:principalaccount";
    public const string PrincipalArn = "aws:principalarn";
    public const string CurrentTime = "aws:currenttime";
    public const string EpochTime = "aws:epochtime";

    /// <summary>Keys that every request carries.</summary>
    public static readonly ImmutableArray<string> Always =
    [
        RequestedRegion,
        Ec2Region,
        PrincipalAccount,
        PrincipalArn,
        CurrentTime,
        EpochTime,
    ];

    /// <summary>Keys that every request on an image that is there carries besides.</summary>
    public static readonly ImmutableArray<string> OnImage = [Owner, ResourceAccount, ImageId];

    public abstract bool Holds(string value);
}

/// <summary>Something that the prover does not split along: it may hold or not.</summary>
/// <param name="Name">As people know it.</param>
internal sealed record OpaqueAtom(string Name) : Atom("")
{
    public override bool Holds(string value) => throw new InvalidOperationException(Name);
}

/// <summary>What the ARN of a resource asks of the calling account, which owns it.</summary>
internal sealed record AccountAtom(ImmutableArray<string> Patterns, bool IsNegated) : Atom(PrincipalAccount)
{
    public override bool Holds(string value) => Patterns.Any(p => Wildcard.Matches(p, value)) != IsNegated;
}

/// <summary>What holds, or does not, whatever is chosen.</summary>
internal sealed record DecidedAtom(bool IsTrue) : Atom("")
{
    public override bool Holds(string value) => IsTrue;
}

/// <summary>A condition that the prover splits along.</summary>
/// <param name="Operator">Without set prefix and `IfExists`.</param>
internal sealed record ConditionAtom(
    string Key,
    string Operator,
    ImmutableArray<string> Values,
    ConditionEvaluator Test
) : Atom(Key)
{
    /// <summary>The variable that stands for the calling account.</summary>
    private const string Caller = "${aws:PrincipalAccount}";

    /// <summary>Whether the calling account is one of the values too, where owners of images are compared.</summary>
    public bool NamesCaller { get; private init; }

    public bool IsNegated => Operator.Contains("Not", StringComparison.Ordinal);

    public bool IsOnArns => Operator.StartsWith("Arn", StringComparison.Ordinal);

    private bool AllowsWildcards => Operator.Contains("Like", StringComparison.Ordinal);

    private bool IgnoresCase => Operator.EndsWith("IgnoreCase", StringComparison.Ordinal);

    /// <summary>Null when the condition is of a kind that the prover does not split along.</summary>
    /// <param name="variables">As <see cref="Statement.HasVariables"/>.</param>
    public static ConditionAtom? Of(Condition condition, ConditionEvaluator test, bool variables)
    {
        if (ConditionOperators.Split(condition.Operator) is not { } split)
            return null;
        var key = condition.Key.ToLowerInvariant();
        var isOnOwner =
            key is Owner or ResourceAccount && split is { Set: null, Name: "StringEquals" or "StringNotEquals" };
        var values = variables && isOnOwner ? condition.Values.RemoveAll(IsCaller) : condition.Values;
        // Any other variable stands for what another key holds.
        if (variables && values.Any(v => v.Contains("${", StringComparison.Ordinal)) || !Fits(key, split.Name, values))
            return null;
        return new ConditionAtom(key, split.Name, split.Name == "Null" ? [] : values, test)
        {
            NamesCaller = values.Length < condition.Values.Length,
        };
    }

    private static bool IsCaller(string value) => value.Equals(Caller, StringComparison.OrdinalIgnoreCase);

    /// <summary>What remains to be asked of the calling account when the owner is known; null when nothing does.</summary>
    public ConditionAtom? OfCaller(string owner) =>
        NamesCaller && !Values.Contains(owner, StringComparer.Ordinal)
            ? this with
            {
                Key = PrincipalAccount,
                Values = [owner],
                NamesCaller = false,
                Test = ConditionEvaluator.Create(
                    new Condition(Operator, "aws:PrincipalAccount", [owner]),
                    variables: false
                )!,
            }
            : null;

    private static bool Fits(string key, string name, ImmutableArray<string> values)
    {
        if (!Always.Contains(key) && !OnImage.Contains(key))
            return false;
        if (name == "Null")
            return true;
        if (key is CurrentTime or EpochTime)
            return values.All(v => ValueOperator.TryDate(v, out _))
                && (name.StartsWith("Date", StringComparison.Ordinal) || key == EpochTime && IsOfSeconds(name, values));
        return name.StartsWith("String", StringComparison.Ordinal)
            || key == PrincipalArn && name.StartsWith("Arn", StringComparison.Ordinal) && values.All(IsWhole);
    }

    /// <summary>What AWS makes of an ARN without all its parts is not documented.</summary>
    private static bool IsWhole(string arn) => arn == "*" || arn.Split(':', 6).Length == 6;

    private static bool IsOfSeconds(string name, ImmutableArray<string> values) =>
        name.StartsWith("Numeric", StringComparison.Ordinal) && values.All(v => v.All(char.IsAsciiDigit));

    public override bool Holds(string value) => Test.HoldsFor(value);

    /// <summary>The same question about the calling account, of an image that the caller owns. An alias is no account.</summary>
    public Atom OfNew() =>
        NamesCaller
            ? new DecidedAtom(!IsNegated)
            : this with
            {
                Key = PrincipalAccount,
                Values = [.. Values.Where(v => Wildcard.HasWildcards(v) || AccountId.IsValid(v))],
            };

    /// <summary>The values that are no patterns.</summary>
    public IEnumerable<string> Literals =>
        Values
            .Where(v => !AllowsWildcards || !Wildcard.HasWildcards(v))
            .Select(v => IgnoresCase ? v.ToLowerInvariant() : v);

    /// <summary>The values that are patterns of the whole text.</summary>
    public IEnumerable<Glob> Globs => Values.Select(v => new Glob(v, !AllowsWildcards, IgnoresCase));
}

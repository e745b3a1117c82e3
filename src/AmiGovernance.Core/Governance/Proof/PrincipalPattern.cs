using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A pattern of `aws:PrincipalArn`.</summary>
/// <param name="Parts">Set where parts of ARNs are compared one by one; null where the whole text is.</param>
internal sealed record PrincipalPattern(Glob Glob, ArnParts? Parts)
{
    public string Text => Glob.Pattern;

    /// <summary>An ARN operator takes no pattern that matches no ARN.</summary>
    public static IEnumerable<PrincipalPattern> Of(ConditionAtom condition) =>
        condition.IsOnArns
            ? condition.Values.Select(OfArn).OfType<PrincipalPattern>()
            : condition.Globs.Select(g => new PrincipalPattern(g, null));

    public static PrincipalPattern? OfArn(string pattern) =>
        ArnParts.Of(pattern) is { } parts ? new PrincipalPattern(new Glob(pattern), parts) : null;

    /// <summary>The account that the pattern names in full; null when it names none.</summary>
    public string? Account
    {
        get
        {
            var account = (Parts ?? ArnParts.Of(Text))?.Account ?? "";
            return AccountId.IsValid(account) ? account : null;
        }
    }

    /// <summary>What the pattern asks of the account of a principal; null when nothing of the kind matches it.</summary>
    public BegunGlob? OnAccount(string before, string service)
    {
        if (Parts is not { } parts)
            return Begun(before) is { } begun ? begun with { ByPlace = true } : null;
        return Fits(parts, before, service) ? BegunGlob.Of(new Glob(parts.Account)) : null;
    }

    /// <summary>What the pattern asks of what comes after the account; null when nothing of the kind matches it.</summary>
    public BegunGlob? OnResource(string before, string service, string account)
    {
        if (Parts is not { } parts)
            return Begun($"{before}{account}:");
        return Fits(parts, before, service) && Wildcard.Matches(parts.Account, account)
            ? BegunGlob.Of(new Glob(parts.Resource))
            : null;
    }

    /// <summary>Where the pattern tells one partition from another, equal for those that it does not tell apart.</summary>
    public string OnPartition(Partition partition) =>
        Parts is { } parts
            ? Wildcard.Matches(parts.Partition, partition.Name()).ToString()
            : string.Join(',', Glob.After($"arn:{partition.Name()}:"));

    /// <summary>A principal of the partition that the pattern of an ARN matches; null when there is none that is easy to find.</summary>
    public static string? Sample(string pattern, Partition partition)
    {
        if (ArnParts.Of(pattern) is not { } parts)
            return null;
        var star = parts.Account.IndexOf('*', StringComparison.Ordinal);
        var missing = RequestSpace.UnnamedAccount.Length - (parts.Account.Length - 1);
        var account = star < 0 || missing < 0 ? parts.Account : parts.Account.Replace("*", new string('0', missing));
        var arn =
            $"arn:{partition.Name()}:iam::{account.Replace('?', '0')}:{parts.Resource.Replace('*', 'x').Replace('?', 'x')}";
        return AccountId.IsValid(PrincipalArn.Account(arn)) && Policies.Iam.Evaluation.ArnPattern.Matches(pattern, arn)
            ? arn
            : null;
    }

    private BegunGlob? Begun(string text)
    {
        var places = Glob.After(text);
        return places.IsEmpty ? null : new BegunGlob(Glob, places);
    }

    /// <summary>The ARNs of principals name no Region.</summary>
    private static bool Fits(ArnParts parts, string before, string service) =>
        Wildcard.Matches(parts.Partition, before.Split(':')[1])
        && Wildcard.Matches(parts.Service, service)
        && Wildcard.Matches(parts.Region, "");
}

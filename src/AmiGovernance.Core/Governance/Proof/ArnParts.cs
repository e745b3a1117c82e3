using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A pattern of ARNs, taken apart as <see cref="Policies.Iam.Evaluation.ArnPattern"/> compares it.</summary>
internal sealed record ArnParts(string Partition, string Service, string Region, string Account, string Resource)
{
    private const int Count = 6;
    private const string Any = "*";

    public static readonly ArnParts All = new(Any, Any, Any, Any, Any);

    /// <summary>Null for a pattern that matches no ARN. An incomplete one is completed with wildcards.</summary>
    public static ArnParts? Of(string pattern)
    {
        if (pattern == Any)
            return All;
        var parts = pattern.Split(':', Count);
        var isEmptyEnd = parts.Length < Count && parts[^1].Length == 0;
        if (isEmptyEnd || !Wildcard.Matches(parts[0], "arn"))
            return null;
        string[] all = [.. parts, .. Enumerable.Repeat(Any, Count - parts.Length)];
        return new ArnParts(all[1], all[2], all[3], all[4], all[5]);
    }
}

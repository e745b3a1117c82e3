namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// Compares ARNs part by part: wildcards do not reach across the first five colons, and what an incomplete ARN lacks is completed with
/// wildcards (IAM user guide, "ARN condition operators"; IAM identifiers, "Incomplete ARNs").
/// </summary>
internal static class ArnPattern
{
    private const int Parts = 6;

    public static bool Matches(string pattern, string arn)
    {
        if (pattern == "*")
            return true;
        var p = pattern.AsSpan();
        var a = arn.AsSpan();
        for (var part = 1; part < Parts; part++)
        {
            var (patternColon, arnColon) = (p.IndexOf(':'), a.IndexOf(':'));
            if (arnColon < 0)
                return false;
            // An incomplete ARN is completed with wildcards.
            if (patternColon < 0)
                return p.Length > 0 && ValuePattern.Matches(p, a[..arnColon]);
            if (!ValuePattern.Matches(p[..patternColon], a[..arnColon]))
                return false;
            p = p[(patternColon + 1)..];
            a = a[(arnColon + 1)..];
        }
        return ValuePattern.Matches(p, a);
    }

    /// <summary>
    /// The same for a `Resource`. There a `*` at the end of a part "can expand to match beyond the colon boundaries" (IAM user guide, "IAM
    /// JSON policy elements: Resource"). When it does is not said, nor how that goes with completion: what matches by that alone is open.
    /// </summary>
    public static Truth Judge(string pattern, string arn)
    {
        if (Matches(pattern, arn))
            return Truth.Yes;
        return CanExpand(pattern, arn) && ValuePattern.Matches(pattern, arn) ? Truth.Open : Truth.No;
    }

    /// <summary>Each colon of a pattern stands for one: where an ARN has no more, no `*` can stand for any.</summary>
    private static bool CanExpand(string pattern, string arn) =>
        pattern.AsSpan().Count(':') < arn.AsSpan().Count(':') && pattern.Contains("*:", StringComparison.Ordinal);
}

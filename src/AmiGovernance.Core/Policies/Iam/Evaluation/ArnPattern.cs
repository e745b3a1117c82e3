namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// Compares ARNs part by part: wildcards do not reach across the first five colons (IAM user guide, "ARN condition operators";
/// "Specify resources with the ARN").
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
}

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// An Amazon Resource Name: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` (IAM user guide, "Identify AWS resources with ARNs").
/// Region and account are empty for resources that have none. The parts may hold wildcards where the text is a pattern.
/// </summary>
public readonly record struct Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    private const int Parts = 6;

    /// <summary>False unless there are six parts and the first is `arn`; the resource may hold more colons.</summary>
    public static bool TryParse(string text, out Arn arn)
    {
        var parts = text.Split(':', Parts);
        var isArn = parts.Length == Parts && parts[0] == "arn";
        arn = isArn ? new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]) : default;
        return isArn;
    }

    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}

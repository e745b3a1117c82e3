using System.Collections.Frozen;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// A key of which the caller, the request or the resource has any value, or none (IAM user guide, "AWS global condition context keys";
/// Service Authorization Reference for Amazon EC2).
/// </summary>
/// <param name="Name">As a document spells it.</param>
/// <param name="Id">Equal where requests carry one value; each resource of a call has its own values.</param>
internal sealed record FreeKey(string Name, string Id)
{
    private static readonly string[] Tags = ["aws:principaltag/", "aws:requesttag/", "aws:resourcetag/"];

    private static readonly FrozenSet<string> Words = new[]
    {
        "aws:principalisawsservice",
        "aws:securetransport",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// `aws:ViaAWSService` is always there "for most services", and Amazon EC2 is named among the others (IAM user guide), though AWS's own
    /// policies compare it on calls of EC2: it may be missing.
    /// </summary>
    private static readonly FrozenSet<string> Truths = new[]
    {
        "aws:viaawsservice",
        "aws:multifactorauthpresent",
        "ec2:isLaunchTemplateResource".ToLowerInvariant(),
        "ec2:public",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Others = new[]
    {
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:ec2instancesourcevpc",
        "aws:multifactorauthage",
        "aws:referer",
        "aws:sourceip",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:tokenissuetime",
        "aws:useragent",
        "aws:vpcsourceip",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Lists = new[] { "aws:calledvia", "aws:tagkeys" }.ToFrozenSet(
        StringComparer.Ordinal
    );

    private string Lower { get; } = Name.ToLowerInvariant();

    /// <summary>Whether requests carry several values.</summary>
    public bool IsList => Lists.Contains(Lower);

    /// <summary>Whether the values are `true` and `false`.</summary>
    public bool IsTruth => Truths.Contains(Lower) || Words.Contains(Lower);

    /// <summary>Whether every request carries it.</summary>
    public bool IsAlwaysThere => Words.Contains(Lower) || Lower == "aws:useragent";

    /// <summary>Service control policies bind users and roles only, and no AWS service.</summary>
    public bool IsNeverTrue => Lower == "aws:principalisawsservice";

    /// <summary>
    /// Null for keys whose values nobody chooses freely, such as those of the organization, and for keys that nothing is known of.
    /// </summary>
    public static FreeKey? Of(string key, Question question)
    {
        var lower = key.ToLowerInvariant();
        // What tells images apart is chosen with them; other resources, such as snapshots, have owners of their own.
        var isOfImage = question.Type == Question.Image && Atom.OnImage.Contains(lower);
        var isOfEc2 = lower.StartsWith("ec2:", StringComparison.Ordinal) && !isOfImage;
        var isKnown =
            isOfEc2
            || Tags.Any(t => lower.StartsWith(t, StringComparison.Ordinal))
            || Words.Contains(lower)
            || Truths.Contains(lower)
            || Others.Contains(lower)
            || Lists.Contains(lower);
        if (!isKnown)
            return null;
        var isOfResource = isOfEc2 || lower.StartsWith("aws:resourcetag/", StringComparison.Ordinal);
        return new FreeKey(key, isOfResource ? $"{lower} of {question.Type}" : lower);
    }
}

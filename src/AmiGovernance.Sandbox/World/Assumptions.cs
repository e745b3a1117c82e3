using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Sandbox.World;

/// <summary>Something that AWS does not document and that rollout depends on.</summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Answers">What AWS may do; the first is what the sandbox does unless it is told.</param>
public sealed record Assumption(string Name, string Question, ImmutableArray<string> Answers)
{
    public string Default => Answers[0];
}

/// <summary>How the sandbox answers what AWS does not document (docs/reference/sandbox.md, "What is guessed").</summary>
public sealed class Assumptions
{
    /// <summary>No code is documented; these are reported by others (docs/corrections.md).</summary>
    internal static readonly Assumption LaunchDenied = new(
        "launch-denied",
        "the error code of a launch or copy of an image that an EC2 policy does not allow",
        AwsFacts.BlockedLaunch.Value
    );

    /// <summary>
    /// Organizations user guide, "EC2 policies": a custom message is shown for attributes that cannot be changed; nothing is said of
    /// launches.
    /// </summary>
    internal static readonly Assumption DenialText = new(
        "denial-text",
        "the message of that error",
        ["exception-message", "without"]
    );

    /// <summary>EC2 user guide, "Allowed AMIs": images that are not allowed are not shown; nothing is said of one that is named.</summary>
    internal static readonly Assumption HiddenImage = new(
        "hidden-image",
        "what DescribeImages answers to the id of an image that is not allowed",
        ["InvalidAMIID.NotFound", "nothing"]
    );

    /// <summary>
    /// Organizations user guide, "Inheritance examples", says it of AI services opt-out policies, and nothing of EC2 policies.
    /// </summary>
    internal static readonly Assumption LockedNode = new(
        "locked-node",
        "what a node that is locked with `@@none` locks below it",
        ["closed", "open", "sealed"]
    );

    /// <summary>EC2 API reference, "DryRun": whether the caller has the permissions is checked; nothing is said of EC2 policies.</summary>
    internal static readonly Assumption DryRun = new(
        "dry-run",
        "whether a dry run of a launch looks at EC2 policies",
        ["permissions-only", "policies-too"]
    );

    /// <summary>CloudTrail's records of denials by service control policies have it; nobody has published one of an EC2 policy.</summary>
    internal static readonly Assumption RecordedCode = new(
        "recorded-code",
        "whether CloudTrail's code of that denial begins with `Client.`",
        ["prefixed", "plain"]
    );

    /// <summary>Service authorization reference, CopyImage: images have `ec2:Owner`; of the source it is not said.</summary>
    internal static readonly Assumption CopySource = new(
        "copy-source",
        "whether CopyImage is authorized with `ec2:Owner` of its source",
        ["owner", "none"]
    );

    /// <summary>IAM user guide, "Policy variables": in conditions with string operators; no example has `ec2:Owner`.</summary>
    internal static readonly Assumption OwnerVariable = new(
        "owner-variable",
        "whether `${aws:PrincipalAccount}` is replaced in a condition on `ec2:Owner`",
        ["replaced", "literal"]
    );

    /// <summary>Organizations API reference, CreatePolicy: both codes are for input that is not right.</summary>
    internal static readonly Assumption PlainValues = new(
        "plain-values",
        "the error code of an EC2 policy with plain values instead of operators",
        ["MalformedPolicyDocumentException", "InvalidInputException"]
    );

    /// <summary>
    /// EC2 user guide, "ec2:ResourceID condition keys": the key is `*` for CopyImage; that was written before copies were authorized on
    /// their source.
    /// </summary>
    internal static readonly Assumption CopyImageKey = new(
        "copy-image-key",
        "whether `ec2:ImageID` of the source of CopyImage is its id",
        ["other", "id"]
    );

    /// <summary>
    /// IAM user guide: a missing key makes `ForAnyValue` false and `IfExists` true, and nothing is said of both. Somebody who tried it
    /// (AWS re:Post, "ForAnyValue:StringEqualsIfExists behaving unexpectedly") found false.
    /// </summary>
    internal static readonly Assumption AnyIfExists = new(
        "any-if-exists",
        "whether `ForAnyValue:…IfExists` in a service control policy is true where the key is missing",
        ["false", "true"]
    );

    /// <summary>No page names a limit beside that of the whole policy.</summary>
    internal static readonly Assumption ExceptionCharacters = new(
        "exception-characters",
        "how many characters `exception_message` may have",
        ["5000", "1024", "255"]
    );

    public static readonly ImmutableArray<Assumption> Known =
    [
        LaunchDenied,
        DenialText,
        HiddenImage,
        LockedNode,
        DryRun,
        RecordedCode,
        CopySource,
        OwnerVariable,
        PlainValues,
        CopyImageKey,
        AnyIfExists,
        ExceptionCharacters,
    ];

    public static readonly Assumptions Usual = new(
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
    );

    private readonly ImmutableSortedDictionary<string, string> chosen;

    private Assumptions(ImmutableSortedDictionary<string, string> chosen) => this.chosen = chosen;

    /// <summary>Those that are not as usual.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Chosen => chosen;

    internal string this[Assumption assumption] => chosen.GetValueOrDefault(assumption.Name, assumption.Default);

    /// <summary>Such as `launch-denied=InvalidAMIID.NotFound`; empty when all are as usual.</summary>
    public override string ToString() => string.Join(", ", chosen.Select(c => $"{c.Key}={c.Value}"));

    /// <summary>Null when the sandbox knows no such assumption, or no such answer to it.</summary>
    public Assumptions? With(string name, string answer)
    {
        if (Known.FirstOrDefault(a => a.Name == name) is not { } assumption || !assumption.Answers.Contains(answer))
            return null;
        return new Assumptions(answer == assumption.Default ? chosen.Remove(name) : chosen.SetItem(name, answer));
    }

    /// <summary>Null when one of them is not known.</summary>
    /// <param name="pairs">Each as `NAME=ANSWER`.</param>
    public Assumptions? With(IEnumerable<string> pairs)
    {
        Assumptions? all = this;
        foreach (var pair in pairs)
            all = pair.Split('=', 2) is [var name, var answer] ? all?.With(name, answer) : null;
        return all;
    }
}

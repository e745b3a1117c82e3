using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What helps against a blocked call, in words; harmless to show.</summary>
internal static class RemedyWords
{
    public static string Of(ExplainAnswer answer) =>
        answer.Remedy switch
        {
            Remedy.None when OwnerWords.MayStay(answer) => "nothing: the image can stay",
            Remedy.None => Unasked(answer),
            Remedy.AnotherImage => AnotherImage.Words(answer),
            Remedy.PublishedImage => "an image that a publisher account builds",
            Remedy.NarrowerSharing => "share with accounts, or with the organization",
            Remedy.NamedCause => "settle what AWS names; an image without that cause may launch",
            Remedy.DecodedMessage => "decode the message: it names what denies",
            Remedy.Allowance => Allowance(answer),
            _ => "ask whoever manages that policy to let the call through",
        };

    /// <summary>
    /// Of a group that launches from a template Auto Scaling asks whether its caller may launch so (Auto Scaling user guide, "Control
    /// access to launch templates").
    /// </summary>
    private static string Unasked(ExplainAnswer answer) =>
        answer.Explanation!.Call.Action.StartsWith("autoscaling:", StringComparison.OrdinalIgnoreCase)
            ? "ask about `ec2:RunInstances`, which the caller needs for a launch template"
            : "nothing";

    private static string Allowance(ExplainAnswer answer) =>
        Missing(answer) is { } kind
            ? $"ask whoever manages {Several(Sanitize.Text(kind))} to allow the call"
            : "a policy that allows the call; AWS does not say of which kind";

    /// <summary>The kind of policy of which none allows the call; null when AWS does not say.</summary>
    private static string? Missing(ExplainAnswer answer) =>
        answer.Refusal is { } refusal ? refusal.PolicyKind : answer.Explanation?.Denied?.Decision.Layer.Words();

    private static string Several(string kind) =>
        kind.EndsWith("policy", StringComparison.Ordinal) ? $"{kind[..^1]}ies" : $"{kind}s";
}

using System.Text.RegularExpressions;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What an answer to a dry run says.</summary>
internal enum AnswerVerdict
{
    Allowed,
    Denied,
    Unclear,
}

/// <param name="PolicyKind">For a denial: AWS's word for what denied, such as `service control policy`; empty when it does not say.</param>
/// <param name="PolicyId">For a denial by a policy that AWS names, such as `p-abcd1234`; empty when it names none.</param>
/// <param name="IsExplicit">False when nothing allowed, rather than something denied.</param>
internal sealed record ReadAnswer(AnswerVerdict Verdict, string PolicyKind, string PolicyId, bool IsExplicit)
{
    public const string ServiceControlPolicy = "service control policy";
}

/// <summary>
/// Reads the answers of EC2. Codes are compared by their ending, for CloudTrail and some tools put `Client.` before them. Which
/// policy denied stands in the text only (IAM user guide, "Troubleshoot access denied error messages").
/// </summary>
internal static partial class AnswerReading
{
    public static ReadAnswer Read(TestedAction action, CallAnswer answer)
    {
        if (Is(answer, "DryRunOperation") || answer.Code.Length == 0 || ComesAfterAuthorization(action, answer))
            return new ReadAnswer(AnswerVerdict.Allowed, "", "", false);
        if (!Is(answer, "UnauthorizedOperation") && !Is(answer, "AccessDenied") && !Is(answer, "AccessDeniedException"))
            return new ReadAnswer(AnswerVerdict.Unclear, "", "", false);
        var denial = ExplicitDeny().Match(answer.Message);
        if (denial.Success)
            return new ReadAnswer(
                AnswerVerdict.Denied,
                denial.Groups["kind"].Value,
                PolicyId().Match(denial.Groups["arn"].Value) is { Success: true } id ? id.Groups[1].Value : "",
                true
            );
        var missing = NothingAllows().Match(answer.Message);
        return new ReadAnswer(AnswerVerdict.Denied, missing.Groups["kind"].Value, "", !missing.Success);
    }

    /// <summary>
    /// ModifyImageAttribute looks for the image only once the caller is authorized (measured by a third party, see
    /// docs/corrections.md), so that an image that is not there shows an allowed call.
    /// </summary>
    private static bool ComesAfterAuthorization(TestedAction action, CallAnswer answer) =>
        action == TestedAction.ModifyImageAttribute && Is(answer, "InvalidAMIID.NotFound");

    private static bool Is(CallAnswer answer, string code) =>
        answer.Code == code || answer.Code.EndsWith($".{code}", StringComparison.Ordinal);

    [GeneratedRegex(
        @"with an explicit deny in an? (?<kind>[A-Za-z -]+?(?:policy|boundary))(?:: (?<arn>arn:\S+))?(?=[.\s]|$)"
    )]
    private static partial Regex ExplicitDeny();

    [GeneratedRegex(@"because no (?<kind>[A-Za-z -]+?(?:policy|boundary)) allows")]
    private static partial Regex NothingAllows();

    [GeneratedRegex(@"/(p-[0-9a-zA-Z_]+)\.?$")]
    private static partial Regex PolicyId();
}

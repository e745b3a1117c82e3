using System.Text.RegularExpressions;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Reads the answers of EC2. Codes are compared by their ending, for CloudTrail and some tools put `Client.` before them. Which
/// policy denied stands in the text only (IAM user guide, "Troubleshoot access denied error messages").
/// </summary>
internal static partial class AnswerReading
{
    private static readonly string[] Denials = [AwsFacts.Denied.Value, "AccessDenied", "AccessDeniedException"];

    public static ReadAnswer Read(TestedAction action, CallAnswer answer)
    {
        if (IsAllowed(action, answer))
            return new ReadAnswer(AnswerVerdict.Allowed, "", "", false);

        return Denials.Any(code => Is(answer, code))
            ? ReadDenial(answer.Message)
            : new ReadAnswer(AnswerVerdict.Unclear, "", "", false);
    }

    private static bool IsAllowed(TestedAction action, CallAnswer answer) =>
        answer.Code.Length == 0 || Is(answer, AwsFacts.DryRunPassed.Value) || ComesAfterAuthorization(action, answer);

    /// <summary>
    /// An action that looks for the image only once the caller is authorized shows an allowed call by an image that is not there.
    /// </summary>
    private static bool ComesAfterAuthorization(TestedAction action, CallAnswer answer) =>
        action.ToString() == AwsFacts.AuthorizedBeforeImage.Value && Is(answer, AwsFacts.MissingImage.Value[0]);

    private static ReadAnswer ReadDenial(string message)
    {
        var denial = ExplicitDeny().Match(message);
        if (denial.Success)
        {
            var policy = PolicyId().Match(denial.Groups["arn"].Value);
            return new ReadAnswer(AnswerVerdict.Denied, denial.Groups["kind"].Value, policy.Groups["id"].Value, true);
        }

        var missing = NothingAllows().Match(message);
        return new ReadAnswer(AnswerVerdict.Denied, missing.Groups["kind"].Value, "", !missing.Success);
    }

    private static bool Is(CallAnswer answer, string code) =>
        answer.Code == code || answer.Code.EndsWith($".{code}", StringComparison.Ordinal);

    [GeneratedRegex(
        @"with an explicit deny in an? (?<kind>[A-Za-z -]+?(?:policy|boundary))(?:: (?<arn>arn:\S+))?(?=[.\s]|$)"
    )]
    private static partial Regex ExplicitDeny();

    [GeneratedRegex(@"because no (?<kind>[A-Za-z -]+?(?:policy|boundary)) allows")]
    private static partial Regex NothingAllows();

    [GeneratedRegex(@"/(?<id>p-[0-9a-zA-Z_]+)\.?$")]
    private static partial Regex PolicyId();
}

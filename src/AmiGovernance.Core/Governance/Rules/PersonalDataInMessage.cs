using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>AWS asks to keep personal data out of the message (Organizations user guide, "EC2 policies").</summary>
internal static partial class PersonalDataInMessage
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0226", Severity.Warning, "mail address in the exception message"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        if (input.Config.Policy.ExceptionMessage is not { } message || !MailAddress().IsMatch(message))
            return;
        var policy = (input.Config.Tree.Root as JsonObject)?["policy_config"] as JsonObject;
        bag.Report(
            Rule.Descriptor,
            policy is null ? input.At(input.Config.Tree.Root) : input.At(policy, "exception_message"),
            "the exception message holds a mail address, and everybody who is blocked sees it",
            "AWS asks to keep personal data out of it: name a page, such as with `{url}`"
        );
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+")]
    private static partial Regex MailAddress();
}

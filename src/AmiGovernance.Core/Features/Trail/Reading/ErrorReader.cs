using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Reads what AWS says when it refuses a call, however a tool wraps the text: by the words of authorization errors (IAM user guide,
/// "Troubleshoot access denied error messages"), else by the table of <see cref="ErrorShape"/>.
/// </summary>
internal static partial class ErrorReader
{
    private static string AnyDenial => AwsFacts.Denied.Value;
    private const string AnyKey = "CustomerKeyHasBeenRevoked";

    /// <summary>Null when the text is no refusal that is known.</summary>
    /// <param name="code">The code, where it stands apart from the text; else empty.</param>
    /// <param name="messages">See <see cref="ExceptionMessages"/>.</param>
    public static CallHints? Read(string code, string text, ImmutableArray<string> messages)
    {
        var clean = Clean(text);
        var refusal = Refusal(code, clean, messages);
        if (refusal is null)
            return null;

        var principal = refusal.Principal is { } said ? PrincipalNames.RoleOf(said) : null;
        return new CallHints
        {
            Action = refusal.Action,
            PrincipalArn = principal,
            Session = principal == refusal.Principal ? null : refusal.Principal,
            Account = principal is null ? null : AccountOf(principal),
            Region = RegionOf(refusal.Resource) ?? InRegion(clean),
            ImageId = CallImages.InText(refusal.Resource ?? "") ?? CallImages.InText(clean),
            IsServiceLinkedRole = principal is not null && PrincipalArn.IsServiceLinkedRole(principal),
            Refusal = refusal,
        };
    }

    private static NamedRefusal? Refusal(string code, string text, ImmutableArray<string> messages)
    {
        if (messages.Any(m => ExceptionMessages.Holds(text, m)))
            return OfShape(code, text, ErrorShape.OfDeclarativePolicy);
        var denials = Denial().Matches(text);
        return denials.Count > 0
            ? OfDenial(Choose(denials), denials.Count - 1, text)
            : OfShape(code, text, known: null);
    }

    /// <summary>Without colours and frames of terminals, and on one line: where a window wraps a text says nothing.</summary>
    public static string Clean(string text) => White().Replace(Frames().Replace(text, " "), " ").Trim();

    /// <summary>Of several denials, the one about an image.</summary>
    private static Match Choose(MatchCollection denials) =>
        denials.FirstOrDefault(d => d.Groups["resource"].Value.Contains(":image/", StringComparison.Ordinal))
        ?? denials.FirstOrDefault(d => GuardedActions.IsLaunch(d.Groups["action"].Value))
        ?? denials[0];

    private static NamedRefusal OfDenial(Match denial, int others, string text)
    {
        var action = denial.Groups["action"].Value;
        var isKey = action.StartsWith("kms:", StringComparison.Ordinal);
        var shape = ErrorShape.Find(isKey ? AnyKey : AnyDenial, "") ?? throw new InvalidOperationException(action);
        return new NamedRefusal(shape)
        {
            Code = CodeIn(text, RefusalKind.Policy) ?? "",
            Message = text,
            Action = action,
            Principal = denial.Groups["principal"].Value.TrimEnd('.', ','),
            Resource = Known(denial.Groups["resource"].Value.TrimEnd('.', ',', '"')),
            PolicyKind = KindOf(denial),
            PolicyArn = Known(denial.Groups["policy"].Value.TrimEnd('.', ',', '"')),
            Way = WayOf(denial),
            Encoded = EncodedIn(text),
            Others = others,
        };
    }

    /// <param name="known">Null to find it by code and text.</param>
    private static NamedRefusal? OfShape(string given, string text, ErrorShape? known)
    {
        var code = given.Length > 0 ? given : CodeIn(text, null) ?? "";
        return (known ?? ErrorShape.Find(code, text)) is { } shape && !IsOfOtherService(shape, text)
            ? new NamedRefusal(shape)
            {
                Code = ErrorShape.Bare(code),
                Message = text,
                Action = ActionIn(text),
                Encoded = EncodedIn(text),
            }
            : null;
    }

    private static string? KindOf(Match denial)
    {
        var kind = denial.Groups["deny"].Value + denial.Groups["allow"].Value;
        return Known(kind.ToLowerInvariant().Replace("vpc", "VPC", StringComparison.Ordinal));
    }

    private static DenyWay WayOf(Match denial)
    {
        if (denial.Groups["allow"].Success)
            return DenyWay.MissingAllow;
        return denial.Groups["explicit"].Success ? DenyWay.ExplicitDeny : DenyWay.Unsaid;
    }

    /// <summary>The word of the text that is the most telling code of the table.</summary>
    /// <param name="kind">Only codes of this kind; null for all.</param>
    private static string? CodeIn(string text, RefusalKind? kind) =>
        Codes()
            .Matches(text)
            .Select(m => m.Value)
            .Distinct(StringComparer.Ordinal)
            .Select(code => (Code: code, Row: RowOf(code, kind)))
            .Where(c => c.Row >= 0)
            .OrderBy(c => c.Row)
            .Select(c => c.Code)
            .FirstOrDefault();

    private static int RowOf(string code, RefusalKind? kind)
    {
        var bare = ErrorShape.Bare(code);
        var shape = ErrorShape.All.FirstOrDefault(s => s.Text.Length == 0 && s.IsCode(bare));
        return shape is null || kind is not null && shape.Kind != kind ? -1 : ErrorShape.All.IndexOf(shape);
    }

    /// <summary>Null for calls of other services than EC2, and where the text names none.</summary>
    private static string? ActionIn(string text)
    {
        var name = Operation().Match(text).Groups["name"].Value;
        return ActionTable.Service("ec2")?.Find(name) is { } action ? action.FullName : null;
    }

    /// <summary>Other services have codes of the same names; texts of the table are of calls that lead to a launch.</summary>
    private static bool IsOfOtherService(ErrorShape shape, string text) =>
        shape.Text.Length == 0 && Operation().IsMatch(text) && ActionIn(text) is null;

    private static string? EncodedIn(string text) => Known(EncodedMessage().Match(text).Groups["message"].Value);

    internal static string? AccountOf(string principal) =>
        Arn.TryParse(principal, out var arn) && AccountId.IsValid(arn.Account) ? arn.Account : null;

    /// <summary>Null for resources that are in no Region, and for `*`.</summary>
    internal static string? RegionOf(string? resource) =>
        Arn.TryParse(resource ?? "", out var arn) ? Known(arn.Region) : null;

    private static string? InRegion(string text) => Known(NamedRegion().Match(text).Groups["region"].Value);

    private static string? Known(string text) => text.Length > 0 ? text : null;

    [GeneratedRegex(@"\x1B\[[0-9;]*[A-Za-z]|[\u2500-\u257F]|(?<=\n\s*)(?:\||(?:>|&gt;)(?:[ \t]?(?:>|&gt;))*)\s")]
    private static partial Regex Frames();

    [GeneratedRegex(@"(?:\s|\\[nrt])+")]
    private static partial Regex White();

    [GeneratedRegex(
        @"User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))?"
            + @"(?: (?<explicit>with an explicit deny)(?: in (?:an? |the )?(?<deny>[\w-]+(?: [\w-]+)? (?:policy|boundary)))?"
            + @"(?:: (?<policy>arn:\S+))?| because no (?<allow>[\w-]+(?: [\w-]+)? (?:policy|boundary)) allows)?",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Denial();

    [GeneratedRegex(@"(?:(?:Client|Server)\.)?\b[A-Z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)?(?:\.[A-Z][A-Za-z]+)*\b")]
    private static partial Regex Codes();

    [GeneratedRegex(
        @"(?:when calling the (?<name>\w+) operation|operation error EC2: (?<name>\w+)|API: ec2:(?<name>\w+))"
    )]
    private static partial Regex Operation();

    [GeneratedRegex(@"Encoded authorization failure message: (?<message>[\w-]+)")]
    private static partial Regex EncodedMessage();

    [GeneratedRegex(@"in Region (?<region>[a-z]{2}(?:-[a-z]+)+-\d)")]
    private static partial Regex NamedRegion();
}

using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>What a refusal is about.</summary>
public enum RefusalKind
{
    DryRun,

    /// <summary>A policy of IAM or Organizations; the text says which kind, if any.</summary>
    Policy,

    Declarative,
    SharingBlocked,

    /// <summary>The image is not there, not shared, or hidden by Allowed AMIs.</summary>
    ImageUnavailable,

    /// <summary>The image is there and cannot be launched: disabled, deregistered, not ready.</summary>
    ImageState,

    Key,
    Subscription,
    Account,
    Quota,
    Capacity,
    Throttled,
    NotFound,
    Parameter,

    /// <summary>Any other.</summary>
    Failed,
}

/// <summary>Whether a policy on images can be the cause of a refusal.</summary>
public enum ImagePolicyCause
{
    No,

    /// <summary>AWS answers the same for other causes.</summary>
    May,

    /// <summary>The text names the kind of policy, so it says.</summary>
    Named,

    Yes,
}

/// <summary>
/// How AWS refuses a call: one row of `Governance/Facts/Data/error-shapes.txt`, which `explain` and `trail` share.
/// </summary>
/// <param name="Code">A pattern of error codes without `Client.` and `Server.`; empty for any code.</param>
/// <param name="Text">What the message holds, whatever its case; empty for any message.</param>
/// <param name="Look">Where people look next.</param>
/// <param name="Source">The page or thread that shows it.</param>
/// <param name="Date">On which the source was looked at.</param>
public sealed record ErrorShape(
    string Code,
    string Text,
    RefusalKind Kind,
    ImagePolicyCause Cause,
    string Look,
    string Source,
    DateOnly Date
)
{
    private static readonly Lazy<ImmutableArray<ErrorShape>> Rows = new(Load);

    private static readonly EnumNames<RefusalKind> Kinds = new(
        (RefusalKind.DryRun, "dry_run"),
        (RefusalKind.Policy, "policy"),
        (RefusalKind.Declarative, "declarative"),
        (RefusalKind.SharingBlocked, "sharing_blocked"),
        (RefusalKind.ImageUnavailable, "image_unavailable"),
        (RefusalKind.ImageState, "image_state"),
        (RefusalKind.Key, "key"),
        (RefusalKind.Subscription, "subscription"),
        (RefusalKind.Account, "account"),
        (RefusalKind.Quota, "quota"),
        (RefusalKind.Capacity, "capacity"),
        (RefusalKind.Throttled, "throttled"),
        (RefusalKind.NotFound, "not_found"),
        (RefusalKind.Parameter, "parameter"),
        (RefusalKind.Failed, "failed")
    );

    private static readonly EnumNames<ImagePolicyCause> Causes = new(
        (ImagePolicyCause.No, "no"),
        (ImagePolicyCause.May, "may"),
        (ImagePolicyCause.Named, "named"),
        (ImagePolicyCause.Yes, "yes")
    );

    /// <summary>In the order in which they are tried.</summary>
    public static ImmutableArray<ErrorShape> All => Rows.Value;

    /// <summary>Of a text that holds the organization's own message.</summary>
    public static ErrorShape OfDeclarativePolicy => All.First(s => s.Kind == RefusalKind.Declarative);

    public string KindName => Kinds.Of(Kind);

    /// <summary>The first row of this code and message: rows with a text go before rows without.</summary>
    /// <param name="code">With or without `Client.` and `Server.`; empty when it is not known.</param>
    public static ErrorShape? Find(string code, string message)
    {
        var bare = Bare(code);
        return All.FirstOrDefault(s => s.Text.Length > 0 && s.Holds(message) && s.IsCode(bare))
            ?? All.FirstOrDefault(s => s.Text.Length == 0 && bare.Length > 0 && s.IsCode(bare));
    }

    /// <summary>Without the prefix of CloudTrail and of state reasons.</summary>
    public static string Bare(string code)
    {
        var isPrefixed =
            code.StartsWith("Client.", StringComparison.Ordinal)
            || code.StartsWith("Server.", StringComparison.Ordinal);
        return isPrefixed ? code["Client.".Length..] : code;
    }

    public bool Holds(string message) => message.Contains(Text, StringComparison.OrdinalIgnoreCase);

    public bool IsCode(string bare) => Code.Length == 0 || Wildcard.Matches(Code, bare);

    private static ImmutableArray<ErrorShape> Load() => [.. EmbeddedFile.Rows("error-shapes.txt").Select(Of)];

    private static ErrorShape Of(string[] fields) =>
        new(
            fields[0],
            fields[1],
            Kinds.Find(fields[2]) ?? RefusalKind.Failed,
            Causes.Find(fields[3]) ?? ImagePolicyCause.No,
            fields[4],
            fields[5],
            DateOnly.ParseExact(fields[6], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        );
}
